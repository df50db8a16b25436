#pragma once

#include <cstdint>
#include <vector>

#include "hux/network.hpp"
#include "hux/recorder.hpp"
#include "io/result_series.hpp"

namespace hux {

/// Counts the spikes of one population in bins [k width, (k + 1) width), from results that come in the order of time.
class rate_counter {
 public:
  /// @param size number of neurons
  /// @param width of a bin, ms
  rate_counter(std::uint32_t size, double width) : size_(size), width_(width) {}

  void add(const std::vector<spike>& spikes);

  /// Rates (Hz) of the bins that have ended by a time (ms) and have not been taken before.
  std::vector<float> take(double time);

 private:
  [[nodiscard]] std::int64_t bin_of(double time) const;

  std::uint32_t size_;
  double width_;
  std::int64_t first_ = 0;             // the bin that counts_[0] belongs to
  std::vector<std::uint64_t> counts_;  // of the bins still open
};

/// /rates/<population>/rate: spikes a second and neuron in each bin, written as soon as the bin is over. A last bin
/// that the run leaves incomplete is left out.
class rate_writer {
 public:
  /// @param index of the population in the network
  rate_writer(hid_t group, const population& p, std::size_t index, double bin);

  /// @param end of the window, ms
  void record(const window_results& results, double end);
  void flush() { rates_.flush(); }
  [[nodiscard]] std::uint64_t block_bytes() const { return rates_.block_bytes(); }

 private:
  std::size_t index_;
  rate_counter counter_;
  series<float> rates_;
};

}  // namespace hux
