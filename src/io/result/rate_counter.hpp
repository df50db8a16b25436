#pragma once

#include <cstdint>
#include <vector>

#include "hux/recorder.hpp"

namespace hux {

/// Counts the spikes of one population in bins [start + k width, start + (k + 1) width), from results that come in the
/// order of time. The last bin ends with the run, and has the spikes at its very end.
class rate_counter {
 public:
  /// @param size number of neurons
  /// @param width of a bin, ms
  /// @param start of the first bin, ms
  rate_counter(std::uint32_t size, double width, double start = 0) : size_(size), width_(width), start_(start) {}

  void add(const std::vector<spike>& spikes);

  /// Rates (Hz) of the bins that have ended before a time (ms) and have not been taken before.
  std::vector<float> take(double time);
  /// Those of all others, if the run ended at a time (ms); of the last bin, over the part of it that was simulated.
  std::vector<float> take_rest(double end);

  /// Of the bins that have not been taken.
  [[nodiscard]] const std::vector<std::uint64_t>& open_counts() const { return counts_; }
  /// Goes on behind so many bins that have been taken, with the counts of those that have not.
  void go_on_behind(std::uint64_t bins, std::vector<std::uint64_t> open_counts);

 private:
  [[nodiscard]] std::int64_t bin_of(double time) const;
  [[nodiscard]] std::int64_t bins_until(double time) const;
  std::vector<float> take_bins(std::int64_t end, double last_width);

  std::uint32_t size_;
  double width_;
  double start_;
  std::int64_t first_ = 0;             // the bin that counts_[0] belongs to
  std::vector<std::uint64_t> counts_;  // of the bins still open
};

}  // namespace hux
