#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "equations/compiling.hpp"
#include "experiment_file/mistakes.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "hux/model_page.hpp"
#include "hux/simulation.hpp"
#include "hux/units.hpp"
#include "io/experiment/experiment_text.hpp"

/// Models that are text: in an experiment, or in files that it names.
namespace hux {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

const std::string morris_lecar = R"toml([model.morris_lecar]
description = "barnacle muscle, with calcium"
source = "Morris & Lecar 1981, Biophys. J. 35:193"
threshold = "-5 mV"
initial.v = "-60 mV"
parameters = { c_m = "20 uF/cm2", g_ca = "4.4 mS/cm2", e_ca = "0.12 V", v1 = "-1.2 mV", v2 = "18 mV", phi = "0.04 1/ms", q = 3, k = { value = "0.1 mM", range = "positive", description = "half activation" } }
presets.hopf = { phi = "0.02 1/ms", v2 = "0.019 V" }
define.m_inf = "(1 + tanh((v - v1) / v2)) / 2"
gates.w = { inf = "m_inf", tau = "1 / phi", speed = "q / 3" }
gates.n = { alpha = "0.1 * phi", beta = "phi" }
states.ca = { derivative = "-phi * (ca - k)", unit = "mM", initial = "50 uM" }
states.ip3 = { derivative = "-phi * ip3" }
currents.i_z = "g_ca * w * n * (v - e_ca)"
currents.i_ca = "g_ca * m_inf * (v - e_ca)"
)toml";

/// As little as a model can be.
const std::string leak = R"toml([model.leak]
parameters.c_m = "1 uF/cm2"
currents.i_l = "0.1 mS/cm2 * (v + 65 mV)"
)toml";

const std::string experiment_text = R"(
[simulation]
duration = "10 ms"
[population.P]
size = 4
model = "morris_lecar"
[input.drive]
type = "constant"
population = "P"
amplitude = "2 uA/cm2"
)";

/// The model of the only population that is none of the built-in ones.
const model_page& page_of(const experiment& e) {
  return *e.network.catalog->model(e.network.populations.back().model).page;
}

const parameter_info& parameter_of(const model_page& page, std::string_view name) {
  return *std::ranges::find(page.parameters, name, &parameter_info::name);
}

TEST(models, are_read) {
  const auto page = page_of(read(morris_lecar + experiment_text));
  EXPECT_EQ(page.name, "morris_lecar");
  EXPECT_EQ(page.description, "barnacle muscle, with calcium");
  EXPECT_EQ(page.source, "Morris & Lecar 1981, Biophys. J. 35:193");
  EXPECT_EQ(page.per, membrane_of::area);
  EXPECT_EQ(page.threshold, -5);
  EXPECT_EQ(page.initial_v, -60);
  EXPECT_THAT(page.defines, ElementsAre(Pair("m_inf", "(1 + tanh((v - v1) / v2)) / 2")));
  EXPECT_THAT(page.presets, ElementsAre(Pair("hopf", ElementsAre(Pair("phi", 0.02), Pair("v2", 19)))));
}

TEST(models, have_parameters_in_the_order_and_the_units_of_the_file) {
  const auto page = page_of(read(morris_lecar + experiment_text));
  std::vector<std::string> names;
  for (const auto& p : page.parameters) names.push_back(p.name);
  EXPECT_THAT(names, ElementsAre("c_m", "g_ca", "e_ca", "v1", "v2", "phi", "q", "k"));
  EXPECT_EQ(parameter_of(page, "phi").standard, 0.04);
  EXPECT_EQ(parameter_of(page, "phi").quantity, quantity::frequency_per_ms);
  EXPECT_EQ(parameter_of(page, "c_m").quantity, quantity::capacitance_density);
  EXPECT_EQ(parameter_of(page, "q").standard, 3);
  EXPECT_EQ(parameter_of(page, "q").quantity, quantity::dimensionless);
  EXPECT_EQ(parameter_of(page, "k").range, range::positive);
  EXPECT_EQ(parameter_of(page, "k").description, "half activation");
}

