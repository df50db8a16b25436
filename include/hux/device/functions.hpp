#pragma once

#include "hux/device/math.hpp"

/// Functions for equations that are written as text, over any real type, with the same bits in each. Errors are in
/// units in the last place; what grows with e^x saturates as exp does. Of a NaN each is NaN.
namespace hux {

/// Hyperbolic tangent; error below 4. It is 1 in magnitude from where that is the nearest number on.
template <class Real>
HUX_FN Real tanh(Real x) {
  const Real d = expm1_or_nan(x + x);
  return d / (d + constant<Real>(2));
}

/// Hyperbolic sine; error below 4.
template <class Real>
HUX_FN Real sinh(Real x) {
  const Real d = expm1_or_nan(absolute(x));  // of a negative x, d + 1 would lose digits
  const Real y = constant<Real>(0.5) * fma(d, reciprocal(d + constant<Real>(1)), d);
  return select_less(x, constant<Real>(0), -y, y);
}

/// Hyperbolic cosine; error below 4.
template <class Real>
HUX_FN Real cosh(Real x) {
  const Real e = exp_or_nan(absolute(x));  // not below 1, where reciprocals would leave their range
  return constant<Real>(0.5) * (e + reciprocal(e));
}

/// (e^x - 1) / x, which is 1 at 0 and smooth there; error below 4. Of a large negative x it is 1 / |x|.
template <class Real>
HUX_FN Real exprel(Real x) {
  constexpr double near = is_single<Real> ? 2.5e-4 : 1e-8;  // x^2 / 6 is below a quarter of a unit
  const Real below = minimum(constant<Real>(saturation<Real>), x);
  const Real quotient = expm1_or_nan(below) / away_from_zero(below);
  return select_less(absolute(x), constant<Real>(near), fma(x, constant<Real>(0.5), constant<Real>(1)), quotient);
}

/// The logistic function 1 / (1 + e^-x); error below 4.
template <class Real>
HUX_FN Real sigmoid(Real x) {
  return reciprocal(constant<Real>(1) + exp_or_nan(-x));
}

}  // namespace hux
