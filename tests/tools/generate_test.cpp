#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cpu/compile_kernels.hpp"
#include "equations/built_in_models.hpp"
#include "equations/built_in_synapses.hpp"
#include "equations/compiling.hpp"
#include "equations/listed_model.hpp"
#include "equations/text/model.hpp"
#include "hux/catalog.hpp"
#include "io/experiment/experiment_text.hpp"
#include "io/experiment/pages.hpp"
#include "models/models.hpp"
#include "simulation/runs.hpp"

/// The tool that makes C++ of pages while the library is built.
namespace hux {
namespace {

using std::filesystem::path;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Its two forms differ, as the pool is not linear in itself.
constexpr const char* page = R"toml([model.small]
threshold = "-20 mV"
initial.v = "-60 mV"
parameters = { c_m = "1 uF/cm2", g = "0.4 mS/cm2" }
gates.m = { inf = "1 / (1 + exp(-(v + 30 mV) / (5 mV)))", tau = "3 ms" }
states.x = { derivative = "(m - x^3) / (10 ms)", initial = "0.1" }
currents.i_l = "g * (v + 65 mV)"
currents.i_m = "2 mS/cm2 * m * (1 - x) * (v - 50 mV)"

[synapse.fast]
source = "nobody (2026)"
parameters.tau = { value = "1.5 ms", range = "positive", description = "decay" }
define.rate = "1 / tau"
receptor.states.g = { derivative = "s * rate - g * rate" }
receptor.states.s = { derivative = "-s / (2 ms)", arrival = "s + w" }
receptor.current = "g * (v - 10 mV)"

[synapse.seeing]
parameters.share = "0.5"
receptor.states.g = { derivative = "-g / (2 ms)", arrival = "g + w" }
receptor.current = "g / (1 + share * exp(-v / (8 mV))) * (v - 10 mV)"
)toml";

std::string content_of(const path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// What a folder has, by the places of its files in it.
std::map<std::string, std::string> files_of(const path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (!entry.is_directory()) files[relative(entry.path(), folder).string()] = content_of(entry.path());
  return files;
}

class generator : public ::testing::Test {
 protected:
  generator() { std::ofstream(home / "small.toml") << page; }

  /// @return its exit code; what it says is in `said`
  int generate(const std::string& arguments) {
    const std::string output = (home / "said").string();
    const int status = std::system((HUX_GENERATE " " + arguments + " >" + output + " 2>&1").c_str());
    said = content_of(output);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  int generate_small(const path& to) { return generate(to.string() + " " + (home / "small.toml").string()); }

  void expect_one_sentence(int code, int expected) const {
    EXPECT_EQ(code, expected);
    EXPECT_EQ(std::ranges::count(said, '\n'), 1) << said;
  }

  own_folder home;
  path made = home / "made";
  std::string said;
};

/// Neurons of the page, and the same with what the tool has made of it compiled.
experiment neurons(const std::string& integrator, precision real) {
  constexpr const char* of_the_page = R"toml(
[population.cells]
model = "small"
size = 20
initial.v = { linspace = ["-60 mV", "-10 mV"] }
[simulation]
duration = "40 ms"
dt = "0.05 ms"
backend = "cpu"
equations = "interpret"
)toml";
  experiment e = read_experiment_text(std::string(page) + of_the_page, "small.toml", {});
  e.settings.integrator = integrator;
  e.settings.precision = real;
  return e;
}

experiment compiled(experiment e, const std::string& header, const std::string& type) {
  auto known = std::make_shared<catalog>(*e.network.catalog);
  known->models.back().kernels.push_back(cpu::compile_kernels(
      {.model = {header, "built_in::" + type}, .integrator = e.settings.integrator, .real = e.settings.precision}));
  e.network.catalog = known;
  return e;
}

TEST_F(generator, makes_equations_with_the_bits_of_the_page_interpreted) {
  ASSERT_EQ(generate_small(made), 0) << said;
  const std::string header = content_of(made / "models" / "small.hpp");
  EXPECT_THAT(header, HasSubstr("struct small_linear {"));
  for (const auto& [integrator, type] : {std::pair("rk4", "small"), std::pair("crank_nicolson", "small_linear")})
    for (const precision real : {precision::single, precision::double_}) {
      const experiment e = neurons(integrator, real);
      const auto interpreted = test::run(e);
      EXPECT_GT(interpreted.spikes[0].size(), 5U);
      EXPECT_EQ(differences(interpreted, test::run(compiled(e, header, type))), "") << integrator;
    }
}

/// Looks at what the tool has made of the page; of the library it needs nothing.
constexpr const char* look_at_it =
    R"cpp(#include "equations/built_in_models.hpp"
#include "equations/built_in_synapses.hpp"
#include "equations/text/synapse.hpp"
#include "equations/text/worked_out.hpp"
#include "hux/units.hpp"
#include "models/models.hpp"
#include "synapses/synapses.hpp"

          hux::quantity hux::quantity_of(std::string_view unit) {
            return unit == "mS/cm2" ? quantity::conductance_density : unit == "ms" ? quantity::time : quantity::dimensionless;
          }
          hux::equations hux::equations_of(const model_page& p, worked_out w) {
            equations e{};
            const bool same = p.threshold == -20 && p.initial_v == -60 && p.gates.at(0).tau == "3 ms" &&
                              p.parameters.at(1).quantity == quantity::conductance_density &&
                              p.parameters[1].standard == 0.4 && p.states.at(0).initial == 0.1 &&
                              p.currents.at(1).second == "2 mS/cm2 * m * (1 - x) * (v - 50 mV)";
            const bool works = w.lists.gates == 1 && w.lists.pools == 1 && w.states.at(1).standard == 0.1 &&
                               !w.states[1].gate && w.observables.at(0).name == "g_m" && w.warnings.empty() &&
                               w.notices.empty();
            e.name = same && works ? p.name : "";
            return e;
          }

          hux::synapse_equations hux::equations_of(const synapse_page& p) {
            const synapse_page fast{.name = "fast",
                                    .description = "",
                                    .source = "nobody (2026)",
                                    .parameters = {{"tau", quantity::time, 1.5, range::positive, "decay"}},
                                    .defines = {{"rate", "1 / tau"}},
                                    .states = {{"g", "s * rate - g * rate", ""}, {"s", "-s / (2 ms)", "s + w"}},
                                    .current = "g * (v - 10 mV)"};
            synapse_equations e{};
            e.name = p == fast ? p.name : "";
            return e;
          }

          int main() {
            const bool listed = hux::explicit_models::size == 1 && hux::built_in_model_names[0] == "small";
            const bool synapse = hux::built_in_synapses().at(0).name == "fast" && hux::built_in_synapses().size() == 2;
            const double k[]{0.5}, v = 4;
            const double open = hux::built_in::seeing_opening::open_fraction(v, k);
            const bool opening = hux::built_in_openings::size == 1 &&
                                 hux::built_in::seeing_opening::coefficients == 1 && open > 0.7673034 &&
                                 open < 0.7673035;
            return listed && synapse && opening && hux::built_in_models().at(0).name == "small" ? 0 : 1;
          }
    )cpp";

TEST_F(generator, makes_sources_that_compile_and_hold_the_page) {
  ASSERT_EQ(generate_small(made), 0) << said;
  const std::string program = (home / "main").string();
  std::ofstream(program + ".cpp") << look_at_it;
  const std::string sources = (made / "built_in_*.cpp").string();
  ASSERT_EQ(std::system(("g++ -std=c++20 -march=x86-64-v3 -I" HUX_SOURCE_DIR "/include -I" HUX_SOURCE_DIR "/src -I" +
                         made.string() + " " + program + ".cpp " + sources + " -o " + program)
                            .c_str()),
            0);
  EXPECT_EQ(std::system(program.c_str()), 0);
}

template <class Info>
auto names_and_quantities(const std::vector<Info>& infos) {
  std::vector<std::pair<std::string, quantity>> all;
  for (const auto& i : infos) all.emplace_back(i.name, i.quantity);
  return all;
}

/// Those of a file that the library is made of.
pages pages_of(const std::string& name) {
  const path file = path(HUX_SOURCE_DIR "/src/models") / (name + ".toml");
  return read_pages(content_of(file), file.string());
}

TEST_F(generator, has_given_the_library_the_equations_of_its_pages) {
  const auto models = built_in_models();
  ASSERT_EQ(models.size(), built_in_model_names.size());
  for (const auto& e : models) {
    SCOPED_TRACE(e.name);
    const auto found = pages_of(e.name);
    ASSERT_EQ(found.models.size(), 1U);
    const equations anew = equations_of(found.models[0]);
    EXPECT_TRUE(*e.page == found.models[0]);
    EXPECT_TRUE(*e.lists == *anew.lists);
    EXPECT_EQ(names_and_quantities(e.states), names_and_quantities(anew.states));
    EXPECT_EQ(names_and_quantities(e.observables), names_and_quantities(anew.observables));
    EXPECT_EQ(e.warnings, anew.warnings);
    EXPECT_EQ(e.notices, anew.notices);
  }
}

TEST_F(generator, has_given_the_library_its_synapses) {
  std::vector<std::string> names;
  for (const auto& e : built_in_synapses()) {
    names.push_back(e.name);
    const auto found = pages_of(e.name);
    ASSERT_EQ(found.synapses.size(), 1U);
    EXPECT_EQ(*e.page, found.synapses[0]);
  }
  EXPECT_THAT(names, ElementsAre("exponential", "double_exponential", "alpha", "exponential_current", "alpha_current",
                                 "tsodyks_markram", "nmda", "graded_gaba", "graded", "kinetic_ampa", "kinetic_gaba_a",
                                 "kinetic_gaba_b", "kinetic_nmda", "gap", "saturating_nmda"));
}

TEST_F(generator, makes_the_same_files_again_and_leaves_those_that_are_right) {
  ASSERT_EQ(generate_small(made), 0) << said;
  ASSERT_EQ(generate_small(home / "other"), 0) << said;
  const auto files = files_of(made);
  EXPECT_EQ(files.size(), 5U);
  EXPECT_EQ(files, files_of(home / "other"));
  const path header = made / "models" / "small.hpp";
  const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
  std::filesystem::last_write_time(header, long_ago);
  std::ofstream(made / "built_in_models.cpp") << "something else";
  ASSERT_EQ(generate_small(made), 0) << said;
  EXPECT_EQ(std::filesystem::last_write_time(header), long_ago);
  EXPECT_EQ(files_of(made), files);
}

TEST_F(generator, refuses_a_page_that_is_wrong_and_writes_nothing) {
  std::ofstream(home / "wrong.toml") << std::string(page).replace(std::string(page).find("v + 65 mV"), 9, "v + 65 nS");
  expect_one_sentence(
      generate(made.string() + " " + (home / "small.toml").string() + " " + (home / "wrong.toml").string()), 1);
  EXPECT_THAT(said, HasSubstr("wrong.toml"));
  EXPECT_THAT(said, HasSubstr("model.small.currents.i_l"));
  EXPECT_FALSE(std::filesystem::exists(made));
}

TEST_F(generator, refuses_a_synapse_that_is_wrong) {
  std::ofstream(home / "wrong.toml") << std::string(page).replace(std::string(page).find("s + w"), 5, "s - w");
  expect_one_sentence(generate(made.string() + " " + (home / "wrong.toml").string()), 1);
  EXPECT_THAT(said, HasSubstr("wrong.toml: synapse.fast.receptor.states.s.arrival"));
  EXPECT_FALSE(std::filesystem::exists(made));
}

TEST_F(generator, refuses_a_page_that_is_not_there) {
  expect_one_sentence(generate(made.string() + " " + (home / "none.toml").string()), 1);
  EXPECT_EQ(said, (home / "none.toml").string() + ": cannot be read\n");
}

TEST_F(generator, says_how_it_is_used) {
  for (const auto& arguments : {std::string(), made.string()}) {
    expect_one_sentence(generate(arguments), 2);
    EXPECT_THAT(said, StartsWith("usage: hux_generate "));
  }
}

TEST_F(generator, says_which_file_it_cannot_write_and_leaves_no_part_of_it) {
  std::ofstream(home / "file") << "";
  expect_one_sentence(generate_small(home / "file"), 1);
  EXPECT_EQ(said, (home / "file" / "built_in_models.cpp").string() + ": cannot be written\n");
  std::filesystem::create_directories(made / "models" / "small.hpp");
  expect_one_sentence(generate_small(made), 1);
  EXPECT_EQ(said, (made / "models" / "small.hpp").string() + ": cannot be written\n");
  EXPECT_FALSE(std::filesystem::exists(made / "models" / "small.hpp.part"));
}

}  // namespace
}  // namespace hux
