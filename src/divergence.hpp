#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>

namespace hux {

struct built_network;

/// A neuron that left the range of possible membrane potentials (models/model.hpp, v_limit).
struct divergence {
  std::int64_t step = INT64_MAX;  ///< the largest number: there was none
  std::size_t population = 0;
  std::uint32_t neuron = 0;
  double v = 0;  ///< mV, at the end of the step

  /// Which of several is told: the same whichever thread found which first.
  [[nodiscard]] bool before(const divergence& other) const {
    return std::tie(step, population, neuron) < std::tie(other.step, other.population, other.neuron);
  }
};

/// Throws divergence_error, if there was one.
void refuse(const divergence& d, const built_network& network);

}  // namespace hux
