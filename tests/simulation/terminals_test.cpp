#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "equations/compiling.hpp"
#include "equations/linear_flow.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "hux/simulation.hpp"
#include "hux/state_file.hpp"
#include "io/experiment/experiment_text.hpp"
#include "simulation/cells.hpp"
#include "simulation/runs.hpp"

/// Terminals of synapses: what they release, against NEST and against their equations, and that they are states as
/// others are.
namespace hux {
namespace {

using test::outcome;
using test::run;

/// Depression and facilitation (Tsodyks, Pawelzik & Markram 1998).
constexpr const char* dynamic_synapse = R"toml(
[synapse.dynamic]
parameters = { u_se = 0.5, tau_rec = "800 ms", tau_facil = "1 ms", tau = "3 ms", e_rev = "0 mV" }
define.u_next = "u + u_se * (1 - u)"
terminal.states.x = { derivative = "(1 - x) / tau_rec" }
terminal.states.u = { derivative = "-u / tau_facil" }
terminal.on_spike = { release = "u_next * x", x = "x - u_next * x", u = "u_next" }
receptor.states.g = { derivative = "-g / tau", arrival = "g + w" }
receptor.current = "g * (v - e_rev)"
)toml";

/// Pulses of current make the neuron of S spike once each; that of T does nothing but receive.
constexpr const char* wire_text = R"toml(
simulation = { duration = "1100 ms", dt = "0.05 ms", backend = "cpu", threads = 1, precision = "double" }
[population.S]
size = 1
model = "traub_miles"
parameters.e_l = "-70 mV"
[population.T]
size = 1
model = "hodgkin_huxley"
parameters = { g_na = "0 mS/cm2", g_k = "0 mS/cm2", g_l = "0 mS/cm2", c_m = "1e30 uF/cm2" }
receptor.r = { synapse = "dynamic" }
[input.pulses]
type = "pulses"
population = "S"
amplitude = "8 nA"
start = "10 ms"
stop = "1100 ms"
period = "23 ms"
width = "1 ms"
[projection.wire]
source = "S"
target = "T"
receptor = "r"
rule = "all_to_all"
weight = "2 mS/cm2"
delay = "1 ms"
[recording.released]
population = "S"
variables = ["wire.x", "wire.u"]
interval = "0.05 ms"
[recording.arrived]
population = "T"
variables = ["g_r"]
interval = "0.05 ms"
)toml";

experiment read(const std::string& text, const std::vector<std::string>& changes = {}) {
  return read_experiment_text(text + dynamic_synapse, "terminals.toml", {}, changes);
}

/// Steps at whose end spikes crossed the threshold.
std::vector<std::int64_t> spike_steps(const outcome& o, double dt) {
  std::vector<std::int64_t> steps;
  for (const auto& s : o.spikes[0]) steps.push_back(std::llround(std::ceil(s.time / dt)));
  return steps;
}

TEST(terminals, release_what_their_equations_say) {
  const auto e = read(wire_text, {"projection.wire.terminal.tau_facil=120 ms", "projection.wire.terminal.u_se=0.2"});
  const outcome o = run(e);
  const auto spikes = spike_steps(o, 0.05);
  ASSERT_GT(spikes.size(), 30U);
  double x = 1, u = 0, g = 0;
  std::size_t sent = 0;
  std::vector<double> arrivals(22000 + 100, 0.0);
  for (std::int64_t step = 0; step < 22000; ++step) {
    if (sent < spikes.size() && spikes[sent] == step) {
      u += 0.2 * (1 - u);
      arrivals[step + 20] = 2 * u * x;
      x -= u * x;
      ++sent;
    }
    ASSERT_NEAR(o.samples[0][2 * step], x, 1e-6) << step;
    ASSERT_NEAR(o.samples[0][2 * step + 1], u, 1e-6) << step;
    ASSERT_NEAR(o.samples[1][step], g, 2e-6) << step;
    x = 1 - (1 - x) * std::exp(-0.05 / 800);
    u *= std::exp(-0.05 / 120);
    g = (g + arrivals[step]) * std::exp(-0.05 / 3);
  }
}

