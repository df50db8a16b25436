#pragma once

#include <limits>

#include "hux/integrators/staggered.hpp"

namespace hux {

/// Crank-Nicolson: every equation is solved by the trapezoidal rule, without iteration.
struct crank_nicolson : staggered_order<crank_nicolson> {
  static constexpr std::string_view name = "crank_nicolson";
  static constexpr std::string_view description = "Crank-Nicolson, staggered, order 2";
  static constexpr std::string_view source = "Hines 1984, Int. J. Biomed. Comput. 15:69";
  static constexpr double unit_of_time = 0.5;  ///< of the coefficients, in steps
  static constexpr double gate_limit = 2;      ///< largest dt times rate for which gates stay in [0, 1]
  static constexpr double membrane_limit = std::numeric_limits<double>::infinity();  ///< the same of the membrane

  /// The trapezoidal rule over h steps: x + (h / 2) (x' at the begin + x' at the end), solved for the end.
  template <class Real>
  HUX_FN static Real relaxed(const Real& x, const linear<Real>& f, const Real& h) {
    const Real b = h * f.decay;
    return fma(constant<Real>(2) * h, f.drive, fma(-b, x, x)) / (constant<Real>(1) + b);
  }
};

}  // namespace hux