TEST(models, keep_a_parameter_in_the_very_unit_that_it_is_written_in) {
  const auto page = page_of(read(morris_lecar + experiment_text));
  EXPECT_EQ(parameter_of(page, "e_ca").standard, 0.12);
  EXPECT_EQ(unit_of(parameter_of(page, "e_ca").quantity), "V");
}

TEST(models, have_gates_of_either_form_and_other_states) {
  const auto page = page_of(read(morris_lecar + experiment_text));
  EXPECT_THAT(page.gates, ElementsAre(page_gate{"w", "", "", "m_inf", "1 / phi", "q / 3"},
                                      page_gate{"n", "0.1 * phi", "phi", "", "", ""}));
  EXPECT_THAT(page.states, ElementsAre(page_state{"ca", "-phi * (ca - k)", "mM", 0.05},
                                       page_state{"ip3", "-phi * ip3", "", std::nullopt}));
}

TEST(models, have_currents_sorted_by_name) {
  const auto page = page_of(read(morris_lecar + experiment_text));
  EXPECT_EQ(page.currents.front().first, "i_ca");
  EXPECT_EQ(page.currents.back().first, "i_z");
}

TEST(models, take_the_unit_of_a_state_from_its_initial_value) {
  const auto state = [](const std::string& initial) {
    const std::string line = "states.x = { derivative = \"-phi * x\"" + initial + " }\n";
    return page_of(read(morris_lecar + line + experiment_text)).states.back();
  };
  EXPECT_EQ(state(", initial = \"0.5 mM\""), (page_state{"x", "-phi * x", "mM", 0.5}));
  EXPECT_EQ(state(", initial = 0.5"), (page_state{"x", "-phi * x", "", 0.5}));
  EXPECT_EQ(state(", initial = \"steady\""), (page_state{"x", "-phi * x", "", std::nullopt}));
  EXPECT_EQ(state(", unit = \"mM\""), (page_state{"x", "-phi * x", "mM", std::nullopt}));
}

const std::string fitzhugh = R"([model.fitzhugh]
per = "none"
threshold = 0.5
initial.v = -1.2
parameters = { c_m = 1, tau = "12.5 ms" }
currents.i = "v^3 / 3 - v"
[population.F]
size = 1
model = "fitzhugh"
[simulation]
duration = "1 ms"
)";

TEST(models, of_no_unit_have_a_potential_that_is_a_plain_number) {
  const auto page = page_of(read(fitzhugh));
  EXPECT_EQ(page.per, membrane_of::none);
  EXPECT_EQ(page.threshold, 0.5);
  EXPECT_EQ(page.initial_v, -1.2);
}

TEST(models, of_no_unit_are_given_potentials_as_plain_numbers_too) {
  const auto e = read(fitzhugh, {"population.F.threshold=0.25", "population.F.initial.v=-1"});
  EXPECT_EQ(e.network.populations[0].threshold, 0.25);
  EXPECT_EQ(*common_value(*e.network.populations[0].initial_v), -1);
  EXPECT_EQ(to_toml(read(to_toml(e))), to_toml(e));
  EXPECT_THAT(refusal(fitzhugh, {"population.F.threshold=5 mV"}), HasSubstr("'5 mV' is a voltage; expected a number"));
}

TEST(models, are_changed_as_any_key) {
  const auto e = read(morris_lecar + experiment_text,
                      {"model.morris_lecar.parameters.phi=0.02 1/ms", "model.morris_lecar.parameters.k.value=2 mM",
                       "model.morris_lecar.currents.i_z=0 uA/cm2"});
  EXPECT_EQ(parameter_of(page_of(e), "phi").standard, 0.02);
  EXPECT_EQ(parameter_of(page_of(e), "k").standard, 2);
  EXPECT_EQ(page_of(e).currents.back().second, "0 uA/cm2");
  EXPECT_EQ(refusal(morris_lecar + experiment_text, {"model.moris_lecar.parameters.phi=1"}),
            "--set model.moris_lecar.parameters.phi=1: there is no model 'moris_lecar'; did you mean 'morris_lecar'?");
  EXPECT_EQ(refusal(morris_lecar + experiment_text, {"model.morris_lecar.parameters.c_m=thick"}),
            "--set model.morris_lecar.parameters.c_m=thick: model.morris_lecar.parameters.c_m: 'thick' is not what is "
            "needed here; expected a number with a unit such as '20 uF/cm2'");
}

