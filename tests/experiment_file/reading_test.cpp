#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "experiment_file/mistakes.hpp"
#include "experiment_file/small_experiment.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"

namespace hux {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(read_experiment, brings_quantities_into_the_units_kept) {
  const auto e = read(small);
  EXPECT_EQ(e.settings.duration, 100);
  EXPECT_EQ(e.settings.dt, 0.05);
  EXPECT_EQ(*common_value(e.network.populations[0].parameters.at("c_m")), 200);
  EXPECT_EQ(*common_value(std::get<step_current>(e.network.inputs[0].what).amplitude), 100);
}
TEST(read_experiment, gives_zero_no_sign) {
  const auto e = read(small, {"projection.EE.probability=-0.0", "population.E.initial.v=-0 mV"});
  EXPECT_FALSE(std::signbit(std::get<fixed_probability>(e.network.projections[0].rule).probability));
  EXPECT_FALSE(std::signbit(*common_value(*e.network.populations[0].initial_v)));
}
TEST(read_experiment, leaves_what_is_not_given_at_its_default) {
  const auto e = read(small);
  EXPECT_EQ(e.settings.integrator, "rk4");
  EXPECT_EQ(e.settings.precision, precision::single);
  EXPECT_FALSE(e.network.populations[0].threshold);
  EXPECT_TRUE(e.network.projections[0].autapses);
}
TEST(read_experiment, reads_what_becomes_of_a_run_in_which_a_neuron_diverges) {
  EXPECT_EQ(read(small).settings.on_divergence, divergence_policy::stop);
  EXPECT_EQ(read(small, {"simulation.on_divergence=mark"}).settings.on_divergence, divergence_policy::mark);
}
TEST(read_experiment, reads_a_sheet_joined_by_distance) {
  const auto e = read(std::string(small) + R"(
[population.sheet]
size = 12
model = "traub_miles"
receptor.ampa = { tau = "5 ms" }
positions = { layout = "grid", columns = 4, spacing = "0.1 mm" }
[projection.lateral]
source = "sheet"
target = "sheet"
receptor = "ampa"
rule = "distance_probability"
kernel = "exponential"
probability = 0.5
scale = "0.2 mm"
periodic = true
weight = "6 nS"
delay = "1 ms"
velocity = "30 cm/s"
)");
  const auto grid = std::get<grid_layout>(*e.network.populations.at(1).positions);
  EXPECT_EQ(grid.columns, 4U);
  EXPECT_EQ(grid.spacing, 100);
  const auto& p = e.network.projections.at(1);
  EXPECT_EQ(std::get<distance_probability>(p.rule).kernel, distance_kernel::exponential);
  EXPECT_EQ(std::get<distance_probability>(p.rule).scale, 200);
  EXPECT_EQ(p.velocity, 0.3);
  EXPECT_TRUE(p.periodic);
}
TEST(read_experiment, reads_a_voltage_clamp) {
  const auto e = read(std::string(small) + R"(
[input.clamp]
type = "voltage_clamp"
population = "E"
conductance = "0.1 uS"
holding = "-70 mV"
level = { linspace = ["-40 mV", "50 mV"] }
start = "10 ms"
stop = "20 ms"
after = "-0.09 V"
)");
  const auto clamp = std::get<voltage_clamp>(e.network.inputs.at(1).what);
  EXPECT_EQ(clamp.conductance, 100);
  EXPECT_EQ(as<linspace>(clamp.level).last, 50);
  EXPECT_EQ(clamp.after, -90);
}
TEST(read_experiment, reads_a_population) {
  const auto p = read(small).network.populations.at(0);
  EXPECT_EQ(p.name, "E");
  EXPECT_EQ(p.size, 10);
  EXPECT_EQ(p.refractory, 3);
  EXPECT_EQ(as<uniform>(*p.initial_v).low, -70);
  EXPECT_EQ(p.initial_states.size(), 1);
  EXPECT_EQ(p.receptors.at(0).name, "ampa");
  EXPECT_EQ(p.receptors.at(0).parameters.at("tau"), 5);
}
TEST(read_experiment, reads_a_projection) {
  const auto p = read(small).network.projections.at(0);
  EXPECT_EQ(std::get<fixed_probability>(p.rule).probability, 0.5);
  EXPECT_EQ(std::get<double>(p.weight), 6);
  EXPECT_EQ(std::get<double>(p.delay), 1);
}
TEST(read_experiment, expands_ranges_of_neurons) {
  const auto e = read(small);
  EXPECT_THAT(e.network.inputs[0].neurons, ElementsAre(0, 3, 4, 5));
  EXPECT_THAT(e.recordings.samples[0].neurons, ElementsAre(0, 1, 2));
}
TEST(read_experiment, keeps_populations_in_the_order_of_the_file) {
  const auto e = read(R"([simulation]
duration = "1 ms"
[population.z]
size = 1
model = "traub_miles"
[population.a]
size = 1
model = "traub_miles"
)");
  EXPECT_EQ(e.network.populations[0].name, "z");
  EXPECT_EQ(e.network.populations[1].name, "a");
}
TEST(read_experiment, takes_no_spikes_for_an_empty_list_and_all_for_none) {
  EXPECT_TRUE(read(small, {"record.spikes=false"}).recordings.spikes->empty());
  EXPECT_FALSE(read(small, {"record.spikes=true"}).recordings.spikes);
}
TEST(read_experiment, takes_a_whole_number_in_exponent_form) {
  EXPECT_EQ(read(small, {"population.E.size=1e2"}).network.populations[0].size, 100);
}
TEST(read_experiment, takes_a_seed_beyond_the_integers_of_toml) {
  EXPECT_EQ(read(small, {"simulation.seed=\"18446744073709551615\""}).settings.seed, 18446744073709551615U);
}
TEST(read_experiment, reads_bounds_of_a_law) {
  const auto e = read(small, {R"(projection.EE.weight={normal={mean="6 nS",std="1 nS",min="0 nS",outside="clip"}})"});
  const auto law = std::get<normal>(e.network.projections[0].weight);
  EXPECT_EQ(law.within.min, 0);
  EXPECT_TRUE(std::isinf(law.within.max));
  EXPECT_EQ(law.within.action, out_of_bounds::clip);
}

/// A folder of its own for a test that reads files.
class files : public testing::Test {
 protected:
  files() : folder_(std::filesystem::temp_directory_path() / ("hux_experiment_" + std::to_string(getpid()))) {
    std::filesystem::create_directory(folder_);
  }
  ~files() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path write(const std::string& name, std::string_view content) const {
    std::ofstream(folder_ / name) << content;
    return folder_ / name;
  }
  std::filesystem::path folder_;
};

TEST_F(files, of_connections_are_found_beside_the_experiment) {
  write("list.txt", "source target weight[nS] delay[ms]\n0 1 6 1\n2 3 7 2\n");
  const auto file = write("e.toml", small);
  const std::vector<std::string> changes{
      R"(projection={EE={source="E",target="E",receptor="ampa",rule="list",file="list.txt"}})"};
  const auto e = read_experiment(file, changes);
  const auto& list = std::get<explicit_list>(e.network.projections[0].rule);
  EXPECT_THAT(list.target, ElementsAre(1, 3));
  EXPECT_THAT(list.weight, ElementsAre(6, 7));
}
TEST_F(files, that_do_not_exist_are_named) {
  try {
    read_experiment(folder_ / "none.toml");
    FAIL();
  } catch (const file_error& e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("none.toml: cannot be read"));
  }
}
TEST_F(files, that_are_empty_lack_a_duration) {
  try {
    read_experiment(write("empty.toml", ""));
    FAIL();
  } catch (const input_error& e) {
    EXPECT_THAT(e.what(),
                testing::EndsWith("empty.toml: simulation.duration: missing; expected a time such as '1.5 ms'"));
  }
}
TEST_F(files, are_refused_where_they_are_folders) { EXPECT_THROW(read_experiment(folder_), file_error); }

