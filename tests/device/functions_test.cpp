#include "hux/device/functions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "device/ulps.hpp"

namespace {

using hux::test::ulps;
using hux::test::wider;
using hux::test::worst;

template <class Scalar>
class functions_of_equations : public testing::Test {
 public:
  static constexpr double saturation = hux::saturation<Scalar>;
  static constexpr Scalar infinity = std::numeric_limits<Scalar>::infinity();

  /// The largest error in units in the last place from -largest to largest, near 0 and on the way.
  template <class Ours, class Exact>
  static double error(double largest, Ours ours, Exact exact) {
    double found = 0;
    for (const double reach : {largest, 30.0, 5.0, 1.0, 0.25})
      found = std::max(found, worst<Scalar>(-reach, reach, 200'001, ours, exact));
    for (double x = 0.3; x > 1e-30; x *= 0.997)
      for (const double signed_x : {x, -x}) {
        const auto at = static_cast<Scalar>(signed_x);
        found = std::max(found, ulps<Scalar>(ours(at), exact(static_cast<wider<Scalar>>(at))));
      }
    return found;
  }
};
using scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(functions_of_equations, scalars);

TYPED_TEST(functions_of_equations, tanh_is_within_4_ulp) {
  EXPECT_LT(this->error(
                500, [](TypeParam x) { return hux::tanh(x); }, [](auto x) { return std::tanh(x); }),
            4);
}

TYPED_TEST(functions_of_equations, tanh_of_a_large_number_is_1) {
  for (const TypeParam x : {TypeParam(20), TypeParam(500), TypeParam(1e30), TestFixture::infinity}) {
    EXPECT_EQ(hux::tanh(x), 1) << x;
    EXPECT_EQ(hux::tanh(-x), -1) << x;
  }
}

TYPED_TEST(functions_of_equations, sinh_is_within_4_ulp) {
  EXPECT_LT(this->error(
                this->saturation, [](TypeParam x) { return hux::sinh(x); }, [](auto x) { return std::sinh(x); }),
            4);
}

TYPED_TEST(functions_of_equations, cosh_is_within_4_ulp) {
  EXPECT_LT(this->error(
                this->saturation, [](TypeParam x) { return hux::cosh(x); }, [](auto x) { return std::cosh(x); }),
            4);
}

TYPED_TEST(functions_of_equations, sinh_and_cosh_saturate) {
  const auto last = static_cast<TypeParam>(this->saturation);
  for (const TypeParam x : {static_cast<TypeParam>(2 * this->saturation), TypeParam(1e30), TestFixture::infinity}) {
    EXPECT_EQ(hux::sinh(x), hux::sinh(last)) << x;
    EXPECT_EQ(hux::sinh(-x), -hux::sinh(last)) << x;
    EXPECT_EQ(hux::cosh(x), hux::cosh(last)) << x;
    EXPECT_EQ(hux::cosh(-x), hux::cosh(last)) << x;
  }
}

TYPED_TEST(functions_of_equations, exprel_is_within_4_ulp) {
  const auto exact = [](auto x) { return x == 0 ? x + 1 : std::expm1(x) / x; };
  EXPECT_LT(this->error(
                this->saturation, [](TypeParam x) { return hux::exprel(x); }, exact),
            4);
}

TYPED_TEST(functions_of_equations, exprel_is_1_at_0) {
  EXPECT_EQ(hux::exprel(TypeParam(0)), 1);
  EXPECT_EQ(hux::exprel(TypeParam(-0.0)), 1);
}

TYPED_TEST(functions_of_equations, exprel_meets_its_series) {
  const double seam = hux::is_single<TypeParam> ? 2.5e-4 : 1e-8;
  const auto ours = [](TypeParam x) { return hux::exprel(x); };
  const auto exact = [](auto x) { return x == 0 ? x + 1 : std::expm1(x) / x; };
  for (const double side : {-1.0, 1.0})
    EXPECT_LT((worst<TypeParam>(0.9 * side * seam, 1.1 * side * seam, 100'001, ours, exact)), 4);
}

TYPED_TEST(functions_of_equations, exprel_of_large_numbers_saturates_or_is_the_reciprocal) {
  const auto largest = static_cast<TypeParam>(this->saturation);
  EXPECT_EQ(hux::exprel(TypeParam(1e30)), hux::exprel(largest));
  EXPECT_EQ(hux::exprel(TestFixture::infinity), hux::exprel(largest));
  EXPECT_EQ(hux::exprel(TypeParam(-1000)), 1 / TypeParam(1000));
  EXPECT_EQ(hux::exprel(TypeParam(-1e30)), 1 / TypeParam(1e30));
  EXPECT_EQ(hux::exprel(-TestFixture::infinity), 0);
}

TYPED_TEST(functions_of_equations, sigmoid_is_within_4_ulp) {
  EXPECT_LT(
      this->error(
          this->saturation, [](TypeParam x) { return hux::sigmoid(x); }, [](auto x) { return 1 / (1 + std::exp(-x)); }),
      4);
}

TYPED_TEST(functions_of_equations, sigmoid_stays_between_0_and_1) {
  EXPECT_EQ(hux::sigmoid(TypeParam(0)), TypeParam(0.5));
  for (const TypeParam x : {TypeParam(1000), TypeParam(1e30), TestFixture::infinity}) {
    EXPECT_EQ(hux::sigmoid(x), 1) << x;
    EXPECT_EQ(hux::sigmoid(-x), hux::exp(static_cast<TypeParam>(-this->saturation))) << x;
  }
}

TYPED_TEST(functions_of_equations, leave_a_nan_one) {
  const TypeParam nan = std::numeric_limits<TypeParam>::quiet_NaN();
  for (const TypeParam result : {hux::tanh(nan), hux::sinh(nan), hux::cosh(nan), hux::exprel(nan), hux::sigmoid(nan)})
    EXPECT_TRUE(std::isnan(result));
}

}  // namespace
