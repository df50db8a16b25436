#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>

#include "equations/text/model.hpp"
#include "hux/errors.hpp"
#include "hux/simulation.hpp"
#include "simulation/cells.hpp"

/// Mistakes in equations that are text end in one sentence with key and column.
namespace hux {
namespace {

/// A cell with a gate and a pool.
model_page cell() {
  model_page p;
  p.name = "cell";
  const auto parameter = [&](const char* name, quantity q, double value) {
    p.parameters.push_back({name, q, value, range::any, ""});
  };
  parameter("c_m", quantity::capacitance_density, 1);
  parameter("g_k", quantity::conductance_density, 10);
  parameter("e_k", quantity::voltage, -80);
  parameter("tau_n", quantity::time, 5);
  p.gates = {{.name = "n", .alpha = "", .beta = "", .inf = "sigmoid((v + 40) / 10)", .tau = "tau_n", .speed = ""}};
  p.states = {{.name = "ca", .derivative = "(0.1 - ca) / 20", .unit = "mM", .initial = 0.1}};
  p.defines = {{"u", "v - e_k"}};
  p.currents = {{"i_k", "g_k * n^4 * u"}};
  return p;
}

std::string refusal(const model_page& page) {
  try {
    equations_of(page);
  } catch (const input_error& mistake) {
    return mistake.what();
  }
  return "";
}

model_page with_current(const std::string& text) {
  auto p = cell();
  p.currents = {{"i_k", text}};
  return p;
}

TEST(mistakes, are_not_found_in_a_cell_without_any) { EXPECT_EQ(refusal(cell()), ""); }

TEST(mistakes, in_names_are_told_with_the_nearest) {
  EXPECT_EQ(refusal(with_current("g_k * n^4 * (v - e_kk)")),
            "model.cell.currents.i_k: column 18: there is no 'e_kk'; did you mean 'e_k'?");
  EXPECT_EQ(
      refusal(with_current("g_k * temperature * (v - e_k)")),
      "model.cell.currents.i_k: column 7: there is no 'temperature'; expected a parameter, gate, state, define or "
      "current of the model");
}

TEST(mistakes, in_a_define_are_told_where_it_is_written) {
  auto p = cell();
  p.defines = {{"u", "v - e_kk"}};
  EXPECT_EQ(refusal(p), "model.cell.define.u: column 5: there is no 'e_kk'; did you mean 'e_k'?");
}

TEST(mistakes, of_defines_that_go_in_a_circle_are_told) {
  auto p = cell();
  p.defines = {{"u", "v - e_k + 0 * w"}, {"w", "2 * u"}};
  EXPECT_EQ(refusal(p), "model.cell.define.w: column 5: 'u' is defined by itself; expected defines without a circle");
  p.defines = {{"u", "v + u"}};
  EXPECT_EQ(refusal(p), "model.cell.define.u: column 5: 'u' is defined by itself; expected defines without a circle");
}

TEST(mistakes, in_units_are_told) {
  EXPECT_EQ(refusal(with_current("n^4 * (v - e_k)")),
            "model.cell.currents.i_k: column 5: n^4 * (v - e_k) is mV; expected uA/cm2");
  EXPECT_EQ(refusal(with_current("g_k * (v - tau_n)")),
            "model.cell.currents.i_k: column 10: v is mV and tau_n is ms; expected one unit in a difference");
  auto p = cell();
  p.gates[0].tau = "e_k";
  EXPECT_EQ(refusal(p), "model.cell.gates.n.tau: column 1: e_k is mV; expected ms");
  p = cell();
  p.states[0].derivative = "-ca";
  EXPECT_EQ(refusal(p), "model.cell.states.ca.derivative: column 1: -ca is mM; expected mM/ms");
  p = cell();
  p.parameters[0].quantity = quantity::capacitance;
  EXPECT_EQ(refusal(p), "model.cell.parameters.c_m: column 1: c_m is pF; expected uF/cm2");
}

TEST(mistakes, of_what_a_model_lacks_are_told) {
  auto p = cell();
  p.parameters.erase(p.parameters.begin());
  EXPECT_EQ(refusal(p),
            "model.cell.parameters: there is no c_m; expected the membrane's capacitance, as in c_m = \"1 uF/cm2\"");
  p = cell();
  p.currents.clear();
  EXPECT_EQ(refusal(p), "model.cell.currents: there is none; expected at least one, such as i_l = \"g_l * (v - e_l)\"");
}

TEST(mistakes, of_a_capacitance_that_is_none_are_told) {
  const std::string end = " uF/cm2 at v = -65 mV, where the model starts; expected more than 0";
  auto p = cell();
  p.parameters[0].standard = -1;
  EXPECT_EQ(refusal(p), "model.cell.parameters.c_m: it is -1" + end);
  EXPECT_EQ(equations_of(cell()).parameters[0].range, range::positive);
  p = cell();
  p.capacitance = "0 * c_m";
  EXPECT_EQ(refusal(p), "model.cell.capacitance: it is 0" + end);
}

TEST(mistakes, of_time_constants_that_are_none_are_told) {
  const std::string end = " ms at v = -65 mV, where the model starts; expected more than 0";
  auto p = cell();
  p.gates[0].tau = "v * 1 ms/mV";
  p.gates[0].speed = "2";
  EXPECT_EQ(refusal(p), "model.cell.gates.n.tau: it is -65" + end);
  p.gates[0].tau = "tau_n";
  p.gates[0].inf = "n / 2";
  EXPECT_EQ(refusal(p), "");
}

TEST(mistakes, in_names_that_equations_have_already_are_told) {
  auto p = cell();
  p.parameters.push_back({"pi", quantity::dimensionless, 3, range::any, ""});
  EXPECT_EQ(refusal(p),
            "model.cell.parameters.pi: 'pi' is a function or a constant of equations; expected another name");
  p = cell();
  p.defines = {{"exp", "v"}};
  EXPECT_EQ(refusal(p), "model.cell.define.exp: 'exp' is a function or a constant of equations; expected another name");
}

TEST(mistakes, of_more_states_than_can_be_are_told) {
  auto p = cell();
  for (int i = 0; i < 31; ++i) p.states.push_back({"s" + std::to_string(i), "-s" + std::to_string(i) + " / 10", "", 0});
  EXPECT_EQ(refusal(p), "model.cell.states: 33 gates and states; expected at most 32");
  p.states.pop_back();
  EXPECT_EQ(refusal(p), "");
}

TEST(mistakes, of_states_that_stay_nowhere_are_told) {
  auto p = cell();
  p.states[0].initial.reset();
  EXPECT_EQ(refusal(p), "");
  const std::string nowhere =
      "model.cell.states.ca: no value was found at which it would stay at v = -65 mV, with which it could start; "
      "expected "
      "initial = a value";
  for (const char* derivative : {"0.1 mM/ms", "0.1 mM/ms + 1 1/(mM ms) * ca^2", "1 mM/ms * exp(ca / 1 mM)"}) {
    p.states[0].derivative = derivative;
    p.states[0].initial.reset();
    EXPECT_EQ(refusal(p), nowhere) << derivative;
    p.states[0].initial = 0.1;
    EXPECT_EQ(refusal(p), "") << derivative;
  }
}

TEST(mistakes, of_gates_that_stay_nowhere_are_told) {
  auto p = cell();
  p.gates[0] = {.name = "n", .alpha = "0 1/ms", .beta = "0 1/ms", .inf = "", .tau = "", .speed = ""};
  EXPECT_EQ(refusal(p),
            "model.cell.gates.n: no value was found at which it would stay at v = -65 mV, with which it could start; "
            "expected other equations");
}

TEST(states_without_initial_value, that_stay_nowhere_in_a_population_are_told) {
  auto page = cell();
  page.parameters.push_back({"q", quantity::dimensionless, 1, range::any, ""});
  page.states.push_back({"x", "(q - x^2) / 10", "", {}});
  auto known = std::make_shared<catalog>(*built_in_catalog());
  known->models.push_back(equations_of(page));
  auto e = test::experiment_of({test::cells("P", 3, "cell")}, 1);
  e.network.catalog = known;
  e.settings.integrator = "exponential_euler";
  e.network.populations[0].parameters["q"] = linspace{1, 2};
  EXPECT_NO_THROW(simulation{e});
  e.network.populations[0].parameters["q"] = linspace{1, -0.5};
  try {
    simulation s(e);
    FAIL() << "was accepted";
  } catch (const input_error& mistake) {
    EXPECT_STREQ(mistake.what(),
                 "population.P.initial.x: no steady state was found at v = -65 mV for neuron 2; expected a value");
  }
}

TEST(states_without_initial_value, start_where_they_stay) {
  auto p = cell();
  p.states[0].initial.reset();
  p.states[0].derivative = "0.3 mM/ms - 1 1/(mM ms) * ca^2";
  p.states.push_back({"x", "(ca / 1 mM - x^3) / 10", "", {}});
  const auto e = equations_of(p);
  const auto state = e.state_at(-65, e.derived(e.values_of(""), 1).data());
  EXPECT_NEAR(state[2], std::sqrt(0.3), 1e-12);
  EXPECT_NEAR(state[3], std::cbrt(std::sqrt(0.3)), 1e-12);
}

}  // namespace
}  // namespace hux
