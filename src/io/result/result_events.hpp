#pragma once

#include <cstdint>
#include <string>

#include "io/result/result_series.hpp"

namespace hux {

/// A group of a population's events in the order of time: timestamps (ms) and node_ids.
class event_series {
 public:
  event_series(hid_t parent, const std::string& population);

  void append(double time, std::uint64_t neuron);
  void flush();
  [[nodiscard]] std::uint64_t count() const { return times_.rows(); }
  /// Goes on behind so many events of a group that exists.
  void go_on_behind(std::uint64_t events);
  void read_rest() const;
  [[nodiscard]] std::uint64_t block_bytes() const { return times_.block_bytes() + neurons_.block_bytes(); }
  [[nodiscard]] hid_t group() const { return group_; }
  [[nodiscard]] bool is_gone_on_with() const { return times_.is_gone_on_with(); }

 private:
  hdf5::handle group_;
  series<double> times_;
  series<std::uint64_t> neurons_;
};

}  // namespace hux
