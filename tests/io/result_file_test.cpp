#include "io/result/result_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "file_size_limit.hpp"
#include "io/result/result_recovery.hpp"
#include "result_support.hpp"
#include "result_values.hpp"

#ifdef __SANITIZE_ADDRESS__
/// HDF5 loses memory when a write fails, or a file is damaged.
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5"; }
#endif

namespace hux {
namespace {

using test::attribute_at;
using test::file_size_limit;
using test::message_of;
using test::scratch_folder;
using test::small_experiment;
using test::small_window;
using test::values_at;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A finished file of small_experiment's four windows.
std::filesystem::path finished_file(const scratch_folder& folder) {
  auto file = folder / "r.h5";
  result_file results(file, small_experiment(), false);
  for (int k = 0; k < 4; ++k) results.record(small_window(k));
  run_summary summary;
  summary.spikes = 16;
  summary.spent = {.build = 0.5, .simulation = 2, .update = 1.5, .delivery = 0.375, .output = 0.25};
  results.finish(summary, "complete");
  return file;
}

TEST(result_file, leaves_alone_what_another_run_is_writing) {
  const scratch_folder folder;
  const result_file first(folder / "r.h5", small_experiment(), false);
  EXPECT_THROW(result_file(folder / "r.h5", small_experiment(), true), file_error);
  EXPECT_TRUE(exists(folder / "r.h5.part"));
}

TEST(result_file, keeps_spike_times_in_the_order_they_came) {
  const scratch_folder folder;
  EXPECT_THAT(values_at<double>(finished_file(folder), "spikes/E/timestamps"),
              ElementsAre(0.25, 0.25, 1, 1.25, 1.25, 2, 2.25, 2.25, 3, 3.25, 3.25, 4));
}

TEST(result_file, keeps_the_neurons_of_each_population_apart) {
  const scratch_folder folder;
  const auto file = finished_file(folder);
  EXPECT_THAT(values_at<std::uint64_t>(file, "spikes/E/node_ids"), ElementsAre(3, 8, 3, 3, 8, 3, 3, 8, 3, 3, 8, 3));
  EXPECT_THAT(values_at<std::uint64_t>(file, "spikes/I/node_ids"), ElementsAre(1, 1, 1, 1));
}

TEST(result_file, leaves_out_populations_whose_spikes_are_not_recorded) {
  const scratch_folder folder;
  experiment e = small_experiment();
  e.recordings.spikes = {"I"};
  const auto file = folder / "r.h5";
  result_file(file, e, false).record(small_window(0));
  const hdf5::handle opened = hdf5::open_file(file);
  EXPECT_THAT(hdf5::names_in(hdf5::open_group(opened, "spikes")), ElementsAre("I"));
}

/// A file of two windows: a neuron of E diverges in the first, another in the second.
std::filesystem::path file_with_marks(const scratch_folder& folder) {
  experiment e = small_experiment();
  e.settings.on_divergence = divergence_policy::mark;
  auto file = folder / "r.h5";
  result_file results(file, e, false);
  for (int k = 0; k < 2; ++k) {
    window_results w = small_window(k);
    w.diverged = {{k + 0.5, 0, static_cast<std::uint32_t>(7 - k)}};
    results.record(w);
  }
  results.finish({}, "complete");
  return file;
}

TEST(result_file, keeps_which_neurons_were_marked_and_when) {
  const scratch_folder folder;
  const auto file = file_with_marks(folder);
  EXPECT_THAT(values_at<double>(file, "diverged/E/timestamps"), ElementsAre(0.5, 1.5));
  EXPECT_THAT(values_at<std::uint64_t>(file, "diverged/E/node_ids"), ElementsAre(7, 6));
  EXPECT_THAT(values_at<double>(file, "diverged/I/timestamps"), ElementsAre());
  EXPECT_EQ(attribute_at<std::string>(file, "diverged/E/timestamps", "units"), "ms");
}

TEST(result_file, has_no_place_for_marks_where_the_run_would_stop) {
  const scratch_folder folder;
  const hdf5::handle opened = hdf5::open_file(finished_file(folder));
  EXPECT_FALSE(hdf5::contains(opened, "diverged"));
}

TEST(result_file, splits_samples_into_a_report_for_each_variable) {
  const scratch_folder folder;
  EXPECT_THAT(values_at<float>(finished_file(folder), "report/probe.g_ampa/data"),
              ElementsAre(200, 201, 202, 1200, 1201, 1202, 2200, 2201, 2202, 3200, 3201, 3202, 4200, 4201, 4202, 5200,
                          5201, 5202, 6200, 6201, 6202, 7200, 7201, 7202));
}

TEST(result_file, maps_the_columns_of_a_report_to_neurons) {
  const scratch_folder folder;
  EXPECT_THAT(values_at<std::uint64_t>(finished_file(folder), "report/probe.v/mapping/node_ids"), ElementsAre(5, 2, 9));
}

TEST(result_file, says_until_when_there_are_samples) {
  const scratch_folder folder;
  EXPECT_THAT(values_at<double>(finished_file(folder), "report/probe.v/mapping/time"), ElementsAre(0, 4, 0.5));
}

TEST(result_file, gives_each_variable_the_unit_of_its_quantity) {
  const scratch_folder folder;
  const auto file = finished_file(folder);
  EXPECT_EQ(attribute_at<std::string>(file, "report/probe.v/data", "units"), "mV");
  EXPECT_EQ(attribute_at<std::string>(file, "report/probe.m/data", "units"), "1");
  EXPECT_EQ(attribute_at<std::string>(file, "report/probe.g_ampa/data", "units"), "nS");
  EXPECT_EQ(attribute_at<std::string>(file, "report/probe.i_na/data", "units"), "pA");
}

TEST(result_file, counts_the_rate_in_bins_open_on_the_right) {
  const scratch_folder folder;
  const auto file = finished_file(folder);  // bins of 1 ms, 10 neurons: 1 spike is 100 Hz
  EXPECT_THAT(values_at<float>(file, "rates/E/rate"), ElementsAre(200, 300, 300, 400));  // 400: one at the very end
}

// A run of 4 ms in bins of 1.5 ms: E has 5, 3 and 4 spikes in 1.5, 1.5 and 1 ms.
TEST(result_file, keeps_the_rate_of_a_last_bin_that_is_not_whole) {
  const scratch_folder folder;
  const auto path = folder / "r.h5";
  experiment e = small_experiment();
  e.recordings.rate_bin = 1.5;
  result_file results(path, e, false);
  for (int k = 0; k < 4; ++k) results.record(small_window(k));
  results.finish({}, "complete");
  EXPECT_THAT(values_at<float>(path, "rates/E/rate"), ElementsAre(::testing::FloatEq(5000.0F / 15), 200, 400));
  EXPECT_THAT(values_at<double>(path, "rates/E/time"), ElementsAre(0, 4, 1.5));
}

TEST(result_file, tells_where_it_comes_from) {
  const scratch_folder folder;
  const auto file = finished_file(folder);
  EXPECT_EQ(attribute_at<std::uint64_t>(file, "provenance", "seed"), 7);
  EXPECT_EQ(attribute_at<std::string>(file, "provenance", "integrator"), "rk4");
  EXPECT_EQ(attribute_at<std::string>(file, "provenance", "backend"), "cpu");
  EXPECT_EQ(attribute_at<std::string>(file, "provenance", "status"), "complete");
  EXPECT_EQ(attribute_at<double>(file, "provenance", "simulated"), 4);
  EXPECT_EQ(attribute_at<double>(file, "provenance", "update_seconds"), 1.5);
  EXPECT_EQ(attribute_at<double>(file, "provenance", "delivery_seconds"), 0.375);
  EXPECT_EQ(attribute_at<double>(file, "provenance", "output_seconds"), 0.25);
}

TEST(result_file, has_its_name_only_when_it_is_finished) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  result_file results(file, small_experiment(), false);
  EXPECT_FALSE(exists(file));
  EXPECT_TRUE(exists(folder / "r.h5.part"));
  results.finish({}, "complete");
  EXPECT_TRUE(exists(file));
  EXPECT_FALSE(exists(folder / "r.h5.part"));
}

TEST(result_file, is_readable_after_a_run_that_never_finished_it) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  result_file(file, small_experiment(), false).record(small_window(0));
  EXPECT_EQ(values_at<double>(file, "spikes/E/timestamps").size(), 3);
}