class read_experiment_refuses : public testing::TestWithParam<mistake> {};
TEST_P(read_experiment_refuses, with_file_and_line) { expect_refusal(std::string(small), GetParam()); }
INSTANTIATE_TEST_SUITE_P(
    files, read_experiment_refuses,
    testing::Values(
        mistake{"what_is_not_toml", "size = 10", "size = = 10",
                "net.toml:7: this is not TOML: Error while parsing value: could not determine value type"},
        mistake{"an_unknown_key", "size = 10", "sise = 10",
                "net.toml:6: population.E.size: missing; expected a whole number such as 100"},
        mistake{"a_misspelt_key", "refractory = ", "refractry = ",
                "net.toml:9: population.E.refractry: unknown key; did you mean 'refractory'?"},
        mistake{"no_initial_potentials", "{ uniform = [\"-70 mV\", \"-60 mV\"] }", "{ values = [] }",
                "net.toml:11: population.E.initial.v: has 0 values; expected 10, one for each"},
        mistake{"a_misspelt_table", "[record]", "[records]",
                "net.toml:33: records: unknown key; did you mean 'record'?"},
        mistake{"a_missing_key", "model = \"traub_miles\"", "",
                "net.toml:6: population.E.model: missing; expected a text in quotes"},
        mistake{"the_wrong_type", "size = 10", "size = \"many\"",
                "net.toml:7: population.E.size: 'many' is not what is needed here; expected a whole number from 0 to "
                "4294967295"},
        mistake{"a_negative_size", "size = 10", "size = -1",
                "net.toml:7: population.E.size: -1 is not what is needed here; expected a whole number from 0 to "
                "4294967295"},
        mistake{"a_table_where_a_text_belongs", "title = \"small\"", "title = { a = 1 }",
                "net.toml:1: title: a table is not what is needed here; expected a text in quotes"},
        mistake{"a_text_where_a_table_belongs", "[record]\nspikes = [\"E\"]", "[input]\nx = 5",
                "net.toml:34: input.x: 5 is not what is needed here; expected a table"},
        mistake{"a_unit_of_another_dimension", "\"6 nS\"", "\"6 mV\"",
                "net.toml:22: projection.EE.weight: '6 mV' is a voltage; expected a conductance such as '6 nS'"},
        mistake{"a_density_for_a_whole_cell", "\"0.1 nA\"", "\"7 uA/cm2\"",
                "net.toml:29: input.drive.amplitude: '7 uA/cm2' is a current density; expected a current such as "
                "'50 pA'"},
        mistake{"a_plain_number_with_a_dimension", "dt = \"50 us\"", "dt = 0.05",
                "net.toml:4: simulation.dt: '0.05' has no unit; expected a time such as '1.5 ms'"},
        mistake{"a_mistake_within_an_inline_table", "c_m = \"0.2 nF\"", "c_m = \"0.2 nS\"",
                "net.toml:10: population.E.parameters.c_m: '0.2 nS' is a conductance; expected a capacitance such as "
                "'200 pF'"},
        mistake{"what_validate_refuses", "probability = 0.5", "probability = 1.5",
                "net.toml:21: projection.EE.probability: 1.5 is not a probability; expected 0 to 1"},
        mistake{"an_unknown_model", "traub_miles", "traub_mile",
                "net.toml:8: population.E.model: there is no model 'traub_mile'; did you mean 'traub_miles'?"},
        mistake{"an_unknown_rule", "fixed_probability", "fixed_probablity",
                "net.toml:20: projection.EE.rule: there is no connection rule 'fixed_probablity'; did you mean "
                "'fixed_probability'?"},
        mistake{"the_parameter_of_another_rule", "probability = 0.5", "indegree = 5",
                "net.toml:16: projection.EE.probability: missing; expected a number such as 0.5"},
        mistake{"an_unknown_input", "\"step\"", "\"stop\"",
                "net.toml:26: input.drive.type: there is no input 'stop'; did you mean 'step'?"},
        mistake{"an_unknown_distribution", "uniform = [", "unifrom = [",
                "net.toml:11: population.E.initial.v.unifrom: there is no distribution 'unifrom'; did you mean "
                "'uniform'?"},
        mistake{"a_range_of_neurons_from_high_to_low", "\"3-5\"", "\"5-3\"",
                "net.toml:28: input.drive.neurons: '5-3' is not what is needed here; expected indices of neurons "
                "such as [0, 3] or \"0-9\""},
        mistake{"a_range_of_more_neurons_than_a_list_may_have", "\"3-5\"", "\"0-4294967295\"",
                "net.toml:28: input.drive.neurons: '0-4294967295' is longer than 16777216 neurons; leave the key out "
                "to mean all of them"},
        mistake{
            "an_unknown_key_like_no_other", "tau = \"5 ms\"", "tau = \"5 ms\"\nreversal = \"0 mV\"",
            "net.toml:15: population.E.receptor.ampa.reversal: unknown key; known are synapse, tau, e_rev, initial"},
        mistake{"a_gate_that_is_no_number", "m = 0", "m = \"open\"",
                "net.toml:11: population.E.initial.m: 'open' is not what is needed here; expected a number such as "
                "0.5, or 'steady'"}),
    name_of);

