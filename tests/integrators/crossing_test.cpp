#include "hux/device/integrators/crossing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace {

using hux::crossing_fraction;

/// Hermite's basis, as in any textbook.
double hermite(double v0, double v1, double d0, double d1, double x) {
  const double y = 1 - x;
  return v0 * (1 + 2 * x) * y * y + d0 * x * y * y + v1 * x * x * (3 - 2 * x) + d1 * x * x * (x - 1);
}

double bisected(const std::function<double(double)>& f) {
  double below = 0;
  double above = 1;
  while (above - below > 1e-15) {
    const double middle = (below + above) / 2;
    (f(middle) < 0 ? below : above) = middle;
  }
  return below;
}

TEST(crossing_fraction, is_the_root_of_the_cubic) {
  for (const double d0 : {0.5, 2.0, 6.0, 10.0})
    for (const double d1 : {1.0, 5.0, 12.0})
      for (const double threshold : {-3.9, -2.0, 0.0, 1.7}) {
        const double expected = bisected([&](double x) { return hermite(-4, 2, d0, d1, x) - threshold; });
        EXPECT_NEAR(crossing_fraction(-4, 2, d0, d1, threshold), expected, 1e-6) << d0 << " " << d1 << " " << threshold;
      }
}

TEST(crossing_fraction, is_exact_on_a_straight_line) {
  EXPECT_DOUBLE_EQ(crossing_fraction(-1, 3, 4, 4, 0), 0.25);
  EXPECT_DOUBLE_EQ(crossing_fraction(-1, 3, 4, 4, 3), 1);
}

// The course sinh, which a cubic follows to the fourth power of the step.
TEST(crossing_fraction, has_order_4) {
  const auto error = [](double h) {
    const double begin = -0.3 * h;
    const auto v = [&](double x) { return std::sinh(begin + x * h); };
    const auto slope = [&](double x) { return h * std::cosh(begin + x * h); };
    const double exact = (std::asinh(0.01 * h) - begin) / h;
    return std::abs(crossing_fraction(v(0), v(1), slope(0), slope(1), 0.01 * h) - exact) * h;
  };
  EXPECT_GT(std::log2(error(0.4) / error(0.2)), 3.8);
}

TEST(crossing_fraction, stays_within_the_step_whatever_the_slopes) {
  for (const double d0 : {-1e6, -5.0, 0.0, 1e-9, 5.0, 1e6})
    for (const double d1 : {-1e6, -5.0, 0.0, 1e6})
      for (const double v1 : {0.0, 1e-12, 30.0}) {
        const double x = crossing_fraction(-1e-9, v1, d0, d1, 0);
        EXPECT_TRUE(x >= 0 && x <= 1) << x << " " << d0 << " " << d1 << " " << v1;
      }
}

}  // namespace
