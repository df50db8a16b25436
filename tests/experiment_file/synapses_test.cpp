#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "equations/compiling.hpp"
#include "experiment_file/mistakes.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "hux/simulation.hpp"
#include "hux/synapse_page.hpp"
#include "hux/units.hpp"
#include "io/experiment/experiment_text.hpp"

/// Synapses that are text: in an experiment, or in files that it names.
namespace hux {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

const std::string my_ampa = R"toml([synapse.my_ampa]
description = "rise and decay"
source = "a paper"
parameters = { tau_rise = "0.5 ms", tau_decay = { value = "5 ms", range = "positive", description = "decay" }, e_rev = "0 mV", share = 1 }
define.rate = "1 / tau_rise"
receptor.states.g = { derivative = "-g / tau_decay + s * rate" }
receptor.states.s = { derivative = "-s * rate", arrival = "s + share * w" }
receptor.current = "g * (v - e_rev)"
)toml";

/// As little as a synapse can be.
const std::string push = R"toml([synapse.push]
receptor.states.i = { derivative = "-i / 5 ms", arrival = "i + w" }
receptor.current = "-i"
)toml";

const std::string network_text = R"(
[simulation]
duration = "10 ms"
[population.P]
size = 4
model = "traub_miles"
receptor.exc = { synapse = "my_ampa", tau_decay = "3 ms" }
[projection.on]
source = "P"
target = "P"
receptor = "exc"
rule = "all_to_all"
weight = "2 nS"
delay = "1 ms"
)";

/// The synapse of the only receptor.
const synapse_page& own_page(const experiment& e) {
  return *e.network.catalog->synapse(e.network.populations.front().receptors.front().synapse).page;
}

TEST(synapses, are_read) {
  const auto page = own_page(read(my_ampa + network_text));
  EXPECT_EQ(page.name, "my_ampa");
  EXPECT_EQ(page.description, "rise and decay");
  EXPECT_EQ(page.source, "a paper");
  EXPECT_THAT(page.parameters, ElementsAre(parameter_info{"tau_rise", quantity::time, 0.5, range::any, ""},
                                           parameter_info{"tau_decay", quantity::time, 5, range::positive, "decay"},
                                           parameter_info{"e_rev", quantity::voltage, 0, range::any, ""},
                                           parameter_info{"share", {}, 1, range::any, ""}));
  EXPECT_THAT(page.defines, ElementsAre(Pair("rate", "1 / tau_rise")));
  EXPECT_THAT(page.states, ElementsAre(receptor_state{"g", "-g / tau_decay + s * rate", ""},
                                       receptor_state{"s", "-s * rate", "s + share * w"}));
  EXPECT_EQ(page.current, "g * (v - e_rev)");
}

TEST(synapses, are_for_receptors_as_built_in_ones_are) {
  const auto e = read(my_ampa + network_text,
                      {R"(recording={t={population="P",variables=["g_exc","i_exc"],interval="1 ms"}})",
                       "population.P.receptor.exc.e_rev=-10 mV", "population.P.receptor.exc.initial=1 nS"});
  EXPECT_THAT(e.network.populations.front().receptors.front().parameters,
              ElementsAre(Pair("e_rev", -10), Pair("tau_decay", 3)));
  EXPECT_GT(plan(e).total(), 0U);
}

TEST(synapses, have_weights_in_the_unit_of_their_current) {
  const std::string text = push + network_text;
  const std::vector<std::string> pushed{"population.P.receptor.exc={synapse=\"push\"}"};
  EXPECT_THAT(refusal(text, pushed), HasSubstr("projection.on.weight: '2 nS' is a conductance; expected a current"));
  auto current = pushed;
  current.emplace_back("projection.on.weight=-2 pA");
  EXPECT_EQ(refusal(text, current), "");
}

TEST(synapses, are_written_with_the_experiment_and_read_again) {
  const auto e = read(my_ampa + network_text, {"synapse.my_ampa.parameters.tau_rise=0.1234567890123456 ms"});
  const auto text = to_toml(e);
  const auto back = read(text);
  EXPECT_EQ(own_page(back), own_page(e));
  EXPECT_EQ(to_toml(back), text);
  EXPECT_THAT(text, HasSubstr("\n[synapse.my_ampa.receptor]\ncurrent = \"g * (v - e_rev)\"\n"));
  EXPECT_THAT(text,
              HasSubstr("\n[synapse.my_ampa.receptor.states]\ng = { derivative = \"-g / tau_decay + s * rate\" }\n"));
}

TEST(synapses, survive_with_hardly_anything_in_them) {
  const auto e =
      read(push + network_text, {"population.P.receptor.exc={synapse=\"push\"}", "projection.on.weight=2 pA"});
  EXPECT_EQ(own_page(read(to_toml(e))), own_page(e));
}

TEST(synapses, that_no_receptor_has_are_not_written) {
  EXPECT_THAT(to_toml(read(my_ampa + push + network_text)), Not(HasSubstr("push")));
}

