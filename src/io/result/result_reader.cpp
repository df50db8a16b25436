#include "io/result/result_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "io/hdf5/checked_dataset.hpp"
#include "io/hdf5/file_lock.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/read_tried.hpp"
#include "io/result/result_intervals.hpp"
#include "io/result/result_provenance.hpp"
#include "io/result/sonata_spikes.hpp"

namespace hux {
namespace {

/// Values read at a time.
constexpr std::uint64_t piece = 1U << 16U;

/// Spikes that are put in order in memory, if they are not: 1 GiB of them.
constexpr std::uint64_t most_sorted = 1U << 26U;

/// Neurons of a population whose numbers a double tells apart.
constexpr std::uint64_t most_neurons = std::uint64_t{1} << 53U;

void expect(bool condition, const std::string& message) {
  if (!condition) throw file_error(message);
}

std::uint64_t length_of(hid_t dataset) { return hdf5::shape(dataset)[0]; }

/// The spikes of a population in a file.
struct spike_sets {
  std::string population;
  hdf5::handle times, ids;
  std::uint64_t count;
  double to_ms;
  double neurons;  ///< all are numbered below

  /// Calls use(neuron, time in ms) for each spike, in the order of the file, as long as that returns true.
  template <class Use>
  void for_each(Use&& use) const {
    std::vector<double> time(std::min(piece, count)), neuron(time.size());
    for (std::uint64_t first = 0; first < count; first += piece) {
      const std::size_t size = std::min(piece, count - first);
      hdf5::read_range(times, first, std::span(time).first(size));
      hdf5::read_range(ids, first, std::span(neuron).first(size));
      for (std::size_t i = 0; i < size; ++i) {
        check(neuron[i], time[i]);
        if (!use(static_cast<std::uint64_t>(neuron[i]), to_ms * time[i])) return;
      }
    }
  }

