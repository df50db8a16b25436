#include "io/result/result_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <limits>

#include "hux/device/rng.hpp"
#include "hux/errors.hpp"
#include "io/result/result_file.hpp"
#include "result_support.hpp"
#include "tried_files.hpp"

namespace hux {
namespace {

using test::message_of;
using test::scratch_folder;
using test::small_experiment;
using test::small_window;
using ::testing::HasSubstr;

std::filesystem::path written(const scratch_folder& folder, const std::vector<std::vector<spike>>& spikes = {}) {
  auto file = folder / "r.h5";
  result_file results(file, small_experiment(), false);
  for (int k = 0; k < 4; ++k) {
    window_results w = small_window(k);
    if (!spikes.empty()) w.spikes = k == 0 ? spikes : std::vector<std::vector<spike>>(2);
    results.record(w);
  }
  results.finish({}, "complete");
  return file;
}

TEST(result_reader, counts_the_spikes_of_each_population) {
  const scratch_folder folder;
  const result_summary summary = read_result(written(folder));
  ASSERT_EQ(summary.spikes.size(), 2);
  EXPECT_EQ(summary.spikes[0].population, "E");
  EXPECT_EQ(summary.spikes[0].size, 10);
  EXPECT_EQ(summary.spikes[0].spikes, 12);
  EXPECT_EQ(summary.spikes[1].spikes, 4);
}

TEST(result_reader, gives_the_mean_rate_over_all_neurons) {
  const scratch_folder folder;
  EXPECT_DOUBLE_EQ(read_result(written(folder)).spikes[0].mean_rate, 300);  // 12 spikes, 10 neurons, 4 ms
}

TEST(result_reader, gives_the_variation_of_inter_spike_intervals) {
  const scratch_folder folder;
  // Neuron 0: intervals 1 and 3, mean 2, deviation 1. Neuron 1: 1 and 1. Neuron 2: one interval only.
  const auto file = written(folder, {{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {2, 1}, {4, 0}}, {}});
  const spikes_summary summary = read_result(file).spikes[0];
  EXPECT_EQ(summary.regular, 2);
  EXPECT_DOUBLE_EQ(summary.cv_mean, 0.25);
  EXPECT_DOUBLE_EQ(summary.cv_std, 0.25);
}

TEST(result_reader, describes_reports) {
  const scratch_folder folder;
  const auto reports = read_result(written(folder)).reports;
  ASSERT_EQ(reports.size(), 4);
  EXPECT_EQ(reports[3].name, "probe.v");
  EXPECT_EQ(reports[3].population, "E");
  EXPECT_EQ(reports[3].variable, "v");
  EXPECT_EQ(reports[3].unit, "mV");
  EXPECT_EQ(reports[3].samples, 8);
  EXPECT_EQ(reports[3].neurons, 3);
  EXPECT_EQ(reports[3].interval, 0.5);
}

TEST(result_reader, counts_the_neurons_that_were_marked) {
  const scratch_folder folder;
  experiment e = small_experiment();
  e.settings.on_divergence = divergence_policy::mark;
  result_file results(folder / "r.h5", e, false);
  window_results w = small_window(0);
  w.diverged = {{0.5, 1, 2}, {1, 1, 3}};
  results.record(w);
  results.finish({}, "complete");
  const auto diverged = read_result(folder / "r.h5").diverged;
  ASSERT_EQ(diverged.size(), 2);
  EXPECT_EQ(diverged[0].population, "E");
  EXPECT_EQ(diverged[0].neurons, 0);
  EXPECT_EQ(diverged[1].population, "I");
  EXPECT_EQ(diverged[1].neurons, 2);
  EXPECT_EQ(diverged[1].first, 0.5);
}

TEST(result_reader, describes_rates) {
  const scratch_folder folder;
  const auto rates = read_result(written(folder)).rates;
  ASSERT_EQ(rates.size(), 1);
  EXPECT_EQ(rates[0].bins, 4);
  EXPECT_EQ(rates[0].bin, 1);
  EXPECT_EQ(rates[0].stop, 4);
}

TEST(result_reader, gives_back_the_provenance) {
  const scratch_folder folder;
  const auto provenance = read_result(written(folder)).provenance;
  ASSERT_TRUE(provenance);
  EXPECT_EQ(provenance->seed, 7);
  EXPECT_EQ(provenance->status, "complete");
  EXPECT_THAT(provenance->experiment, HasSubstr("small"));
}

/// A file that says something else of when it was recorded.
std::filesystem::path written_from(const scratch_folder& folder, double start, double simulated) {
  auto file = written(folder);
  hdf5::change_file(file, [&](hid_t opened) {
    const hdf5::handle group = hdf5::open_group(opened, "provenance");
    hdf5::write_attribute(group, "start", start);
    hdf5::write_attribute(group, "simulated", simulated);
  });
  return file;
}

TEST(result_reader, gives_the_mean_rate_over_the_time_recorded) {
  const scratch_folder folder;
  EXPECT_DOUBLE_EQ(read_result(written_from(folder, 1, 5)).spikes[0].mean_rate, 300);  // 12 spikes, 10 neurons, 4 ms
}

TEST(result_reader, takes_a_file_that_does_not_say_where_its_recording_starts_as_one_from_0_on) {
  const scratch_folder folder;
  const auto file = written(folder);
  hdf5::change_file(
      file, [](hid_t opened) { hdf5::call(H5Adelete, hid_t{hdf5::open_group(opened, "provenance")}, "start"); });
  const result_summary summary = read_result(file);
  EXPECT_EQ(summary.provenance->start, 0);
  EXPECT_DOUBLE_EQ(summary.spikes[0].mean_rate, 300);
}

TEST(result_reader, refuses_a_recording_that_starts_at_no_time_of_its_run) {
  for (const double start : {-1.0, 4.5, std::numeric_limits<double>::quiet_NaN()}) {
    const scratch_folder folder;
    const auto file = written_from(folder, start, 4);
    EXPECT_THAT(
        message_of<file_error>([&] { read_result(file); }),
        ::testing::MatchesRegex(".*it says that its recording starts at .* ms; expected a time from 0 ms to 4 ms"));
  }
}

TEST(result_reader, says_that_a_file_does_not_exist) {
  EXPECT_EQ(message_of<file_error>([] { read_result("/nowhere/r.h5"); }),
            "/nowhere/r.h5 could not be read: it does not exist");
}

TEST(result_reader, refuses_a_file_that_is_not_hdf5) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  std::ofstream(file) << "time,neuron\n";
  EXPECT_THAT(message_of<file_error>([&] { read_result(file); }), HasSubstr("it is not an HDF5 file"));
}

TEST(result_reader, refuses_a_file_without_results) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  hdf5::create_file(file);
  EXPECT_THAT(message_of<file_error>([&] { read_result(file); }), HasSubstr("it holds no results of a simulation"));
}

