#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "hux/experiment_file.hpp"
#include "hux/simulation.hpp"
#include "io/experiment/experiment_text.hpp"

/// A network brings the catalog of what it is made of: names that no build of Hux knows are read, checked and planned.
namespace hux {
namespace {

using testing::HasSubstr;

/// What is built in, and a cell of the user's own: the squid axon with a fifth of its leak, under other names.
std::shared_ptr<const catalog> with_own_cell() {
  auto more = std::make_shared<catalog>(*built_in_catalog());
  equations own = more->model("hodgkin_huxley");
  own.name = "my_cell";
  own.parameters[3].name = "g_leak";
  own.parameters[3].standard = 0.06;
  own.states = {{.name = "activation"}, {.name = "inactivation"}, {.name = "rectifier"}};
  more->models.push_back(own);
  return more;
}

const std::string text = R"(
simulation = { duration = "10 ms" }
population.P = { size = 3, model = "my_cell", parameters = { g_leak = "0.1 mS/cm2" }, initial = { rectifier = 0.5 } }
input.drive = { type = "step", population = "P", amplitude = "10 uA/cm2", start = "1 ms", stop = "9 ms" }
recording.trace = { population = "P", variables = ["v", "activation"], interval = "1 ms" }
)";

TEST(handed_in_catalog, is_what_a_file_is_read_with) {
  const experiment e = read_experiment_text(text, "own.toml", {}, {}, with_own_cell());
  EXPECT_EQ(e.network.populations[0].model, "my_cell");
  validate(e);
  EXPECT_GT(plan(e).total(), 0U);
  EXPECT_THAT(to_toml(e), HasSubstr("g_leak = \"0.1 mS/cm2\""));
}

TEST(handed_in_catalog, is_of_one_network_alone) {
  const auto message = [](const std::string& changed) -> std::string {
    try {
      read_experiment_text(text, "own.toml", {}, std::vector{changed});
    } catch (const input_error& mistake) {
      return mistake.what();
    }
    return "";
  };
  EXPECT_THAT(message("title=none"), HasSubstr("there is no model 'my_cell'"));
  EXPECT_THAT(message("population.P.model=hodgkin_huxley"), HasSubstr("g_leak"));
}

}  // namespace
}  // namespace hux