TEST(models, are_for_populations_as_built_in_ones_are) {
  const auto e = read(morris_lecar + experiment_text,
                      {"population.P.preset=hopf", "population.P.parameters.k=20 uM", "population.P.initial.ca=1 uM",
                       "population.P.initial.w={ uniform = [0, 0.5] }", "population.P.initial.ip3=steady",
                       R"(recording={t={population="P",variables=["v","w","ca","i_ca"],interval="1 ms"}})"});
  const auto& p = e.network.populations.front();
  EXPECT_EQ(*common_value(p.parameters.at("k")), 0.02);
  EXPECT_EQ(*common_value(p.initial_states.at("ca")), 0.001);
  EXPECT_FALSE(p.initial_states.contains("ip3"));
  EXPECT_GT(plan(e).total(), 0U);
}

TEST(models, of_a_population_take_initial_values_in_the_unit_and_range_of_the_state) {
  const std::string text = morris_lecar + experiment_text;
  EXPECT_EQ(refusal(text, {"population.P.initial.w=1.5"}),
            "--set population.P.initial.w=1.5: population.P.initial.w: 1.5 is out of range; expected 0 to 1");
  EXPECT_THAT(refusal(text, {"population.P.initial.ca=1 mV"}),
              HasSubstr("population.P.initial.ca: '1 mV' is a voltage; expected "));
  EXPECT_THAT(refusal(text, {"population.P.initial.cb=1 mM"}), EndsWith("unknown key; did you mean 'ca'?"));
  EXPECT_EQ(refusal(text, {"population.P.initial.ca=-1 mM"}), "");
}

TEST(models, are_written_with_the_experiment_and_read_again) {
  const auto e = read(morris_lecar + experiment_text, {"model.morris_lecar.parameters.phi=0.1234567890123456 1/ms"});
  const auto text = to_toml(e);
  const auto back = read(text);
  EXPECT_EQ(page_of(back), page_of(e));
  EXPECT_EQ(to_toml(back), text);
  EXPECT_THAT(text, HasSubstr("\n[model.morris_lecar.parameters]\nc_m = \"20 uF/cm2\"\n"));
  EXPECT_THAT(text,
              HasSubstr("\nk = { value = \"0.1 mM\", range = \"positive\", description = \"half activation\" }\n"));
}

TEST(models, survive_with_hardly_anything_in_them) {
  const auto e = read(leak + "presets.same = {}\n" + experiment_text, {"population.P.model=leak"});
  EXPECT_EQ(page_of(read(to_toml(e))), page_of(e));
}

TEST(models, that_no_population_has_are_not_written) {
  EXPECT_THAT(to_toml(read(morris_lecar + leak + experiment_text)), Not(HasSubstr("[model.leak]")));
}

TEST(models, stay_as_they_are_when_values_change) {
  const auto e = read(morris_lecar + experiment_text);
  const network changed = with_values(e, {{"population.P.parameters.phi", "'0.05 1/ms'"}});
  EXPECT_EQ(changed.catalog, e.network.catalog);
  EXPECT_EQ(*common_value(changed.populations.front().parameters.at("phi")), 0.05);
  EXPECT_THROW(with_values(e, {{"model.morris_lecar.parameters.phi", "'0.05 1/ms'"}}), input_error);
}

TEST(models, go_with_stages_that_set_their_parameters) {
  const auto e = read(morris_lecar + R"(
[[stage]]
duration = "5 ms"
[[stage]]
duration = "5 ms"
set = { "population.P.parameters.g_ca" = "2 mS/cm2" }
)" + experiment_text);
  EXPECT_EQ(to_toml(read(to_toml(e))), to_toml(e));
  EXPECT_THAT(refusal(morris_lecar + R"(
[[stage]]
duration = "10 ms"
set = { "model.morris_lecar.parameters.g_ca" = "2 mS/cm2" }
)" + experiment_text),
              HasSubstr("cannot be changed by a stage"));
}

