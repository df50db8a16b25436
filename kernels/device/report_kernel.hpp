#pragma once

#include "device/views.hpp"

namespace hux::cuda {

/// A population's spikes of a window, and where the host wants them: as many as it has room for.
struct reported_spikes {
  device_span<const window_spike> found;
  device_span<window_spike> host;
};

/// Brings to the host what it looks at in every window, into memory that it reads itself: spikes, the counters, and
/// behind that the abort flag. One kernel does so sooner than the copies that it would take.
HUX_KERNEL void HUX_LAUNCH_BOUNDS(most_threads, 8)
    report(device_span<const reported_spikes> populations, device_span<const std::uint64_t> counters,
           device_span<std::uint64_t> abort_flag, device_span<std::uint64_t> host) {
  const unsigned threads = device::grid_size().x * device::block_size().x;
  for (std::size_t p = 0; p < populations.size(); ++p) {
    const reported_spikes spikes = populations[p];
    const std::uint64_t count = counters[p * counters_of_population + spikes_counter];
    for (std::size_t i = device::grid_thread(); i < count && i < spikes.host.size(); i += threads)
      spikes.host[i] = static_cast<window_spike>(spikes.found[i]);
  }
  for (std::size_t i = device::grid_thread(); i < counters.size(); i += threads)
    host[i] = static_cast<std::uint64_t>(counters[i]);
  if (device::grid_thread() == 0) host[counters.size()] = device::atomic_load(abort_flag[0]);
}

}  // namespace hux::cuda
