#include "cpu/block_size.hpp"

#include <algorithm>
#include <bit>

#include "cpu/views.hpp"

namespace hux::cpu {

network_shape shape_of(const built_network& network) {
  network_shape shape;
  for (const auto& p : network.populations) {
    shape.neurons += p.size;
    shape.receptors = std::max<std::uint64_t>(shape.receptors, p.receptors.size());
  }
  shape.window = network.window;
  shape.bytes_of_sum = network.real == precision::single ? 4 : 8;
  shape.block_size = network.block_size;
  return shape;
}

unsigned block_bits(const network_shape& shape, unsigned threads) {
  constexpr std::uint64_t cache = 256 * 1024;
  constexpr unsigned smallest = 8;
  constexpr unsigned largest = 12;
  // A block begins where a pack does.
  if (shape.block_size > 0) return static_cast<unsigned>(std::bit_width(std::max(shape.block_size, padding))) - 1;
  const std::uint64_t a_neuron = shape.receptors * shape.window * shape.bytes_of_sum;
  const std::uint64_t wanted = std::min(cache / a_neuron, shape.neurons / (16 * threads));
  return std::clamp(static_cast<unsigned>(std::bit_width(wanted | 1)) - 1, smallest, largest);
}

}  // namespace hux::cpu
