#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace hux::test {

/// The C library in the next wider type stands for the exact value.
template <class Scalar>
using wider = std::conditional_t<std::is_same_v<Scalar, float>, double, long double>;

/// Distance from the exact value in units in the last place of the result's type.
template <class Scalar>
double ulps(Scalar got, wider<Scalar> exact) {
  const auto size = std::max(std::abs(static_cast<Scalar>(exact)), std::numeric_limits<Scalar>::min());
  const Scalar ulp = std::nextafter(size, std::numeric_limits<Scalar>::infinity()) - size;
  return static_cast<double>(std::abs(static_cast<wider<Scalar>>(got) - exact) / ulp);
}

/// The largest error over n + 1 points from a to b.
template <class Scalar, class Ours, class Exact>
double worst(double a, double b, int n, Ours ours, Exact exact) {
  double error = 0;
  for (int i = 0; i <= n; ++i) {
    const auto x = static_cast<Scalar>(a + (b - a) * i / n);
    error = std::max(error, ulps<Scalar>(ours(x), exact(static_cast<wider<Scalar>>(x))));
  }
  return error;
}

}  // namespace hux::test
