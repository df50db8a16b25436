#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>

#include <map>

#include "command.hpp"
#include "experiments.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/result/result_reader.hpp"

/// --checkpoint-every and --resume.
namespace hux::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// Takes far longer than it takes to notice its first checkpoint.
const std::string some_seconds = "simulation.duration='20 s'";

/// All numbers in a result but those of /provenance, by the names of their data sets.
std::map<std::string, std::vector<double>> numbers_in(const std::filesystem::path& file) {
  const hdf5::handle opened = hdf5::open_file(file);
  std::map<std::string, std::vector<double>> found;
  const char* const names[] = {"spikes/cells/timestamps", "spikes/cells/node_ids", "rates/cells/rate",
                               "rates/cells/time",        "report/voltage.v/data", "report/voltage.v/mapping/time"};
  for (const char* name : names) {
    const hdf5::handle dataset = hdf5::open_dataset(opened, name);
    std::uint64_t count = 1;
    for (const std::uint64_t size : hdf5::shape(dataset)) count *= size;
    auto& values = found[name];
    values.resize(count);
    hdf5::call(H5Dread, dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, static_cast<void*>(values.data()));
  }
  return found;
}

const std::map<std::string, std::vector<double>>& unbroken() {
  static const auto numbers = [] {
    const folder here;
    here.write("cells.toml", small_experiment);
    run(here, {"run", "cells.toml", "--quiet", "--set", some_seconds});
    return numbers_in(here / "cells.h5");
  }();
  return numbers;
}

/// Starts a run with checkpoints and ends it with a signal as soon as there is one.
void break_off(const folder& here, int signal, const std::string& every = "7.3 ms") {
  const command running(here, {"run", "cells.toml", "--quiet", "--set", some_seconds, "--checkpoint-every", every});
  running.wait_for("cells.h5.checkpoint");
  running.send(signal);
  EXPECT_EQ(running.wait().code, signal == SIGKILL ? -SIGKILL : 128 + signal);
}

command_outcome resumed(const folder& here, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"run", "cells.toml", "--set", some_seconds, "--resume"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run(here, arguments);
}

TEST(resume, of_a_run_that_was_killed_ends_as_an_unbroken_one) {
  const folder here;
  here.write("cells.toml", small_experiment);
  break_off(here, SIGKILL);
  ASSERT_TRUE(std::filesystem::exists(here / "cells.h5.part"));
  const command_outcome o = resumed(here);
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.err, HasSubstr("hux: going on from cells.h5.checkpoint at "));
  EXPECT_EQ(numbers_in(here / "cells.h5"), unbroken());
  EXPECT_FALSE(std::filesystem::exists(here / "cells.h5.checkpoint"));
  const auto result = read_result(here / "cells.h5");
  EXPECT_EQ(result.provenance->status, "complete");
  EXPECT_EQ(result.provenance->spikes, result.spikes.at(0).spikes);
}

TEST(resume, of_a_run_that_was_interrupted_ends_as_an_unbroken_one) {
  const folder here;
  here.write("cells.toml", small_experiment);
  break_off(here, SIGTERM);
  ASSERT_TRUE(std::filesystem::exists(here / "cells.h5"));
  EXPECT_EQ(read_result(here / "cells.h5").provenance->status, "interrupted");
  EXPECT_EQ(resumed(here).code, 0);
  EXPECT_EQ(numbers_in(here / "cells.h5"), unbroken());
}

TEST(resume, again_and_again_and_however_it_runs_ends_as_an_unbroken_one) {
  const folder here;
  here.write("cells.toml", small_experiment);
  break_off(here, SIGKILL, "0.02 s wall");
  for (int times = 0; times < 20 && std::filesystem::exists(here / "cells.h5.checkpoint"); ++times) {
    const command running(
        here, {"run", "cells.toml", "--quiet", "--set", some_seconds, "--resume", "--checkpoint-every",
               times % 2 == 0 ? "110 ms" : "0.02 s wall", "--threads", std::to_string(1 + times % 3), "--set",
               "simulation.window=" + std::to_string(1 + times)});
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + 5 * times));
    running.send(times % 3 == 2 ? SIGTERM : SIGKILL);
    // -SIGTERM: before the command listens to signals
    EXPECT_THAT(running.wait().code, ::testing::AnyOf(0, -SIGKILL, -SIGTERM, 128 + SIGTERM));
  }
  if (std::filesystem::exists(here / "cells.h5.checkpoint")) {
    EXPECT_EQ(resumed(here).code, 0);
  }
  EXPECT_EQ(numbers_in(here / "cells.h5"), unbroken());
}

