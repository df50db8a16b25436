#include "io/result/result_report.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "experiment/lookup.hpp"
#include "experiment/recordable.hpp"

namespace hux {
namespace {

/// The neurons that a recording samples, spelled out.
std::vector<std::uint64_t> neurons_of(const recording& r, std::uint64_t size) {
  std::vector<std::uint64_t> neurons(r.neurons.begin(), r.neurons.end());
  if (neurons.empty()) {
    neurons.resize(size);
    std::iota(neurons.begin(), neurons.end(), std::uint64_t{0});
  }
  return neurons;
}

/// The time at which a sampling of that many rows ends: readers divide what has passed since its start by the interval
/// and cut the fraction off, which must not lose the last row.
double end_of(double start, std::uint64_t rows, double interval) {
  const auto count = static_cast<double>(rows);
  double end = start + count * interval;
  while ((end - start) / interval < count) end = std::nextafter(end, std::numeric_limits<double>::infinity());
  return end;
}

/// Start, stop and interval of a report.
void write_times(hid_t time, double start, std::uint64_t rows, double interval) {
  const double times[] = {start, end_of(start, rows, interval), interval};
  hdf5::overwrite(time, times);
}

}  // namespace

void tell_end_of_report(hid_t group) {
  const hdf5::handle time = hdf5::open_values(hdf5::open_group(group, "mapping"), "time", 3);
  double times[3];
  hdf5::read_range(time, 0, std::span<double>(times));
  write_times(time, times[0], hdf5::shape(hdf5::open_dataset(group, "data"))[0], times[2]);
}

std::string unit_of_variable(const population& p, const std::string& variable, const network& n) {
  const auto known = recordables_of(p, n);
  const quantity q = find_named(known, variable, key_of(p), "variable").quantity;
  return q == quantity::dimensionless ? "1" : std::string(unit_of(q));
}

report_writer::report_writer(hid_t group, const recording& r, std::size_t index, std::size_t variable,
                             const population& p, const network& n, double start)
    : index_(index),
      variable_(variable),
      variables_(r.variables.size()),
      neurons_(r.neurons.empty() ? p.size : r.neurons.size()),
      start_(start),
      interval_(r.interval),
      group_(hdf5::group_in(group, r.name + "." + r.variables[variable])),
      data_(group_, "data", neurons_) {
  if (data_.is_gone_on_with()) {
    time_ = hdf5::open_values(hdf5::open_group(group_, "mapping"), "time", 3);
    return;
  }
  hdf5::write_attribute(group_, "population", r.population);
  hdf5::write_attribute(group_, "variable", r.variables[variable]);
  hdf5::write_attribute(group_, "recording", r.name);
  hdf5::write_attribute(data_.dataset(), "units", unit_of_variable(p, r.variables[variable], n));
  hdf5::write_attribute(data_.dataset(), "variable", r.variables[variable]);
  write_mapping(r);
}

void report_writer::write_mapping(const recording& r) {
  const std::vector<std::uint64_t> neurons = neurons_of(r, neurons_);
  std::vector<std::uint64_t> pointers(neurons.size() + 1);
  std::iota(pointers.begin(), pointers.end(), std::uint64_t{0});
  const std::vector<std::uint32_t> elements(neurons.size());
  const std::vector<float> positions(neurons.size());
  const double times[] = {start_, start_, interval_};

  const hdf5::handle mapping = hdf5::create_group(group_, "mapping");
  const hdf5::handle ids = hdf5::write_array<std::uint64_t>(mapping, "node_ids", neurons);
  hdf5::write_attribute(ids, "sorted", std::uint8_t{std::ranges::is_sorted(neurons)});
  hdf5::write_array<std::uint64_t>(mapping, "index_pointers", pointers);
  hdf5::call(H5Lcreate_hard, mapping, "index_pointers", mapping, "index_pointer", H5P_DEFAULT, H5P_DEFAULT);
  hdf5::write_array<std::uint32_t>(mapping, "element_ids", elements);
  hdf5::write_array<float>(mapping, "element_pos", positions);
  time_ = hdf5::write_array<double>(mapping, "time", times);
  hdf5::write_attribute(time_, "units", std::string("ms"));
}

void report_writer::record(const window_results& results) {
  const sample_block& block = results.samples[index_];
  for (std::int64_t sample = 0; sample < block.count; ++sample) {
    const std::size_t row = sample * variables_ + variable_;
    data_.append(std::span(block.values).subspan(row * neurons_, neurons_));
  }
}

void report_writer::tell_end() { write_times(time_, start_, data_.length(), interval_); }

std::uint64_t report_writer::bytes(const window_results& results) const {
  return results.samples[index_].count * neurons_ * sizeof(float);
}

}  // namespace hux