TEST(models, that_the_catalog_has_already_are_those) {
  const auto e = read(morris_lecar + experiment_text);
  const auto again = read_experiment_text(morris_lecar + experiment_text, "net.toml", {}, {}, e.network.catalog);
  EXPECT_EQ(again.network.catalog, e.network.catalog);
  EXPECT_THROW(read_experiment_text(morris_lecar + "define.x = \"1\"\n" + experiment_text, "net.toml", {}, {},
                                    e.network.catalog),
               input_error);
}

class models_refuse : public testing::TestWithParam<mistake> {};
TEST_P(models_refuse, with_file_and_line) { expect_refusal(morris_lecar + experiment_text, GetParam()); }
INSTANTIATE_TEST_SUITE_P(
    files, models_refuse,
    testing::Values(
        mistake{"an_unknown_key", "currents.i_ca", "current.i_ca",
                "net.toml:14: model.morris_lecar.current: unknown key; did you mean 'currents'?"},
        mistake{"another_membrane", "threshold", "per = \"volume\"\nthreshold",
                "net.toml:4: model.morris_lecar.per: there is no per 'volume'; known are area, cell, none"},
        mistake{"a_gate_with_half_a_pair", "beta = \"phi\"", "speed = \"2\"",
                "net.toml:10: model.morris_lecar.gates.n: has alpha without beta; expected { alpha, beta } or { inf, "
                "tau }"},
        mistake{"a_gate_with_half_of_another_pair", "beta = \"phi\"", "beta = \"phi\", tau = \"1 ms\"",
                "net.toml:10: model.morris_lecar.gates.n: has alpha and beta and tau without inf; expected { alpha, "
                "beta } or { inf, tau }"},
        mistake{"a_gate_with_both_pairs", "beta = \"phi\"", "beta = \"phi\", inf = \"1\", tau = \"1 ms\"",
                "net.toml:10: model.morris_lecar.gates.n: has alpha and beta and inf and tau; expected { alpha, beta } "
                "or { inf, tau }"},
        mistake{"a_gate_without_equation", "alpha = \"0.1 * phi\", beta = \"phi\"", "",
                "net.toml:10: model.morris_lecar.gates.n: has no equation; expected { alpha, beta } or { inf, tau }"},
        mistake{"an_unknown_key_of_a_gate", "beta", "betta",
                "net.toml:10: model.morris_lecar.gates.n.betta: unknown key; did you mean 'beta'?"},
        mistake{"a_gate_that_is_no_table", "{ alpha = \"0.1 * phi\", beta = \"phi\" }", "0.5",
                "net.toml:10: model.morris_lecar.gates.n: 0.5 is not what is needed here; expected a table"},
        mistake{"a_parameter_that_is_no_quantity", "\"20 uF/cm2\"", "\"much\"",
                "net.toml:6: model.morris_lecar.parameters.c_m: 'much' is not what is needed here; expected a number "
                "with a unit such as '20 uF/cm2'"},
        mistake{"a_parameter_that_is_a_list", "q = 3", "q = [3]",
                "net.toml:6: model.morris_lecar.parameters.q: a list of 1 is not what is needed here; expected a "
                "number with a unit such as '20 uF/cm2'"},
        mistake{"a_parameter_without_value", "value = \"0.1 mM\", ", "",
                "net.toml:6: model.morris_lecar.parameters.k.value: missing; expected a quantity such as '20 uF/cm2'"},
        mistake{"an_unknown_key_of_a_parameter", "range =", "rang =",
                "net.toml:6: model.morris_lecar.parameters.k.rang: unknown key; did you mean 'range'?"},
        mistake{"a_default_out_of_range", "value = \"0.1 mM\"", "value = \"-1 mM\"",
                "net.toml:6: model.morris_lecar.parameters.k: -1 mM is out of range; expected more than 0"},
        mistake{"a_preset_of_no_parameter", "{ phi = \"0.02 1/ms\"", "{ psi = \"0.02 1/ms\"",
                "net.toml:7: model.morris_lecar.presets.hopf.psi: unknown key; did you mean 'phi'?"},
        mistake{"a_preset_in_another_dimension", "{ phi = \"0.02 1/ms\"", "{ phi = \"0.02 ms\"",
                "net.toml:7: model.morris_lecar.presets.hopf.phi: '0.02 ms' is a time; expected a rate such as '3 "
                "1/ms'"},
        mistake{"an_equation_that_is_no_text", "\"g_ca * m_inf * (v - e_ca)\"", "5",
                "net.toml:14: model.morris_lecar.currents.i_ca: 5 is not what is needed here; expected a text in "
                "quotes"},
        mistake{"a_state_without_derivative", "{ derivative = \"-phi * ip3\" }", "{}",
                "net.toml:12: model.morris_lecar.states.ip3.derivative: missing; expected a text in quotes"},
        mistake{"an_initial_value_in_another_dimension", "\"50 uM\"", "\"50 mV\"",
                "net.toml:11: model.morris_lecar.states.ca.initial: '50 mV' is a voltage; expected a concentration "
                "such as '1 mM'"},
        mistake{"a_name_of_two_things", "define.m_inf", "define.w = \"1\"\ndefine.m_inf",
                "net.toml:10: model.morris_lecar.gates.w: 'w' is a definition already; expected another name"},
        mistake{"the_name_of_the_potential", "q = 3", "v = 3",
                "net.toml:6: model.morris_lecar.parameters.v: 'v' is the membrane potential already; expected another "
                "name"},
        mistake{"a_name_that_no_equation_can_use", "q = 3", "q-1 = 3",
                "net.toml:6: model.morris_lecar.parameters.q-1: 'q-1' is not a name in equations; expected a letter, "
                "then letters, digits or '_'"},
        mistake{"the_name_of_a_built_in_model", "[model.morris_lecar]", "[model.hodgkin_huxley]",
                "net.toml:1: model.hodgkin_huxley: a built-in model has this name; expected another one"},
        mistake{"a_name_with_a_space", "[model.morris_lecar]", "[model.\"morris lecar\"]",
                "net.toml:1: model.morris lecar: 'morris lecar' is not a name; expected letters, digits, '_' or '-'"}),
    name_of);

