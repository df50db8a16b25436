#pragma once

#include <vector>

#include "backend.hpp"
#include "build/built_network.hpp"
#include "device_memory.hpp"
#include "stream.hpp"
#include "views.hpp"

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
  /// Queues the copies of what is looked at in every window, once all that has been queued on `compute` is done.
  void report(device_span<std::uint64_t> brake, device::stream_handle compute, device::stream_handle reports);
  /// Waits for them.
  void wait_for_report() { device::synchronize(reported_.handle()); }

  [[nodiscard]] step_range window() const { return window_; }
  [[nodiscard]] std::uint64_t number() const { return number_; }

  // As reported.
  [[nodiscard]] phase_seconds spent() const;
  [[nodiscard]] std::uint64_t stopped_by() const { return brake_on_host_[0]; }
  [[nodiscard]] std::uint32_t spike_count(std::size_t population) const { return counts_on_host_[population]; }
  [[nodiscard]] std::uint64_t diverged(std::size_t population) const { return diverged_on_host_[population]; }

  /// On the device.
  [[nodiscard]] device_span<const Real> courses() const { return courses_.span(); }
  [[nodiscard]] device::device_array<Real>& samples() { return samples_; }
  [[nodiscard]] device::device_array<window_spike>& spikes(std::size_t population) { return spikes_[population]; }
  [[nodiscard]] device_span<std::uint32_t> count(std::size_t population) {
    return counts_.span().subspan(population, 1);
  }
  [[nodiscard]] device_span<std::uint64_t> divergence(std::size_t population) {
    return diverged_.span().subspan(population, 1);
  }

 private:
  step_range window_;
  std::uint64_t number_ = 0;
  device::device_array<Real> courses_, samples_;
  device::device_array<std::uint32_t> counts_;
  device::device_array<std::uint64_t> diverged_;
  std::vector<device::device_array<window_spike>> spikes_;
  device::pinned_array<Real> courses_on_host_;
  device::pinned_array<std::uint32_t> counts_on_host_;
  device::pinned_array<std::uint64_t> diverged_on_host_, brake_on_host_;
  device::event begun_, advanced_, computed_, reported_;
};

}  // namespace hux::cuda
