#pragma once

#include <vector>

#include "device/delivery_kernels.hpp"
#include "device/report_kernel.hpp"
#include "device/views.hpp"
#include "engine/backend.hpp"
#include "engine/divergence.hpp"
#include "host/device_memory.hpp"
#include "host/stream.hpp"
#include "network/built_network.hpp"

namespace hux::cuda {

/// What a window in flight brings to the device and takes from it; one for each window that may be in flight, used
/// again and again.
template <class Real>
class window_slot {
 public:
  /// @param sample_values most numbers that a window's recordings take
  window_slot(const built_network& network, std::size_t sample_values);

  /// Begins a window: queues the courses of its currents, and forgets what the last one has produced.
  void begin(const built_network& network, step_range window, std::uint64_t number, device::stream_handle compute);
  /// Tells apart what has been queued so far, for neurons, from what follows, for their spikes.
  void begin_delivery(device::stream_handle compute) { device::record(advanced_.handle(), compute); }
  /// Queues, once all that has been queued on `compute` is done, the report of the window.
  void report(device_span<std::uint64_t> abort_flag, device::stream_handle compute, device::stream_handle reports);
  /// Waits for it.
  void wait_for_report() { device::synchronize(reported_.handle()); }

  [[nodiscard]] step_range window() const { return window_; }
  [[nodiscard]] std::uint64_t number() const { return number_; }

  // As reported.
  [[nodiscard]] phase_seconds spent() const;
  [[nodiscard]] std::uint64_t stopped_by() const { return report_[counters_.size()]; }
  [[nodiscard]] std::uint64_t spike_count(std::size_t population) const {
    return report_[population * counters_of_population + spikes_counter];
  }
  /// Appends the first neuron that stops the run, if one does.
  void find_failure(std::size_t population, std::vector<divergence>& found) const;
  /// The spikes of a population in any order; if there are more than ever before, fetches them by the stream.
  /// @param spikes what was in it is overwritten
  void take_spikes(std::size_t population, device::stream_handle stream, std::vector<window_spike>& spikes);

  /// Appends the neurons that were marked; if there are any, fetches them by the stream.
  void take_marks(std::size_t population, device::stream_handle stream, std::vector<divergence>& found) const;

  /// On the device.
  [[nodiscard]] device_span<const Real> courses() const { return courses_.span(); }
  [[nodiscard]] device::device_array<Real>& samples() { return samples_; }
  [[nodiscard]] findings_view found(std::size_t population) {
    return {spikes(population), marks_[population].span(), counters(population)};
  }
  /// Spikes by population.
  [[nodiscard]] device_span<const spikes_view> outgoing() const { return outgoing_.span(); }

 private:
  void show_host_memory();
  [[nodiscard]] device_span<window_spike> spikes(std::size_t population) { return spikes_[population].span(); }
  [[nodiscard]] device_span<std::uint64_t> counters(std::size_t population) {
    return counters_.span().subspan(population * counters_of_population, counters_of_population);
  }
  [[nodiscard]] divergence decoded(std::uint64_t code, std::size_t population) const;

  step_range window_;
  std::uint64_t number_ = 0;
  device::device_array<Real> courses_, samples_;
  device::device_array<std::uint64_t> counters_;
  std::vector<device::device_array<window_spike>> spikes_;
  std::vector<device::device_array<std::uint64_t>> marks_;
  device::device_array<spikes_view> outgoing_;
  device::pinned_array<Real> courses_on_host_;
  device::pinned_array<std::uint64_t> report_;
  std::vector<device::pinned_array<window_spike>> spikes_on_host_;
  device::device_array<reported_spikes> reported_spikes_;
  device::event begun_, advanced_, computed_, reported_;
};

}  // namespace hux::cuda
