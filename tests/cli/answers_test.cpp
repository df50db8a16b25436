#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "command.hpp"
#include "experiments.hpp"
#include "hux/catalog.hpp"
#include "hux/units.hpp"

namespace hux::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// With every run of white space as one space: a text that was wrapped is found again.
std::string unwrapped(const std::string& text) {
  std::istringstream words(text);
  std::string line;
  for (std::string word; words >> word;) line += word + " ";
  return line;
}

std::string models(const std::vector<std::string>& names = {}) {
  const folder here;
  std::vector<std::string> arguments{"models"};
  arguments.insert(arguments.end(), names.begin(), names.end());
  return run(here, arguments).out;
}

template <class Entry>
void expect_listed(const std::string& text, const Entry& entry) {
  EXPECT_THAT(text, AllOf(HasSubstr(entry.name), HasSubstr(entry.description), HasSubstr(entry.source)));
  if constexpr (requires { entry.parameters; })
    for (const auto& p : entry.parameters) {
      const std::string standard = p.required   ? "required"
                                   : p.optional ? "none"
                                                : format_quantity(p.standard, quantity::dimensionless);
      const std::string unit = p.optional ? "" : std::string(unit_of(p.quantity));
      EXPECT_THAT(text, HasSubstr(unwrapped(std::string(p.name) + " " + standard + " " + unit)));
    }
}

TEST(models, lists_every_entry_with_its_parameters_units_defaults_and_source) {
  const std::string text = unwrapped(models());
  const auto& all = *built_in_catalog();
  for (const auto& entry : all.models) expect_listed(text, entry);
  for (const auto& entry : all.synapses) expect_listed(text, entry);
  for (const auto& entry : all.inputs) expect_listed(text, entry);
  for (const auto& entry : all.rules) expect_listed(text, entry);
  for (const auto& entry : all.integrators) expect_listed(text, entry);
}

TEST(models, lists_presets_gates_and_observables) {
  for (const auto& model : built_in_catalog()->models) {
    const std::string text = unwrapped(models({std::string(model.name)}));
    for (const auto& preset : model.presets) EXPECT_THAT(text, HasSubstr("preset " + std::string(preset.name) + ": "));
    for (const auto& s : model.states) EXPECT_THAT(text, HasSubstr(s.name));
    for (const auto& o : model.observables) EXPECT_THAT(text, HasSubstr(o.name));
  }
}

TEST(models, of_a_name_lists_that_one_only) {
  const std::string text = models({"wang_buzsaki"});
  EXPECT_THAT(text, HasSubstr("Buzs"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("traub_miles")));
}

const std::string own_models = R"toml([model.morris_lecar]
source = "Morris & Lecar 1981"
threshold = "-5 mV"
parameters = { c_m = "20 uF/cm2", g_ca = "4.4 mS/cm2", phi = { value = "0.04 1/ms", range = "positive" } }
presets.hopf = { phi = "0.02 1/ms" }
define.m_inf = "(1 + tanh((v + 1.2 mV) / 18 mV)) / 2"
gates.w = { inf = "m_inf", tau = "1 / phi" }
states.ca = { derivative = "-phi * ca", unit = "uM", initial = "0.05 uM" }
currents.i_ca = "g_ca * m_inf * w * (v - 120 mV)"
[model.other]
parameters = { c_m = "1 uF/cm2" }
currents.i_l = "0.1 mS/cm2 * (v + 65 mV)"
)toml";

TEST(models, of_a_file_are_listed_as_built_in_ones_with_their_equations) {
  const folder here;
  here.write("cells.toml", own_models);
  here.write("e.toml", "models = [\"cells.toml\"]\n");
  const std::string text = run(here, {"models", "--of", "e.toml"}).out;
  EXPECT_EQ(text, run(here, {"models", "--of", "cells.toml"}).out);
  EXPECT_THAT(text, AllOf(StartsWith("NEURON MODELS\n\nmorris_lecar\n"), HasSubstr("\nother\n"),
                          ::testing::Not(HasSubstr("hodgkin_huxley")), ::testing::Not(HasSubstr("SYNAPSES"))));
  for (const auto* piece :
       {"source: Morris & Lecar 1981", "phi 0.04 1/ms > 0", "preset hopf: phi = 0.02 1/ms", "threshold: -5 mV",
        "gates: w", "states: ca (uM, at the start: 0.05 uM)", "m_inf (1 + tanh((v + 1.2 mV) / 18 mV)) / 2",
        "w inf m_inf", "w tau 1 / phi", "ca derivative -phi * ca", "i_ca g_ca * m_inf * w * (v - 120 mV)"})
    EXPECT_THAT(unwrapped(text), HasSubstr(piece));
}

TEST(models, lists_synapses_with_their_equations) {
  EXPECT_THAT(
      unwrapped(models({"alpha"})),
      HasSubstr("g derivative -g / tau + y / (1 ms) y derivative -y / tau y arrival y + exp(1) * (1 ms) / tau * w "
                "current g * (v - e_rev)"));
}

