#include "validate/stability.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hux/errors.hpp"
#include "io/experiment/experiment_text.hpp"
#include "simulation/cells.hpp"

namespace hux {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A population with some parameters that are not the model's.
population cells_with(const std::string& model, std::map<std::string, neuron_values> parameters) {
  population p = test::cells("a", 2, model);
  p.parameters = std::move(parameters);
  return p;
}

/// What is said against a dt; empty if nothing.
std::string refusal(double dt, std::vector<population> populations, const std::string& integrator = "rk4") {
  experiment e;
  e.settings.dt = dt;
  e.settings.integrator = integrator;
  e.network.populations = std::move(populations);
  try {
    check_stability(e);
  } catch (const input_error& failure) {
    return failure.what();
  }
  return "";
}

TEST(stability, is_judged_by_the_bounds_of_a_uniform_law) {
  const auto with = [](uniform g_na) {
    return cells_with("traub_miles", {{"g_na", g_na}, {"g_k", 2000.0}, {"e_l", -70.0}});
  };
  EXPECT_THAT(refusal(0.025, {with({1000, 79800})}),
              AllOf(HasSubstr("simulation.dt: 0.025 ms is too long for rk4 with population 'a'"),
                    HasSubstr("(traub_miles with g_na = 79800 nS)")));
  EXPECT_THAT(refusal(0.025, {with({40300, 40500})}), IsEmpty()) << "as is the mean of the wide law";
}

TEST(stability, is_judged_by_each_listed_value) {
  EXPECT_THAT(refusal(0.025, {cells_with("traub_miles", {{"g_na", std::vector<double>{1000, 80000}}})}),
              HasSubstr("with g_na = 80000 nS"));
}

TEST(stability, is_judged_by_the_ends_of_equally_spaced_values) {
  EXPECT_THAT(refusal(0.025, {cells_with("traub_miles", {{"g_na", linspace{80000, 1000}}})}),
              HasSubstr("with g_na = 80000 nS"));
}

TEST(stability, is_judged_by_five_standard_deviations_of_an_unbounded_law) {
  EXPECT_THAT(refusal(0.025, {cells_with("traub_miles", {{"g_na", normal{20000, 12000, {1}}}})}),
              HasSubstr("with g_na = 80000 nS"));
  EXPECT_THAT(refusal(0.025, {cells_with("traub_miles", {{"g_na", normal{20000, 12000, {1, 25000}}}})}), IsEmpty());
  EXPECT_THAT(refusal(0.025, {cells_with("traub_miles", {{"g_na", lognormal{20000, 12000, {}}}})}),
              HasSubstr("with g_na = "));
}

TEST(stability, is_judged_by_either_end_of_what_makes_gates_fast) {
  EXPECT_THAT(refusal(0.05, {cells_with("hodgkin_huxley", {{"temperature", uniform{6.3, 32}}})}),
              HasSubstr("with temperature = 32 degC"));
  EXPECT_THAT(refusal(0.05, {cells_with("wang_buzsaki", {{"c_m", uniform{0.2, 1.8}}})}),
              HasSubstr("with c_m = 0.2 uF/cm2"));
}

TEST(stability, is_judged_by_every_value_that_neurons_get) {
  const std::vector<neuron_part> some{{{1}, 80000.0}};
  for (const neuron_values& g_na :
       {neuron_values(repeat{{1000, 80000}}), neuron_values(some), neuron_values(formula{"1 uS + 79 uS * i"})})
    EXPECT_THAT(refusal(0.025, {cells_with("traub_miles", {{"g_na", g_na}})}), HasSubstr("with g_na = 80000 nS"));
  const std::vector<neuron_part> all{{{0, 1}, 1000.0}, {{}, 80000.0}};
  EXPECT_THAT(refusal(0.025, {cells_with("traub_miles", {{"g_na", all}})}), IsEmpty());
}

TEST(stability, is_judged_by_high_conductances_at_a_low_capacitance) {
  const distribution g_na = uniform{20000, 45000};
  const distribution c_m = uniform{120, 280};
  EXPECT_THAT(refusal(0.025, {cells_with("traub_miles", {{"g_na", g_na}})}), IsEmpty());
  EXPECT_THAT(refusal(0.025, {cells_with("traub_miles", {{"c_m", c_m}})}), IsEmpty());
  EXPECT_THAT(refusal(0.025, {cells_with("traub_miles", {{"g_na", g_na}, {"c_m", c_m}})}),
              HasSubstr("with c_m = 120 pF, g_na = 45000 nS"));
}

TEST(stability, names_no_parameter_where_none_is_distributed) {
  EXPECT_THAT(refusal(0.1, {cells_with("traub_miles", {})}), HasSubstr("(traub_miles)"));
}

TEST(stability, is_no_matter_of_implicit_schemes) {
  EXPECT_THAT(refusal(10, {cells_with("traub_miles", {})}, "exponential_euler"), IsEmpty());
}

/// What is said of a state with a rate of 1e5 per ms under an explicit integrator.
std::string refusal_of_stiff_state(const std::string& derivative, const std::string& method) {
  const std::string text =
      "[model.x]\nparameters = { c_m = \"1 uF/cm2\", g_l = \"0.1 mS/cm2\" }\nstates.s = { derivative = \"" +
      derivative + "\", initial = 0.5" + method +
      " }\ncurrents.i_l = \"g_l * (v + 65)\"\n[population.P]\nsize = 1\nmodel = \"x\"\n[simulation]\nduration = \"1 "
      "ms\"\ndt = \"0.05 ms\"\n";
  try {
    check_stability(read_experiment_text(text, "text", {}));
  } catch (const input_error& failure) {
    return failure.what();
  }
  return "";
}

TEST(stability, of_a_state_that_is_linear_in_itself_may_be_left_to_its_method) {
  EXPECT_THAT(refusal_of_stiff_state("1e5 * (0.3 - s)", ""),
              AllOf(HasSubstr("state 's' has rates"), HasSubstr("method = \"exponential\" of that state, or")));
  EXPECT_THAT(refusal_of_stiff_state("1e5 * (0.3 - s^3)", ""),
              AllOf(HasSubstr("state 's' has rates"), Not(HasSubstr("method"))));
  EXPECT_THAT(refusal_of_stiff_state("1e5 * (0.3 - s)", ", method = \"exponential\""), IsEmpty());
}

}  // namespace
}  // namespace hux