  void check(double neuron, double time) const {
    if (!std::isfinite(time)) throw file_error("timestamps of " + population + " holds a value that is no time");
    if (!(neuron >= 0 && neuron < neurons && neuron == std::floor(neuron)))
      throw file_error(fmt::format("node_ids of {} holds {}; expected neurons from 0 to {}", population, neuron,
                                   static_cast<std::uint64_t>(neurons) - 1));
  }
};

/// Spikes in no order, put in order in memory.
interval_statistics sorted_intervals(const spike_sets& spikes) {
  expect(spikes.count <= most_sorted, "the " + std::to_string(spikes.count) + " spikes of " + spikes.population +
                                          " are not in the order of time; expected that of more than " +
                                          std::to_string(most_sorted));
  std::vector<std::pair<std::uint64_t, double>> all;
  all.reserve(spikes.count);
  spikes.for_each([&](std::uint64_t neuron, double time) {
    all.emplace_back(neuron, time);
    return true;
  });
  std::sort(all.begin(), all.end());
  interval_statistics statistics;
  for (const auto& [neuron, time] : all) statistics.add(neuron, time);
  return statistics;
}

/// Whether each neuron's spikes are in the order of time is seen, not believed: files say so of spikes that are not.
interval_statistics read_intervals(const spike_sets& spikes) {
  interval_statistics statistics;
  spikes.for_each([&](std::uint64_t neuron, double time) {
    statistics.add(neuron, time);
    return statistics.in_order();
  });
  return statistics.in_order() ? statistics : sorted_intervals(spikes);
}

/// The time that was recorded, ms; its end is 0 if not known.
struct stretch {
  double start, end;
};

spikes_summary summarise(const interval_statistics& statistics, std::uint64_t size, const stretch& recorded) {
  spikes_summary summary;
  summary.size = size > 0 ? size : statistics.size();
  summary.spikes = statistics.spikes();
  const double end = recorded.end > recorded.start ? recorded.end : statistics.last();
  const double seconds = (end - recorded.start) / 1000;
  if (seconds > 0 && summary.size > 0)
    summary.mean_rate = static_cast<double>(summary.spikes) / (seconds * static_cast<double>(summary.size));
  const auto cv = statistics.cv();
  summary.regular = cv.neurons;
  summary.cv_mean = cv.mean;
  summary.cv_std = cv.std;
  return summary;
}

/// @param size of the population; 0 if not known
/// @param unfinished may one of its data sets go further than the other?
spike_sets open_spikes(hid_t group, const std::string& name, std::uint64_t size, std::uint64_t file_size,
                       bool unfinished) {
  spike_sets spikes{name, hdf5::open_dataset(group, "timestamps"), hdf5::open_dataset(group, "node_ids"), 0, 1, 0};
  spikes.neurons = static_cast<double>(size > 0 ? size : most_neurons);
  hdf5::check_numbers(spikes.times, "timestamps of " + name, 1, file_size);
  hdf5::check_numbers(spikes.ids, "node_ids of " + name, 1, file_size);
  spikes.count = std::min(length_of(spikes.times), length_of(spikes.ids));
  expect(unfinished || length_of(spikes.times) == length_of(spikes.ids),
         "timestamps and node_ids of " + name + " differ in length");
  spikes.to_ms = milliseconds_in(spikes.times);
  return spikes;
}

spikes_summary read_spikes(hid_t spikes, const std::string& name, const stretch& recorded, std::uint64_t file_size,
                           bool unfinished) {
  const hdf5::handle group = hdf5::open_group(spikes, name);
  std::uint64_t size = 0;
  hdf5::read_attribute(group, "size", size);
  expect(size <= most_neurons, "size of " + name + " is beyond what any population has");
  const spike_sets sets = open_spikes(group, name, size, file_size, unfinished);
  spikes_summary summary = summarise(read_intervals(sets), size, recorded);
  summary.population = name;
  return summary;
}

/// Follows what links there may be to a data set that is read later, without a trial, or is missing.
void follow(hid_t group, const std::string& name) {
  if (hdf5::contains(group, name)) hdf5::open_dataset(group, name);
}

/// Start, stop and interval of a series.
std::array<double, 3> read_times(hid_t time, const std::string& name, std::uint64_t file_size) {
  hdf5::check_numbers(time, name, 1, file_size);
  expect(length_of(time) == 3, name + " is not start, stop and interval");
  std::array<double, 3> times{};
  hdf5::read_range(time, 0, std::span<double>(times));
  return times;
}

report_summary read_report(hid_t reports, const std::string& name, std::uint64_t file_size) {
  const hdf5::handle group = hdf5::open_group(reports, name);
  const hdf5::handle data = hdf5::open_dataset(group, "data");
  hdf5::check_numbers(data, "data of report " + name, 2, file_size);
  const hdf5::handle mapping = hdf5::open_group(group, "mapping");
  follow(mapping, "node_ids");
  const auto times = read_times(hdf5::open_dataset(mapping, "time"), "mapping/time of report " + name, file_size);

  const std::vector<std::uint64_t> shape = hdf5::shape(data);
  report_summary summary;
  summary.name = name;
  summary.samples = shape[0];
  summary.neurons = shape[1];
  summary.start = times[0];
  summary.interval = times[2];
  hdf5::read_attribute(group, "population", summary.population);
  hdf5::read_attribute(group, "variable", summary.variable);
  hdf5::read_attribute(data, "units", summary.unit);
  return summary;
}

rates_summary read_rates(hid_t rates, const std::string& name, std::uint64_t file_size) {
  const hdf5::handle group = hdf5::open_group(rates, name);
  const hdf5::handle rate = hdf5::open_dataset(group, "rate");
  hdf5::check_numbers(rate, "rate of " + name, 1, file_size);
  rates_summary summary;
  summary.population = name;
  summary.bins = length_of(rate);
  hdf5::read_attribute(rate, "bin", summary.bin);
  hdf5::read_attribute(rate, "start", summary.start);
  if (hdf5::contains(group, "time"))
    summary.stop = read_times(hdf5::open_dataset(group, "time"), "time of the rate of " + name, file_size)[1];
  return summary;
}

divergence_summary read_divergences(hid_t diverged, const std::string& name, std::uint64_t file_size) {
  const hdf5::handle group = hdf5::open_group(diverged, name);
  follow(group, "node_ids");
  const hdf5::handle times = hdf5::open_dataset(group, "timestamps");
  hdf5::check_numbers(times, "timestamps of diverged neurons of " + name, 1, file_size);
  divergence_summary summary;
  summary.population = name;
  summary.neurons = length_of(times);
  if (summary.neurons > 0) hdf5::read_range(times, 0, std::span<double>(&summary.first, 1));
  return summary;
}

/// Calls read(group, name) for each thing in a group of the file, which may be missing.
template <class Read>
void for_each_in(hid_t file, const std::string& group, Read&& read) {
  if (!hdf5::contains(file, group)) return;
  const hdf5::handle opened = hdf5::open_group(file, group);
  for (const std::string& name : hdf5::names_in(opened)) read(opened, name);
}

/// Of a run that says when it was recorded.
stretch recorded_in(const provenance& p) {
  expect(p.start == 0 || (p.start > 0 && p.start <= p.simulated),
         fmt::format("it says that its recording starts at {:g} ms; expected a time from 0 ms to {:g} ms", p.start,
                     p.simulated));
  return {p.start, p.simulated};
}

result_summary read_open(hid_t file, std::uint64_t size) {
  expect(!hdf5::contains(file, "state"), "it holds the state of a simulation, from which hux run --from-state goes on");
  result_summary summary;
  if (hdf5::contains(file, "provenance")) summary.provenance = read_provenance(file);
  const stretch recorded = summary.provenance ? recorded_in(*summary.provenance) : stretch{};
  const bool unfinished = summary.provenance && summary.provenance->status == running;
  for_each_in(file, "spikes", [&](hid_t group, const std::string& name) {
    summary.spikes.push_back(read_spikes(group, name, recorded, size, unfinished));
  });
  for_each_in(file, "report",
              [&](hid_t group, const std::string& name) { summary.reports.push_back(read_report(group, name, size)); });
  for_each_in(file, "rates",
              [&](hid_t group, const std::string& name) { summary.rates.push_back(read_rates(group, name, size)); });
  for_each_in(file, "diverged", [&](hid_t group, const std::string& name) {
    summary.diverged.push_back(read_divergences(group, name, size));
  });
  expect(summary.provenance || !summary.spikes.empty() || !summary.reports.empty() || !summary.rates.empty(),
         "it holds no results of a simulation");
  return summary;
}

/// Of a file whose run has not said how it ended.
std::string status_of(const std::filesystem::path& file) {
  switch (holder_of(file)) {
    case lock_holder::another:
      return running;
    case lock_holder::nobody:
      return "killed: hux recover " + file.string() + " makes it a file that any reader opens";
    case lock_holder::unknown:
      break;
  }
  return "running or killed: this file system has no locks that would tell";
}

}  // namespace

result_summary read_result(const std::filesystem::path& file) {
  result_summary summary;
  hdf5::read_tried(file, [&](hid_t opened, std::uint64_t size) { summary = read_open(opened, size); });
  if (summary.provenance && summary.provenance->status == running) summary.provenance->status = status_of(file);
  return summary;
}

}  // namespace hux
