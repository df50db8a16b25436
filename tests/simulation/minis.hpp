#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "hux/recorder.hpp"
#include "io/experiment/experiment_text.hpp"
#include "refusal.hpp"

/// Experiments with spontaneous release, and what they release.
namespace hux::test {

/// Steps since t = 0 and synapses of the minis of each projection.
class mini_log : public recorder {
 public:
  using list = std::vector<std::pair<std::int64_t, std::uint64_t>>;

  void record(const window_results& results) override {
    minis.resize(results.minis.size());
    for (std::size_t p = 0; p < minis.size(); ++p)
      for (const mini& m : results.minis[p]) minis[p].emplace_back(results.steps.begin + m.step, m.synapse);
  }

  std::vector<list> minis;  ///< by projection
};

inline mini_log minis_of(const experiment& e) {
  simulation s(e);
  mini_log log;
  s.record_to(log);
  s.run();
  return log;
}

/// Cells that are silent onto cells that no input moves.
inline constexpr const char* silent_text = R"toml(
simulation = { duration = "2000 ms", dt = "0.1 ms", integrator = "exponential_euler", backend = "cpu", threads = 1, precision = "double" }
[population.S]
size = 40
model = "traub_miles"
parameters.e_l = "-70 mV"
[population.T]
size = 100
model = "hodgkin_huxley"
parameters = { g_na = "0 mS/cm2", g_k = "0 mS/cm2", g_l = "0 mS/cm2", c_m = "1e30 uF/cm2" }
receptor.r = { synapse = "exponential", tau = "5 ms" }
receptor.q = { synapse = "exponential", tau = "20 ms" }
[projection.p]
source = "S"
target = "T"
receptor = "r"
rule = "fixed_indegree"
indegree = 30
weight = "1 mS/cm2"
delay = { uniform = ["0.5 ms", "6 ms"] }
spontaneous = { rate = "5 Hz", weight = "0.02 mS/cm2" }
[recording.arrived]
population = "T"
variables = ["g_r", "g_q"]
interval = "0.1 ms"
)toml";

inline experiment silent(const std::vector<std::string>& changes = {}) {
  return read_experiment_text(silent_text, "minis.toml", {}, changes);
}

/// The change of silent() that has one source neuron, or some, onto each target.
inline std::string onto_each(const std::string& more) {
  return "projection.p={source='S', target='T', receptor='r', rule='all_to_all', " + more + "}";
}

/// The same experiment without the minis of a projection.
inline experiment without_minis(experiment e, std::size_t projection = 0) {
  e.network.projections[projection].spontaneous.reset();
  return e;
}

/// Two populations that drive each other and have minis: of a constant rate, by the time since a spike, through a
/// terminal, at two receptors.
inline constexpr const char* lively_text = R"toml(
simulation = { duration = "60 ms", dt = "0.05 ms", backend = "cpu", threads = 2 }
[population.E]
size = 300
model = "traub_miles"
initial.v = { uniform = ["-75 mV", "-50 mV"] }
receptor.exc = { synapse = "exponential", tau = "2 ms" }
receptor.slow = { synapse = "nmda" }
receptor.inh = { synapse = "exponential", e_rev = "-80 mV" }
[population.I]
size = 80
model = "wang_buzsaki"
receptor.exc = { synapse = "tsodyks_markram" }
[projection.EE]
source = "E"
target = "E"
receptor = { exc = 1, slow = 0.3 }
rule = "fixed_probability"
probability = 0.1
weight = "5 nS"
delay = { uniform = ["0.5 ms", "4 ms"] }
spontaneous = { rate = "100 Hz * exp(-since_spike / 5 ms) + 3 Hz", weight = "1.7 nS" }
[projection.EI]
source = "E"
target = "I"
receptor = "exc"
rule = "fixed_indegree"
indegree = 20
weight = { normal = { mean = "0.05 mS/cm2", std = "0.01 mS/cm2", min = "0 mS/cm2" } }
delay = "0.7 ms"
spontaneous = { rate = "if(since_spike < 10 ms, 50 Hz, 1 Hz)", weight = "0.03 mS/cm2" }
[projection.IE]
source = "I"
target = "E"
receptor = "inh"
rule = "fixed_probability"
probability = 0.2
weight = "10 nS"
delay = "1 ms"
spontaneous = { rate = "8 Hz", weight = "3 nS" }
[input.drive]
type = "constant"
population = "E"
amplitude = { uniform = ["100 pA", "500 pA"] }
[recording.some]
population = "E"
variables = ["v", "g_exc", "g_slow"]
interval = "0.35 ms"
)toml";

inline experiment lively(const std::vector<std::string>& changes = {}) {
  return read_experiment_text(lively_text, "lively.toml", {}, changes);
}

/// What is said of a mistake in silent(); nothing if it is valid.
inline std::string minis_refusal(const std::vector<std::string>& changes) {
  return refusal_of([&] { return silent(changes); });
}

}  // namespace hux::test