TEST(read_experiment, refuses_a_weight_where_each_synapse_has_its_own) {
  EXPECT_EQ(refusal(R"([simulation]
duration = "1 ms"
[population.E]
size = 2
model = "traub_miles"
[population.E.receptor.ampa]
[projection.EE]
source = "E"
target = "E"
receptor = "ampa"
rule = "list"
synapses = { sources = [0], targets = [1], weights = ["6 nS"] }
weight = "6 nS"
delay = "1 ms"
)"),
            "net.toml:13: projection.EE.weight: not needed: the list of synapses has one for each");
}

/// So many times a text.
std::string repeated(std::size_t times, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(reading, refuses_what_is_nested_too_deeply) {
  constexpr std::size_t deep = 40000;
  const std::string too_many_parts = "net.toml:1: a key has more than 64 parts; expected fewer";
  EXPECT_EQ(refusal("a" + repeated(deep, ".a") + " = 1"), too_many_parts);
  EXPECT_EQ(refusal("[a" + repeated(deep, " . 'a'") + "]"), too_many_parts);
  EXPECT_EQ(refusal("[[a" + repeated(deep, ".\"a\\\"\"") + "]]"), too_many_parts);
  EXPECT_THAT(refusal("a = " + repeated(deep, "[")), HasSubstr("this is not TOML"));
  EXPECT_THAT(refusal("a = " + repeated(deep, "{a=")), HasSubstr("this is not TOML"));
  EXPECT_THAT(refusal(std::string(small), {"a" + repeated(deep, ".a") + "=1"}), HasSubstr("more than 64 parts"));
  EXPECT_EQ(refusal(std::string(small), {"title=" + repeated(deep, "{a=")}), "");  // a text
}

TEST(reading, takes_dots_that_are_in_no_key) {
  const auto e = read("title = \"" + repeated(100, "...") + "\"  # " + repeated(100, "...") + "\n" +
                      std::string(small.substr(small.find('\n'))));
  EXPECT_EQ(e.title.size(), 300);
}

TEST(reading, leaves_a_stream_that_is_no_text) {
  EXPECT_THAT([] { read_experiment("/dev/zero"); },
              testing::ThrowsMessage<file_error>("/dev/zero: is not a text; expected an experiment file"));
}

}  // namespace
}  // namespace hux