const std::string told_more = R"toml([synapse.open]
receptor.states.c = { derivative = "-c / (1 uM) * c / 5 ms", arrival = "c + w * 1 uM / (1 nS)", unit = "uM", initial = "2 nM" }
receptor.states.o = { derivative = "c / (3 uM) / (1 ms) * (1 - o) - o / 5 ms", initial = 0.5, method = "exponential" }
receptor.current = "o * 3 nS * v"
)toml";

TEST(synapses, whose_states_are_told_more_are_written_and_read_again) {
  const auto e = read(my_ampa + told_more + network_text +
                      "[population.Q]\nsize = 1\nmodel = \"traub_miles\"\nreceptor.exc.synapse = \"open\"\n");
  const auto& page = *e.network.catalog->synapse("open").page;
  EXPECT_EQ(page.states[0].unit, "uM");
  EXPECT_DOUBLE_EQ(*page.states[0].initial, 0.002);
  EXPECT_EQ(page.states[1].initial, 0.5);
  EXPECT_EQ(page.states[1].method, state_method::exponential);
  EXPECT_EQ(*read(to_toml(e)).network.catalog->synapse("open").page, page);
}

TEST(synapses, stay_as_they_are_when_values_change) {
  const auto e = read(my_ampa + network_text);
  const network changed = with_values(e, {{"population.P.receptor.exc.tau_decay", "'4 ms'"}});
  EXPECT_EQ(changed.catalog, e.network.catalog);
  EXPECT_EQ(changed.populations.front().receptors.front().parameters.at("tau_decay"), 4);
  EXPECT_THROW(with_values(e, {{"synapse.my_ampa.parameters.e_rev", "'1 mV'"}}), input_error);
}

TEST(synapses, go_with_stages_that_set_their_parameters) {
  const std::string stages = R"(
[[stage]]
duration = "5 ms"
[[stage]]
duration = "5 ms"
set = { "population.P.receptor.exc.tau_decay" = "TIME" }
)";
  const auto with = [&](const std::string& time) {
    auto text = my_ampa + stages + network_text;
    return text.replace(text.find("TIME"), 4, time);
  };
  const auto e = read(with("4 ms"));
  EXPECT_EQ(to_toml(read(to_toml(e))), to_toml(e));
  EXPECT_THAT(refusal(with("-4 ms")), HasSubstr("-4 ms is out of range; expected more than 0"));
}

TEST(synapses, are_not_another_in_a_stage) {
  const std::string stages = R"toml([synapse.plain]
parameters = { tau = "5 ms", e_rev = "0 mV" }
receptor.states.g = { derivative = "-g / tau", arrival = "g + w" }
receptor.current = "g * (v - e_rev)"
[[stage]]
duration = "5 ms"
[[stage]]
duration = "5 ms"
set = { "population.P.receptor.exc.synapse" = "alpha" }
)toml";
  EXPECT_THAT(refusal(my_ampa + stages + network_text, {"population.P.receptor.exc={synapse=\"plain\"}"}),
              HasSubstr("'synapse = \"plain\"' in [population.P.receptor.exc] cannot become 'synapse = \"alpha\"' in "
                        "[population.P.receptor.exc] while a simulation goes on"));
}

TEST(synapses, that_the_catalog_has_already_are_those) {
  const auto e = read(my_ampa + network_text);
  const auto again = read_experiment_text(my_ampa + network_text, "net.toml", {}, {}, e.network.catalog);
  EXPECT_EQ(again.network.catalog, e.network.catalog);
  EXPECT_THROW(
      read_experiment_text(my_ampa + "define.x = \"1\"\n" + network_text, "net.toml", {}, {}, e.network.catalog),
      input_error);
}

TEST(synapses, are_refused_with_parameters_of_a_receptor_that_make_a_state_grow) {
  EXPECT_EQ(
      refusal(my_ampa + network_text, {"population.P.receptor.exc.tau_rise=-1 ms"}),
      "net.toml:15: population.P.receptor.exc: with these parameters receptor.states.g.derivative has -1 1/ms times "
      "s; expected 0 or more (after --set population.P.receptor.exc.tau_rise=-1 ms)");
  EXPECT_THAT(refusal(my_ampa + network_text, {"population.P.receptor.exc.tau_decay=-1 ms"}),
              HasSubstr("population.P.receptor.exc.tau_decay: -1 ms is out of range; expected more than 0"));
}

/// What is said to a synapse with one line replaced by another.
class synapses_refuse : public testing::TestWithParam<mistake> {};
TEST_P(synapses_refuse, with_file_and_line) { expect_refusal(my_ampa + network_text, GetParam()); }

mistake reserved(const std::string& name, const std::string& meaning) {
  return {"the_name_" + name, "share = 1", name + " = 1",
          "net.toml:4: synapse.my_ampa.parameters." + name + ": '" + name + "' is " + meaning +
              " already; expected another name"};
}

mistake of_receptors(const std::string& name) {
  return {"the_parameter_" + name, "share = 1", name + " = 1",
          "net.toml:4: synapse.my_ampa.parameters." + name + ": '" + name +
              "' is something else of each receptor already; expected another name"};
}