TEST(result_reader, takes_a_file_that_holds_nothing_but_rates) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  {
    const hdf5::handle opened = hdf5::create_file(file);
    const hdf5::handle group = hdf5::create_group(hdf5::create_group(opened, "rates"), "E");
    hdf5::write_array<double>(group, "rate", std::vector<double>{10, 20});
  }
  EXPECT_EQ(read_result(file).rates.at(0).bins, 2);
}

TEST(result_reader_slow, does_not_wait_for_a_pipe_to_which_a_link_leads) {
  const tried_files tried;
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  const auto pipe = folder / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  {
    const hdf5::handle opened = hdf5::create_file(file);
    hdf5::call(H5Lcreate_external, pipe.c_str(), "/spikes", hid_t{opened}, "spikes", hid_t{H5P_DEFAULT},
               hid_t{H5P_DEFAULT});
  }
  EXPECT_THAT(message_of<file_error>([&] { read_result(file); }), HasSubstr("leads to another file"));
}

TEST(result_reader, refuses_times_without_neurons) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  {
    const hdf5::handle opened = hdf5::create_file(file);
    const hdf5::handle group = hdf5::create_group(hdf5::create_group(opened, "spikes"), "E");
    hdf5::write_array<double>(group, "timestamps", std::vector<double>{1, 2});
    hdf5::write_array<std::uint64_t>(group, "node_ids", std::vector<std::uint64_t>{1});
  }
  EXPECT_THAT(message_of<file_error>([&] { read_result(file); }),
              HasSubstr("timestamps and node_ids of E differ in length"));
}

/// A file of another simulator, with the spikes of two neurons.
std::filesystem::path others(const scratch_folder& folder, const std::vector<double>& times,
                             const std::vector<std::uint64_t>& neurons, const std::string& unit) {
  auto file = folder / "r.h5";
  const hdf5::handle opened = hdf5::create_file(file);
  const hdf5::handle group = hdf5::create_group(hdf5::create_group(opened, "spikes"), "E");
  hdf5::write_attribute(hdf5::write_array<double>(group, "timestamps", times), "units", unit);
  hdf5::write_array<std::uint64_t>(group, "node_ids", neurons);
  const std::string orders[] = {"none", "by_id", "by_time"};
  hdf5::write_enum_attribute(group, "sorting", orders, 2);
  return file;
}

TEST(result_reader, sees_that_spikes_are_in_no_order_whatever_the_file_says) {
  const scratch_folder folder;
  // Neuron 0 at 1, 2, 5: intervals 1 and 3, CV 1/2. Neuron 1 at 1, 2, 3: CV 0.
  const auto file = others(folder, {5, 3, 1, 2, 2, 1}, {0, 1, 1, 0, 1, 0}, "ms");
  const spikes_summary summary = read_result(file).spikes[0];
  EXPECT_EQ(summary.regular, 2);
  EXPECT_DOUBLE_EQ(summary.cv_mean, 0.25);
}

TEST(result_reader, knows_spikes_that_are_in_the_order_of_neurons) {
  const scratch_folder folder;
  const auto file = others(folder, {1, 2, 5, 1, 2, 3}, {0, 0, 0, 1, 1, 1}, "ms");
  EXPECT_DOUBLE_EQ(read_result(file).spikes[0].cv_mean, 0.25);
}

