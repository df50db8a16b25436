#pragma once

#include <cstdint>

#include "hux/network.hpp"

namespace hux {

/// How much of what a population will have, before it is built.
struct population_shape {
  std::uint64_t gates = 0;
  std::uint64_t coefficients = 0;  ///< of its model
  std::uint64_t cascades = 0;      ///< receptors with a second variable
  bool own_parameters = false;     ///< may neurons differ in their parameters?
  std::uint64_t drawn_bytes = 0;   ///< of the initial state and of parameters that differ, in double precision

  [[nodiscard]] std::uint64_t state_variables(const population& p) const {
    return 1 + gates + p.receptors.size() + cascades + (own_parameters ? coefficients : 0);
  }
};
population_shape shape_of(const population& p);

}  // namespace hux
