#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "command.hpp"
#include "experiments.hpp"
#include "io/result/result_reader.hpp"
#include "spikes.hpp"

/// --until, --save-state and --from-state.
namespace hux::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(state, of_a_run_goes_on_as_the_run_would_have) {
  const folder here;
  here.write("cells.toml", small_experiment);
  EXPECT_EQ(run(here, {"run", "cells.toml", "--quiet", "-o", "whole.h5"}).code, 0);
  const command_outcome first =
      run(here, {"run", "cells.toml", "--until", "7.35 ms", "--save-state", "s.h5", "-o", "first.h5"});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.err, HasSubstr("hux: the state at 7.35 ms is in s.h5: "));
  const command_outcome rest = run(here, {"run", "cells.toml", "--from-state", "s.h5", "-o", "rest.h5"});
  EXPECT_EQ(rest.code, 0) << rest.err;
  EXPECT_THAT(rest.err, HasSubstr("hux: going on from s.h5 at 7.35 ms\n"));
  auto parts = spike_times(here / "first.h5");
  const auto second = spike_times(here / "rest.h5");
  EXPECT_FALSE(parts.empty() || second.empty());
  parts.insert(parts.end(), second.begin(), second.end());
  EXPECT_EQ(parts, spike_times(here / "whole.h5"));
  EXPECT_DOUBLE_EQ(read_result(here / "first.h5").provenance->simulated, 7.35);
  EXPECT_DOUBLE_EQ(read_result(here / "rest.h5").provenance->simulated, 20);
}

TEST(state, is_saved_where_a_run_is_interrupted) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command running(here, {"run", "cells.toml", "--set", long_run, "--save-state", "s.h5"});
  running.wait_for("cells.h5.part");
  running.send(SIGTERM);
  EXPECT_EQ(running.wait().code, 128 + SIGTERM);
  EXPECT_TRUE(std::filesystem::exists(here / "s.h5"));
}

TEST(state, of_another_network_is_refused_with_the_first_difference) {
  const folder here;
  here.write("cells.toml", small_experiment);
  run(here, {"run", "cells.toml", "--quiet", "--until", "5 ms", "--save-state", "s.h5"});
  const command_outcome o = run(here, {"run", "cells.toml", "--quiet", "--from-state", "s.h5", "-o", "o.h5", "--set",
                                       "population.cells.parameters.c_m='250 pF'"});
  expect_one_error(o, 2);
  EXPECT_THAT(o.err, AllOf(HasSubstr("c_m = \"200 pF\""), HasSubstr("c_m = \"250 pF\""),
                           HasSubstr("[population.cells.parameters]")));
  EXPECT_FALSE(std::filesystem::exists(here / "o.h5"));
}

TEST(state, at_the_end_of_the_run_has_nowhere_to_go) {
  const folder here;
  here.write("cells.toml", small_experiment);
  run(here, {"run", "cells.toml", "--quiet", "--save-state", "s.h5"});
  const command_outcome o = run(here, {"run", "cells.toml", "--quiet", "--from-state", "s.h5", "-o", "o.h5"});
  expect_one_error(o, 2);
  EXPECT_THAT(o.err, HasSubstr("--until '40 ms'"));
}

TEST(state, is_never_written_over_what_is_there) {
  const folder here;
  here.write("cells.toml", small_experiment);
  here.write("s.h5", "something else");
  expect_one_error(run(here, {"run", "cells.toml", "--quiet", "--save-state", "s.h5"}), 3);
  EXPECT_EQ(content_of(here / "s.h5"), "something else");
  expect_one_error(run(here, {"run", "cells.toml", "--quiet", "--save-state", "cells.h5"}), 2);
  EXPECT_FALSE(std::filesystem::exists(here / "cells.h5"));
}

TEST(state, that_is_none_is_refused_in_a_sentence) {
  const folder here;
  here.write("cells.toml", small_experiment);
  here.write("text.h5", "no HDF5");
  expect_one_error(run(here, {"run", "cells.toml", "--quiet", "--from-state", "text.h5"}), 3);
  expect_one_error(run(here, {"run", "cells.toml", "--quiet", "--from-state", "nothing.h5"}), 3);
  EXPECT_FALSE(std::filesystem::exists(here / "cells.h5"));
}

TEST(state, is_told_of_by_info) {
  const folder here;
  here.write("cells.toml", small_experiment);
  run(here, {"run", "cells.toml", "--quiet", "--save-state", "s.h5"});
  const command_outcome o = run(here, {"info", "s.h5"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out,
              AllOf(HasSubstr("20 ms, step 400 of 0.05 ms, single precision\n"), HasSubstr("v, m, h, n, ampa\n")));
  const std::string shown = run(here, {"info", "s.h5", "--experiment"}).out;
  EXPECT_THAT(shown, AllOf(HasSubstr("c_m = \"200 pF\""), Not(HasSubstr("#"))));
}

TEST(state, with_minis_goes_on_and_is_told_of_by_info) {
  const folder here;
  here.write("cells.toml", small_experiment +
                               "[projection.loop.spontaneous]\nrate = \"if(since_spike < 5 ms, 900 Hz, 300 "
                               "Hz)\"\nweight = \"6 nS\"\n");
  run(here, {"run", "cells.toml", "--quiet", "-o", "whole.h5"});
  run(here, {"run", "cells.toml", "--quiet", "--until", "7.35 ms", "--save-state", "s.h5", "-o", "first.h5"});
  EXPECT_EQ(run(here, {"run", "cells.toml", "--quiet", "--from-state", "s.h5", "-o", "rest.h5"}).code, 0);
  auto parts = spike_times(here / "first.h5");
  for (const auto& spike : spike_times(here / "rest.h5")) parts.push_back(spike);
  EXPECT_EQ(parts, spike_times(here / "whole.h5"));
  const std::string told = run(here, {"info", "s.h5"}).out;
  EXPECT_THAT(told, AllOf(HasSubstr("ampa, last_spike_step\n"), HasSubstr("projection "),
                          HasSubstr("minis in flight\n"), HasSubstr("\nloop  "), Not(HasSubstr(" 0\n"))));
}

TEST(state, of_an_experiment_with_long_lists_is_shown_with_where_these_are) {
  const folder here;
  std::string potentials;
  for (int i = 0; i < 1200; ++i) potentials += "\"-" + std::to_string(50 + i % 17) + " mV\", ";
  here.write("cells.toml",
             replaced(replaced(small_experiment, "size = 10", "size = 1200"), "[population.cells.rec",
                      "[population.cells.initial]\nv = { values = [" + potentials + "] }\n[population.cells.rec"));
  ASSERT_EQ(run(here, {"run", "cells.toml", "--quiet", "--until", "1 ms", "--save-state", "s.h5"}).code, 0);
  EXPECT_THAT(run(here, {"info", "s.h5", "--experiment"}).out,
              AllOf(StartsWith("# This cannot be run as it is: lists with a digest are in the experiment"),
                    HasSubstr("digest = \"")));
}

TEST(until, is_a_time_in_whole_steps) {
  const folder here;
  here.write("cells.toml", small_experiment);
  for (const char* time : {"5", "5 mV", "soon", "-5 ms", "0.07 ms"})
    expect_one_error(run(here, {"run", "cells.toml", "--quiet", "--until", time}), 2);
}

}  // namespace
}  // namespace hux::test