TEST(result_reader, converts_the_unit_of_times) {
  const scratch_folder folder;
  const auto file = others(folder, {0.1, 0.2, 0.3, 1}, {0, 0, 0, 1}, "s");
  EXPECT_DOUBLE_EQ(read_result(file).spikes[0].mean_rate, 2);  // 4 spikes of 2 neurons in 1 s
}

TEST(result_reader, refuses_times_in_no_unit_of_time) {
  const scratch_folder folder;
  const auto file = others(folder, {1}, {0}, "mV");
  EXPECT_THAT(message_of<file_error>([&] { read_result(file); }), HasSubstr("units of timestamps"));
}

TEST(result_reader, does_not_believe_in_more_values_than_the_file_can_hold) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  {
    const hdf5::handle opened = hdf5::create_file(file);
    const hdf5::handle group = hdf5::create_group(hdf5::create_group(opened, "spikes"), "E");
    series<double> times(group, "timestamps");
    series<std::uint64_t> neurons(group, "node_ids");
    const hsize_t size = hsize_t{1} << 60U;
    hdf5::call(H5Dset_extent, times.dataset(), &size);
  }
  EXPECT_THAT(message_of<file_error>([&] { read_result(file); }),
              HasSubstr("claims more values than the file can hold"));
}

// The spikes but for the first two are where the file has a hole, and read as zeros.
TEST(result_reader, refuses_more_spikes_in_no_order_than_it_would_keep_in_memory) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  const hsize_t size = (hsize_t{1} << 26U) + 1;
  {
    const hdf5::handle opened = hdf5::create_file(file);
    const hdf5::handle group = hdf5::create_group(hdf5::create_group(opened, "spikes"), "E");
    series<double> times(group, "timestamps");
    series<std::uint64_t> neurons(group, "node_ids");
    times.append(std::vector<double>{2, 1});
    neurons.append(std::vector<std::uint64_t>{0, 0});
    times.flush();
    neurons.flush();
    hdf5::call(H5Dset_extent, times.dataset(), &size);
    hdf5::call(H5Dset_extent, neurons.dataset(), &size);
  }
  std::filesystem::resize_file(file, size * sizeof(double));
  EXPECT_THAT(message_of<file_error>([&] { read_result(file); }),
              HasSubstr("the 67108865 spikes of E are not in the order of time; expected that of more than 67108864"));
}

TEST(result_reader, refuses_neurons_beyond_the_size_of_their_population) {
  const scratch_folder folder;
  const auto file = folder / "r.h5";
  {
    const hdf5::handle opened = hdf5::create_file(file);
    const hdf5::handle group = hdf5::create_group(hdf5::create_group(opened, "spikes"), "E");
    hdf5::write_attribute(group, "size", std::uint64_t{5});
    hdf5::write_array<double>(group, "timestamps", std::vector<double>{1, 2});
    hdf5::write_array<std::uint64_t>(group, "node_ids", std::vector<std::uint64_t>{0, 5});
  }
  EXPECT_THAT(message_of<file_error>([&] { read_result(file); }),
              HasSubstr("node_ids of E holds 5; expected neurons from 0 to 4"));
}

TEST(result_reader, refuses_neurons_that_are_no_whole_numbers_from_0_on) {
  for (const double neuron : {-1.0, 0.5, 0x1p64, std::numeric_limits<double>::quiet_NaN()}) {
    const scratch_folder folder;
    const auto file = folder / "r.h5";
    {
      const hdf5::handle opened = hdf5::create_file(file);
      const hdf5::handle group = hdf5::create_group(hdf5::create_group(opened, "spikes"), "E");
      hdf5::write_array<double>(group, "timestamps", std::vector<double>{1});
      hdf5::write_array<double>(group, "node_ids", std::vector<double>{neuron});
    }
    EXPECT_THAT(message_of<file_error>([&] { read_result(file); }), HasSubstr("expected neurons from 0")) << neuron;
  }
}

/// Damages a file in a few places that follow from the seed.
std::string damaged(std::string bytes, std::uint64_t seed) {
  const stream draws(seed, "damage");
  const std::uint64_t places = 1 + seed % 8;
  for (std::uint64_t i = 0; i < places; ++i) {
    const random_words w = draws.draw(0, i);
    // Most of what steers the reader is in the first few KiB.
    const std::size_t range = w[1] % 4 == 0 ? bytes.size() : std::min<std::size_t>(bytes.size(), 16384);
    bytes[w[0] % range] = static_cast<char>(w[2] % 3 == 0 ? 0xff : w[3]);
  }
  if (seed % 7 == 0) bytes.resize(draws.draw(1, 0)[0] % bytes.size());
  return bytes;
}

TEST(result_reader, survives_damaged_files) {
  const scratch_folder folder;
  std::ifstream whole(written(folder), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(whole)), {});
  const auto file = folder / "damaged.h5";
  const tried_files tried;
  int refused = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    std::ofstream(file, std::ios::binary) << damaged(bytes, seed);
    try {
      read_result(file);
    } catch (const file_error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 20);
}

}  // namespace
}  // namespace hux
