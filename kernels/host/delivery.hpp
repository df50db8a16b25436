#pragma once

#include <cstdint>
#include <vector>

#include "device/delivery_kernels.hpp"
#include "host/device_memory.hpp"
#include "host/device_rows.hpp"
#include "host/partition.hpp"

namespace hux::cuda {

/// The spikes in flight along one projection, as events in lists by slice of arrival and block of targets. Counted in
/// device memory, an event costs 12 bytes (its synapse read, the event written and read; 20 with a weight of its own)
/// and a neuron-step nothing. Slots in a ring, added to atomically, would cost an event 4 bytes and a sector of 32 read
/// and written, and every neuron-step 8 bytes for each receptor, to read its slot and clear it; see
/// benchmarks/README.md.
class events_in_flight {
 public:
  /// @param rows must outlive this
  /// @param source population
  /// @param target how the target population is cut
  /// @param window steps
  /// @param horizon steps after which nobody looks at events; they are kept no longer
  events_in_flight(const device_rows& rows, std::size_t source, const block_partition& target, std::int64_t window,
                   std::int64_t horizon, double dt);

  [[nodiscard]] event_lists lists();
  [[nodiscard]] const row_summary& rows() const { return rows_.summary; }
  /// @tparam Word that of the rows: 32 bits if they are narrow
  template <class Word>
  [[nodiscard]] outgoing_view<Word> view();
  /// Blocks of threads that find work if all sources fire.
  [[nodiscard]] std::uint64_t useful_blocks() const;

  /// Forgets all events, or those that arrive in a window.
  void forget();
  void forget(std::int64_t window);

  /// Events of the longest list, with those that had no place in it. Waits for the device.
  [[nodiscard]] std::uint32_t longest() const;
  [[nodiscard]] std::uint32_t capacity() const { return capacity_; }
  /// Gives every list room for so many events. Waits for the device.
  /// @throws memory_error if there is not enough device memory
  void extend(std::uint32_t capacity);

  /// Bytes of the lists to begin with.
  static std::uint64_t planned_bytes(double synapses, std::int64_t max_delay, bool own_weights, std::int64_t window,
                                     const block_partition& target, double dt);

 private:
  const device_rows& rows_;
  std::size_t source_;
  block_partition target_;
  std::int64_t shortest_, longest_;  // delays, steps; those beyond the horizon stand for all that are longer
  std::uint32_t slots_;
  std::uint32_t capacity_;
  std::uint32_t threads_a_row_;
  device::device_array<arrival> arrivals_;
  device::device_array<std::uint32_t> words_;
  device::device_array<std::uint32_t> counts_;
};

/// The delivery of spikes along all projections of a network, at once.
class delivery {
 public:
  /// @param projections must outlive this
  explicit delivery(std::vector<events_in_flight>& projections);

  /// Forgets all events, or those that arrive in a window. Waits for the device.
  void forget();
  void forget(std::int64_t window);

  /// Queues the delivery of a window's spikes.
  void send(const outgoing_window& window, device::stream_handle stream);

  /// After a send that did not fit has run: undoes it and makes room for it and half as much again. Lists are others
  /// then. Waits for the device.
  /// @throws memory_error if there is not enough device memory
  void make_room(const outgoing_window& window);

 private:
  template <class Word>
  using outgoing = device::device_array<outgoing_view<Word>>;

  void look_at_lists();
  template <class Kernel32, class Kernel64>
  void launch(Kernel32 narrow, Kernel64 wide, const outgoing_window& window, device::stream_handle stream);

  std::vector<events_in_flight>& projections_;
  outgoing<std::uint32_t> narrow_;
  outgoing<std::uint64_t> wide_;
  unsigned blocks_;
};

}  // namespace hux::cuda