TEST(terminals, release_what_nest_does) {
  std::ifstream file(HUX_SOURCE_DIR "/tests/data/terminals.json");
  const auto reference = nlohmann::json::parse(file);
  for (const auto& wanted : reference["cases"]) {
    const auto& terminal = *built_in_catalog()->synapse("tsodyks_markram").terminal;
    const double facilitation = wanted["tau_fac"] == 0 ? 1e-3 : wanted["tau_fac"].get<double>();
    const double parameters[]{wanted["U"], wanted["tau_rec"], facilitation, 3, 0};
    const linear_flow flow({2, terminal.rates(parameters)}, 0.05);
    auto state = terminal.initial(parameters);
    std::vector<double> scratch(terminal.scratch);
    double last = 0;
    for (std::size_t i = 0; i < reference["spikes"].size(); ++i) {
      const double now = reference["spikes"][i];
      flow.advance(std::llround((now - last) / 0.05), state.data());
      const double released = terminal.on_spike(parameters, state.data(), scratch.data());
      EXPECT_NEAR(released, wanted["releases"][i], 1e-13) << wanted << " " << now;
      last = now;
    }
  }
}

/// The network of scripts/reference_depression.py.
experiment depressing(const nlohmann::json& made) {
  experiment e;
  population cells = test::cells("E", 16, "traub_miles");
  cells.initial_v = made["v"].get<std::vector<double>>();
  cells.initial_states = {{"m", 0.05}, {"h", 0.6}, {"n", 0.3}};
  cells.receptors = {test::make_receptor("exc", "tsodyks_markram", {{"u_se", 0.4}, {"tau_rec", 120}, {"tau", 3}})};
  e.network.populations = {cells};
  const auto indices = [&](const char* key) { return made[key].get<std::vector<std::uint32_t>>(); };
  const auto numbers = [&](const char* key) { return made[key].get<std::vector<double>>(); };
  explicit_list synapses;
  synapses.source = indices("sources");
  synapses.target = indices("targets");
  synapses.weight = numbers("weights");
  synapses.delay = numbers("delays");
  e.network.projections = {test::connect("EE", "E", "E", "exc", synapses, 0.0, 0.0)};
  e.network.inputs = {test::stimulate("drive", "E", constant_current{made["current"].get<std::vector<double>>()})};
  e.settings.duration = 150;
  e.settings.dt = 0.01;
  e.settings.precision = precision::double_;
  e.recordings.spike_times = spike_time::grid;
  return e;
}

TEST(terminals, of_a_network_make_the_spikes_of_brian2) {
  std::ifstream file(HUX_SOURCE_DIR "/tests/data/depression.json");
  const auto made = nlohmann::json::parse(file);
  std::vector<std::pair<std::int64_t, std::uint32_t>> wanted, found;
  for (std::size_t i = 0; i < made["spikes"]["steps"].size(); ++i)
    wanted.emplace_back(made["spikes"]["steps"][i], made["spikes"]["neurons"][i]);
  std::ranges::sort(wanted);
  const outcome o = run(depressing(made));
  for (const auto& s : o.spikes[0]) found.emplace_back(std::llround(s.time / 0.01) - 1, s.neuron);
  ASSERT_EQ(wanted.size(), 151U);
  EXPECT_EQ(found, wanted);
}

