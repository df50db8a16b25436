#include "validate/accuracy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <filesystem>
#include <string>

#include "hux/experiment_file.hpp"
#include "hux/simulation.hpp"
#include "simulation/cells.hpp"
#include "validate/firing_probe.hpp"
#include "validate/probe_parameters.hpp"

namespace hux {
namespace {

using test::cells;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> warnings(const std::string& integrator, double dt, std::vector<population> populations) {
  experiment e;
  e.settings.dt = dt;
  e.settings.integrator = integrator;
  e.network.populations = std::move(populations);
  return accuracy_warnings(e);
}

TEST(accuracy, warns_of_an_implicit_scheme_that_loses_spikes) {
  EXPECT_THAT(warnings("exponential_euler", 10, {cells("E", 1, "hodgkin_huxley")}),
              ElementsAre(AllOf(HasSubstr("at dt 10 ms exponential_euler gives population 'E' 0 spikes in 100 ms"),
                                HasSubstr("a dt of 0.05 ms 8: results may be wrong; a dt of at most 0.1 ms"))));
  EXPECT_THAT(warnings("crank_nicolson", 1, {cells("E", 1, "hodgkin_huxley")}), SizeIs(1));
}

TEST(accuracy, warns_of_spikes_that_are_late) {
  EXPECT_THAT(warnings("exponential_euler", 0.1, {cells("E", 1, "connor_stevens")}),
              ElementsAre(HasSubstr("gives population 'E' its last spike in 100 ms")));
}

TEST(accuracy, has_nothing_against_a_short_step) {
  for (const char* integrator : {"exponential_euler", "crank_nicolson"})
    for (const char* model : {"hodgkin_huxley", "traub_miles", "wang_buzsaki", "connor_stevens", "pospischil"})
      EXPECT_THAT(warnings(integrator, 0.01, {cells("E", 1, model)}), IsEmpty()) << integrator << ' ' << model;
}

TEST(accuracy, follows_the_advice_that_it_gives) {
  for (const double dt : {0.1, 0.05, 0.02})
    EXPECT_THAT(warnings("exponential_euler", dt, {cells("E", 1, "hodgkin_huxley")}), IsEmpty()) << dt;
}

TEST(accuracy, is_left_to_the_stability_of_explicit_schemes) {
  EXPECT_THAT(warnings("rk4", 10, {cells("E", 1, "hodgkin_huxley")}), IsEmpty());
}

TEST(accuracy, of_receptors_that_decay_within_a_step_is_warned_of) {
  population p = cells("E", 1, "traub_miles");
  p.receptors = {{.name = "slow", .parameters = {{"tau", 0.1}}}, {.name = "fast", .parameters = {{"tau", 0.05}}}};
  EXPECT_THAT(warnings("rk4", 0.1, {p}),
              ElementsAre("within dt = 0.1 ms population.E.receptor.fast decays to 0.14 of itself, so that the charge "
                          "it brings is wrong; expected a dt of at most its time constant"));
}

TEST(accuracy, of_cells_that_fire_on_their_own_is_looked_at_without_current) {
  auto p = cells("E", 1, "traub_miles");
  p.parameters["e_l"] = -40.0;
  EXPECT_THAT(warnings("crank_nicolson", 5, {p}), ElementsAre(HasSubstr(" in 100 ms without current")));
}

TEST(accuracy, of_cells_that_never_fire_is_no_question) {
  auto p = cells("E", 1, "traub_miles");
  p.parameters["g_na"] = 0.0;
  EXPECT_THAT(warnings("crank_nicolson", 10, {p}), IsEmpty());
  p.parameters["g_k"] = p.parameters["g_l"] = 0.0;
  EXPECT_THAT(warnings("crank_nicolson", 10, {p}), IsEmpty()) << "without any conductance";
}

TEST(accuracy, is_told_once_of_populations_that_are_the_same) {
  EXPECT_THAT(
      warnings("crank_nicolson", 1,
               {cells("A", 1, "hodgkin_huxley"), cells("B", 1, "wang_buzsaki"), cells("C", 1, "hodgkin_huxley")}),
      ElementsAre(HasSubstr("population 'A' (and 1 like it) "), HasSubstr("population 'B' ")));
}

TEST(accuracy, is_among_the_warnings_of_a_simulation) {
  experiment e;
  e.settings.dt = 1;
  e.settings.duration = 10;
  e.settings.threads = 1;
  e.settings.integrator = "crank_nicolson";
  e.network.populations = {cells("E", 1, "hodgkin_huxley")};
  EXPECT_THAT(simulation(e).warnings(), Contains(HasSubstr("gives population 'E'")));
}

TEST(accuracy, of_the_examples_is_good) {
  int examples = 0;
  for (const auto& file : std::filesystem::directory_iterator(HUX_SOURCE_DIR "/examples")) {
    if (file.path().extension() != ".toml") continue;
    EXPECT_THAT(accuracy_warnings(read_experiment(file.path(), {})), IsEmpty()) << file.path();
    ++examples;
  }
  EXPECT_GT(examples, 10);
}

// tests/data/reference.json: under 10 uA/cm2 the squid axon fires at these times.
TEST(firing_probe, fires_when_the_reference_does) {
  const auto& axon = built_in_catalog()->model("hodgkin_huxley");
  const firing_probe probe(axon, built_in_catalog()->integrator("crank_nicolson"), axon.values_of(""), 0);
  const auto spikes = probe.spikes(10, 0.005, 50);
  const double expected[] = {1.897977, 16.806214, 31.441397, 46.064463};
  EXPECT_THAT(spikes, testing::Pointwise(testing::DoubleNear(2e-3), expected));
}

// With e_l = -65 mV the cell rests, and its rheobase is 18.2 pA; within a second it fires from hardly more.
TEST(firing_probe, finds_the_rheobase) {
  population p = cells("p", 1, "traub_miles");
  p.parameters["e_l"] = -65.0;
  const auto& model = built_in_catalog()->model("traub_miles");
  const firing_probe probe(model, built_in_catalog()->integrator("crank_nicolson"), mean_parameters(p, model, 1), -20);
  const auto found = probe.least_current(1, 0.05, 1000);
  ASSERT_TRUE(found);
  EXPECT_NEAR(*found, 18.2, 0.4);
}

// Of the processor's time: some 3 s, where trying each of them would take more than a minute.
TEST(accuracy_slow, of_20000_populations_that_differ_takes_seconds) {
  experiment e;
  e.settings.duration = 100;
  e.settings.dt = 0.05;
  e.settings.integrator = "crank_nicolson";
  for (int i = 0; i < 20000; ++i) {
    population p;
    p.name = "p" + std::to_string(i);
    p.size = 1;
    p.model = "traub_miles";
    p.parameters = {{"g_na", 20000 + 0.1 * i}};
    e.network.populations.push_back(p);
  }
  const std::clock_t start = std::clock();
  validate(e);
  EXPECT_THAT(accuracy_warnings(e),
              ElementsAre("of 20000 populations that differ, 256 were tried at dt 0.05 ms, spread evenly"));
  EXPECT_LT(std::clock() - start, 20 * CLOCKS_PER_SEC);
}

}  // namespace
}  // namespace hux
