#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "command.hpp"
#include "experiments.hpp"

namespace hux::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// A mistake in the small experiment, and what the user is told.
struct mistake {
  const char* name;
  std::string piece;  ///< of the experiment
  std::string by;     ///< which stands there by mistake
  std::string key;
  std::string value;     ///< as the message shows it
  std::string expected;  ///< what the message says was expected
};

void PrintTo(const mistake& m, std::ostream* stream) { *stream << m.name; }

class mistakes : public ::testing::TestWithParam<mistake> {};

TEST_P(mistakes, end_in_one_sentence_with_line_key_value_and_what_was_expected) {
  const auto& m = GetParam();
  const std::size_t at = small_experiment.find(m.piece);
  const auto line = 1 + std::count(small_experiment.begin(), small_experiment.begin() + static_cast<long>(at), '\n');
  const folder here;
  here.write("cells.toml", replaced(small_experiment, m.piece, m.by));
  const command_outcome o = run(here, {"validate", "cells.toml"});
  expect_one_error(o, 2);
  EXPECT_THAT(o.err, HasSubstr("cells.toml:" + std::to_string(line) + ": "));
  EXPECT_THAT(o.err, AllOf(HasSubstr(m.key), HasSubstr(m.value), HasSubstr(m.expected)));
}

INSTANTIATE_TEST_SUITE_P(
    command, mistakes,
    ::testing::Values(
        mistake{"unknown_key", "threads = 1", "thread = 1", "simulation.thread", "", "did you mean 'threads'?"},
        mistake{"unknown_parameter", "c_m =", "c_n =", "population.cells.parameters.c_n", "", "did you mean 'c_m'?"},
        mistake{"wrong_dimension", "tau = \"5 ms\"", "tau = \"5 nS\"", "population.cells.receptor.ampa.tau", "5 nS",
                "expected a time"},
        mistake{"no_unit", "delay = \"1 ms\"", "delay = 1", "projection.loop.delay", "1", "expected a time"},
        mistake{"unknown_unit", "delay = \"1 ms\"", "delay = \"1 mz\"", "projection.loop.delay", "1 mz", "a time"},
        mistake{"not_toml", "size = 10", "size = = 10", "", "", "TOML"},
        mistake{"duplicate_name", "[input.drive]", "[population.cells]", "", "cells", "redefin"},
        mistake{"unknown_model", "traub_miles", "traub_mile", "population.cells.model", "'traub_mile'",
                "did you mean 'traub_miles'?"},
        mistake{"unknown_population", "source = \"cells\"", "source = \"cell\"", "projection.loop.source", "'cell'",
                "did you mean 'cells'?"},
        mistake{"unknown_receptor", "receptor = \"ampa\"", "receptor = \"amba\"", "projection.loop.receptor", "'amba'",
                "did you mean 'ampa'?"},
        mistake{"unknown_rule", "\"fixed_probability\"", "\"fixed_probabilty\"", "projection.loop.rule",
                "'fixed_probabilty'", "did you mean 'fixed_probability'?"},
        mistake{"unknown_integrator", "threads = 1", "integrator = \"rk5\"", "simulation.integrator", "'rk5'", "rk4"},
        mistake{"probability_above_1", "probability = 0.5", "probability = 1.5", "projection.loop.probability", "1.5",
                "expected 0 to 1"},
        mistake{"delay_below_dt", "delay = \"1 ms\"", "delay = \"0.01 ms\"", "projection.loop.delay", "0.01",
                "expected at least simulation.dt"},
        mistake{"unstable_dt", "dt = \"0.05 ms\"", "dt = \"0.1 ms\"", "simulation.dt", "0.1", "rk4"},
        mistake{"negative_capacitance", "c_m = \"200 pF\"", "c_m = \"-200 pF\"", "population.cells.parameters.c_m",
                "-200", "expected"},
        mistake{"negative_weight", "weight = \"6 nS\"", "weight = \"-6 nS\"", "projection.loop.weight", "-6",
                "expected"},
        mistake{"index_out_of_range", "neurons = [0]", "neurons = [10]", "recording.voltage.neurons",
                "there is no neuron 10", "0 to 9"},
        mistake{"unknown_variable", "variables = [\"v\"]", "variables = [\"w\"]", "recording.voltage.variables", "'w'",
                "known are"},
        mistake{"interval_between_steps", "interval = \"0.5 ms\"", "interval = \"0.07 ms\"",
                "recording.voltage.interval", "0.07", "a multiple of simulation.dt"},
        mistake{"no_neurons", "size = 10", "size = 0", "population.cells.size", "0", "expected at least 1"},
        mistake{"fraction_of_a_neuron", "size = 10", "size = 10.5", "population.cells.size", "10.5", "a whole number"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(missing_key, is_told_with_the_line_of_the_table_that_misses_it) {
  const folder here;
  here.write("cells.toml", replaced(small_experiment, "probability = 0.5", ""));
  const command_outcome o = run(here, {"validate", "cells.toml"});
  expect_one_error(o, 2);
  EXPECT_THAT(o.err, HasSubstr("cells.toml:20: projection.loop.probability: missing; expected a number"));
}

TEST(set, mistakes_are_told_with_the_option_that_made_them) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here, {"validate", "cells.toml", "--set", "projection.loop.probability=1.5"});
  expect_one_error(o, 2);
  EXPECT_THAT(o.err, HasSubstr("--set projection.loop.probability=1.5: "));
}

TEST(set, of_something_that_does_not_exist_names_the_nearest) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here, {"plan", "cells.toml", "--set", "population.cell.size=4"});
  expect_one_error(o, 2);
  EXPECT_THAT(o.err, HasSubstr("did you mean 'cells'?"));
}