TEST(result_file, does_not_replace_a_file_unless_told_to) {
  const scratch_folder folder;
  const auto file = finished_file(folder);
  EXPECT_EQ(message_of<file_error>([&] { result_file(file, small_experiment(), false); }),
            file.string() + " exists already and is not to be overwritten");
}

TEST(result_file, replaces_a_file_when_told_to) {
  const scratch_folder folder;
  const auto file = finished_file(folder);
  result_file(file, small_experiment(), true).finish({}, "complete");
  EXPECT_TRUE(values_at<double>(file, "spikes/E/timestamps").empty());
}

TEST(result_file, keeps_the_old_file_until_the_new_one_is_finished) {
  const scratch_folder folder;
  const auto file = finished_file(folder);
  const result_file unfinished(file, small_experiment(), true);
  EXPECT_EQ(values_at<double>(file, "spikes/E/timestamps").size(), 12);
}

TEST(result_file, refuses_a_folder_that_cannot_be_written_to) {
  if (access("/proc/self", W_OK) == 0 && std::ofstream("/proc/self/x")) GTEST_SKIP() << "everything is writable here";
  EXPECT_THROW(result_file("/proc/self/r.h5", small_experiment(), false), file_error);
}

TEST(result_file, leaves_nothing_behind_when_the_experiment_is_wrong) {
  const scratch_folder folder;
  experiment e = small_experiment();
  e.recordings.samples[0].variables = {"nonsense"};
  EXPECT_THROW(result_file(folder / "r.h5", e, false), input_error);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(result_file, says_how_much_a_full_disk_lacks) {
  const scratch_folder folder;
  result_file results(folder / "r.h5", small_experiment(), false, 0, [] { return 3U << 20U; });
  EXPECT_THAT(message_of<file_error>([&] { results.record(small_window(0)); }),
              ::testing::MatchesRegex(".*r.h5: the disk is full: [0-9.]+ MiB needed, 3.0 MiB left"));
}

TEST(result_file, keeps_what_was_recorded_before_the_disk_was_full) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  std::uint64_t left = 1U << 30U;
  result_file results(file, small_experiment(), false, 0, [&] { return left; });
  results.record(small_window(0));
  left = 0;
  int windows = 1;
  const std::string why = message_of<file_error>([&] {
    for (; windows < 10000; ++windows) results.record(small_window(windows));
  });
  results.finish({}, why);
  EXPECT_LT(windows, 10000);
  EXPECT_EQ(values_at<double>(file, "spikes/E/timestamps").size(), 3 * windows);
  EXPECT_EQ(attribute_at<std::string>(file, "provenance", "status"), why);
}

