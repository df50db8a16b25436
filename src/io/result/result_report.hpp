#pragma once

#include <cstdint>
#include <string>

#include "hux/network.hpp"
#include "hux/recorder.hpp"
#include "io/result/result_series.hpp"

namespace hux {

/// /report/<recording>.<variable>: one sampled variable of chosen neurons of a population, in the layout of SONATA's
/// reports.
class report_writer {
 public:
  /// @param index of the recording in recordings.samples
  /// @param variable its index in the recording
  /// @param p the recording's population, n its network
  /// @param start time of the first sample, ms
  report_writer(hid_t group, const recording& r, std::size_t index, std::size_t variable, const population& p,
                const network& n, double start);

  void record(const window_results& results);
  void flush() { data_.flush(); }
  [[nodiscard]] std::uint64_t rows() const { return data_.rows(); }
  void go_on_behind(std::uint64_t rows) { data_.go_on_behind(rows); }
  void read_rest() const { data_.read_rest(); }
  /// Writes the time until which there are samples, once they are where others find them.
  void tell_end();
  [[nodiscard]] std::uint64_t block_bytes() const { return data_.block_bytes(); }
  /// What a window adds.
  [[nodiscard]] std::uint64_t bytes(const window_results& results) const;

 private:
  void write_mapping(const recording& r);

  std::size_t index_;
  std::size_t variable_;
  std::size_t variables_;
  std::uint64_t neurons_;
  double start_;
  double interval_;
  hdf5::handle group_;
  series<float> data_;
  hdf5::handle time_;
};

/// Writes into a report the time until which it has samples.
void tell_end_of_report(hid_t group);

/// The unit of a variable that can be recorded from a population, as a user would write it; "1" if it has none.
/// Throws input_error if the population has no such variable.
std::string unit_of_variable(const population& p, const std::string& variable, const network& n);

}  // namespace hux
