#pragma once

#include <string>
#include <vector>

#include "hux/network.hpp"
#include "io/experiment/experiment_text.hpp"
#include "refusal.hpp"

/// Experiments whose synapses act at all times, as text.
namespace hux::test {

/// Two populations with gap junctions, graded synapses with weights of their own and without, and spikes.
inline constexpr const char* coupled_populations = R"toml(
simulation = { duration = "40 ms", dt = "0.05 ms", backend = "cpu", threads = 2, equations = "interpret" }
[synapse.sigmoid]
parameters = { e_rev = "0 mV", half = "-20 mV", tau = "3 ms" }
define.open = "1 / (1 + exp((half - v_pre) / (4 mV)))"
terminal.states.a = { derivative = "(open - a) / tau" }
terminal.signal = "a^2"
receptor.current = "arriving * (v - e_rev)"
[population.E]
size = 120
model = "traub_miles"
initial.v = { uniform = ["-75 mV", "-50 mV"] }
receptor.inh = { synapse = "graded_gaba", beta = "0.2 1/ms" }
receptor.exc = { synapse = "exponential" }
[population.I]
size = 70
model = "wang_buzsaki"
initial.v = { uniform = ["-70 mV", "-55 mV"] }
receptor.exc = { synapse = "sigmoid" }
receptor.inh = { synapse = "graded_gaba" }
receptor.gap = { synapse = "gap" }
terminal.gaba = { synapse = "graded_gaba" }
[projection.EE]
source = "E"
target = "E"
receptor = "exc"
rule = "fixed_probability"
probability = 0.1
weight = "5 nS"
delay = "1 ms"
[projection.EI]
source = "E"
target = "I"
receptor = "exc"
rule = "fixed_indegree"
indegree = 45
weight = { uniform = ["0 mS/cm2", "0.02 mS/cm2"] }
terminal = { tau = "2 ms" }
[projection.IE]
source = "I"
target = "E"
receptor = "inh"
rule = "fixed_probability"
probability = 0.4
weight = "2 nS"
terminal = "gaba"
[projection.II]
source = "I"
target = "I"
receptor = "inh"
rule = "all_to_all"
autapses = false
weight = "0.002 mS/cm2"
terminal = "gaba"
[projection.junctions]
source = "I"
target = "I"
receptor = "gap"
rule = "fixed_total_number"
number = 300
symmetric = true
weight = { uniform = ["0 mS/cm2", "0.01 mS/cm2"] }
[input.drive]
type = "constant"
population = "E"
amplitude = { uniform = ["100 pA", "500 pA"] }
[recording.of_e]
population = "E"
variables = ["v", "EI.a", "EI.signal", "g_inh", "i_inh"]
interval = "0.35 ms"
[recording.of_i]
population = "I"
variables = ["v", "gaba.s", "g_exc", "i_gap"]
interval = "0.35 ms"
)toml";

inline experiment coupled(const std::string& text, const std::vector<std::string>& changes = {}) {
  return read_experiment_text(text, "coupled.toml", {}, changes);
}

/// What is said of a mistake; nothing if there is none.
inline std::string refusal_of_coupling(const std::string& text, const std::vector<std::string>& changes) {
  return refusal_of([&] { return coupled(text, changes); });
}

}  // namespace hux::test