/// Two populations that drive each other through terminals, with weights of their own and without, and delays that
/// differ.
constexpr const char* two_populations = R"toml(
simulation = { duration = "60 ms", dt = "0.05 ms", backend = "cpu", threads = 2 }
[population.E]
size = 300
model = "traub_miles"
initial.v = { uniform = ["-75 mV", "-50 mV"] }
receptor.exc = { synapse = "dynamic", tau = "2 ms" }
receptor.inh = { synapse = "exponential", e_rev = "-80 mV" }
refractory = "2 ms"
[population.I]
size = 80
model = "wang_buzsaki"
receptor.exc = { synapse = "dynamic" }
[projection.EE]
source = "E"
target = "E"
receptor = "exc"
rule = "fixed_probability"
probability = 0.1
weight = "5 nS"
delay = { uniform = ["0.5 ms", "4 ms"] }
[projection.EI]
source = "E"
target = "I"
receptor = "exc"
rule = "fixed_indegree"
indegree = 20
weight = { normal = { mean = "0.05 mS/cm2", std = "0.01 mS/cm2", min = "0 mS/cm2" } }
delay = "0.7 ms"
terminal = { u_se = 0.3, tau_rec = "50 ms", tau_facil = "200 ms" }
[projection.IE]
source = "I"
target = "E"
receptor = "inh"
rule = "fixed_probability"
probability = 0.2
weight = "10 nS"
delay = "1 ms"
terminal = { synapse = "dynamic", tau_rec = "100 ms" }
[input.drive]
type = "constant"
population = "E"
amplitude = { uniform = ["100 pA", "500 pA"] }
[recording.some]
population = "E"
variables = ["v", "EE.x", "EI.u", "g_exc"]
interval = "0.35 ms"
)toml";

TEST(terminals, give_the_same_bits_whatever_the_threads_windows_and_blocks) {
  for (const auto* precision : {"float", "double"}) {
    const std::string real = std::string("simulation.precision=") + precision;
    const outcome one = run(read(two_populations, {real, "simulation.threads=1"}));
    ASSERT_GT(one.spikes[0].size(), 300U);
    ASSERT_GT(one.spikes[1].size(), 50U);
    EXPECT_EQ(differences(one, run(read(two_populations, {real, "simulation.threads=3", "simulation.block_size=32"}))),
              "");
    EXPECT_EQ(differences(one, run(read(two_populations, {real, "simulation.window=1", "simulation.threads=2"}))), "");
    EXPECT_EQ(differences(one, run(read(two_populations, {real, "simulation.equations=interpret"}))), "");
    EXPECT_EQ(differences(one, test::run_in_parts(read(two_populations, {real}), {7, 8, 203, 500})), "");
  }
}

TEST(terminals, of_hux_are_those_of_the_same_text) {
  const auto text = read(two_populations);
  auto built_in = text;
  for (auto& p : built_in.network.populations)
    for (auto& r : p.receptors)
      if (r.synapse == "dynamic") r = {r.name, "tsodyks_markram", {{"tau", 3}, {"tau_facil", 1}}, r.initial};
  built_in.network.populations[0].receptors[0].parameters["tau"] = 2;
  built_in.network.projections[2].terminal = terminal{"tsodyks_markram", {{"tau_rec", 100}, {"tau_facil", 1}}};
  EXPECT_EQ(differences(run(text), run(built_in)), "");
}

TEST(terminals, matter) {
  const outcome with = run(read(two_populations)),
                without = run(read(two_populations, {"projection.EE.terminal.u_se=0.05"}));
  EXPECT_NE(with.times(0), without.times(0));
}

TEST(terminals, are_part_of_the_state) {
  const own_folder folder;
  simulation s(read(two_populations));
  s.run(21.15);
  const simulation_state state = s.save();
  ASSERT_EQ(state.populations[0].terminals.size(), 2U);
  EXPECT_GT(state.populations[0].terminals[0].in_flight.size(), 0U);
  EXPECT_THAT(state.populations[0].in_flight, testing::IsEmpty()) << "all that E sends goes through terminals";
  write_state(state, folder / "state.h5");
  simulation other(read(two_populations, {"simulation.threads=1", "simulation.window=3"}));
  other.restore(read_state(folder / "state.h5"));
  EXPECT_EQ(first_difference(state, other.save()), "");
  s.run(20);
  other.run(20);
  EXPECT_EQ(first_difference(s.save(), other.save()), "");
}

