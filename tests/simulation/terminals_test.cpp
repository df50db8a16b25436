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
#include "simulation/cells.hpp"
#include "simulation/dynamic_synapse.hpp"
#include "simulation/runs.hpp"

/// Terminals of synapses: what they release, against NEST, Brian2 and their equations.
namespace hux {
namespace {

using test::dynamic_synapse_refusal;
using test::outcome;
using test::run;
using test::two_populations;
using test::wire_text;
using test::with_dynamic_synapse;

/// Steps at whose end spikes crossed the threshold.
std::vector<std::int64_t> spike_steps(const outcome& o, double dt) {
  std::vector<std::int64_t> steps;
  for (const auto& s : o.spikes[0]) steps.push_back(std::llround(std::ceil(s.time / dt)));
  return steps;
}

TEST(terminals, release_what_their_equations_say) {
  const auto e = with_dynamic_synapse(
      wire_text, {"projection.wire.terminal.tau_facil=120 ms", "projection.wire.terminal.u_se=0.2"});
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
    const linear_flow flow({2, terminal.phases(parameters)[0].rates}, 0.05);
    auto state = terminal.initial(parameters);
    std::vector<double> scratch(terminal.scratch);
    double last = 0;
    for (std::size_t i = 0; i < reference["spikes"].size(); ++i) {
      const double now = reference["spikes"][i];
      flow.advance(std::llround((now - last) / 0.05), state.data());
      const double released = terminal.on_spike(parameters, 1, state.data(), scratch.data());
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

TEST(terminals, give_the_same_bits_whatever_the_threads_windows_and_blocks) {
  for (const auto* precision : {"float", "double"}) {
    const std::string real = std::string("simulation.precision=") + precision;
    const outcome one = run(with_dynamic_synapse(two_populations, {real, "simulation.threads=1"}));
    ASSERT_GT(one.spikes[0].size(), 300U);
    ASSERT_GT(one.spikes[1].size(), 50U);
    EXPECT_EQ(differences(one, run(with_dynamic_synapse(two_populations,
                                                        {real, "simulation.threads=3", "simulation.block_size=32"}))),
              "");
    EXPECT_EQ(differences(one, run(with_dynamic_synapse(two_populations,
                                                        {real, "simulation.window=1", "simulation.threads=2"}))),
              "");
    EXPECT_EQ(differences(one, run(with_dynamic_synapse(two_populations, {real, "simulation.equations=interpret"}))),
              "");
    EXPECT_EQ(differences(one, test::run_in_parts(with_dynamic_synapse(two_populations, {real}), {7, 8, 203, 500})),
              "");
  }
}

TEST(terminals, of_hux_are_those_of_the_same_text) {
  const auto text = with_dynamic_synapse(two_populations);
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
  const outcome each = run(with_dynamic_synapse(two_populations, alike)),
                shared = run(with_dynamic_synapse(two_populations, one));
  EXPECT_EQ(differences(each, shared), "");
  const auto again = read_experiment_text(to_toml(with_dynamic_synapse(two_populations, one)), "again.toml", {});
  EXPECT_EQ(differences(run(again), shared), "");
  simulation s(again);
  s.run(20);
  EXPECT_EQ(s.save().populations[0].terminals.size(), 1U);
}

TEST(terminals, matter) {
  const outcome with = run(with_dynamic_synapse(two_populations)),
                without = run(with_dynamic_synapse(two_populations, {"projection.EE.terminal.u_se=0.05"}));
  EXPECT_NE(with.times(0), without.times(0));
}

/// A small part of a weight that is a whole number of units.
TEST(terminals, release_little_as_exactly) {
  const outcome o = run(
      with_dynamic_synapse(wire_text, {"synapse.dynamic.terminal.on_spike.release='0.001'", "simulation.duration=40 ms",
                                       "simulation.precision=float", "synapse.dynamic.terminal.largest_release=1000"}));
  const auto& g = o.samples[1];
  EXPECT_NEAR(*std::ranges::max_element(g), 0.002 * std::exp(-0.05 / 3), 2e-6);
}

TEST(terminals, that_become_no_number_end_a_run) {
  simulation s(with_dynamic_synapse(wire_text, {"synapse.dynamic.terminal.on_spike.x='1 / (x - x)'",
                                                "synapse.dynamic.terminal.on_spike.release='u_se'"}));
  try {
    s.run();
    ADD_FAILURE();
  } catch (const divergence_error& failure) {
    EXPECT_THAT(failure.what(), testing::HasSubstr("its state 'x' became inf; expected a finite number of "
                                                   "synapse.dynamic.terminal.on_spike"));
  }
}

TEST(terminals, are_written_with_their_experiment) {
  const auto e = with_dynamic_synapse(two_populations);
  const auto again = read_experiment_text(to_toml(e), "again.toml", {});
  EXPECT_EQ(to_toml(e), to_toml(again));
  EXPECT_EQ(differences(run(e), run(again)), "");
  EXPECT_EQ(again.network.projections[2].terminal->parameters.at("tau_rec"), 100);
}

/// The share that is released grows from spike to spike: 0.75 of the first, 1.125 of the second.
TEST(terminals, end_a_run_with_a_release_out_of_their_range) {
  const std::vector<std::string> too_much{"synapse.dynamic.terminal.on_spike.release='1.5 * u_next'",
                                          "projection.wire.terminal.tau_facil=1e9 ms"};
  simulation s(with_dynamic_synapse(wire_text, too_much));
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
  EXPECT_GT(run(with_dynamic_synapse(wire_text, allowed)).spikes[0].size(), 30U);
}

TEST(terminals, are_refused_in_a_sentence) {
  using testing::EndsWith;
  EXPECT_THAT(dynamic_synapse_refusal(two_populations, {"projection.EE.terminal='glu'"}),
              EndsWith("projection.EE.terminal: there is no terminal of population 'E' called 'glu'; there are none"));
  EXPECT_THAT(dynamic_synapse_refusal(two_populations, {"population.E.terminal.glu={synapse='alpha'}"}),
              EndsWith("population.E.terminal.glu.synapse: the synapse 'alpha' has no terminal; expected one that has, "
                       "such as 'tsodyks_markram'"));
  EXPECT_THAT(dynamic_synapse_refusal(two_populations, {"population.E.terminal.EE={synapse='dynamic'}"}),
              EndsWith("projection.EE: population 'E' has a terminal 'EE' already, and this projection has another; "
                       "expected another name"));
  EXPECT_THAT(dynamic_synapse_refusal(two_populations, {"projection.IE.terminal={tau_rec='1 ms'}"}),
              EndsWith("projection.IE.terminal: the synapse 'exponential' of the receptor has no terminal; expected "
                       "projection.IE.terminal.synapse to name one that has, such as 'tsodyks_markram'"));
  EXPECT_THAT(dynamic_synapse_refusal(two_populations, {"projection.EE.terminal={tau='1 ms'}"}),
              EndsWith("projection.EE.terminal.tau: unknown key; known are synapse, u_se, tau_rec, tau_facil"));
  EXPECT_THAT(
      dynamic_synapse_refusal(two_populations, {"projection.EE.terminal={u_se=3}"}),
      EndsWith("projection.EE.terminal: with these parameters the terminal releases 3 of the first spike; expected "
               "0 to 1"));
  EXPECT_THAT(dynamic_synapse_refusal(two_populations, {"projection.EE.terminal={tau_rec='-1 ms'}"}),
              EndsWith("projection.EE.terminal: with these parameters the terminal's states grow exponentially between "
                       "spikes; expected derivatives that let them decay"));
}

TEST(terminals, that_no_projection_uses_run_on_a_cpu_too) {
  EXPECT_EQ(dynamic_synapse_refusal(two_populations, {"projection.EE.terminal=''"}),
            "--set projection.EE.terminal='': projection.EE.terminal: '' is not what is needed here; expected a name, "
            "or a table");
  auto e = with_dynamic_synapse(two_populations);
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
    validate(with_dynamic_synapse(wire_text, {"simulation.backend=cuda"}));
    plan(with_dynamic_synapse(wire_text, {"simulation.backend=cuda"}));
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
