#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "command.hpp"
#include "experiments.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/result/result_reader.hpp"

namespace hux::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// The result file's lines on spikes.
std::string spikes_in(const folder& here, const std::string& file) {
  const std::string info = run(here, {"info", file}).out;
  return info.substr(std::min(info.size(), info.find("spikes of")));
}

TEST(run, writes_a_result_named_after_the_experiment_into_the_current_folder) {
  const folder here;
  std::filesystem::create_directory(here / "experiments");
  here.write("experiments/cells.toml", small_experiment);
  const command_outcome o = run(here, {"run", "experiments/cells.toml"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(o.out, "");
  const auto result = read_result(here / "cells.h5");
  EXPECT_EQ(result.provenance->status, "complete");
  EXPECT_GT(result.spikes.at(0).spikes, 0U);
}

TEST(run, says_in_one_line_each_what_is_read_built_and_written) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here, {"run", "cells.toml", "-o", "out.h5"});
  EXPECT_THAT(o.err, HasSubstr("hux: read cells.toml: 10 neurons in 1 population, 1 projection, 1 input\n"));
  EXPECT_TRUE(std::regex_search(o.err, std::regex("hux: running on the CPU, because .*\n"))) << o.err;
  EXPECT_TRUE(std::regex_search(o.err, std::regex("hux: built 10 neurons and [0-9]+ synapses in [0-9.]+ s: .*\n")))
      << o.err;
  EXPECT_TRUE(std::regex_search(o.err, std::regex("hux: simulated 20 ms in [0-9.]+ s, .* x real time: .* spikes\n")))
      << o.err;
  EXPECT_THAT(o.err, AllOf(HasSubstr("mean rates: cells "), HasSubstr("hux: results are in out.h5\n")));
}

TEST(run, says_nothing_when_told_to_be_quiet) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here, {"run", "cells.toml", "--quiet"});
  EXPECT_EQ(o.code, 0);
  EXPECT_EQ(o.out + o.err, "");
}

TEST(run, shows_no_progress_bar_without_a_terminal) {
  const folder here;
  here.write("cells.toml", small_experiment);
  EXPECT_THAT(run(here, {"run", "cells.toml"}).err, AllOf(Not(HasSubstr("\r")), Not(HasSubstr("["))));
}

TEST(run, does_not_explain_a_backend_that_was_asked_for) {
  const folder here;
  here.write("cells.toml", small_experiment);
  EXPECT_THAT(run(here, {"run", "cells.toml", "--backend", "cpu"}).err, Not(HasSubstr("running on")));
}

TEST(run, takes_seed_and_threads_from_the_command_line) {
  const folder here;
  here.write("cells.toml", small_experiment);
  EXPECT_EQ(run(here, {"run", "cells.toml", "--seed", "18446744073709551615", "--threads", "2"}).code, 0);
  const auto provenance = *read_result(here / "cells.h5").provenance;
  EXPECT_EQ(provenance.seed, 18446744073709551615U);
  EXPECT_EQ(provenance.threads, 2U);
}

TEST(run, of_the_experiment_stored_in_a_result_gives_the_same_result) {
  const folder here;
  here.write("cells.toml", replaced(small_experiment, "probability = 0.5", "probability = 0.3"));
  ASSERT_EQ(run(here, {"run", "cells.toml", "--set", "population.cells.size=20", "--seed", "7"}).code, 0);
  here.write("again.toml", run(here, {"info", "cells.h5", "--experiment"}).out);
  ASSERT_EQ(run(here, {"run", "again.toml"}).code, 0);
  EXPECT_THAT(spikes_in(here, "cells.h5"), HasSubstr("cells"));
  EXPECT_EQ(spikes_in(here, "cells.h5"), spikes_in(here, "again.h5"));
}