TEST(terminals, are_read_and_set_as_they_are_now) {
  simulation s(read(wire_text));
  s.run(40);
  const double before = s.state("S", "wire.x")[0];
  EXPECT_LT(before, 0.6);
  s.run(5);  // without a spike
  EXPECT_NEAR(s.state("S", "wire.x")[0], 1 - (1 - before) * std::exp(-5.0 / 800), 1e-14);
  s.set_state("S", "wire.x", {0.25});
  EXPECT_EQ(s.state("S", "wire.x")[0], 0.25);
  s.run(5);
  EXPECT_NEAR(s.state("S", "wire.x")[0], 1 - 0.75 * std::exp(-5.0 / 800), 1e-14);
}

TEST(terminals, go_on_from_where_they_are_with_other_parameters) {
  simulation s(read(wire_text));
  s.run(40);
  const double before = s.state("S", "wire.x")[0];
  experiment next = s.settled();
  next.network.projections[0].terminal.emplace().parameters["tau_rec"] = 100;
  s.change(next);
  EXPECT_EQ(s.state("S", "wire.x")[0], before);
  s.run(5);
  EXPECT_NEAR(s.state("S", "wire.x")[0], 1 - (1 - before) * std::exp(-5.0 / 100), 1e-14);
  const simulation_state state = s.save();
  simulation other(read(wire_text));
  other.restore(state);
  s.run(20);
  other.run(20);
  EXPECT_EQ(first_difference(s.save(), other.save()), "");
}

TEST(terminals, change_no_bit_where_nothing_is_changed) {
  const auto e = read(two_populations);
  simulation s(e), unchanged(e);
  s.run(20);
  unchanged.run(20);
  s.change(s.settled());
  s.run(20);
  unchanged.run(20);
  auto state = s.save();
  state.changes.clear();
  EXPECT_EQ(first_difference(state, unchanged.save()), "");
}

TEST(terminals, are_written_with_their_experiment) {
  const auto e = read(two_populations);
  const auto again = read_experiment_text(to_toml(e), "again.toml", {});
  EXPECT_EQ(to_toml(e), to_toml(again));
  EXPECT_EQ(differences(run(e), run(again)), "");
  EXPECT_EQ(again.network.projections[2].terminal->parameters.at("tau_rec"), 100);
}

TEST(terminals, end_a_run_with_a_release_out_of_their_range) {
  const std::vector<std::string> too_much{"synapse.dynamic.terminal.on_spike.release='3 * u_next * x'"};
  simulation s(read(wire_text, too_much));
  try {
    s.run();
    ADD_FAILURE();
  } catch (const divergence_error& failure) {
    EXPECT_THAT(failure.what(),
                testing::MatchesRegex("the terminal 'wire' of neuron 0 of population 'S' released 1.5 at 1[0-9.]* ms; "
                                      "expected 0 to 1, as synapse.dynamic.terminal.largest_release says"));
  }
  auto allowed = too_much;
  allowed.emplace_back("synapse.dynamic.terminal.largest_release=3");
  EXPECT_GT(run(read(wire_text, allowed)).spikes[0].size(), 30U);
}

TEST(terminals, run_on_a_cpu) {
  try {
    validate(read(wire_text, {"simulation.backend=cuda"}));
    plan(read(wire_text, {"simulation.backend=cuda"}));
    ADD_FAILURE();
  } catch (const input_error& mistake) {
    EXPECT_STREQ(
        mistake.what(),
        "simulation.backend: 'cuda' cannot be had: projection 'wire' has a terminal, which Hux runs on the CPU "
        "alone; expected \"cpu\" or \"auto\"");
  }
}

}  // namespace
}  // namespace hux
