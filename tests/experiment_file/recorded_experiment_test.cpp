/// Experiments that files of results come from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>

#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "io/hdf5/file_trial.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/result/result_file.hpp"
#include "io/result_support.hpp"

namespace hux {
namespace {

using test::message_of;
using test::scratch_folder;
using ::testing::HasSubstr;

/// With a step that is short enough to be simulated.
experiment few() {
  experiment e = test::small_experiment();
  e.settings.dt = 0.05;
  return e;
}

/// As many cells as a text does not hold, each with a potential of its own, of which some are recorded.
experiment many() {
  experiment e = few();
  e.network.populations[0].size = 2000;
  std::vector<double> potentials;
  for (std::uint32_t i = 0; i < 2000; ++i) potentials.push_back(-60 - i / 7e3);
  e.network.populations[0].initial_v = potentials;
  e.recordings.samples[0].neurons.clear();
  for (std::uint32_t i = 0; i < 1001; ++i) e.recordings.samples[0].neurons.push_back(1999 - i);
  return e;
}

std::filesystem::path results_of(const experiment& e, const scratch_folder& folder) {
  const auto file = folder / "r.h5";
  result_file(file, e, true).finish({}, "complete");
  return file;
}

TEST(a_recorded_experiment, is_the_one_that_was_run) {
  const scratch_folder folder;
  for (const experiment& e : {few(), many()})
    EXPECT_EQ(to_toml(read_recorded_experiment(results_of(e, folder))), to_toml(e));
}

TEST(a_recorded_experiment, of_which_a_number_was_changed_is_refused) {
  const scratch_folder folder;
  const auto file = results_of(many(), folder);
  hdf5::change_file(file, [](hid_t opened) {
    const std::vector<double> zeros(2000);
    hdf5::overwrite(hdf5::open_dataset(opened, "provenance/lists/population.E.initial.v"), zeros);
  });
  EXPECT_THAT(
      message_of<file_error>([&] { read_recorded_experiment(file); }),
      HasSubstr("r.h5 could not be read: the numbers of population.E.initial.v are not those that were written"));
}

bool read_to_its_end = false;

TEST(a_recorded_experiment, is_read_in_the_trial_of_its_file_and_checked_after_it) {
  const scratch_folder folder;
  const auto file = results_of(many(), folder);
  hdf5::change_file(file, [](hid_t opened) {
    hdf5::call(H5Ldelete, opened, "provenance/experiment", H5P_DEFAULT);
    hdf5::write_text(hdf5::open_group(opened, "provenance"), "experiment", "no experiment");
  });
  set_file_trial([](const std::function<void()>& read, std::uint64_t) {
    read();
    read_to_its_end = true;
    return std::string();
  });
  EXPECT_THAT(message_of<file_error>([&] { read_recorded_experiment(file); }),
              HasSubstr("r.h5 could not be read: its experiment"));
  EXPECT_TRUE(read_to_its_end);
  set_file_trial(nullptr);
}

TEST(a_recorded_experiment, that_is_not_there_is_missed_in_a_sentence) {
  const scratch_folder folder;
  const auto file = results_of(many(), folder);
  hdf5::change_file(file, [](hid_t opened) { hdf5::call(H5Ldelete, opened, "provenance/lists", H5P_DEFAULT); });
  EXPECT_THAT(message_of<file_error>([&] { read_recorded_experiment(file); }), HasSubstr("r.h5 could not be read: "));
  hdf5::change_file(file, [](hid_t opened) { hdf5::call(H5Ldelete, opened, "provenance", H5P_DEFAULT); });
  EXPECT_THAT(message_of<file_error>([&] { read_recorded_experiment(file); }),
              HasSubstr("r.h5 could not be read: it does not hold the experiment that it comes from"));
}

}  // namespace
}  // namespace hux
