#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "equations/listed_model.hpp"
#include "equations/opening_list.hpp"

namespace hux {

/// One step of an integrator as operations, made by the integrator's own template. Inputs that differ by neuron come
/// first: v, the states, the sums of the input at the stages (drive then decay of each), and the conductance of each
/// receptor that follows v at the stages, none of them scaled; behind them are the coefficients, and the reversal
/// potential of each of those receptors and what it needs beside v.
struct step_list {
  std::uint32_t varying = 0;  ///< inputs that differ by neuron
  operation_list step;        ///< v and the states at the end of the step
  operation_list stagger;     ///< v and the states where the integrator wants them at t = 0; empty: as they are
  std::array<operation_list, 2>
      slopes;  ///< of v at the beginning and at the end of a step, from the state there, its input
};

/// @param openings of the receptors that follow v, in their order
/// @tparam Scalar float or double: what the step is worked out in
template <class Scalar>
step_list step_list_of(const model_lists& model, std::string_view integrator,
                       const std::vector<const opening_list*>& openings);

}  // namespace hux