TEST(set, takes_several_changes_and_leaves_the_file_alone) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const std::string size = "population.cells.size=4321", probability = "projection.loop.probability=1";
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"plan", "--set", size, probability, "cells.toml"},
                                             {"plan", "cells.toml", "--set", size, probability},
                                             {"plan", "cells.toml", "--set", size, "--set", probability},
                                             {"plan", "--set=" + size, probability, "cells.toml"},
                                             {"plan", "--set", probability, size, "--backend", "cpu", "cells.toml"}}) {
    const command_outcome o = run(here, arguments);
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_THAT(o.out, HasSubstr("18,671,041"));  // 4321 * 4321 synapses
  }
}

TEST(set, is_told_from_a_file_with_an_equals_sign_that_comes_first_or_has_a_folder) {
  const folder here;
  here.write("size=10.toml", small_experiment);
  EXPECT_EQ(run(here, {"validate", "size=10.toml", "--set", "title=a"}).code, 0);
  EXPECT_EQ(run(here, {"validate", "--set", "title=a", "./size=10.toml"}).code, 0);
}

TEST(set, takes_values_whole) {
  const folder here;
  here.write("cells.toml", small_experiment);
  for (const std::string value : {"a=b, c", "[1, 2] and {x = 3}", "'a'\"b\"", "one\\two", "-x", "#1"}) {
    const command_outcome o =
        run(here, {"run", "cells.toml", "--force", "--quiet", "--set", "title=" + value, "record.rates=[]"});
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_THAT(run(here, {"info", "cells.h5"}).out, ::testing::StartsWith("title       " + value + "\n"));
  }
  EXPECT_EQ(run(here, {"validate", "cells.toml", "--set", "recording.voltage.neurons=[0, 3, \"5-9\"]"}).code, 0);
}

TEST(set, of_a_key_with_an_empty_part_is_refused) {
  const folder here;
  here.write("cells.toml", small_experiment);
  for (const std::string key : {"", ".", "simulation.", ".dt", "simulation..dt"}) {
    const command_outcome o = run(here, {"validate", "cells.toml", "--set", key + "=1"});
    expect_one_error(o, 2);
    EXPECT_THAT(o.err, HasSubstr("--set " + key + "=1: expected key.path=value"));
  }
}

TEST(set, is_named_where_it_makes_a_mistake_of_what_stands_beside_it) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o =
      run(here, {"validate", "cells.toml", "--set", "projection.loop.rule=one_to_one", "title=a"});
  expect_one_error(o, 2);
  EXPECT_THAT(o.err, HasSubstr("projection.loop.probability: unknown key"));
  EXPECT_THAT(o.err, ::testing::EndsWith(" (after --set projection.loop.rule=one_to_one)\n"));
}