INSTANTIATE_TEST_SUITE_P(
    files, synapses_refuse,
    testing::Values(
        mistake{
            "a_terminal_without_release", "receptor.current",
            "terminal.states.x = { derivative = \"-x / tau\" }\nreceptor.current",
            "net.toml:8: synapse.my_ampa.terminal.on_spike: has no release; expected one, such as release = \"u * x\""},
        mistake{
            "a_signal", "receptor.current", "terminal.signal = \"v_pre\"\nreceptor.current",
            "net.toml:6: synapse.my_ampa.receptor.states: 'g' would be a state, at which no spikes arrive; expected "
            "none beside terminal.signal, and `arriving` in receptor.current"},
        mistake{"a_wire", "receptor.current", "wire.delay = \"1 ms\"\nreceptor.current",
                "net.toml:8: synapse.my_ampa.wire.delay: unknown key; known are current"},
        mistake{"an_unknown_key", "source", "sauce",
                "net.toml:3: synapse.my_ampa.sauce: unknown key; did you mean 'source'?"},
        mistake{"another_unknown_key", "source", "presets",
                "net.toml:3: synapse.my_ampa.presets: unknown key; known are description, source, parameters, define, "
                "wire, receptor, terminal"},
        mistake{"an_unknown_key_of_a_state", "arrival", "arrivals",
                "net.toml:7: synapse.my_ampa.receptor.states.s.arrivals: unknown key; did you mean 'arrival'?"},
        mistake{"units_of_a_state", "arrival = \"s + share * w\"", "units = \"nS\"",
                "net.toml:7: synapse.my_ampa.receptor.states.s.units: unknown key; did you mean 'unit'?"},
        mistake{"a_unit_of_a_state_that_is_none", "arrival = \"s + share * w\"",
                "arrival = \"s + share * w\", unit = \"parsec\"",
                "net.toml:7: synapse.my_ampa.receptor.states.s.unit: unknown unit 'parsec'; expected one such as 'mV', "
                "'mS/cm2' or '1/ms'"},
        mistake{"a_state_without_derivative", "derivative = \"-s * rate\", ", "",
                "net.toml:7: synapse.my_ampa.receptor.states.s.derivative: missing; expected a text in quotes"},
        mistake{"no_current", "receptor.current = \"g * (v - e_rev)\"", "",
                "net.toml:6: synapse.my_ampa.receptor.current: missing; expected a text in quotes"},
        mistake{"a_default_out_of_range", "value = \"5 ms\"", "value = \"-5 ms\"",
                "net.toml:4: synapse.my_ampa.parameters.tau_decay: -5 ms is out of range; expected more than 0"},
        mistake{"a_name_of_two_things", "define.rate", "define.share = \"1\"\ndefine.rate",
                "net.toml:5: synapse.my_ampa.define.share: 'share' is a parameter already; expected another name"},
        mistake{"a_unit", "g * (v - e_rev)", "g * v * v",
                "net.toml:8: synapse.my_ampa.receptor.current: column 7: g * v * v is 10^-15 V A; expected pA"},
        mistake{"the_name_of_a_built_in_synapse", "[synapse.my_ampa]", "[synapse.alpha]",
                "net.toml:1: synapse.alpha: a built-in synapse has this name; expected another one"},
        mistake{
            "an_unknown_synapse", "synapse = \"my_ampa\"", "synapse = \"my_anpa\"",
            "net.toml:15: population.P.receptor.exc.synapse: there is no synapse 'my_anpa'; did you mean 'my_ampa'?"},
        reserved("w", "the sum of the weights that arrive"), reserved("v", "the membrane potential"),
        reserved("t", "the time"), reserved("weights", "a reserved word"), reserved("arriving", "a reserved word"),
        reserved("release", "a reserved word"), reserved("v_pre", "a reserved word"),
        reserved("signal", "a reserved word"),
        reserved("since_spike", "the time since the last spike that a terminal took"), of_receptors("synapse"),
        of_receptors("initial"), of_receptors("y")),
    name_of);

TEST(synapses, are_changed_as_any_key) {
  EXPECT_EQ(own_page(read(my_ampa + network_text, {"synapse.my_ampa.receptor.current=\"g * v\""})).current, "g * v");
  EXPECT_EQ(refusal(my_ampa + network_text, {"synapse.my_anpa.receptor.current=\"g\""}),
            "--set synapse.my_anpa.receptor.current=\"g\": there is no synapse 'my_anpa'; did you mean 'my_ampa'?");
}

TEST(synapses, of_a_file_are_found_and_listed_and_written_into_the_experiment) {
  const own_folder folder;
  const auto file = folder.write("synapses.toml", my_ampa + push);
  const auto e = read_experiment(folder.write("e.toml", "models = [\"synapses.toml\"]\n" + network_text));
  EXPECT_EQ(own_page(e), own_page(read(my_ampa + network_text)));
  EXPECT_EQ(own_page(read(to_toml(e))), own_page(e));
  const catalog own = read_models(file);
  EXPECT_TRUE(own.models.empty());
  ASSERT_EQ(own.synapses.size(), 2U);
  EXPECT_EQ(own.synapses[1].name, "push");
}

}  // namespace
}  // namespace hux
