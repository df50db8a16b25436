#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "equations/resting_state.hpp"
#include "hux/catalog.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "hux/simulation.hpp"
#include "io/experiment/experiment_text.hpp"

/// Populations that start in their whole resting state.
namespace hux {
namespace {

using ::testing::HasSubstr;

experiment with(const std::string& population) {
  return read_experiment_text(
      "simulation = { duration = \"50 ms\", dt = \"0.01 ms\", precision = \"double\" }\n"
      "model.oscillator = { parameters = { c_m = \"1 uF/cm2\", g = \"1 mS/cm2\" }, currents = { "
      "i = \"g * (v + 60 mV)\", drive = \"-100 uA/cm2 * w\" }, gates = { w = { inf = \"sigmoid((v + 20) / (1 mV))\", "
      "tau = \"1 ms\" } } }\n"
      "population.p = " +
          population,
      "rest.toml", {}, {}, built_in_catalog());
}

TEST(rest, is_where_a_neuron_stays_without_input) {
  simulation s(with(R"({ size = 2, model = "hodgkin_huxley", initial = "rest" })"));
  const double v = s.state("p", "v")[0];
  const double h = s.state("p", "h")[0];
  EXPECT_NEAR(v, -65, 0.1);
  s.run();
  EXPECT_NEAR(s.state("p", "v")[1], v, 1e-9);
  EXPECT_NEAR(s.state("p", "h")[1], h, 1e-9);
}

TEST(rest, is_that_of_each_neuron) {
  simulation s(with(
      R"({ size = 3, model = "hodgkin_huxley", initial = "rest", parameters.e_l = { linspace = ["-60 mV", "-50 mV"] } })"));
  const auto v = s.state("p", "v");
  EXPECT_LT(v[0] + 0.5, v[2]);
  s.run();
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(s.state("p", "v")[i], v[i], 1e-6);
}

TEST(rest, is_sought_once_for_an_experiment_that_is_read_checked_planned_and_run) {
  auto known = std::make_shared<catalog>(*built_in_catalog());
  equations& squid = *std::ranges::find(known->models, "hodgkin_huxley", &equations::name);
  int searches = 0;
  squid.stepper_of = [&, made = squid.stepper_of](std::string_view integrator) {
    if (integrator == "crank_nicolson") ++searches;  // which shows whether a neuron stays at rest
    return made(integrator);
  };
  const auto e = read_experiment_text(
      "simulation = { duration = \"5 ms\", backend = \"cpu\" }\n"
      "population.p = { size = 3, model = \"hodgkin_huxley\", initial = \"rest\" }\n"
      "population.q = { size = 2, model = \"hodgkin_huxley\", initial = \"rest\" }\n",
      "rest.toml", {}, {}, known);
  EXPECT_EQ(searches, 1);
  plan(e);
  simulation s(e);
  s.run();
  EXPECT_EQ(searches, 1);
  auto other = e;
  other.network.populations[1].parameters["e_l"] = -54.0;
  simulation(other).run();
  EXPECT_EQ(searches, 2);
}

TEST(rest, of_equations_that_are_changed_is_sought_anew) {
  const auto known = built_in_catalog();
  const equations& squid = known->model("hodgkin_huxley");
  const auto parameters = squid.values_of("");
  const auto rest = resting_state(squid, parameters);
  equations shifted = squid;
  shifted.derive = [made = squid.derive](const double* p, double tau, double* k) {
    std::vector<double> other(p, p + 8);
    other[6] += 1;  // e_l
    made(other.data(), tau, k);
  };
  EXPECT_GT(resting_state(shifted, parameters)->front(), rest->front() + 0.01);
  EXPECT_EQ(resting_state(squid, parameters), rest);
  shifted = squid;
  EXPECT_EQ(resting_state(shifted, parameters), rest);
}

TEST(rest, is_refused_where_there_is_none) {
  try {
    with(R"({ size = 1, model = "wang_buzsaki", initial = "rest", parameters = { e_l = "-20 mV" } })");
    FAIL();
  } catch (const input_error& mistake) {
    EXPECT_THAT(mistake.what(), HasSubstr("population.p.initial: "));
    EXPECT_THAT(mistake.what(), HasSubstr("no stable state of rest"));
  }
}

TEST(rest, of_text_has_its_gates_where_they_are_steady) {
  simulation s(with(R"({ size = 1, model = "oscillator", initial = "rest" })"));
  EXPECT_NEAR(s.state("p", "v")[0], -60, 0.01);
  EXPECT_NEAR(s.state("p", "w")[0], 1 / (1 + std::exp(40)), 1e-15);
}

TEST(rest, is_written_and_read_back) {
  const auto e = with(R"({ size = 1, model = "hodgkin_huxley", initial = "rest" })");
  EXPECT_THAT(to_toml(e), HasSubstr("initial = \"rest\""));
  EXPECT_TRUE(
      read_experiment_text(to_toml(e), "again.toml", {}, {}, built_in_catalog()).network.populations[0].at_rest);
}

TEST(rest, is_the_only_word_for_a_start) {
  EXPECT_THROW(with(R"({ size = 1, model = "hodgkin_huxley", initial = "steady" })"), input_error);
}

}  // namespace
}  // namespace hux
