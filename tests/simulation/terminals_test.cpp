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
  built_in.network.projections[2].terminal = terminal{"", "tsodyks_markram", {{"tau_rec", 100}, {"tau_facil", 1}}};
  EXPECT_EQ(differences(run(text), run(built_in)), "");
}

/// The same parameters, one pool for two projections or one for each.
TEST(terminals, that_are_shared_release_what_each_would_alone) {
  const std::vector<std::string> alike{"projection.EI.terminal={u_se=0.5, tau_rec='80 ms', tau_facil='20 ms'}",
                                       "projection.EE.terminal={u_se=0.5, tau_rec='80 ms', tau_facil='20 ms'}"};
  const std::vector<std::string> one{
      "population.E.terminal.glu={synapse='dynamic', tau_rec='80 ms', tau_facil='20 ms'}",
      "projection.EI.terminal='glu'", "projection.EE.terminal='glu'",
      "recording.some.variables=['v', 'glu.x', 'glu.u', 'g_exc']"};
  const outcome each = run(read(two_populations, alike)), shared = run(read(two_populations, one));
  EXPECT_EQ(differences(each, shared), "");
  const auto again = read_experiment_text(to_toml(read(two_populations, one)), "again.toml", {});
  EXPECT_EQ(differences(run(again), shared), "");
  simulation s(again);
  s.run(20);
  EXPECT_EQ(s.save().populations[0].terminals.size(), 1U);
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

TEST(terminals, of_other_neurons_keep_their_bits_where_one_is_set) {
  simulation s(read(two_populations)), untouched(read(two_populations));
  s.run(20);
  untouched.run(20);
  s.set_state("E", "EE.x", {0.5}, {3});
  const auto set = s.save(), before = untouched.save();
  const auto row = [](const simulation_state& state, const std::string& name) {
    const auto& all = state.populations[0].variables;
    return std::ranges::find(all, name, &simulation_state::variable::name)->values;
  };
  for (const auto* name : {"EE.x", "EE.u", "EE.updated"}) {
    auto wanted = row(before, name);
    auto found = row(set, name);
    wanted[3] = found[3] = 0;
    EXPECT_EQ(found, wanted) << name;
  }
  EXPECT_EQ(s.state("E", "EE.x")[3], 0.5);
  EXPECT_THROW(s.set_state("E", "EE.updated", {5}), input_error);
}

/// What a receptor's terminal has of the receptor follows it in stages, and after a restore.
TEST(terminals, follow_their_receptor_where_they_have_nothing_of_their_own) {
  const std::string own = "projection.EE.terminal={tau_facil='30 ms'}";
  const auto staged = [&](const std::string& key) {
    return run(read(std::string(two_populations) +
                        "\n[[stage]]\nduration = \"20 ms\"\n[[stage]]\nduration = \"20 ms\"\n" + "set = { \"" + key +
                        "\" = 0.1 }\n",
                    {own, "simulation.duration=40 ms"}))
        .spikes[0]
        .size();
  };
  EXPECT_EQ(staged("population.E.receptor.exc.u_se"), staged("projection.EE.terminal.u_se"));

  const auto changed = [](simulation& s, const char* parameter, double value) {
    experiment next = s.settled();
    next.network.populations[0].receptors[0].parameters[parameter] = value;
    s.change(next);
  };
  simulation s(read(two_populations, {own}));
  s.run(10);
  changed(s, "tau_rec", 700);
  simulation other(read(two_populations, {own}));
  other.restore(s.save());
  for (simulation* each : {&s, &other}) {
    changed(*each, "u_se", 0.1);
    each->run(20);
  }
  EXPECT_EQ(first_difference(s.save(), other.save()), "");
}

TEST(terminals, restore_the_largest_release) {
  const std::vector<std::string> all{"synapse.dynamic.terminal.on_spike.release='0.3'",
                                     "synapse.dynamic.terminal.largest_release=0.3"};
  simulation s(read(two_populations, all));
  s.run(20);
  ASSERT_GT(s.save().populations[0].terminals[0].in_flight.size(), 0U);
  simulation other(read(two_populations, all));
  EXPECT_NO_THROW(other.restore(s.save()));
}

/// A small part of a weight that is a whole number of units.
TEST(terminals, release_little_as_exactly) {
  const outcome o =
      run(read(wire_text, {"synapse.dynamic.terminal.on_spike.release='0.001'", "simulation.duration=40 ms",
                           "simulation.precision=float", "synapse.dynamic.terminal.largest_release=1000"}));
  const auto& g = o.samples[1];
  EXPECT_NEAR(*std::ranges::max_element(g), 0.002 * std::exp(-0.05 / 3), 2e-6);
}

TEST(terminals, that_become_no_number_end_a_run) {
  simulation s(read(wire_text, {"synapse.dynamic.terminal.on_spike.x='1 / (x - x)'",
                                "synapse.dynamic.terminal.on_spike.release='u_se'"}));
  try {
    s.run();
    ADD_FAILURE();
  } catch (const divergence_error& failure) {
    EXPECT_THAT(failure.what(), testing::HasSubstr("its state 'x' became inf; expected a finite number of "
                                                   "synapse.dynamic.terminal.on_spike"));
  }
}

TEST(terminals, of_marked_neurons_are_no_numbers) {
  simulation s(read(wire_text, {"simulation.on_divergence=mark", "input.pulses.amplitude=1 mA"}));
  s.run(30);
  EXPECT_TRUE(std::isnan(s.state("S", "wire.x")[0]));
  simulation other(read(wire_text, {"simulation.on_divergence=mark", "input.pulses.amplitude=1 mA"}));
  other.restore(s.save());
  EXPECT_EQ(first_difference(s.save(), other.save()), "");
}

/// What was sent long ago is forgotten.
TEST(terminals, keep_no_more_than_is_on_its_way) {
  simulation s(read(two_populations));
  std::size_t most = 0;
  for (int part = 0; part < 10; ++part) {
    s.run(100);
    most = std::max(most, s.save().populations[0].terminals[0].in_flight.size());
  }
  EXPECT_LT(most, 3000U);
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

/// The share that is released grows from spike to spike: 0.75 of the first, 1.125 of the second.
TEST(terminals, end_a_run_with_a_release_out_of_their_range) {
  const std::vector<std::string> too_much{"synapse.dynamic.terminal.on_spike.release='1.5 * u_next'",
                                          "projection.wire.terminal.tau_facil=1e9 ms"};
  simulation s(read(wire_text, too_much));
  try {
    s.run();
    ADD_FAILURE();
  } catch (const divergence_error& failure) {
    EXPECT_THAT(failure.what(),
                testing::MatchesRegex("the terminal 'wire' of neuron 0 of population 'S' released 1.125 "
                                      "at 3[0-9.]* ms; expected 0 to 1, as "
                                      "synapse.dynamic.terminal.largest_release says"));
  }
  auto allowed = too_much;
  allowed.emplace_back("synapse.dynamic.terminal.largest_release=1.5");
  EXPECT_GT(run(read(wire_text, allowed)).spikes[0].size(), 30U);
}

std::string refusal_of(const std::vector<std::string>& changes) {
  try {
    validate(read(two_populations, changes));
  } catch (const input_error& mistake) {
    return mistake.what();
  }
  return "";
}

TEST(terminals, are_refused_in_a_sentence) {
  using testing::EndsWith;
  EXPECT_THAT(refusal_of({"projection.EE.terminal='glu'"}),
              EndsWith("projection.EE.terminal: there is no terminal of population 'E' called 'glu'; there are none"));
  EXPECT_THAT(refusal_of({"population.E.terminal.glu={synapse='alpha'}"}),
              EndsWith("population.E.terminal.glu.synapse: the synapse 'alpha' has no terminal; expected one that has, "
                       "such as 'tsodyks_markram'"));
  EXPECT_THAT(refusal_of({"population.E.terminal.EE={synapse='dynamic'}"}),
              EndsWith("projection.EE: population 'E' has a terminal 'EE' already, and this projection has another; "
                       "expected another name"));
  EXPECT_THAT(refusal_of({"projection.IE.terminal={tau_rec='1 ms'}"}),
              EndsWith("projection.IE.terminal: the synapse 'exponential' of the receptor has no terminal; expected "
                       "projection.IE.terminal.synapse to name one that has, such as 'tsodyks_markram'"));
  EXPECT_THAT(refusal_of({"projection.EE.terminal={tau='1 ms'}"}),
              EndsWith("projection.EE.terminal.tau: unknown key; known are synapse, u_se, tau_rec, tau_facil"));
  EXPECT_THAT(
      refusal_of({"projection.EE.terminal={u_se=3}"}),
      EndsWith("projection.EE.terminal: with these parameters the terminal releases 3 of the first spike; expected "
               "0 to 1"));
  EXPECT_THAT(refusal_of({"projection.EE.terminal={tau_rec='-1 ms'}"}),
              EndsWith("projection.EE.terminal: with these parameters the terminal's states grow exponentially between "
                       "spikes; expected derivatives that let them decay"));
}

TEST(terminals, that_no_projection_uses_run_on_a_cpu_too) {
  EXPECT_EQ(refusal_of({"projection.EE.terminal=''"}),
            "--set projection.EE.terminal='': projection.EE.terminal: '' is not what is needed here; expected a name, or a table");
  auto e = read(two_populations);
  e.network.populations[0].terminals = {{"glu", "dynamic", {}}};
  e.network.projections.clear();
  e.recordings.samples.clear();
  e.settings.backend = backend_kind::cuda;
  try {
    plan(e);
    ADD_FAILURE();
  } catch (const input_error& mistake) {
    EXPECT_THAT(mistake.what(), testing::HasSubstr("population 'E' has the terminal 'glu', which Hux runs on the CPU"));
  }
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
