#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "equations/compiling.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "hux/simulation.hpp"
#include "hux/simulation_state.hpp"
#include "io/experiment/experiment_text.hpp"
#include "simulation/runs.hpp"

/// Networks whose synapses are text, beside the same with built-in ones.
namespace hux {
namespace {

using test::outcome;
using test::run;

/// An alpha function has two states that decay alike.
constexpr const char* network_text = R"toml(
simulation = { duration = "100 ms", dt = "0.05 ms", backend = "cpu", threads = 2, precision = "double" }
[synapse.decaying]
parameters = { tau = "3 ms", e_rev = "0 mV" }
receptor.states.g = { derivative = "-g / tau", arrival = "g + w" }
receptor.current = "g * (v - e_rev)"
[synapse.pushing]
parameters = { tau = "5 ms" }
receptor.states.i = { derivative = "-i / tau", arrival = "i + w" }
receptor.current = "-i"
[synapse.rising]
parameters = { tau = "2 ms", e_rev = "0 mV" }
receptor.states.g = { derivative = "(s - g) / tau" }
receptor.states.s = { derivative = "-s / tau", arrival = "s + exp(1) * w" }
receptor.current = "g * (v - e_rev)"
[model.plain]
per = "cell"
initial.v = "-60 mV"
threshold = "-20 mV"
parameters = { c_m = "200 pF" }
gates.m = { inf = "sigmoid((v + 40 mV) / 7 mV)", tau = "0.5 ms" }
gates.h = { inf = "sigmoid(-(v + 55 mV) / 7 mV)", tau = "3 ms" }
gates.n = { inf = "sigmoid((v + 35 mV) / 10 mV)", tau = "4 ms" }
currents.i_na = "9000 nS * m^3 * h * (v - 50 mV)"
currents.i_k = "3000 nS * n^4 * (v + 90 mV)"
currents.i_l = "10 nS * (v + 60 mV)"
[population.P]
size = 60
model = "plain"
initial.v = { uniform = ["-70 mV", "-50 mV"] }
receptor.exc = { synapse = "SMOOTH", tau = "1.5 ms" }
receptor.inh = { synapse = "SHARP", e_rev = "-80 mV", tau = "6 ms", initial = "0.5 nS" }
receptor.direct = { synapse = "DIRECT" }
[projection.exciting]
source = "P"
target = "P"
receptor = "exc"
rule = "fixed_probability"
probability = 0.2
weight = "3 nS"
delay = "1 ms"
[projection.inhibiting]
source = "P"
target = "P"
receptor = "inh"
rule = "fixed_probability"
probability = 0.2
weight = "2 nS"
delay = "1.5 ms"
[input.noise]
type = "poisson"
population = "P"
receptor = "direct"
rate = "400 Hz"
weight = "120 pA"
[recording.trace]
population = "P"
variables = ["v", "g_exc", "i_exc", "g_inh", "i_direct"]
interval = "1 ms"
)toml";

struct kinds {
  std::string smooth, sharp, direct;
};
const kinds of_text{"rising", "decaying", "pushing"}, built_in{"alpha", "exponential", "exponential_current"};

experiment read(const kinds& synapses, const std::vector<std::string>& changes = {}) {
  std::string text = network_text;
  for (const auto& [mark, name] :
       {std::pair("SMOOTH", synapses.smooth), {"SHARP", synapses.sharp}, {"DIRECT", synapses.direct}})
    text.replace(text.find(mark), std::string(mark).size(), name);
  return read_experiment_text(text, "network.toml", {}, changes);
}

TEST(synapses_of_text, with_one_state_give_the_bits_of_those_that_are_built_in) {
  for (const auto* precision : {"float", "double"}) {
    const std::vector<std::string> changes{std::string("simulation.precision=") + precision};
    const outcome text = run(read({"alpha", "decaying", "pushing"}, changes));
    EXPECT_GT(text.spikes[0].size(), 200U);
    EXPECT_EQ(differences(text, run(read(built_in, changes))), "");
  }
}

TEST(synapses_of_text, with_two_states_are_those_that_are_built_in_but_for_rounding) {
  const std::vector<std::string> brief{"simulation.duration=20 ms"};
  const outcome text = run(read(of_text, brief)), known = run(read(built_in, brief));
  EXPECT_GT(text.spikes[0].size(), 20U);
  ASSERT_EQ(text.spikes[0].size(), known.spikes[0].size());
  for (std::size_t i = 0; i < known.spikes[0].size(); ++i) {
    EXPECT_EQ(text.spikes[0][i].neuron, known.spikes[0][i].neuron);
    EXPECT_NEAR(text.spikes[0][i].time, known.spikes[0][i].time, 1e-9);
  }
}

TEST(synapses_of_text, give_the_same_bits_whatever_executes_them) {
  const own_folder home;
  const environment_variable cache("HUX_CACHE", (home / "cache").c_str());
  const auto how = [](const char* equations, int threads, int window, int block) {
    return run(read(of_text,
                    {std::string("simulation.equations=") + equations, "simulation.threads=" + std::to_string(threads),
                     "simulation.window=" + std::to_string(window), "simulation.block_size=" + std::to_string(block)}));
  };
  const outcome interpreted = how("interpret", 2, 0, 0);
  EXPECT_GT(interpreted.spikes[0].size(), 200U);
  EXPECT_EQ(differences(interpreted, how("compile", 2, 0, 0)), "");
  EXPECT_EQ(differences(interpreted, how("interpret", 1, 3, 16)), "");
}

TEST(synapses_of_text, go_on_from_a_saved_state) {
  const auto e = read(of_text);
  simulation s(e);
  s.run(20.35);
  const simulation_state state = s.save();
  simulation other(read(of_text));
  other.restore(state);
  EXPECT_EQ(first_difference(state, other.save()), "");
  s.run(10);
  other.run(10);
  EXPECT_EQ(first_difference(s.save(), other.save()), "");
}

TEST(synapses_of_text, are_changed_between_runs_as_those_that_are_built_in) {
  const auto changed = [](const kinds& synapses) {
    simulation s(read(synapses));
    s.run(10);
    experiment e = s.settled();
    for (auto& r : e.network.populations[0].receptors)
      if (r.name == "inh") r.parameters["tau"] = 12;
    s.change(e);
    s.run(10);
    return s.state("P", "v");
  };
  const auto text = changed({"alpha", "decaying", "pushing"});
  EXPECT_EQ(text, changed(built_in));
  simulation unchanged(read(built_in));
  unchanged.run(20);
  EXPECT_NE(text, unchanged.state("P", "v"));
}

TEST(synapses_of_text, take_no_change_that_makes_a_state_grow) {
  simulation s(read(of_text));
  experiment e = s.settled();
  e.network.populations[0].receptors[1].parameters["tau"] = -12;
  try {
    s.change(e);
    ADD_FAILURE();
  } catch (const input_error& mistake) {
    EXPECT_STREQ(mistake.what(),
                 "population.P.receptor.inh: with these parameters receptor.states.g.derivative is 0.0833333 1/ms "
                 "times g; expected less than 0");
  }
}

TEST(synapses_of_text, serve_models_of_a_square_centimetre) {
  experiment e;
  e.network = read({"alpha", "decaying", "pushing"}).network;
  auto& p = e.network.populations[0];
  p.model = "hodgkin_huxley";
  e.network.projections.clear();
  e.network.inputs.clear();
  e.settings.duration = 5;
  experiment known = e;
  known.network.populations[0].receptors[1].synapse = "exponential";
  EXPECT_EQ(run(e).state.at("P v"), run(known).state.at("P v"));
  EXPECT_EQ(run(e).state.at("P inh"), run(known).state.at("P inh"));
}

}  // namespace
}  // namespace hux