window_results many_spikes(std::size_t count) {
  window_results w = small_window(0);
  w.spikes[0].assign(count, {0.25, 3});
  return w;
}

TEST(result_file, says_why_a_write_failed_and_how_much_is_kept) {
  const scratch_folder folder;
  const file_size_limit limit(1U << 20U);
  result_file results(folder / "r.h5", small_experiment(), false);
  results.record(small_window(0));
  results.flush();
  EXPECT_THAT(message_of<file_error>([&] { results.record(many_spikes(1U << 18U)); }),
              ::testing::MatchesRegex(".*r.h5 could not be written: File too large; it holds what was recorded in the "
                                      "first 1 ms \\([0-9.]+ MiB\\)"));
}

TEST(result_file, keeps_what_was_flushed_before_a_write_failed) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  const file_size_limit limit(1U << 20U);
  result_file results(file, small_experiment(), false);
  results.record(small_window(0));
  results.flush();
  const std::string why = message_of<file_error>([&] { results.record(many_spikes(1U << 18U)); });
  results.finish({}, "failed");
  EXPECT_THAT(values_at<double>(file, "spikes/E/timestamps"), ElementsAre(0.25, 0.25, 1));
  EXPECT_THAT(values_at<double>(file, "report/probe.v/mapping/time"), ElementsAre(0, 1, 0.5));
  EXPECT_EQ(attribute_at<double>(file, "provenance", "simulated"), 1);
  EXPECT_THAT(why, HasSubstr(attribute_at<std::string>(file, "provenance", "status")));
}

