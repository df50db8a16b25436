#pragma once

#include <cstdint>
#include <source_location>

#include "host/device_memory.hpp"

/// What Thrust does for the backend, so that nothing else has to know it. Each call returns when it is done.
namespace hux::cuda {

/// Each value becomes the sum of those before it.
/// @throws hux::error that names the call and the place
void exclusive_scan(device::device_span<std::uint64_t> values, device::stream_handle stream = {},
                    std::source_location at = std::source_location::current());

/// In ascending order; takes as much memory again. Throws as exclusive_scan.
void sort(device::device_span<std::uint64_t> keys, device::stream_handle stream = {},
          std::source_location at = std::source_location::current());

}  // namespace hux::cuda
