#pragma once

#include <string_view>

#include "hux/device/integrators/stage_input.hpp"

namespace hux {

/// Forward Euler: order 1, for comparison.
struct euler {
  static constexpr std::string_view name = "euler";
  static constexpr std::string_view description = "forward Euler, order 1";
  static constexpr std::string_view source = "Euler 1768, Institutiones calculi integralis";
  static constexpr double unit_of_time = 1;    ///< of the coefficients, in steps
  static constexpr bool staggered = false;     ///< do the gates run half a step ahead of the membrane potential?
  static constexpr bool simpson = false;       ///< does it weigh the input at all stages, as Simpson's rule does?
  static constexpr double gate_limit = 1;      ///< largest dt times rate for which gates stay in [0, 1]
  static constexpr double membrane_limit = 2;  ///< the same for which the membrane's decay stays a decay

  template <class Model, class Real, class Input>
  HUX_FN static void step(neuron_state<Real, Model::gates>& s, const typename Model::template coefficients<Real>& k,
                          const Input& input) {
    gate_array<linear<Real>, Model::gates> x;
    const auto from = s;
    const auto d = derivative<Model>(s, k, input, at_begin, x);
    s.v = s.v + d.v;
    for (int i = 0; i < Model::gates; ++i) s.gate[i] = s.gate[i] + d.gate[i];
    relax_exponential<Model>(s, from, k, x, constant<Real>(1));
  }
};

}  // namespace hux
