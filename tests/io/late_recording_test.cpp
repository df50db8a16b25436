#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "driven_cells.hpp"
#include "hux/simulation.hpp"
#include "io/result/result_reader.hpp"
#include "result_support.hpp"
#include "result_values.hpp"

/// A recording that starts after a part of the simulation holds the rest of what a recording of the whole holds.
namespace hux {
namespace {

using test::attribute_at;
using test::scratch_folder;
using test::values_at;
using ::testing::DoubleEq;
using ::testing::ElementsAre;

constexpr double late_start = 20.05;  // ms, of the recording: between two samples
constexpr double interval = 0.3;      // ms, of samples
constexpr double rate_bin = 10;       // ms

experiment sampled_cells() {
  experiment e = driven_cells(rate_bin);
  recording r;
  r.name = "some";
  r.population = "cells";
  r.variables = {"v"};
  r.neurons = {7};
  r.interval = interval;
  e.recordings.samples = {r};
  return e;
}

std::filesystem::path recorded_from(double time, const scratch_folder& folder) {
  auto file = folder / (std::to_string(time) + ".h5");
  simulation s(sampled_cells());
  if (time > 0) s.run(time);
  s.record_to(file);
  s.run();
  return file;
}

/// Both recordings, made once.
struct recordings_made {
  scratch_folder folder;
  std::filesystem::path whole = recorded_from(0, folder);
  std::filesystem::path late = recorded_from(late_start, folder);
};

const recordings_made& made() {
  static const recordings_made both;
  return both;
}

std::vector<double> times_from(double begin, double end) {
  std::vector<double> times = values_at<double>(made().whole, "spikes/cells/timestamps");
  std::erase_if(times, [&](double t) { return t < begin || t >= end; });
  return times;
}

/// Hz, of all cells.
double rate_of(std::size_t spikes, double time) { return static_cast<double>(spikes) / (cell_count * time) * 1000; }

TEST(late_recording, has_the_spikes_from_its_start_on) {
  const auto times = values_at<double>(made().late, "spikes/cells/timestamps");
  EXPECT_GT(times.size(), 10);
  EXPECT_EQ(times, times_from(late_start, run_end + test::time_step));
}

TEST(late_recording, has_the_samples_at_the_multiples_of_the_interval_from_its_start_on) {
  const auto whole = values_at<float>(made().whole, "report/some.v/data");
  const auto late = values_at<float>(made().late, "report/some.v/data");
  const auto first = static_cast<std::ptrdiff_t>(std::ceil(late_start / interval));
  EXPECT_EQ(late, std::vector<float>(whole.begin() + first, whole.end()));
  EXPECT_THAT(values_at<double>(made().late, "report/some.v/mapping/time"),
              ElementsAre(DoubleEq(20.1), DoubleEq(60), 0.3));
}

TEST(late_recording, has_times_by_which_no_reader_loses_a_sample) {
  const auto times = values_at<double>(made().late, "report/some.v/mapping/time");
  const auto rows = values_at<float>(made().late, "report/some.v/data").size();
  EXPECT_EQ(static_cast<std::size_t>((times[1] - times[0]) / times[2]), rows);
}

TEST(late_recording, has_rates_in_bins_from_its_start_on) {
  const auto rates = values_at<float>(made().late, "rates/cells/rate");
  ASSERT_EQ(rates.size(), 4);
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const double begin = late_start + static_cast<double>(i) * rate_bin;
    const double end = std::min(begin + rate_bin, run_end);
    const std::size_t spikes = times_from(begin, i + 1 < rates.size() ? end : end + test::time_step).size();
    EXPECT_NEAR(rates[i], rate_of(spikes, end - begin), 1e-4) << begin << " ms";
  }
  EXPECT_THAT(values_at<double>(made().late, "rates/cells/time"), ElementsAre(late_start, run_end, rate_bin));
  EXPECT_EQ(attribute_at<double>(made().late, "rates/cells/rate", "start"), late_start);
}

TEST(late_recording, says_where_it_starts_and_counts_from_there) {
  const result_summary result = read_result(made().late);
  EXPECT_EQ(result.provenance->start, late_start);
  EXPECT_EQ(result.provenance->simulated, run_end);
  EXPECT_EQ(result.provenance->spikes, result.spikes[0].spikes);
  EXPECT_DOUBLE_EQ(result.spikes[0].mean_rate, rate_of(result.spikes[0].spikes, run_end - late_start));
  EXPECT_EQ(result.rates[0].start, late_start);
  EXPECT_EQ(result.rates[0].stop, run_end);
}

TEST(late_recording, says_of_the_time_spent_what_was_spent_since_its_start) {
  const scratch_folder folder;
  simulation s(sampled_cells());
  const double before = s.run(50).spent.simulation;
  s.record_to(folder / "r.h5");
  const double all = s.run().spent.simulation;
  EXPECT_DOUBLE_EQ(read_result(folder / "r.h5").provenance->simulation_seconds, all - before);
}

TEST(late_recording, may_follow_another_one) {
  const scratch_folder folder;
  simulation s(sampled_cells());
  s.record_to(folder / "first.h5");
  s.run(late_start);
  s.end_recording();
  s.record_to(folder / "second.h5");
  s.run();
  EXPECT_EQ(read_result(folder / "first.h5").provenance->simulated, late_start);
  for (const char* what : {"spikes/cells/timestamps", "report/some.v/mapping/time", "rates/cells/time"})
    EXPECT_EQ(values_at<double>(folder / "second.h5", what), values_at<double>(made().late, what)) << what;
}

TEST(late_recording, of_nothing_ends_where_it_starts) {
  const scratch_folder folder;
  simulation s(sampled_cells());
  s.run(late_start);
  s.record_to(folder / "r.h5");
  s.end_recording();
  const result_summary result = read_result(folder / "r.h5");
  EXPECT_EQ(result.provenance->start, late_start);
  EXPECT_EQ(result.provenance->simulated, late_start);
  EXPECT_EQ(result.rates[0].stop, late_start);
}

TEST(late_recording, starts_where_the_state_that_is_gone_on_from_was_saved) {
  const scratch_folder folder;
  simulation first(sampled_cells());
  first.run(late_start);
  simulation second(sampled_cells());
  second.restore(first.save());
  second.record_to(folder / "r.h5");
  second.run();
  for (const char* what : {"spikes/cells/timestamps", "report/some.v/mapping/time", "rates/cells/time"})
    EXPECT_EQ(values_at<double>(folder / "r.h5", what), values_at<double>(made().late, what)) << what;
}

// ---- recordings that stages switch on and off ----

/// The samples of the whole from one time on, to another.
std::vector<float> samples_between(double begin, double end) {
  const auto whole = values_at<float>(made().whole, "report/some.v/data");
  const auto number = [](double time) { return static_cast<std::ptrdiff_t>(std::ceil(time / interval)); };
  return {whole.begin() + number(begin), whole.begin() + number(end)};
}

experiment staged_cells() {
  experiment e = sampled_cells();
  for (const char* name : {"early", "never"}) {
    e.recordings.samples.push_back(e.recordings.samples[0]);
    e.recordings.samples.back().name = name;
  }
  e.recordings.samples[0].on = e.recordings.samples[2].on = false;
  e.stages = {{.duration = late_start}, {.duration = run_end - late_start, .recordings = {{"some"}}}};
  return e;
}

TEST(recording_of_a_stage, has_its_samples_and_the_time_of_the_first) {
  const scratch_folder folder;
  simulation s(staged_cells());
  s.record_to(folder / "r.h5");
  s.run();
  EXPECT_EQ(values_at<float>(folder / "r.h5", "report/some.v/data"), samples_between(late_start, run_end));
  EXPECT_EQ(values_at<float>(folder / "r.h5", "report/early.v/data"), samples_between(0, late_start));
  EXPECT_TRUE(values_at<float>(folder / "r.h5", "report/never.v/data").empty());
  const auto time = [&](const std::string& name) {
    return values_at<double>(folder / "r.h5", "report/" + name + ".v/mapping/time");
  };
  EXPECT_THAT(time("some"), ElementsAre(DoubleEq(20.1), DoubleEq(60), interval));
  EXPECT_THAT(time("early"), ElementsAre(0, DoubleEq(20.1), interval));
  EXPECT_THAT(time("never"), ElementsAre(0, 0, interval));
}

TEST(recording_of_a_stage, starts_with_a_file_that_is_opened_later) {
  const scratch_folder folder;
  simulation s(staged_cells());
  s.run(30);
  s.record_to(folder / "r.h5");
  s.run();
  EXPECT_EQ(values_at<float>(folder / "r.h5", "report/some.v/data"), samples_between(30, run_end));
  EXPECT_THAT(values_at<double>(folder / "r.h5", "report/some.v/mapping/time"),
              ElementsAre(DoubleEq(30), DoubleEq(60), interval));
  EXPECT_TRUE(values_at<float>(folder / "r.h5", "report/early.v/data").empty());
}

TEST(results_of_stages, keep_the_experiment_with_its_stages) {
  const scratch_folder folder;
  simulation s(staged_cells());
  s.run(30);
  s.record_to(folder / "r.h5");
  s.run();
  const result_summary result = read_result(folder / "r.h5");
  EXPECT_THAT(result.provenance->experiment, ::testing::HasSubstr("[[stage]]\nduration = \"20.05 ms\"\n"));
}

}  // namespace
}  // namespace hux
