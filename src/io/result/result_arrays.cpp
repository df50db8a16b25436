#include "io/result/result_arrays.hpp"

#include <algorithm>
#include <functional>

#include "io/hdf5/checked_dataset.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/read_tried.hpp"
#include "io/result/sonata_spikes.hpp"

namespace hux {
namespace {

/// Reads something in a group of the file.
template <class Result>
Result read_in(const std::filesystem::path& file, const std::string& group, const std::string& name,
               Result (*read)(hid_t inner, const std::string& name, std::uint64_t file_size)) {
  Result result;
  hdf5::read_more(file, [&](hid_t opened, std::uint64_t size) {
    if (!hdf5::contains(opened, group) || !hdf5::contains(hdf5::open_group(opened, group), name))
      throw file_error("it has no /" + group + "/" + name);
    result = read(hdf5::open_group(hdf5::open_group(opened, group), name), name, size);
  });
  return result;
}

/// Of an unfinished run one data set may go further than the other.
event_arrays read_events(hid_t group, const std::string& /*name*/, std::uint64_t file_size) {
  event_arrays events{hdf5::read_numbers<double>(group, "timestamps", file_size),
                      hdf5::read_numbers<std::uint64_t>(group, "node_ids", file_size)};
  const std::size_t both = std::min(events.times.size(), events.neurons.size());
  events.times.resize(both);
  events.neurons.resize(both);
  const double to_ms = milliseconds_in(hdf5::open_dataset(group, "timestamps"));
  for (double& time : events.times) time *= to_ms;
  return events;
}

sample_array read_samples(hid_t group, const std::string& name, std::uint64_t file_size) {
  const hdf5::handle data = hdf5::open_dataset(group, "data");
  hdf5::check_numbers(data, "data of report " + name, 2, file_size);
  const auto shape = hdf5::shape(data);
  sample_array samples{hdf5::read_numbers<std::uint64_t>(hdf5::open_group(group, "mapping"), "node_ids", file_size),
                       std::vector<float>(shape[0] * shape[1])};
  if (samples.neurons.size() != shape[1])
    throw file_error("report " + name + " has " + std::to_string(shape[1]) + " columns for " +
                     std::to_string(samples.neurons.size()) + " neurons");
  if (!samples.values.empty())
    hdf5::call(H5Dread, data, hdf5::native_type<float>(), H5S_ALL, H5S_ALL, H5P_DEFAULT,
               static_cast<void*>(samples.values.data()));
  return samples;
}

std::vector<double> read_rate(hid_t group, const std::string& /*name*/, std::uint64_t file_size) {
  return hdf5::read_numbers<double>(group, "rate", file_size);
}

}  // namespace

event_arrays read_spike_arrays(const std::filesystem::path& file, const std::string& population) {
  return read_in(file, "spikes", population, &read_events);
}

event_arrays read_divergence_arrays(const std::filesystem::path& file, const std::string& population) {
  return read_in(file, "diverged", population, &read_events);
}

sample_array read_sample_array(const std::filesystem::path& file, const std::string& report) {
  return read_in(file, "report", report, &read_samples);
}

std::vector<double> read_rate_array(const std::filesystem::path& file, const std::string& population) {
  return read_in(file, "rates", population, &read_rate);
}

}  // namespace hux
