#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>

namespace hux {

struct built_network;

/// A rate of spontaneous release that none can be: the first of a network.
struct bad_rate {
  std::int64_t step = std::numeric_limits<std::int64_t>::max();  ///< the largest number: there is none
  std::size_t projection = 0;
  std::uint32_t neuron = 0;  ///< of the source
  double since = 0;          ///< its last spike, ms
  double value = 0;          ///< Hz

  [[nodiscard]] bool is_there() const { return step != std::numeric_limits<std::int64_t>::max(); }

  /// Keeps the first, whichever was found first.
  void note(const bad_rate& other) {
    const auto order = [](const bad_rate& r) { return std::tie(r.step, r.projection, r.neuron); };
    if (order(other) < order(*this)) *this = other;
  }
};

/// Throws divergence_error of it.
[[noreturn]] void refuse_rate(const bad_rate& found, const built_network& network);

}  // namespace hux
