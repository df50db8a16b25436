#pragma once

#include <limits>
#include <string_view>

#include "hux/device/integrators/staggered.hpp"
#include "hux/device/math.hpp"

namespace hux {

/// Exponential Euler (Rush-Larsen): every equation is solved exactly, as if its coefficients were constant over a step.
struct exponential_euler : staggered_order<exponential_euler> {
  static constexpr std::string_view name = "exponential_euler";
  static constexpr std::string_view description = "exponential Euler (Rush-Larsen), staggered, order 2";
  static constexpr std::string_view source = "Rush & Larsen 1978, IEEE Trans. Biomed. Eng. 25:389";
  static constexpr double unit_of_time = 1;  ///< of the coefficients, in steps
  /// Largest dt times rate of a gate, and of the membrane: none.
  static constexpr double gate_limit = std::numeric_limits<double>::infinity();
  static constexpr double membrane_limit = std::numeric_limits<double>::infinity();

  /// The exact solution after h steps: x goes to drive / decay exponentially.
  template <class Real>
  HUX_FN static Real relaxed(const Real& x, const linear<Real>& f, const Real& h) {
    return relaxed_exactly(x, f, h);
  }
  template <class Real>
  HUX_FN static Real relaxed_gate(const Real& x, const linear<Real>& f, const Real& h) {
    return relaxed(x, f, h);
  }
};

}  // namespace hux
