#pragma once

#include <cstdint>
#include <string>

#include "device/gather.hpp"

namespace hux::cuda {

/// How a population is cut into blocks of threads, and a window into slices whose input fits into shared memory.
struct block_partition {
  unsigned threads = most_threads;  ///< of a block; a power of two
  std::uint32_t blocks = 0;
  std::int64_t slice = 1;        ///< steps
  std::int64_t slices = 1;       ///< of a window
  std::size_t shared_bytes = 0;  ///< of a block

  [[nodiscard]] unsigned block_bits() const;
};

/// @param name of the population
/// @param real_bytes of a state variable: 4 or 8
/// @param window steps
/// @param asked threads of a block, as settings.block_size; 0: chosen
/// @throws input_error if a block of 32 neurons with so many receptors would need more than a GPU has
block_partition partition_of(const std::string& name, std::uint32_t neurons, const scratch_shape& shape,
                             std::size_t real_bytes, std::int64_t window, std::uint32_t asked);

/// Windows that may be in flight: enough for the device never to wait for the host.
inline constexpr std::int64_t windows_in_flight = 3;

/// Most spikes of a population that a window has room for: all that there can be, or one a neuron and millisecond.
std::size_t spike_room(std::uint32_t neurons, std::int64_t window, double dt);

/// Spikes of a population in a window if all neurons fire at 100 Hz, and a few more, but no more than there is room
/// for.
std::size_t spikes_to_expect(std::uint32_t neurons, std::int64_t window, double dt);

}  // namespace hux::cuda
