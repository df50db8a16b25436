#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

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
experiment cells(const std::string& model, const std::string& settings = "") {
  return read_experiment_text("simulation = { duration = \"1 ms\", dt = \"0.1 ms\", equations = \"interpret\"" +
                                  settings + " }\n[population]\ncells = { size = 2, model = \"x\" }\n[model.x]\n" +
                                  model,
                              "cells.toml", {}, {}, built_in_catalog());
}

const std::string leaky = "parameters = { c_m = \"1 uF/cm2\", g_l = \"0.1 mS/cm2\", e_l = \"-65 mV\" }\n";

TEST(text_models, warn_of_a_current_that_is_written_inward) {
  const simulation s(cells(leaky + "currents.i_l = \"g_l * (e_l - v)\"\n"));
  EXPECT_THAT(s.warnings(),
              ElementsAre(AllOf(HasSubstr("model.x.currents.i_l: its slope in v is -0.1 mS/cm2 at -65 mV"),
                                HasSubstr("as in g * (v - e)"))));
}

TEST(text_models, warn_of_no_other_current) {
  const simulation s(cells(leaky + "currents.i_l = \"g_l * (v - e_l)\"\n"));
  EXPECT_THAT(s.warnings(), IsEmpty());
}

TEST(text_models, know_which_divisors_may_vanish) {
  const auto e = cells(leaky +
                       "states.ca = { derivative = \"(1 uM - ca) / (5 ms)\", initial = \"1 uM\" }\n"
                       "currents.i_l = \"g_l * (v - e_l) * (1 uM) / (ca + 2 uM)\"\n"
                       "currents.i_k = \"g_l * (v - e_l) / (1 + exp(v / (5 mV)))\"\n");
  EXPECT_THAT(e.network.catalog->model("x").notices, ElementsAre(HasSubstr("the divisor 'ca + 2'")));
}

/// p' = ln p is no number once p is below 0, which the potential does not see.
const std::string lost =
    leaky + "states.p = { derivative = \"(ln(p) - 10) / (1 ms)\", initial = 2 }\ncurrents.i_l = \"g_l * (v - e_l)\"\n";

TEST(text_models, end_a_run_where_a_state_becomes_no_number) {
  simulation s(cells(lost));
  try {
    s.run();
    FAIL();
  } catch (const divergence_error& mistake) {
    EXPECT_THAT(mistake.what(),
                HasSubstr("neuron 0 of population 'cells' diverged at 0.2 ms: its state 'p' became nan"));
  }
}

TEST(text_models, mark_neurons_where_a_state_becomes_no_number) {
  for (const char* window : {"1", "4", "10"}) {
    simulation s(cells(lost, std::string(", on_divergence = \"mark\", window = ") + window));
    EXPECT_EQ(s.run().diverged, 2U);
    EXPECT_TRUE(std::isnan(s.state("cells", "v")[1])) << window;
  }
}

}  // namespace
}  // namespace hux
