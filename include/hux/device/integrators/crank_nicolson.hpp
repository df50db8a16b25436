#pragma once

#include <limits>
#include <string_view>

#include "hux/device/integrators/staggered.hpp"
#include "hux/device/math.hpp"

namespace hux {

/// Crank-Nicolson: every equation is solved by the trapezoidal rule, without iteration. A gate so fast that the rule
/// would carry it past its steady state goes there.
struct crank_nicolson : staggered_order<crank_nicolson> {
  static constexpr std::string_view name = "crank_nicolson";
  static constexpr std::string_view description = "Crank-Nicolson, staggered, order 2";
  static constexpr std::string_view source = "Hines 1984, Int. J. Biomed. Comput. 15:69";
  static constexpr double unit_of_time = 0.5;  ///< of the coefficients, in steps
  /// Largest dt times rate of a gate, and of the membrane: none.
  static constexpr double gate_limit = std::numeric_limits<double>::infinity();
  static constexpr double membrane_limit = std::numeric_limits<double>::infinity();

  /// The trapezoidal rule over h steps: x + (h / 2) (x' at the begin + x' at the end), solved for the end.
  template <class Real>
  HUX_FN static Real relaxed(const Real& x, const linear<Real>& f, const Real& h) {
    const Real b = h * f.decay;
    return fma(constant<Real>(2) * h, f.drive, fma(-b, x, x)) / (constant<Real>(1) + b);
  }

  /// The same for a gate, which is never negative. Where b > 1 it is drive / decay, its steady state.
  template <class Real>
  HUX_FN static Real relaxed_gate(const Real& x, const linear<Real>& f, const Real& h) {
    const Real b = h * f.decay;
    const Real kept = maximum(fma(-b, x, x), constant<Real>(0));
    return fma(constant<Real>(2) * h, f.drive, kept) / maximum(constant<Real>(1) + b, b + b);
  }
};

}  // namespace hux
