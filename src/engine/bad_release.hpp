#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>

namespace hux {

struct built_network;

/// What a terminal released that is not in its range, or a state of it that became no number: the first of a network.
struct bad_release {
  std::int64_t step = std::numeric_limits<std::int64_t>::max();  ///< at whose begin; the largest number: there is none
  std::size_t population = 0, terminal = 0;
  std::uint32_t neuron = 0;
  double value = 0;
  std::size_t state = none;  ///< which state it is of; none: what was released
  static constexpr std::size_t none = ~std::size_t{0};

  [[nodiscard]] bool is_there() const { return step != std::numeric_limits<std::int64_t>::max(); }

  /// Keeps the first, whichever was found first.
  void note(const bad_release& other) {
    const auto order = [](const bad_release& r) { return std::tie(r.step, r.population, r.terminal, r.neuron); };
    if (order(other) < order(*this)) *this = other;
  }
};

/// Throws divergence_error of it.
[[noreturn]] void refuse_release(const bad_release& found, const built_network& network);

}  // namespace hux