TEST(checkpoints, leave_no_trace_in_results_of_a_run_that_goes_through) {
  for (const char* every : {"333.5 ms", "0.05 s wall", "1 h wall", "1e300 s"}) {
    const folder here;
    here.write("cells.toml", small_experiment);
    EXPECT_EQ(run(here, {"run", "cells.toml", "--quiet", "--set", some_seconds, "--checkpoint-every", every}).code, 0);
    EXPECT_EQ(numbers_in(here / "cells.h5"), unbroken()) << every;
    EXPECT_FALSE(std::filesystem::exists(here / "cells.h5.checkpoint")) << every;
  }
}

TEST(resume, stops_where_something_else_was_recorded_and_changes_nothing) {
  const folder here;
  here.write("cells.toml", small_experiment);
  break_off(here, SIGTERM, "100 ms");
  const auto early = content_of(here / "cells.h5.checkpoint");
  // Results that go on beyond the checkpoint, and one number of them that is wrong.
  EXPECT_EQ(resumed(here).code, 0);
  here.write("cells.h5.checkpoint", early);
  std::uint64_t spikes = 0;
  hdf5::change_file(here / "cells.h5", [&](hid_t file) {
    const hdf5::handle times = hdf5::open_dataset(file, "spikes/cells/timestamps");
    spikes = hdf5::shape(times)[0];
    std::vector<double> values(spikes);
    hdf5::read_range(times, 0, std::span<double>(values));
    values.back() += 1e-9;
    hdf5::overwrite(times, values);
  });
  const auto before = numbers_in(here / "cells.h5");
  const command_outcome o = resumed(here, {"--quiet"});
  expect_one_error(o, 3);
  EXPECT_THAT(o.err, AllOf(HasSubstr("row " + std::to_string(spikes - 1) + " of timestamps is "),
                           HasSubstr("nothing of it is changed")));
  EXPECT_EQ(run(here, {"recover", "cells.h5.part"}).code, 0);
  EXPECT_EQ(numbers_in(here / "cells.h5").at("spikes/cells/timestamps"), before.at("spikes/cells/timestamps"));
}

TEST(resume, that_is_interrupted_before_it_is_where_the_run_was_tells_of_all_that_is_there) {
  const folder here;
  here.write("cells.toml", small_experiment);
  break_off(here, SIGTERM, "100 ms");
  const auto early = content_of(here / "cells.h5.checkpoint");
  EXPECT_EQ(resumed(here).code, 0);
  const auto whole = read_result(here / "cells.h5");
  here.write("cells.h5.checkpoint", early);
  const command running(here, {"run", "cells.toml", "--quiet", "--set", some_seconds, "--resume"});
  running.wait_for("cells.h5.part");
  running.send(SIGTERM);
  EXPECT_EQ(running.wait().code, 128 + SIGTERM);
  EXPECT_EQ(numbers_in(here / "cells.h5"), unbroken());
  const auto interrupted = read_result(here / "cells.h5");
  EXPECT_EQ(interrupted.provenance->status, "interrupted");
  EXPECT_EQ(interrupted.provenance->simulated, whole.provenance->simulated);
  EXPECT_EQ(interrupted.provenance->spikes, whole.provenance->spikes);
  EXPECT_EQ(resumed(here).code, 0);
  EXPECT_EQ(numbers_in(here / "cells.h5"), unbroken());
}

TEST(resume, of_a_run_interrupted_at_the_end_of_a_part_is_one_that_was_interrupted) {
  const folder here;
  here.write("cells.toml", small_experiment);
  break_off(here, SIGTERM, "0.05 ms");
  EXPECT_EQ(read_result(here / "cells.h5").provenance->status, "interrupted");
}

TEST(resume, with_spikes_on_the_grid_and_a_bin_that_ends_where_it_goes_on) {
  const folder here;
  here.write("cells.toml",
             replaced(small_experiment, "[record]\n", "[record]\nspike_times = \"grid\"\nrate_bin = \"0.1 ms\"\n"));
  run(here, {"run", "cells.toml", "--quiet", "--set", some_seconds, "-o", "whole.h5"});
  break_off(here, SIGTERM, "7.3 ms");
  EXPECT_EQ(resumed(here).code, 0);
  EXPECT_EQ(numbers_in(here / "cells.h5"), numbers_in(here / "whole.h5"));
}

