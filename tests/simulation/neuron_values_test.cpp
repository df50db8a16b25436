#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cells.hpp"
#include "hux/experiment_file.hpp"
#include "io/experiment/experiment_text.hpp"
#include "runs.hpp"

/// Values that neurons get by a formula, in turn or in parts, in a simulation.
namespace hux {
namespace {

using namespace test;
using testing::ElementsAre;
using parts = std::vector<neuron_part>;

std::vector<double> initial(const population& p, const std::string& variable) {
  return simulation(experiment_of({p}, 1)).state(p.name, variable);
}

TEST(values_by_neuron, are_where_neurons_start) {
  auto p = cells("p", 5, "traub_miles");
  p.receptors = {make_receptor("ampa", "exponential")};
  p.initial_v = formula{"-60 mV + 5 mV * i / (n - 1)"};
  p.initial_states["m"] = repeat{{0.25, 0.5}};
  p.receptors[0].initial = parts{{{1, 3}, formula{"1 nS * i"}}};
  EXPECT_THAT(initial(p, "v"), ElementsAre(-60, -58.75, -57.5, -56.25, -55));
  EXPECT_THAT(initial(p, "m"), ElementsAre(0.25, 0.5, 0.25, 0.5, 0.25));
  EXPECT_THAT(initial(p, "ampa"), ElementsAre(0, 1, 0, 3, 0));
}

TEST(values_by_neuron, leave_the_other_gates_where_they_are_steady) {
  auto p = cells("p", 4, "traub_miles");
  p.initial_v = linspace{-70, -50};
  const auto steady = initial(p, "h");
  p.initial_states["h"] = parts{{{1, 2}, 0.125}};
  EXPECT_THAT(initial(p, "h"), ElementsAre(steady[0], 0.125, 0.125, steady[3]));
}

TEST(values_by_neuron, leave_the_other_potentials_and_parameters_at_the_default) {
  auto p = cells("p", 3, "pospischil");
  p.preset = "FS";
  const double v = initial(p, "v")[0];
  p.initial_v = parts{{{2}, -50.0}};
  EXPECT_THAT(initial(p, "v"), ElementsAre(v, v, -50));

  const double g_k = built_in_catalog()->model("pospischil").values_of("FS").at(0);
  auto all = p;
  const std::string name = built_in_catalog()->model("pospischil").parameters[0].name;
  all.parameters[name] = std::vector<double>{g_k, 1.5 * g_k, g_k};
  p.parameters[name] = parts{{{1}, 1.5 * g_k}};
  EXPECT_EQ(differences(run(experiment_of({all}, 20)), run(experiment_of({p}, 20))), "");
}

/// Cells that are pushed, and differ in all that a population can give to them.
experiment mixed() {
  auto p = cells("p", 700, "traub_miles");
  p.positions = random_layout{300, 200, 100};
  p.receptors = {make_receptor("ampa", "exponential")};
  p.parameters["g_na"] = parts{{{}, normal{20000, 500, {.min = 1000}}}, {{3, 600, 77}, formula{"18 uS + i * 1 nS"}}};
  p.parameters["e_l"] = formula{"-65 mV + 3 mV * exp(-(x^2 + y^2 + z^2) / (100 um)^2)"};
  p.parameters["g_l"] = repeat{{9, 10, 11}};
  p.initial_v = formula{"-65 mV + 5 mV * tanh((x - 150 um) / 50 um)"};
  p.initial_states["n"] = parts{{{5, 6}, uniform{0, 1}}};
  auto e = experiment_of({p}, 30);
  e.network.inputs = {stimulate("drive", "p", constant_current{formula{"400 pA * i / n"}}),
                      stimulate("more", "p", constant_current{repeat{{100, 200}}}, {600, 3, 5})};
  e.network.projections = {connect("pp", "p", "p", "ampa", fixed_probability{0.05}, 1.0, 1.0)};
  return e;
}

TEST(values_by_neuron, give_the_same_bits_on_any_number_of_threads) {
  auto e = mixed();
  e.settings.threads = 1;
  const auto alone = run(e);
  EXPECT_GT(alone.summary.spikes, 100U);
  e.settings.threads = 2;
  e.settings.block_size = 64;
  EXPECT_EQ(differences(alone, run(e)), "");
}

TEST(values_by_neuron, are_those_that_a_list_would_give) {
  auto e = mixed();
  auto& p = e.network.populations[0];
  auto listed = e;
  auto& q = listed.network.populations[0];
  std::vector<double> g_l(p.size), drive(p.size);
  for (std::uint32_t i = 0; i < p.size; ++i) {
    g_l[i] = 9 + i % 3;
    drive[i] = 400.0 * i / p.size;
  }
  q.parameters["g_l"] = g_l;
  listed.network.inputs[0].what = constant_current{drive};
  listed.network.inputs[1].what = constant_current{std::vector<double>{100, 200, 100}};
  EXPECT_EQ(differences(run(e), run(listed)), "");
}

TEST(values_by_neuron, survive_being_written_and_read) {
  const auto e = mixed();
  EXPECT_EQ(differences(run(e), run(read_experiment_text(to_toml(e), "written.toml", {}))), "");
}

TEST(values_by_neuron, can_be_changed_while_a_simulation_goes_on) {
  auto e = experiment_of({integrators("p", 4)}, 2);
  e.network.populations[0].parameters["c_m"] = 1.0;
  e.network.inputs = {stimulate("drive", "p", constant_current{1.0})};
  simulation s(e);
  s.run(1);
  auto next = s.settled();
  next.network.populations[0].parameters["c_m"] = parts{{{2, 3}, formula{"1 uF/cm2 * i"}}};
  next.network.inputs[0].what = constant_current{repeat{{1, 3}}};
  s.change(next);
  s.run(1);
  EXPECT_THAT(s.state("p", "v"), testing::Pointwise(testing::DoubleNear(1e-9), {2.0, 4.0, 1.5, 2.0}));
}

TEST(values_by_neuron, are_restored_with_a_state) {
  auto e = mixed();
  simulation s(e);
  s.run(10);
  const auto state = s.save();
  s.run();
  simulation other(e);
  other.restore(state);
  other.run();
  EXPECT_EQ(bits(s.state("p", "v")), bits(other.state("p", "v")));
}

}  // namespace
}  // namespace hux