TEST(models, may_say_what_their_capacitance_is_made_of) {
  const auto made_of = [](const std::string& capacitance) {
    return "capacitance = \"" + capacitance + "\"\n" + std::string("parameters.share = 2\n");
  };
  const auto cell = [&](const std::string& capacitance) {
    std::string text = leak;
    return text.insert(text.find('\n') + 1, made_of(capacitance));
  };
  const auto e = read(cell("share * c_m") + experiment_text, {"population.P.model=leak"});
  EXPECT_EQ(page_of(e).capacitance, "share * c_m");
  const auto& model = e.network.catalog->model("leak");
  EXPECT_EQ(model.derived(model.values_of(""), 1)[model.input], 0.5);
  EXPECT_THAT(to_toml(e), HasSubstr("capacitance = \"share * c_m\""));
  EXPECT_THAT(refusal(cell("c_m * v / 1 mV") + experiment_text, {"population.P.model=leak"}),
              HasSubstr("model.leak.capacitance: changes in time; expected one that is made of parameters alone"));
}

TEST(models, have_no_state_in_an_unknown_unit) {
  std::string text = morris_lecar + experiment_text;
  text.replace(text.find("unit = \"mM\""), 11, "unit = \"mx\"");
  EXPECT_THAT(refusal(text), HasSubstr("net.toml:11: model.morris_lecar.states.ca.unit: "));
}

/// A folder of its own for a test that reads files.
class models_of_files : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, const std::string& content) const {
    return folder_.write(name, content);
  }
  /// What is said to an experiment that names two files of models, the message without the folder.
  std::string refusal_of(const std::string& experiment, const std::vector<std::string>& changes = {}) const {
    std::string said;
    try {
      read_experiment(write("e.toml", experiment), changes);
    } catch (const error& mistake) {
      said = mistake.what();
    }
    const std::string folder = folder_.path().string() + "/";
    for (auto at = said.find(folder); at != std::string::npos; at = said.find(folder)) said.erase(at, folder.size());
    return said;
  }

  own_folder folder_;
};

TEST_F(models_of_files, are_found_beside_the_experiment_and_written_into_it) {
  write("cells.toml", morris_lecar);
  const auto e = read_experiment(write("e.toml", "models = [\"cells.toml\"]\n" + experiment_text));
  EXPECT_EQ(page_of(e), page_of(read(morris_lecar + experiment_text)));
  const auto text = to_toml(e);
  EXPECT_THAT(text, Not(HasSubstr("cells.toml")));
  EXPECT_EQ(page_of(read(text)), page_of(e));
}