TEST(models, of_a_file_are_listed_with_its_synapses) {
  const folder here;
  here.write("cells.toml", own_models + R"toml([synapse.my_ampa]
source = "a paper"
parameters = { tau = { value = "5 ms", range = "positive" }, e_rev = "0 mV" }
define.rate = "1 / tau"
receptor.states.g = { derivative = "-g * rate + s * rate" }
receptor.states.s = { derivative = "-s * rate", arrival = "s + w" }
receptor.current = "g * (v - e_rev)"
)toml");
  const std::string text = unwrapped(run(here, {"models", "--of", "cells.toml"}).out);
  EXPECT_THAT(text, StartsWith("NEURON MODELS morris_lecar"));
  for (const auto* piece :
       {"SYNAPSES my_ampa", "source: a paper", "tau 5 ms > 0", "weights are conductances", "rate 1 / tau",
        "g derivative -g * rate + s * rate s derivative -s * rate s arrival s + w", "current g * (v - e_rev)"})
    EXPECT_THAT(text, HasSubstr(piece));
  EXPECT_THAT(run(here, {"models", "my_ampa", "--of", "cells.toml"}).out, StartsWith("SYNAPSES\n\nmy_ampa\n"));
  here.write("synapses.toml",
             "[synapse.push]\nreceptor.states.i = { derivative = \"-i / 5\", arrival = \"i + w\" }\n"
             "receptor.current = \"-i\"\n");
  const std::string alone = run(here, {"models", "--of", "synapses.toml"}).out;
  EXPECT_THAT(alone, AllOf(StartsWith("SYNAPSES\n\npush\n"), HasSubstr("weights are currents")));
}

TEST(models, of_a_file_are_found_by_name) {
  const folder here;
  here.write("cells.toml", own_models);
  EXPECT_THAT(run(here, {"models", "other", "--of", "cells.toml"}).out, ::testing::Not(HasSubstr("morris_lecar")));
  const command_outcome o = run(here, {"models", "othr", "--of", "cells.toml"});
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("there is no 'othr'; did you mean 'other'?"));
  EXPECT_EQ(run(here, {"models", "--of", "none.toml"}).code, 3);
}

TEST(validate, names_the_place_of_a_mistake_in_a_file_of_models) {
  const folder here;
  here.write("cells.toml", "[model.a]\ngates.m = { inf = \"1\" }\n");
  here.write("e.toml", "models = [\"cells.toml\"]\n");
  const command_outcome o = run(here, {"validate", "e.toml"});
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("cells.toml:2: model.a.gates.m: has inf without tau; expected { alpha, beta } or"));
}

TEST(models, can_be_read_on_100_columns) {
  std::istringstream text(models());
  for (std::string line; std::getline(text, line);) EXPECT_LE(line.size(), 100U) << line;
}

TEST(validate, warns_of_a_step_at_which_an_implicit_scheme_is_wrong) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here, {"validate", "cells.toml", "--set", "simulation.integrator=exponential_euler",
                                       "--set", "simulation.dt=1 ms", "--set", "recording.voltage.interval=1 ms"});
  EXPECT_EQ(o.code, 0);
  EXPECT_THAT(o.err, StartsWith("hux: warning: at dt 1 ms exponential_euler gives population 'cells' "));
}

TEST(validate, says_how_large_a_valid_experiment_is) {
  const folder here;
  here.write("cells.toml", small_experiment);
  EXPECT_EQ(run(here, {"validate", "cells.toml"}).out,
            "cells.toml is valid: 10 neurons in 1 population, 1 projection, 1 input\n");
}

TEST(plan, lists_memory_steps_and_synapses) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const std::string text = unwrapped(run(here, {"plan", "cells.toml"}).out);
  EXPECT_THAT(text, AllOf(HasSubstr("population cells: state"), HasSubstr("projection loop: synapses"),
                          HasSubstr("available memory"), HasSubstr("expected synapses 50 "),
                          HasSubstr("steps of 0.05 ms 400 "), HasSubstr("steps in a window 20 ")));
}

TEST(plan, of_a_network_larger_than_memory_allocates_nothing) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here, {"plan", "cells.toml", "--set", "population.cells.size=2000000000"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, HasSubstr("does not fit"));
  EXPECT_LT(o.peak_bytes, 512U << 20);
}

TEST(info, tells_where_a_result_comes_from_and_what_is_in_it) {
  const folder here;
  here.write("cells.toml", small_experiment);
  ASSERT_EQ(run(here, {"run", "cells.toml"}).code, 0);
  const std::string text = unwrapped(run(here, {"info", "cells.h5"}).out);
  EXPECT_THAT(text,
              AllOf(HasSubstr("title ten cells"), HasSubstr("status complete"), HasSubstr("simulated 20 of 20 ms"),
                    HasSubstr("rk4, dt 0.05 ms, single precision, seed 1"), HasSubstr("commit ")));
  EXPECT_THAT(text, AllOf(HasSubstr("CV of intervals cells 10 "), HasSubstr("voltage.v 1 40 mV 0.5"),
                          HasSubstr("rate of bins from, ms until, ms bin, ms cells 20 0 20 1")));
}

TEST(version, names_version_and_commit) {
  const folder here;
  EXPECT_THAT(run(here, {"--version"}).out, AllOf(StartsWith("hux "), HasSubstr("(commit ")));
}

TEST(help, documents_every_command_and_exit_code) {
  const folder here;
  const command_outcome o = run(here, {"--help"});
  EXPECT_EQ(o.code, 0);
  for (const char* what : {"run", "validate", "plan", "models", "info", "Exit codes", "130"})
    EXPECT_THAT(o.out, HasSubstr(what));
  EXPECT_THAT(run(here, {"run", "--help"}).out,
              AllOf(HasSubstr("--set"), HasSubstr("--seed"), HasSubstr("--threads"), HasSubstr("--backend"),
                    HasSubstr("--force"), HasSubstr("--quiet"), HasSubstr("-o,--output")));
}

}  // namespace
}  // namespace hux::test
