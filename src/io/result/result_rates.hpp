#pragma once

#include <cstdint>
#include <vector>

#include "hux/network.hpp"
#include "hux/recorder.hpp"
#include "io/result/rate_counter.hpp"
#include "io/result/result_series.hpp"

namespace hux {

/// /rates/<population>/rate: spikes a second and neuron in each bin, written as soon as the bin is over;
/// /rates/<population>/time: where they start and stop and how wide bins are, ms. The last bin is narrower where the
/// run does not end with a whole one.
class rate_writer {
 public:
  /// @param index of the population in the network
  /// @param bin width of bins, start of the first of them, ms
  rate_writer(hid_t group, const population& p, std::size_t index, double bin, double start);

  /// @param end of the window, ms
  void record(const window_results& results, double end);
  /// Ends the last bin, whole or not, where the run has ended.
  void finish();
  /// Writes the bins that are over.
  void flush();
  [[nodiscard]] std::uint64_t rows() const { return rates_.rows(); }
  [[nodiscard]] const std::vector<std::uint64_t>& open_counts() const { return counter_.open_counts(); }
  /// Goes on behind so many bins of a data set that exists. Its last bin may have ended with a run: it is written anew.
  /// Until the times that it had are reached again, they stay.
  void go_on_behind(std::uint64_t rows, std::vector<std::uint64_t> open_counts);
  void read_rest() const { rates_.read_rest(); }
  [[nodiscard]] std::uint64_t block_bytes() const { return rates_.block_bytes(); }

 private:
  std::size_t index_;
  double bin_;
  double start_;
  double end_;   // of what was recorded, ms
  double stop_;  // of the bins that are over, ms
  double had_;   // where those of a data set that exists stopped, ms
  rate_counter counter_;
  hdf5::handle group_;
  series<float> rates_;
  hdf5::handle time_;
};

}  // namespace hux