TEST(run, of_the_experiment_stored_in_a_result_takes_its_long_lists_from_there) {
  const folder here;
  std::string potentials = "values = [";
  for (int i = 0; i < 1200; ++i) potentials += "\"-" + std::to_string(50 + i % 17) + " mV\", ";
  here.write("cells.toml", replaced(replaced(small_experiment, "size = 10", "size = 1200"), "[population.cells.rec",
                                    "[population.cells.initial]\nv = { " + potentials + "] }\n[population.cells.rec"));
  ASSERT_EQ(run(here, {"run", "cells.toml"}).code, 0);
  here.write("again.toml", run(here, {"info", "cells.h5", "--experiment"}).out);
  EXPECT_LT(content_of(here / "again.toml").size(), 4000U);
  ASSERT_EQ(run(here, {"run", "again.toml"}).code, 0);
  EXPECT_THAT(spikes_in(here, "cells.h5"), HasSubstr("cells"));
  EXPECT_EQ(spikes_in(here, "cells.h5"), spikes_in(here, "again.h5"));
}

TEST(divergence, names_population_neuron_time_and_dt_and_leaves_a_readable_file) {
  const folder here;
  here.write("cells.toml", replaced(small_experiment, "type = \"constant\"",
                                    "type = \"step\"\nstart = \"10 ms\"\n"
                                    "stop = \"20 ms\"\nneurons = [3]"));
  const command_outcome o = run(here, {"run", "cells.toml", "--quiet", "--set", "input.drive.amplitude=1 A"});
  expect_one_error(o, 5);
  EXPECT_THAT(o.err, AllOf(HasSubstr("neuron 3 of population 'cells'"), HasSubstr(" at 10.0"), HasSubstr("dt = 0.05")));
  const auto result = read_result(here / "cells.h5");
  EXPECT_THAT(result.provenance->status, HasSubstr("diverged"));
  EXPECT_EQ(result.provenance->simulated, 10);
}

TEST(info, says_from_when_to_when_was_recorded) {
  const folder here;
  here.write("cells.toml", small_experiment);
  run(here, {"run", "cells.toml", "--quiet"});
  hdf5::change_file(here / "cells.h5", [](hid_t file) {
    hdf5::write_attribute(hdf5::open_group(file, "provenance"), "start", 5.0);
    hdf5::write_attribute(hdf5::open_group(file, "provenance"), "simulation_seconds", 1.5);
  });
  EXPECT_THAT(run(here, {"info", "cells.h5"}).out,
              AllOf(HasSubstr("simulated   from 5 ms to 20 of 20 ms"), HasSubstr("(0.01 x real time")));
}

TEST(divergence, of_a_neuron_does_not_end_a_run_that_marks_it) {
  const folder here;
  here.write("cells.toml", replaced(small_experiment, "type = \"constant\"",
                                    "type = \"step\"\nstart = \"10 ms\"\n"
                                    "stop = \"20 ms\"\nneurons = [3, 5]"));
  const command_outcome o = run(here, {"run", "cells.toml", "--quiet", "--set", "input.drive.amplitude=1 A", "--set",
                                       "simulation.on_divergence=mark"});
  EXPECT_EQ(o.code, 0);
  EXPECT_THAT(o.err, HasSubstr("warning: 2 neurons diverged and sent nothing more, the first of them neuron 3 of "
                               "population 'cells' at 10.05 ms"));
  EXPECT_THAT(run(here, {"info", "cells.h5"}).out,
              AllOf(HasSubstr("simulated   20 of 20 ms"),
                    HasSubstr("diverged    2 neurons of population cells, the first at 10.05 ms")));
}

TEST(full_disk, ends_in_exit_code_3) {
  const folder here;
  here.write("cells.toml", small_experiment);
  surroundings small;
  small.file_size = 256 << 10;
  const command_outcome o = run(here,
                                {"run", "cells.toml", "--quiet", "--set", "simulation.duration=2 s", "--set",
                                 "recording.voltage.interval=0.05 ms", "--set", "recording.voltage.neurons='0-9'"},
                                small);
  expect_one_error(o, 3);
  EXPECT_THAT(o.err, HasSubstr("cells.h5"));
}

TEST(small_stack, ends_in_exit_code_4) {
  const folder here;
  here.write("cells.toml", small_experiment);
  surroundings small;
  small.stack = 64 << 10;
  const command_outcome o = run(here, {"run", "cells.toml"}, small);
  expect_one_error(o, 4);
  EXPECT_EQ(o.err, "hux: error: the limit of the stack is 64 KiB; expected at least 128 (ulimit -s 128)\n");
}

