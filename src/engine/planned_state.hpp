#pragma once

#include <cstdint>

#include "hux/network.hpp"

namespace hux {

/// What the neurons of a population will have, known before it is built.
struct planned_state {
  std::uint64_t gates = 0;
  std::uint64_t coefficients = 0;  ///< of its model
  std::uint64_t receptors = 0;
  std::uint64_t cascades = 0;     ///< receptors with a second variable
  bool own_parameters = false;    ///< may neurons differ in their parameters?
  std::uint64_t drawn_bytes = 0;  ///< of the initial state and of parameters that differ, in double precision

  /// Variables of a neuron, but for its last spike.
  [[nodiscard]] std::uint64_t rows() const { return 1 + gates + receptors + cascades; }
  /// Numbers of a neuron.
  [[nodiscard]] std::uint64_t variables() const { return rows() + (own_parameters ? coefficients : 0); }
};
planned_state planned_state_of(const population& p, const network& n);

/// Numbers that the terminals of a neuron keep, in double precision.
std::uint64_t terminal_numbers(const network& n, const population& source);

/// Does a spontaneous rate ask for the last spike of a population's neurons, a number each? False of one that is no
/// text of a rate.
bool keeps_last_spikes(const network& n, const population& source);

}  // namespace hux
