#pragma once

#include "hux/network.hpp"
#include "hux/recorder.hpp"
#include "io/result/result_events.hpp"

namespace hux {

/// /spikes/<population>: timestamps and node_ids, in the order of time.
class spike_writer {
 public:
  /// @param index of the population in the network
  spike_writer(hid_t group, const population& p, std::size_t index);

  void record(const window_results& results);
  void flush() { events_.flush(); }
  [[nodiscard]] std::uint64_t rows() const { return events_.count(); }
  void go_on_behind(std::uint64_t rows) { events_.go_on_behind(rows); }
  void read_rest() const { events_.read_rest(); }
  [[nodiscard]] std::uint64_t block_bytes() const { return events_.block_bytes(); }
  /// What a window adds.
  [[nodiscard]] std::uint64_t bytes(const window_results& results) const;

 private:
  std::size_t index_;
  event_series events_;
};

}  // namespace hux