/// With less than a MiB the program may not even start.
TEST(little_memory, ends_in_a_sentence_however_little_it_is) {
  const folder here;
  here.write("cells.toml", small_experiment);
  run(here, {"run", "cells.toml", "--quiet"});
  for (std::uint64_t kib = 1200; kib < 6000; kib += 60) {
    surroundings small;
    small.data = kib << 10U;
    for (const char* tried : {"info", "validate"}) {
      const command_outcome o = run(here, {tried, tried == std::string("info") ? "cells.h5" : "cells.toml"}, small);
      EXPECT_GE(o.code, 0) << tried << " with " << kib << " KiB: " << o.err;
      EXPECT_LE(std::ranges::count(o.err, '\n'), 1) << tried << " with " << kib << " KiB: " << o.err;
    }
  }
}

class interruption : public ::testing::TestWithParam<int> {};

TEST_P(interruption, ends_at_the_next_window_with_a_readable_file) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command running(here, {"run", "cells.toml", "--set", long_run});
  running.wait_for("cells.h5.part");
  running.send(GetParam());
  const command_outcome o = running.wait();
  EXPECT_EQ(o.code, 128 + GetParam()) << o.err;
  EXPECT_THAT(o.err, HasSubstr("interrupted after"));
  const auto result = read_result(here / "cells.h5");
  EXPECT_EQ(result.provenance->status, "interrupted");
  EXPECT_GT(result.provenance->simulated, 0);
  EXPECT_LT(result.provenance->simulated, 1e9);
}

INSTANTIATE_TEST_SUITE_P(command, interruption, ::testing::Values(SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGUSR1));

TEST(interruption, does_not_happen_by_signals_that_the_parent_has_ignored) {
  const folder here;
  here.write("cells.toml", small_experiment);
  surroundings in_the_background;
  in_the_background.ignored = {SIGINT, SIGHUP};
  const command running(here, {"run", "cells.toml", "--set", long_run}, in_the_background);
  running.wait_for("cells.h5.part");
  running.send(SIGINT);
  running.send(SIGHUP);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  running.send(SIGTERM);
  EXPECT_EQ(running.wait().code, 128 + SIGTERM);
}

TEST(killed_run, is_recovered_by_the_command_that_info_names) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command running(here, {"run", "cells.toml", "--set", long_run});
  running.wait_for("cells.h5.part");
  EXPECT_THAT(run(here, {"info", "cells.h5.part"}).out, HasSubstr("running"));
  running.send(SIGKILL);
  EXPECT_EQ(running.wait().code, -SIGKILL);
  EXPECT_THAT(run(here, {"info", "cells.h5.part"}).out, HasSubstr("killed: hux recover cells.h5.part"));
  const command_outcome o = run(here, {"recover", "cells.h5.part"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, HasSubstr("cells.h5 holds what was recorded in the first "));
  EXPECT_EQ(read_result(here / "cells.h5").provenance->status, "killed; recovered");
}

TEST(two_runs, on_one_result_are_one_too_many) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command first(here, {"run", "cells.toml", "--set", long_run});
  first.wait_for("cells.h5.part");
  const folder there;
  there.write("cells.toml", small_experiment);
  expect_one_error(run(there, {"run", "cells.toml", "--quiet", "--force", "-o", (here / "cells.h5").string()}), 3);
  first.send(SIGTERM);
  EXPECT_EQ(first.wait().code, 128 + SIGTERM);
}

TEST(output, is_never_a_device) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command_outcome o = run(here, {"run", "cells.toml", "--quiet", "--force", "-o", "/dev/null"});
  expect_one_error(o, 3);
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(interruption, for_the_second_time_kills) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command running(here, {"run", "cells.toml", "--set", long_run});
  running.wait_for("cells.h5.part");
  running.send(SIGSTOP);  // so that both signals find the same window
  running.wait_until_stopped();
  running.send(SIGINT);
  running.send(SIGTERM);
  running.send(SIGCONT);
  EXPECT_THAT(running.wait().code, ::testing::AnyOf(-SIGINT, -SIGTERM));
}

}  // namespace
}  // namespace hux::test