TEST_F(models_of_files, are_changed_as_if_they_stood_in_the_experiment) {
  write("cells.toml", morris_lecar);
  const auto file = write("e.toml", experiment_text);
  const std::vector<std::string> changes{"model.morris_lecar.parameters.phi=0.02 1/ms", "models=[\"cells.toml\"]"};
  EXPECT_EQ(parameter_of(page_of(read_experiment(file, changes)), "phi").standard, 0.02);
}

TEST_F(models_of_files, are_listed_whether_an_experiment_names_them_or_not) {
  const auto cells = write("cells.toml", morris_lecar + leak);
  const auto names = [](const std::vector<equations>& models) {
    std::vector<std::string> all;
    for (const auto& m : models) all.push_back(m.name);
    return all;
  };
  EXPECT_THAT(names(read_models(cells).models), ElementsAre("morris_lecar", "leak"));
  EXPECT_THAT(names(read_models(write("e.toml", "models = [\"cells.toml\"]\n")).models),
              ElementsAre("morris_lecar", "leak"));
  EXPECT_THAT(read_models(write("none.toml", experiment_text)).models, IsEmpty());
}

TEST_F(models_of_files, name_the_file_and_the_line_of_a_mistake) {
  write("cells.toml", "\n[model.a]\ngates.m = { alpha = \"1/ms\" }\n");
  EXPECT_EQ(refusal_of("models = [\"cells.toml\"]\n"),
            "cells.toml:3: model.a.gates.m: has alpha without beta; expected { alpha, beta } or { inf, tau }");
  EXPECT_EQ(
      refusal_of("models = [\"cells.toml\"]\n", {"model.a.gates.m.beta=\"1/ms\"", "model.a.gates.m.tau=\"1 ms\""}),
      "cells.toml:3: model.a.gates.m: has alpha and beta and tau without inf; expected { alpha, beta } or { inf, "
      "tau } (after --set model.a.gates.m.beta=\"1/ms\", --set model.a.gates.m.tau=\"1 ms\")");
}

TEST_F(models_of_files, hold_nothing_else) {
  write("cells.toml", "[model.a]\n[population.P]\nsize = 1\n");
  EXPECT_EQ(refusal_of("models = [\"cells.toml\"]\n"),
            "cells.toml:2: population: has no place in a file of models; expected tables [model.NAME] and "
            "[synapse.NAME]");
  write("cells.toml", "model = 5\n");
  EXPECT_EQ(refusal_of("models = [\"cells.toml\"]\n"),
            "cells.toml:1: model: has no place in a file of models; expected tables [model.NAME] and [synapse.NAME]");
  write("cells.toml", "[model.a\n");
  EXPECT_THAT(refusal_of("models = [\"cells.toml\"]\n"), HasSubstr("cells.toml:1: this is not TOML"));
}

TEST_F(models_of_files, are_in_one_of_them_only) {
  write("cells.toml", "[model.a]\n");
  write("more.toml", "\n\n[model.a]\n");
  EXPECT_EQ(refusal_of("models = [\"cells.toml\", \"more.toml\"]\n"),
            "more.toml:3: model.a: is in cells.toml:1, too; expected it once");
  EXPECT_EQ(refusal_of("models = [\"cells.toml\"]\n[model.a]\n"),
            "cells.toml:1: model.a: is in e.toml:2, too; expected it once");
}

TEST_F(models_of_files, have_to_be_there) {
  EXPECT_EQ(refusal_of("models = [\"none.toml\"]\n"),
            "none.toml: cannot be read: No such file or directory; expected a file of models");
  EXPECT_EQ(refusal_of("\nmodels = \"cells.toml\"\n"),
            "e.toml:2: models: 'cells.toml' is not what is needed here; expected a list of files");
  EXPECT_EQ(refusal_of("models = [5]\n"),
            "e.toml:1: models: 5 is not what is needed here; expected the name of a file in quotes");
  EXPECT_EQ(refusal_of("models = [\"\"]\n"), "e.toml:1: models: '' is not the name of a file");
}

}  // namespace
}  // namespace hux
