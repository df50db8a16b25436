#pragma once

#include <cstdint>

#include "delivery_kernels.hpp"
#include "device_memory.hpp"
#include "device_rows.hpp"
#include "slicing.hpp"

namespace hux::cuda {

/// The spikes in flight along one projection, as events in lists by slice of arrival and block of targets. Counted in
/// device memory, an event costs 12 bytes (its synapse read, the event written and read; 20 with a weight of its own)
/// and a neuron-step nothing. Slots in a ring, added to atomically, would cost an event 4 bytes and a sector of 32 read
/// and written, and every neuron-step 8 bytes for each receptor, to read its slot and clear it; see
/// benchmarks/README.md.
class delivery {
 public:
  /// @param rows must outlive this
  /// @param target how the target population is cut
  /// @param window steps
  /// @param capacity events of a list to begin with
  delivery(const device_rows& rows, const slicing& target, std::int64_t window, std::uint32_t capacity);

  /// Queues the delivery of a window's spikes.
  void send(std::uint64_t window, const outgoing_spikes& spikes, device::stream_handle stream);

  /// After a send that did not fit has run: undoes it and makes room for it and half as much again. The lists are
  /// others then. Waits for the device.
  /// @throws memory_error if there is not enough device memory
  void grow(std::uint64_t window, const outgoing_spikes& spikes);

  [[nodiscard]] event_lists lists();

  /// Slots of time that are needed at once.
  static std::uint32_t slots_for(std::int64_t max_delay, std::int64_t window, const slicing& target);
  /// Events of a list to begin with: those of a slice if all neurons fire at 20 Hz.
  static std::uint32_t usual_capacity(double synapses, const slicing& target, double dt);
  /// Bytes of the lists to begin with.
  static std::uint64_t planned_bytes(double synapses, std::int64_t max_delay, bool own_weights, std::int64_t window,
                                     const slicing& target, double dt);

 private:
  template <class Word>
  [[nodiscard]] outgoing_view<Word> view(const device::device_array<Word>& words);
  [[nodiscard]] unsigned blocks_of_threads() const;
  template <class Kernel32, class Kernel64>
  void launch(Kernel32 narrow, Kernel64 wide, std::uint64_t window, outgoing_spikes spikes,
              device::stream_handle stream);

  const device_rows& rows_;
  slicing target_;
  std::uint32_t slots_;
  std::uint32_t capacity_;
  std::uint32_t threads_a_row_;
  device::device_array<arrival> arrivals_;
  device::device_array<std::uint32_t> words_;
  device::device_array<std::uint32_t> counts_;
};

}  // namespace hux::cuda