TEST(resume, beside_an_earlier_result_is_refused_at_once) {
  const folder here;
  here.write("cells.toml", small_experiment);
  run(here, {"run", "cells.toml", "--quiet"});
  const command running(
      here, {"run", "cells.toml", "--quiet", "--force", "--set", some_seconds, "--checkpoint-every", "7.3 ms"});
  running.wait_for("cells.h5.checkpoint");
  running.send(SIGKILL);
  EXPECT_EQ(running.wait().code, -SIGKILL);
  const command_outcome o = resumed(here, {"--quiet"});
  expect_one_error(o, 3);
  EXPECT_THAT(o.err, HasSubstr("expected that to be moved elsewhere"));
  std::filesystem::rename(here / "cells.h5", here / "earlier.h5");
  EXPECT_EQ(resumed(here).code, 0);
  EXPECT_EQ(numbers_in(here / "cells.h5"), unbroken());
}

TEST(resume, of_another_experiment_is_refused_and_leaves_all_as_it_is) {
  const folder here;
  here.write("cells.toml", small_experiment);
  break_off(here, SIGTERM);
  const auto before = numbers_in(here / "cells.h5");
  expect_one_error(resumed(here, {"--quiet", "--set", "input.drive.amplitude='501 pA'"}), 3);
  expect_one_error(resumed(here, {"--quiet", "--set", "projection.loop.weight='7 nS'"}), 2);
  EXPECT_EQ(numbers_in(here / "cells.h5"), before);
  EXPECT_EQ(resumed(here).code, 0);
}

TEST(resume, of_results_of_another_size_is_refused_and_leaves_all_as_it_is) {
  const folder here;
  here.write("cells.toml", small_experiment);
  break_off(here, SIGTERM);
  hdf5::change_file(here / "cells.h5", [](hid_t file) {
    const hdf5::handle group = hdf5::open_group(file, "spikes/cells");
    hdf5::call(H5Adelete, group, "size");
    hdf5::write_attribute(group, "size", std::uint64_t{1} << 60U);
  });
  const auto before = numbers_in(here / "cells.h5");
  const command_outcome o = resumed(here, {"--quiet"});
  expect_one_error(o, 3);
  EXPECT_THAT(o.err, HasSubstr("cannot be gone on with: it says that population 'cells' has 1152921504606846976 "
                               "neurons; expected "));
  EXPECT_EQ(numbers_in(here / "cells.h5"), before);
}

TEST(resume, needs_a_checkpoint_and_results) {
  const folder here;
  here.write("cells.toml", small_experiment);
  expect_one_error(resumed(here, {"--quiet"}), 3);
  break_off(here, SIGTERM);
  std::filesystem::remove(here / "cells.h5");
  const command_outcome o = resumed(here, {"--quiet"});
  expect_one_error(o, 3);
  EXPECT_THAT(o.err, HasSubstr("cells.h5.part"));
}

TEST(resume, takes_no_checkpoint_that_is_none) {
  const folder here;
  here.write("cells.toml", small_experiment);
  break_off(here, SIGTERM);
  run(here, {"run", "cells.toml", "--quiet", "-o", "other.h5", "--save-state", "s.h5"});
  std::filesystem::copy_file(here / "s.h5", here / "cells.h5.checkpoint",
                             std::filesystem::copy_options::overwrite_existing);
  const command_outcome o = resumed(here, {"--quiet"});
  expect_one_error(o, 3);
  EXPECT_THAT(o.err, HasSubstr("no checkpoint of a run"));
  here.write("cells.h5.checkpoint", "text");
  expect_one_error(resumed(here, {"--quiet"}), 3);
}

TEST(resume, does_not_go_together_with_what_starts_anew) {
  const folder here;
  here.write("cells.toml", small_experiment);
  expect_one_error(resumed(here, {"--quiet", "--force"}), 2);
  expect_one_error(resumed(here, {"--quiet", "--from-state", "s.h5"}), 2);
}

TEST(resume, is_refused_while_the_run_goes_on) {
  const folder here;
  here.write("cells.toml", small_experiment);
  const command running(here, {"run", "cells.toml", "--quiet", "--set", long_run, "--checkpoint-every", "1 ms"});
  running.wait_for("cells.h5.checkpoint");
  const command_outcome o = run(here, {"run", "cells.toml", "--quiet", "--set", long_run, "--resume"});
  expect_one_error(o, 3);
  EXPECT_THAT(o.err, HasSubstr("another run"));
  running.send(SIGTERM);
  EXPECT_EQ(running.wait().code, 128 + SIGTERM);
}

TEST(checkpoints, are_as_far_apart_as_some_time) {
  const folder here;
  here.write("cells.toml", small_experiment);
  for (const char* every : {"0 s", "-1 s", "5", "often", "0.001 ms", "0 min wall", "x min wall", "5 mV wall"})
    expect_one_error(run(here, {"run", "cells.toml", "--quiet", "--checkpoint-every", every}), 2);
}

}  // namespace
}  // namespace hux::test
