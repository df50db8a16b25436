#include "io/result_rates.hpp"

#include <algorithm>
#include <cmath>

namespace hux {

/// Times on the grid of steps carry rounding errors: one that lies less than 1e-9 bins before the end of its bin is
/// taken as lying on it.
std::int64_t rate_counter::bin_of(double time) const {
  return static_cast<std::int64_t>(std::floor(time / width_ + 1e-9));
}

void rate_counter::add(const std::vector<spike>& spikes) {
  for (const spike& s : spikes) {
    const auto at = static_cast<std::size_t>(std::max<std::int64_t>(bin_of(s.time) - first_, 0));
    if (at >= counts_.size()) counts_.resize(at + 1);
    ++counts_[at];
  }
}

std::vector<float> rate_counter::take(double time) {
  const auto over = static_cast<std::size_t>(std::max<std::int64_t>(bin_of(time) - first_, 0));
  if (over > counts_.size()) counts_.resize(over);
  const double to_hz = 1000 / (width_ * size_);
  std::vector<float> rates(over);
  for (std::size_t i = 0; i < over; ++i) rates[i] = static_cast<float>(static_cast<double>(counts_[i]) * to_hz);
  counts_.erase(counts_.begin(), counts_.begin() + static_cast<std::ptrdiff_t>(over));
  first_ += static_cast<std::int64_t>(over);
  return rates;
}

rate_writer::rate_writer(hid_t group, const population& p, std::size_t index, double bin)
    : index_(index), counter_(p.size, bin), rates_(hdf5::create_group(group, p.name), "rate") {
  hdf5::write_attribute(rates_.dataset(), "units", std::string("Hz"));
  hdf5::write_attribute(rates_.dataset(), "start", 0.0);
  hdf5::write_attribute(rates_.dataset(), "bin", bin);
}

void rate_writer::record(const window_results& results, double end) {
  counter_.add(results.spikes[index_]);
  rates_.append(counter_.take(end));
}

}  // namespace hux