TEST(set, leaves_the_other_arguments_alone) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here, {"validate", "--set", "population.cells.size=4321", "cells.toml"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, HasSubstr("4,321 neurons"));
}

class usage : public ::testing::TestWithParam<std::vector<std::string>> {};

TEST_P(usage, that_is_wrong_ends_in_exit_code_2) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here, GetParam());
  expect_one_error(o, 2);
}

INSTANTIATE_TEST_SUITE_P(
    command, usage,
    ::testing::Values(std::vector<std::string>{}, std::vector<std::string>{"simulate"}, std::vector<std::string>{"run"},
                      std::vector<std::string>{"--unknown"},
                      std::vector<std::string>{"run", "cells.toml", "--seed", "many", "--quiet"},
                      std::vector<std::string>{"run", "cells.toml", "--threads", "-1", "--quiet"},
                      std::vector<std::string>{"run", "cells.toml", "--threads", "100000", "--quiet"},
                      std::vector<std::string>{"run", "cells.toml", "--backend", "gpu", "--quiet"},
                      std::vector<std::string>{"run", "cells.toml", "--backend", "cuda", "--quiet"},
                      std::vector<std::string>{"run", "cells.toml", "-o", "cells.toml", "--force", "--quiet"},
                      std::vector<std::string>{"validate", "cells.toml", "--set", "nonsense"},
                      std::vector<std::string>{"models", "hodgkin_huxli"}));

class files : public ::testing::TestWithParam<std::vector<std::string>> {};

TEST_P(files, that_cannot_be_read_or_written_end_in_exit_code_3) {
  const folder here;
  here.write("cells.toml", small_experiment);
  here.write("there.h5", "not to be lost");
  const command_outcome o = run(here, GetParam());
  expect_one_error(o, 3);
  EXPECT_EQ(content_of(here / "there.h5"), "not to be lost");
}

INSTANTIATE_TEST_SUITE_P(command, files,
                         ::testing::Values(std::vector<std::string>{"run", "absent.toml"},
                                           std::vector<std::string>{"validate", "absent.toml"},
                                           std::vector<std::string>{"validate", "."},
                                           std::vector<std::string>{"info", "absent.h5"},
                                           std::vector<std::string>{"info", "cells.toml"},
                                           std::vector<std::string>{"run", "cells.toml", "--quiet", "-o", "there.h5"},
                                           std::vector<std::string>{"run", "cells.toml", "--quiet", "-o", "."},
                                           std::vector<std::string>{"run", "cells.toml", "--quiet", "-o", "no/x.h5"}));

TEST(existing_output, is_refused_before_anything_is_built) {
  const folder here;
  here.write("cells.toml", small_experiment);
  here.write("cells.h5", "");
  const command_outcome o = run(here, {"run", "cells.toml"});
  EXPECT_EQ(o.code, 3);
  EXPECT_THAT(o.err, AllOf(HasSubstr("cells.h5 exists"), HasSubstr("--force"), Not(HasSubstr("built"))));
}

TEST(existing_output, is_overwritten_by_force) {
  const folder here;
  here.write("cells.toml", small_experiment);
  here.write("cells.h5", "");
  EXPECT_EQ(run(here, {"run", "cells.toml", "--force"}).code, 0);
  EXPECT_EQ(run(here, {"info", "cells.h5"}).code, 0);
}

TEST(memory, that_does_not_suffice_is_told_with_figures) {
  const folder here;
  here.write("cells.toml", replaced(small_experiment, "\"fixed_probability\"\nprobability = 0.5", "\"all_to_all\""));
  for (const std::string size : {"4e6", "2147483648"}) {
    const command_outcome o = run(here, {"run", "cells.toml", "--quiet", "--set", "population.cells.size=" + size});
    expect_one_error(o, 4);
    EXPECT_THAT(o.err, AllOf(HasSubstr("GiB are available"), HasSubstr("for projection loop: ")));
  }
}

TEST(standard_output, that_cannot_be_written_to_is_an_error) {
  const folder here;
  surroundings full;
  full.out = "/dev/full";
  const command_outcome o = run(here, {"models"}, full);
  EXPECT_EQ(o.code, 3);
  EXPECT_THAT(o.err, HasSubstr("hux: error: "));
}

}  // namespace
}  // namespace hux::test
