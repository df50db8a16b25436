#pragma once

#include <cstdint>

#include "host/device_memory.hpp"
#include "network/synapse_rows.hpp"

namespace hux::cuda {

/// synapse_rows whose arrays are in device memory.
struct device_rows {
  row_summary summary;
  device::device_array<std::uint64_t> offset;
  device::device_array<std::uint32_t> narrow;
  device::device_array<std::uint64_t> wide;
  device::device_array<float> weights;

  /// Of the device.
  [[nodiscard]] std::uint64_t bytes() const;
  [[nodiscard]] synapse_rows download() const;
};

/// How the device goes about it; tests have it in small.
struct row_limits {
  std::uint64_t sort_chunk = device_sort_chunk;  ///< synapses sorted at a time, unless a row alone has more
  std::uint64_t longest_row = 0xffffffffU;       ///< more synapses of one source are refused
  unsigned blocks = 2048;                        ///< of a grid, which loops if there is more to do
};

/// Builds the synapses of a projection on the device, on its default stream, and returns when they are there. They are
/// those of build_rows, bit for bit, and so are its errors. An explicit list is sorted on the host.
/// Throws in addition input_error if a source has more synapses than limits.longest_row, where the rule is one of
/// pairs, and error if a call of CUDA or Thrust fails.
device_rows build_device_rows(const wiring& w, const row_limits& limits = {});

}  // namespace hux::cuda
