#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>

#include "hux/errors.hpp"
#include "hux/simulation.hpp"
#include "io/experiment/experiment_text.hpp"

/// What is said of equations that users write.
namespace hux {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Two cells of a model.
experiment cells_of(const std::string& model, const std::string& settings = "", const std::string& how = "interpret") {
  return read_experiment_text("simulation = { duration = \"1 ms\", dt = \"0.1 ms\", equations = \"" + how + "\"" +
                                  settings + " }\n[population]\ncells = { size = 2, model = \"x\" }\n[model.x]\n" +
                                  model,
                              "cells.toml", {}, {}, built_in_catalog());
}

const std::string leaky = "parameters = { c_m = \"1 uF/cm2\", g_l = \"0.1 mS/cm2\", e_l = \"-65 mV\" }\n";

TEST(text_models, warn_of_a_current_that_is_written_inward) {
  const simulation s(cells_of(leaky + "currents.i_l = \"g_l * (e_l - v)\"\n"));
  EXPECT_THAT(s.warnings(),
              ElementsAre(AllOf(HasSubstr("model.x.currents.i_l: its slope in v is -0.1 mS/cm2 at -65 mV"),
                                HasSubstr("as in g * (v - e)"))));
}

TEST(text_models, warn_of_no_other_current) {
  const simulation s(cells_of(leaky + "currents.i_l = \"g_l * (v - e_l)\"\n"));
  EXPECT_THAT(s.warnings(), IsEmpty());
}

TEST(text_models, know_which_divisors_may_vanish) {
  const auto e = cells_of(leaky +
                          "states.ca = { derivative = \"(1 uM - ca) / (5 ms)\", initial = \"1 uM\" }\n"
                          "currents.i_l = \"g_l * (v - e_l) * (1 uM) / (ca + 2 uM)\"\n"
                          "currents.i_k = \"g_l * (v - e_l) / (1 + exp(v / (5 mV)))\"\n");
  EXPECT_THAT(e.network.catalog->model("x").notices, ElementsAre(HasSubstr("the divisor 'ca + 2'")));
}

TEST(text_models, are_refused_where_they_come_to_infinite_rates) {
  try {
    cells_of(leaky + "currents.i_l = \"g_l * (v - e_l) / (1 - g_l / g_l)\"\n");
    FAIL() << "was accepted";
  } catch (const input_error& mistake) {
    EXPECT_STREQ(mistake.what(),
                 "cells.toml:3: population.cells: the equations of 'x' come to infinite rates in the first 10 ms; "
                 "expected none that divides by what may be zero");
  }
}

/// p' = ln p is no number once p is below 0, which the potential does not see.
const std::string lost =
    leaky + "states.p = { derivative = \"(ln(p) - 10) / (1 ms)\", initial = 2 }\ncurrents.i_l = \"g_l * (v - e_l)\"\n";

/// How a run ends.
std::string end_of(const experiment& e) {
  simulation s(e);
  try {
    s.run();
    return "";
  } catch (const divergence_error& mistake) {
    return mistake.what();
  }
}

TEST(text_models, end_a_run_where_a_state_becomes_no_number) {
  const std::string said = "neuron 0 of population 'cells' diverged at 0.2 ms: its state 'p' became nan in 'ln(p)'; ";
  EXPECT_THAT(end_of(cells_of(lost)), HasSubstr(said));
  EXPECT_THAT(end_of(cells_of(lost, "", "compile")), HasSubstr(said));
}

/// p falls to nothing at 0.25 ms, where something is made of it that has no value.
std::string falling(const std::string& more) {
  return leaky + "states.p = { derivative = \"-2 / (1 ms)\", initial = 0.5 }\n" + more;
}
const std::string leak = "currents.i_l = \"g_l * (v - e_l)\"\n";

TEST(text_models, name_the_part_that_has_no_value_however_deep_it_stands) {
  for (const auto& [text, part] : {std::pair("(2 * ln(p) + 1) / (1 ms)", "ln(p)"),
                                   {"-sqrt(p) * 3 / (1 ms)", "sqrt(p)"},
                                   {"1 / excess / (1 ms)", "1 / excess"},
                                   {"if(p > 0.1, 1, slow) / (1 ms)", "ln(p - excess)"},
                                   {"if(p > 0.1 or q < 2, slow, ln(p)) / (1 ms)", "ln(p - excess)"}}) {
    const auto model = falling("define = { excess = \"max(0, p)\", slow = \"ln(p - excess)\" }\n" + leak +
                               "states.q = { derivative = \"" + text + "\", initial = 1 }\n");
    EXPECT_THAT(end_of(cells_of(model)), HasSubstr(std::string(" in '") + part + "'; dt = ")) << text;
  }
}

TEST(text_models, name_the_part_of_a_current_or_a_gate_of_which_the_potential_is_no_number) {
  const auto of_current = falling("currents.i_l = \"g_l * (v - e_l) * (2 + sqrt(p))\"\n");
  EXPECT_THAT(end_of(cells_of(of_current)), HasSubstr("its membrane potential became nan mV in 'sqrt(p)'; "));
  const auto of_gate = falling(
      "gates.m = { inf = \"0.5\", tau = \"(1 ms) * (2 + sqrt(p))\" }\n"
      "currents.i_l = \"g_l * m * (v - e_l)\"\n");
  EXPECT_THAT(end_of(cells_of(of_gate)), HasSubstr("its membrane potential became nan mV in 'sqrt(p)'; "));
}

TEST(text_models, name_no_part_where_all_have_a_value) {
  auto e = cells_of(leaky + leak);
  e.network.inputs = {{"blow", "cells", {}, constant_current{1e300}}};
  EXPECT_THAT(end_of(e),
              HasSubstr("its membrane potential became nan mV; dt = 0.1 ms is probably too long for rk4, or an input"));
}

TEST(text_models, mark_neurons_where_a_state_becomes_no_number) {
  for (const char* window : {"1", "4", "10"}) {
    simulation s(cells_of(lost, std::string(", on_divergence = \"mark\", window = ") + window));
    EXPECT_EQ(s.run().diverged, 2U);
    EXPECT_TRUE(std::isnan(s.state("cells", "v")[1])) << window;
  }
}

}  // namespace
}  // namespace hux
