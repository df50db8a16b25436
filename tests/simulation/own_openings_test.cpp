#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "equations/compiling.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "io/experiment/experiment_text.hpp"
#include "simulation/cells.hpp"
#include "simulation/runs.hpp"

/// Networks with receptors whose conductance follows v by text of a user's own.
namespace hux {
namespace {

using test::outcome;
using test::run;

/// The built-in NMDA under another name, and a conductance that follows v by four parameters.
constexpr const char* own_synapses_text = R"toml(
[synapse.blocked]
parameters = { tau_rise = "2 ms", tau_decay = "100 ms", e_rev = "0 mV", c_mg = "1 mM" }
define.ratio = "ln(tau_decay / tau_rise)"
define.t_peak = "tau_decay / exprel(ratio)"
define.peak = "exp(-t_peak / tau_decay) * t_peak * exprel(-ratio)"
receptor.states.g = { derivative = "-g / tau_decay + y / (1 ms)" }
receptor.states.y = { derivative = "-y / tau_rise", arrival = "y + (1 ms) / peak * w" }
receptor.current = "g / (1 + c_mg / (3.57 mM) * exp(-0.062 * v / (1 mV))) * (v - e_rev)"
[synapse.humped]
parameters = { tau = "5 ms", e_rev = "-20 mV", least = "0.1", most = "0.7", middle = "-50 mV", width = "12 mV" }
define.open = "least + (most - least) / cosh((v - middle) / width)"
receptor.states.g = { derivative = "-g / tau", arrival = "g + w" }
receptor.current = "2 * g * open * (v - e_rev)"
)toml";

constexpr const char* network_text = R"toml(
simulation = { duration = "100 ms", dt = "0.05 ms", backend = "cpu", threads = 2 }
[population.P]
size = 60
model = "traub_miles"
initial.v = { uniform = ["-70 mV", "-50 mV"] }
receptor.hump = { synapse = "humped", width = "9 mV", initial = "1 nS" }
receptor.exc = { synapse = "NMDA", tau_decay = "40 ms", c_mg = "0.8 mM", initial = "4 nS" }
[projection.exciting]
source = "P"
target = "P"
receptor = "exc"
rule = "fixed_probability"
probability = 0.2
weight = "1 nS"
delay = "1 ms"
[input.drive]
type = "constant"
population = "P"
amplitude = { uniform = ["100 pA", "600 pA"] }
[recording.trace]
population = "P"
variables = ["v", "g_exc", "i_exc", "g_hump", "i_hump"]
interval = "1 ms"
)toml";

/// @param without the receptor hump, which no built-in kernel knows
experiment network_with(const std::string& nmda, const std::vector<std::string>& changes = {}, bool without = false) {
  std::string text = std::string(network_text) + own_synapses_text;
  text.replace(text.find("NMDA\""), 4, nmda);
  experiment e = read_experiment_text(text, "network.toml", {}, changes);
  if (!without) return e;
  e.recordings.samples.clear();
  e.network.populations[0].receptors.erase(e.network.populations[0].receptors.begin());
  return e;
}

TEST(own_openings, give_the_bits_of_nmda_if_they_are_its_own) {
  for (const auto* precision : {"float", "double"})
    for (const auto* integrator : {"rk4", "crank_nicolson"}) {
      const std::vector<std::string> changes{std::string("simulation.precision=") + precision,
                                             std::string("simulation.integrator=") + integrator};
      const outcome own = run(network_with("blocked", changes, true));
      EXPECT_GT(own.spikes[0].size(), 100U);
      EXPECT_EQ(differences(own, run(network_with("nmda", changes, true))), "") << precision << " " << integrator;
    }
}

TEST(own_openings, give_the_same_bits_whatever_executes_them) {
  const own_folder home;
  const environment_variable cache("HUX_CACHE", (home / "cache").c_str());
  const auto how = [](const char* nmda, const char* equations, int threads, int window, int block) {
    return run(network_with(
        nmda, {std::string("simulation.equations=") + equations, "simulation.threads=" + std::to_string(threads),
               "simulation.window=" + std::to_string(window), "simulation.block_size=" + std::to_string(block)}));
  };
  const outcome interpreted = how("blocked", "interpret", 2, 0, 0);
  EXPECT_GT(interpreted.spikes[0].size(), 100U);
  EXPECT_EQ(differences(interpreted, how("blocked", "compile", 2, 0, 0)), "");
  EXPECT_EQ(differences(interpreted, how("blocked", "interpret", 1, 3, 16)), "");
  EXPECT_EQ(differences(interpreted, how("nmda", "interpret", 2, 0, 0)), "");
  EXPECT_EQ(differences(interpreted, how("nmda", "compile", 2, 0, 0)), "");
}

TEST(own_openings, are_recorded_as_their_formula_says) {
  constexpr std::uint32_t cells = 15;
  experiment e = network_with("nmda");
  auto r = test::make_receptor("r", "humped", {{"tau", 1e9}, {"middle", -45}});
  r.initial = 3.0;
  auto p = test::clamped("p", cells, 0, {r});
  p.initial_v = linspace{-100, 40};
  const auto known = e.network.catalog;
  e.network = {};
  e.network.catalog = known;
  e.network.populations = {p};
  e.settings.duration = 0.05;
  e.recordings.samples = {test::sample("r", "p", {"g_r", "i_r"}, 0.05)};
  const auto samples = run(e).samples[0];
  for (std::size_t i = 0; i < cells; ++i) {
    const double v = -100 + 10 * static_cast<double>(i);
    const double open = 0.1 + 0.6 / std::cosh((v + 45) / 12);
    EXPECT_NEAR(samples[i], 3 * open, 1e-6 * 3) << v << " mV";
    EXPECT_NEAR(samples[cells + i], 3 * open * (v + 20), 1e-6 * 240) << v << " mV";
  }
}

TEST(own_openings, are_written_and_read_with_their_experiment) {
  experiment e = network_with("blocked", {"simulation.duration=20 ms"});
  const std::string text = text_of(e);
  EXPECT_EQ(differences(run(e), run(read_experiment_text(text, "again.toml", {}))), "");
  experiment built_in = network_with("nmda");
  EXPECT_EQ(text_of(built_in).find("synapse.nmda"), std::string::npos);
}

TEST(own_openings, that_a_parameter_makes_negative_are_refused) {
  experiment e = network_with("nmda");
  e.network.populations[0].receptors[0].parameters["least"] = -0.5;
  try {
    run(e);
    ADD_FAILURE();
  } catch (const input_error& mistake) {
    EXPECT_STREQ(mistake.what(),
                 "population.P.receptor.hump: with these parameters receptor.current has the factor -0.490722 at v = "
                 "-100 mV; expected 0 or more");
  }
}

}  // namespace
}  // namespace hux
