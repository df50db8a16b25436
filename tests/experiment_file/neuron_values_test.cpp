#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "experiment_file/small_experiment.hpp"

/// Values by neuron in the text of a file.
namespace hux {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string parameter = "population.E.parameters.g_na=";

neuron_values g_na(const std::string& text) {
  return read(small, {parameter + text}).network.populations[0].parameters.at("g_na");
}

std::vector<neuron_part> parts_of(const std::string& text) { return std::get<std::vector<neuron_part>>(g_na(text)); }

TEST(values_by_neuron, are_read_as_they_repeat) {
  EXPECT_EQ(std::get<repeat>(g_na("{ repeat = ['20 uS', '21000 nS'] }")), (repeat{{20000, 21000}}));
}
TEST(values_by_neuron, are_read_as_a_formula) {
  EXPECT_EQ(std::get<formula>(g_na("{ formula = '20 uS + i * 1 nS' }")).text, "20 uS + i * 1 nS");
}
TEST(values_by_neuron, are_read_as_one_value_in_a_table) { EXPECT_EQ(*common_value(g_na("{ value = '5 uS' }")), 5000); }

TEST(values_by_neuron, are_read_for_some_neurons) {
  const auto parts = parts_of("{ where = '2-4', value = '50 nS' }");
  ASSERT_EQ(parts.size(), 1);
  EXPECT_THAT(parts[0].neurons, ElementsAre(2, 3, 4));
  EXPECT_EQ(*common_value(parts[0].values), 50);
}
TEST(values_by_neuron, are_read_in_parts) {
  const auto parts = parts_of(
      "[{ value = '40 nS' }, { where = [0, 3, '5-6'], values = ['1 nS', '2 nS', '3 nS', '4 nS'] },"
      " { where = '7-8', normal = { mean = '60 nS', std = '1 nS', min = '0 nS' } },"
      " { where = [9], formula = 'i * 1 nS' }]");
  ASSERT_EQ(parts.size(), 4);
  EXPECT_THAT(parts[0].neurons, IsEmpty());
  EXPECT_THAT(parts[1].neurons, ElementsAre(0, 3, 5, 6));
  EXPECT_THAT(as<std::vector<double>>(parts[1].values), ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(as<normal>(parts[2].values).mean, 60);
  EXPECT_EQ(std::get<formula>(parts[3].values).text, "i * 1 nS");
}

TEST(values_by_neuron, are_taken_for_what_neurons_start_with_and_for_inputs) {
  const auto e = read(small, {"population.E.initial.v={ formula = '-70 + 0.5 * i' }",
                              "population.E.initial.h={ where = [1], value = 0.5 }",
                              "population.E.receptor.ampa.initial={ repeat = ['1 nS', '2 nS'] }",
                              "input.drive.amplitude={ formula = 'i * 10 pA' }"});
  const auto& p = e.network.populations[0];
  EXPECT_EQ(std::get<formula>(*p.initial_v).text, "-70 + 0.5 * i");
  EXPECT_EQ(std::get<std::vector<neuron_part>>(p.initial_states.at("h")).size(), 1);
  EXPECT_THAT(std::get<repeat>(p.receptors[0].initial).values, ElementsAre(1, 2));
  EXPECT_EQ(std::get<formula>(std::get<step_current>(e.network.inputs[0].what).amplitude).text, "i * 10 pA");
}

class survives : public testing::TestWithParam<std::string> {};
TEST_P(survives, being_written_and_read) {
  const auto text = to_toml(read(small, {parameter + GetParam()}));
  EXPECT_THAT(text, HasSubstr("g_na = " + GetParam() + "\n"));
  EXPECT_EQ(to_toml(read(text)), text);
}
INSTANTIATE_TEST_SUITE_P(
    values_by_neuron, survives,
    testing::Values(R"({ repeat = ["20000 nS", "21000 nS"] })", R"({ formula = "20 uS + 1e-1 nS*i" })",
                    R"([{ value = "4000 nS" }, { where = "0-8", uniform = ["1 nS", "2 nS"] }])",
                    R"([{ linspace = ["1 nS", "2 nS"] }, { where = [4, "7-9", 0], repeat = ["1 nS"] }])",
                    R"([{ where = [1], formula = "i * 1 nS" }, { values = ["1 nS", "2 nS", "3 nS", "4 nS", "5 nS", )"
                    R"("6 nS", "7 nS", "8 nS", "9 nS"] }])"));

TEST(to_toml, says_what_neurons_have_that_no_part_names) {
  const std::string one = "{ where = [1], value = '50 nS' }";
  EXPECT_THAT(to_toml(read(small, {parameter + one})),
              HasSubstr(R"(g_na = [{ where = [1], value = "50 nS" }, { value = "20000 nS" }])"));
  EXPECT_THAT(to_toml(read(small, {"population.E.initial.v={ where = [1], value = '-50 mV' }"})),
              HasSubstr(R"(v = [{ where = [1], value = "-50 mV" }, { value = "-65 mV" }])"));
  EXPECT_THAT(to_toml(read(small, {"population.E.initial.h={ where = [1], value = 0.5 }"})),
              HasSubstr(R"(h = { where = [1], value = 0.5 })"));
}

TEST(values_by_neuron, are_set_by_a_stage) {
  const std::string staged = std::string(small) + "[[stage]]\nduration = \"100 ms\"\n[stage.set]\n";
  const std::string key = "\"population.E.parameters.e_l\" = ";
  EXPECT_EQ(refusal(staged + key + "{ where = '0-4', formula = '-65 mV + i * 1 mV' }\n"), "");
  EXPECT_EQ(refusal(staged + key + "{ where = '0-4', formula = '-65 mV + 0.1 * i' }\n"), "");
  EXPECT_EQ(refusal(staged + key + "{ where = '0-4', formula = '-65 mV + i * 1 ms' }\n"),
            "net.toml:41: stage[0]: population.E.parameters.e_l: column 8: -65 mV is mV and i * 1 ms is ms; expected "
            "one unit in a sum");
}

TEST(values_by_neuron, are_refused_with_the_line_of_a_part) {
  std::string text(small);
  const std::string written = "parameters = { c_m = \"0.2 nF\" }";
  text.replace(text.find(written), written.size(),
               "parameters.c_m = [\n{ value = '0.2 nF' },\n{ where = '0-3', value = '-1 pF' }]");
  EXPECT_EQ(refusal(text), "net.toml:12: population.E.parameters.c_m[1]: -1 pF is out of range; expected more than 0");
}

struct case_of_refusal {
  std::string change, message;
};
class refused_values : public testing::TestWithParam<case_of_refusal> {};
TEST_P(refused_values, are_named_with_what_is_expected) {
  EXPECT_EQ(refusal(small, {GetParam().change}), "--set " + GetParam().change + ": " + GetParam().message);
}
INSTANTIATE_TEST_SUITE_P(
    values_by_neuron, refused_values,
    testing::Values(
        case_of_refusal{
            parameter + "{ repeat = '20 uS' }",
            "population.E.parameters.g_na.repeat: '20 uS' is not what is needed here; expected a list, each "
            "a conductance such as '6 nS'"},
        case_of_refusal{parameter + "{ repeat = ['20 mV'] }",
                        "population.E.parameters.g_na.repeat: '20 mV' is a voltage; expected a conductance such as '6 "
                        "nS'"},
        case_of_refusal{parameter + "{ repeat = [] }",
                        "population.E.parameters.g_na: there are no values to repeat; expected at least one"},
        case_of_refusal{parameter + "{ formula = 3 }",
                        "population.E.parameters.g_na.formula: 3 is not what is needed here; expected a text in "
                        "quotes"},
        case_of_refusal{parameter + "{ formula = '1 nS * k' }",
                        "population.E.parameters.g_na: column 8: there is no 'k'; expected i, n, x, y or z"},
        case_of_refusal{parameter + "{ formla = '1 nS' }",
                        "population.E.parameters.g_na.formla: there is no distribution 'formla'; did you mean "
                        "'formula'?"},
        case_of_refusal{parameter + "{ where = '0-2' }",
                        "population.E.parameters.g_na: a distribution is a table with one key beside where; known are "
                        "uniform, normal, lognormal, linspace, values, repeat, formula, value"},
        case_of_refusal{parameter + "{ where = '2-0', value = '1 nS' }",
                        "population.E.parameters.g_na.where: '2-0' is not what is needed here; expected indices of "
                        "neurons such as [0, 3] or \"0-9\""},
        case_of_refusal{parameter + "{ where = [3, 10], value = '1 nS' }",
                        "population.E.parameters.g_na.where: there is no neuron 10; the population's are 0 to 9"},
        case_of_refusal{parameter + "[{ value = '1 nS' }, { where = [3, 3], value = '1 nS' }]",
                        "population.E.parameters.g_na[1].where: neuron 3 is named twice; expected each once"},
        case_of_refusal{parameter + "[{ value = '1 nS' }, '2 nS']",
                        "population.E.parameters.g_na[1]: '2 nS' is not what is needed here; expected a table"},
        case_of_refusal{parameter + "[{ value = '1 nS' }, { linspace = ['1 nS', '2 nS'] }]",
                        "population.E.parameters.g_na: 2 parts name no neurons; expected one, for those that none "
                        "names"},
        case_of_refusal{parameter + "['1 nS', '2 nS']",
                        "population.E.parameters.g_na: a list of 2 is not what is needed here; expected a conductance "
                        "such as '6 nS', or for one each { values = [...] }"},
        case_of_refusal{"input.drive.amplitude={ where = [3], value = '1 pA' }",
                        "input.drive.amplitude: an input has values for all of its neurons, which 'neurons' names; "
                        "expected others in an input of their own"},
        case_of_refusal{"projection.EE.weight={ repeat = ['1 nS', '2 nS'] }",
                        "projection.EE.weight.repeat: 'repeat' is for values of neurons, not of synapses; known are "
                        "uniform, normal, lognormal, linspace, values"},
        case_of_refusal{"projection.EE.delay={ formula = '1 ms' }",
                        "projection.EE.delay.formula: 'formula' is for values of neurons, not of synapses; known are "
                        "uniform, normal, lognormal, linspace, values"},
        case_of_refusal{"projection.EE.delay={ where = [1], value = '1 ms' }",
                        "projection.EE.delay.where: 'where' is for values of neurons, not of synapses; known are "
                        "uniform, normal, lognormal, linspace, values"}));

TEST(changes, cannot_reach_into_parts) {
  const std::string in_parts = parameter + "[{ where = [1], value = '50 nS' }]";
  EXPECT_EQ(refusal(small, {in_parts, "population.E.parameters.g_na.value=1 nS"}),
            "--set population.E.parameters.g_na.value=1 nS: there is no g_na 'value'; there are none");
}

}  // namespace
}  // namespace hux
