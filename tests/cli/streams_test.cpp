#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "command.hpp"
#include "experiments.hpp"
#include "io/result/result_reader.hpp"

namespace hux::test {
namespace {

using ::testing::HasSubstr;

constexpr int reader_gone = 128 + SIGPIPE;

/// A folder with an experiment, its result and what a killed run of it has left.
struct worked_folder : folder {
  worked_folder() {
    write("cells.toml", small_experiment);
    EXPECT_EQ(run(*this, {"run", "cells.toml", "--quiet"}).code, 0);
    std::filesystem::copy(*this / "cells.h5", *this / "killed.h5.part");
  }
};

/// Each way of calling the command that prints on standard output.
const std::vector<std::vector<std::string>> printing{
    {"--help"},
    {"--version"},
    {"run", "--help"},
    {"models"},
    {"models", "nmda"},
    {"validate", "cells.toml"},
    {"plan", "cells.toml"},
    {"info", "cells.h5"},
    {"info", "cells.h5", "--experiment"},
    {"info", "--devices"},
    {"recover", "killed.h5.part"},
};

/// Each way of calling it that ends in an error.
const std::vector<std::pair<std::vector<std::string>, int>> failing{
    {{}, 2},
    {{"simulate"}, 2},
    {{"run"}, 2},
    {{"models", "no_such_model"}, 2},
    {{"run", "absent.toml"}, 3},
    {{"validate", "absent.toml"}, 3},
    {{"plan", "absent.toml"}, 3},
    {{"info", "absent.h5"}, 3},
    {{"recover", "absent.h5.part"}, 3},
    {{"run", "cells.toml", "-o", "large.h5", "--set", "population.cells.size=2e9"}, 4},
};

surroundings streams(const std::string& out, const std::string& err) {
  surroundings around;
  around.out = out;
  around.err = err;
  return around;
}

std::string joined(const std::vector<std::string>& words) {
  std::string line = "hux";
  for (const auto& word : words) line += " " + word;
  return line;
}

TEST(streams, that_are_both_unwritable_leave_the_exit_code_to_tell) {
  for (const auto& stream : {closed, std::string("/dev/full")})
    for (const auto& arguments : printing) {
      const worked_folder here;
      EXPECT_EQ(run(here, arguments, streams(stream, stream)).code, 3) << joined(arguments) << " on " << stream;
    }
}

TEST(streams, that_are_unwritable_do_not_change_the_exit_code_of_an_error) {
  const worked_folder here;
  for (const auto& stream : {closed, unread_pipe, std::string("/dev/full")})
    for (const auto& [arguments, code] : failing)
      EXPECT_EQ(run(here, arguments, streams(stream, stream)).code, code) << joined(arguments) << " on " << stream;
}

TEST(streams, that_nobody_reads_end_the_command_quietly_as_a_pipe_ends_others) {
  for (const auto& arguments : printing) {
    const worked_folder here;
    const command_outcome o = run(here, arguments, streams(unread_pipe, "stderr"));
    EXPECT_EQ(o.code, reader_gone) << joined(arguments);
    EXPECT_EQ(o.err, "") << joined(arguments);
  }
}

TEST(streams, of_a_run_that_go_away_do_not_end_it) {
  for (const auto& stream : {closed, unread_pipe, std::string("/dev/full")}) {
    const folder here;
    here.write("cells.toml", small_experiment);
    EXPECT_EQ(run(here, {"run", "cells.toml"}, streams(stream, stream)).code, 0) << stream;
    const auto result = read_result(here / "cells.h5");
    EXPECT_EQ(result.provenance->status, "complete");
    EXPECT_EQ(result.provenance->simulated, 20);
  }
}

TEST(streams, of_which_one_is_unwritable_have_the_reason_on_the_other) {
  const folder here;
  const command_outcome o = run(here, {"models"}, streams("/dev/full", "stderr"));
  EXPECT_EQ(o.code, 3);
  EXPECT_EQ(o.err, "hux: error: standard output cannot be written to: No space left on device\n");
}

TEST(streams, into_a_file_that_may_not_grow_have_the_reason_on_the_other) {
  const folder here;
  surroundings small;
  small.file_size = 1000;
  const command_outcome o = run(here, {"models"}, small);
  EXPECT_EQ(o.code, 3);
  EXPECT_EQ(o.err, "hux: error: standard output cannot be written to: File too large\n");
}

TEST(streams, take_a_warning_that_nobody_can_read) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here,
                                {"validate", "cells.toml", "--set", "simulation.integrator=exponential_euler", "--set",
                                 "simulation.dt=1 ms", "--set", "recording.voltage.interval=1 ms"},
                                streams("stdout", unread_pipe));
  EXPECT_EQ(o.code, 0);
  EXPECT_THAT(o.out, HasSubstr("is valid"));
}

}  // namespace
}  // namespace hux::test
