#pragma once

#include <cstdint>

#include "network/built_network.hpp"

namespace hux::cpu {

/// What the size of a block depends on.
struct network_shape {
  std::uint64_t neurons = 0;
  std::uint64_t receptors = 1;     ///< of the population that has the most
  std::int64_t window = 1;         ///< steps
  std::uint64_t bytes_of_sum = 4;  ///< of one fixed-point sum
  std::uint32_t block_size = 0;    ///< asked for; 0: to be chosen
};
network_shape shape_of(const built_network& network);

/// Logarithm of the number of neurons advanced together: as many as keep the sums of a block's synaptic input in the
/// second-level cache, and few enough for every thread to have so many blocks that all end
/// at about the same time.
unsigned block_bits(const network_shape& shape, unsigned threads);

}  // namespace hux::cpu