TEST(result_file, says_how_to_recover_what_cannot_be_completed) {
  const scratch_folder folder;
  const auto part = folder / "r.h5.part";
  {
    result_file results(folder / "r.h5", small_experiment(), false);
    results.record(small_window(0));
    results.flush();
    const file_size_limit limit(1U << 8U);
    EXPECT_THAT(message_of<file_error>([&] { results.finish({}, "complete"); }),
                ::testing::EndsWith("File too large; what was recorded is kept: hux recover " + part.string()));
  }
  EXPECT_EQ(recover(part).file, folder / "r.h5");
  EXPECT_THAT(values_at<double>(folder / "r.h5", "spikes/E/timestamps"), ElementsAre(0.25, 0.25, 1));
}

TEST(result_file, leaves_nothing_behind_when_it_cannot_be_started) {
  const scratch_folder folder;
  const file_size_limit limit(1U << 8U);
  EXPECT_THROW(result_file(folder / "r.h5", small_experiment(), false).start(), file_error);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(result_file, holds_every_spike_across_chunks) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  {
    result_file results(file, small_experiment(), false);
    for (int i = 0; i < 3; ++i) results.record(many_spikes(10001));
  }
  EXPECT_EQ(values_at<std::uint64_t>(file, "spikes/E/node_ids"), std::vector<std::uint64_t>(30003, 3));
}

TEST(series, holds_every_row_across_chunks_in_both_directions) {
  const scratch_folder folder;
  const auto file = folder / "s.h5";
  std::vector<float> values(std::size_t{5000} * 11);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
  {
    const hdf5::handle opened = hdf5::create_file(file);
    series<float> rows(opened, "rows", 5000);
    for (std::size_t row = 0; row < 11; ++row) rows.append(std::span(values).subspan(5000 * row, 5000));
    rows.flush();
  }
  EXPECT_EQ(values_at<float>(file, "rows"), values);
}

TEST(rate_counter, takes_a_spike_on_an_edge_into_the_bin_that_begins_there) {
  rate_counter rates(1, 0.3);
  rates.add({{3 * 0.1, 0}, {6 * 0.1, 0}});  // 0.30000000000000004, 0.6000000000000001
  EXPECT_THAT(rates.take(1.0),
              ElementsAre(0, ::testing::FloatNear(3333.333F, 0.001F), ::testing::FloatNear(3333.333F, 0.001F)));
}

TEST(rate_counter, gives_no_rate_of_a_bin_that_is_not_over) {
  rate_counter rates(2, 1);
  rates.add({{0.5, 0}, {1.5, 1}});
  EXPECT_THAT(rates.take(1.75), ElementsAre(500));
  EXPECT_THAT(rates.take(1.9), ElementsAre());
  EXPECT_THAT(rates.take(2.25), ElementsAre(500));
}

TEST(rate_counter, gives_a_spike_at_the_very_end_to_the_last_bin) {
  rate_counter rates(1, 1);
  rates.add({{0.5, 0}, {2.0, 0}});
  EXPECT_THAT(rates.take(2), ElementsAre(1000));
  EXPECT_THAT(rates.take_rest(2), ElementsAre(1000));
}

TEST(rate_counter, takes_the_rate_of_an_unfinished_bin_over_the_part_that_there_is) {
  rate_counter rates(1, 1);
  rates.add({{1.1, 0}, {1.25, 0}});
  EXPECT_THAT(rates.take_rest(1.25), ElementsAre(0, 8000));  // 2 spikes in 0.25 ms
}

TEST(rate_counter, counts_bins_from_where_it_starts) {
  rate_counter rates(1, 1, 2.5);
  rates.add({{2.5, 0}, {3.25, 0}, {3.5, 0}, {4.75, 0}});
  EXPECT_THAT(rates.take(4.75), ElementsAre(2000, 1000));
  EXPECT_THAT(rates.take_rest(4.75), ElementsAre(4000));  // a spike in 0.25 ms
}

TEST(rate_counter, has_no_bin_where_nothing_was_simulated) {
  rate_counter rates(1, 1);
  EXPECT_THAT(rates.take_rest(0), ElementsAre());
  EXPECT_THAT(rate_counter(1, 1, 500).take_rest(500), ElementsAre());
}

}  // namespace
}  // namespace hux
