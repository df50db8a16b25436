#include "hux/device/math.hpp"

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
class elementary_functions : public testing::Test {
 public:
  static constexpr bool single = std::is_same_v<Scalar, float>;
  static constexpr double saturation = single ? 87 : 708;
  static constexpr int points = 200'000;
  /// A relative error the size of a unit in the last place.
  static constexpr double unit = std::numeric_limits<Scalar>::epsilon();
};
using scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(elementary_functions, scalars);

TYPED_TEST(elementary_functions, exp_is_within_2_ulp_over_its_whole_range) {
  const auto ours = [](TypeParam x) { return hux::exp(x); };
  const auto exact = [](auto x) { return std::exp(x); };
  EXPECT_LT((worst<TypeParam>(-this->saturation, this->saturation, this->points, ours, exact)), 2);
  EXPECT_LT((worst<TypeParam>(-1, 1, this->points, ours, exact)), 2);
}

TYPED_TEST(elementary_functions, exp_saturates_beyond_its_range) {
  const auto largest = static_cast<TypeParam>(this->saturation);
  EXPECT_EQ(hux::exp(largest * 2), hux::exp(largest));
  EXPECT_EQ(hux::exp(-largest * 2), hux::exp(-largest));
  EXPECT_TRUE(std::isnormal(hux::exp(largest)));
  EXPECT_TRUE(std::isnormal(hux::exp(-largest)));
}

TYPED_TEST(elementary_functions, exp_is_exact_at_0) {
  EXPECT_EQ(hux::exp(TypeParam(0)), TypeParam(1));
  EXPECT_EQ(hux::expm1(TypeParam(0)), TypeParam(0));
}

TYPED_TEST(elementary_functions, expm1_is_within_4_ulp_over_its_whole_range) {
  const auto ours = [](TypeParam x) { return hux::expm1(x); };
  const auto exact = [](auto x) { return std::expm1(x); };
  EXPECT_LT((worst<TypeParam>(-this->saturation, this->saturation, this->points, ours, exact)), 4);
  EXPECT_LT((worst<TypeParam>(-1, 1, this->points, ours, exact)), 4);
}

TYPED_TEST(elementary_functions, expm1_keeps_its_relative_accuracy_near_0) {
  for (double x = 1; x > 1e-30; x *= 0.37)
    for (const double signed_x : {x, -x}) {
      const auto at = static_cast<TypeParam>(signed_x);
      EXPECT_LT(ulps<TypeParam>(hux::expm1(at), std::expm1(static_cast<wider<TypeParam>>(at))), 4) << at;
    }
}

TYPED_TEST(elementary_functions, chains_of_expm1_keep_their_relative_accuracy_near_0) {
  for (double x = 0.1; x > 1e-20; x *= 0.37) {
    const auto at = static_cast<TypeParam>(x);
    const TypeParam d = hux::expm1(at);
    const TypeParam d2 = hux::expm1_doubled(d);
    const auto exact = static_cast<wider<TypeParam>>(at);
    EXPECT_LT(ulps<TypeParam>(d2, std::expm1(2 * exact)), 8) << at;
    EXPECT_LT(ulps<TypeParam>(hux::expm1_sum(d2, d), std::expm1(3 * exact)), 10) << at;
  }
}

TYPED_TEST(elementary_functions, log_is_within_2_ulp_over_all_magnitudes) {
  double error = 0;
  const double step = this->single ? 1.0007 : 1.007;
  const double last = this->single ? 3e38 : 1e308;
  for (double x = std::numeric_limits<TypeParam>::min(); x < last; x *= step) {
    const auto at = static_cast<TypeParam>(x);
    error = std::max(error, ulps<TypeParam>(hux::log(at), std::log(static_cast<wider<TypeParam>>(at))));
  }
  EXPECT_LT(error, 2);
}

TYPED_TEST(elementary_functions, log_is_within_2_ulp_around_1) {
  EXPECT_LT((worst<TypeParam>(
                0.5, 2, this->points, [](TypeParam x) { return hux::log(x); }, [](auto x) { return std::log(x); })),
            2);
  EXPECT_EQ(hux::log(TypeParam(1)), TypeParam(0));
}

TYPED_TEST(elementary_functions, log_of_0_is_that_of_the_least_normal_number) {
  using limits = std::numeric_limits<TypeParam>;
  const TypeParam least = hux::log(limits::min());
  EXPECT_LT(ulps<TypeParam>(least, std::log(static_cast<wider<TypeParam>>(limits::min()))), 1);
  for (const TypeParam nothing : {TypeParam(0), TypeParam(-0.0), limits::denorm_min(), -limits::denorm_min()})
    EXPECT_EQ(hux::log(nothing), least) << nothing;
}

TYPED_TEST(elementary_functions, log_of_infinity_is_that_of_the_largest_number) {
  using limits = std::numeric_limits<TypeParam>;
  EXPECT_EQ(hux::log(limits::infinity()), hux::log(limits::max()));
}

TYPED_TEST(elementary_functions, log_of_what_is_negative_or_no_number_is_no_number) {
  using limits = std::numeric_limits<TypeParam>;
  for (const TypeParam x : {-limits::min(), TypeParam(-1), limits::lowest(), -limits::infinity(), limits::quiet_NaN()})
    EXPECT_TRUE(std::isnan(hux::log(x))) << x;
}

TYPED_TEST(elementary_functions, exponential_functions_that_keep_a_nan_have_the_bits_of_those_that_do_not) {
  for (int i = -this->points; i <= this->points; ++i) {
    const auto x = static_cast<TypeParam>(1.1 * this->saturation * i / this->points);
    ASSERT_EQ(hux::exp_or_nan(x), hux::exp(x)) << x;
    ASSERT_EQ(hux::expm1_or_nan(x), hux::expm1(x)) << x;
  }
  const TypeParam nan = std::numeric_limits<TypeParam>::quiet_NaN();
  EXPECT_TRUE(std::isnan(hux::exp_or_nan(nan)));
  EXPECT_TRUE(std::isnan(hux::expm1_or_nan(nan)));
}

TYPED_TEST(elementary_functions, power_is_within_the_rounding_of_its_logarithm) {
  using exact_type = wider<TypeParam>;
  for (const double round_base : {3.0, 2.0, 0.1, 1.0000001, 7e5, 1e-30})
    for (double round_exponent = -40; round_exponent <= 40; round_exponent += 0.0371) {
      const auto base = static_cast<TypeParam>(round_base);
      const auto exponent = static_cast<TypeParam>(round_exponent);
      const exact_type scale = exponent * std::log(static_cast<exact_type>(base));
      if (std::abs(scale) > this->saturation) continue;
      const exact_type exact = std::pow(static_cast<exact_type>(base), static_cast<exact_type>(exponent));
      EXPECT_LT(ulps<TypeParam>(hux::power(base, exponent), exact), 3 + 3 * std::abs(scale)) << base << "^" << exponent;
    }
}

TYPED_TEST(elementary_functions, power_is_exact_at_an_exponent_of_0) {
  for (const double base : {3.0, 0.0, 1e-30, 1e30})
    EXPECT_EQ(hux::power(static_cast<TypeParam>(base), TypeParam(0)), 1) << base;
}

TYPED_TEST(elementary_functions, power_of_0_is_0_for_positive_exponents_and_saturates_for_negative_ones) {
  for (const TypeParam zero : {TypeParam(0), TypeParam(-0.0), std::numeric_limits<TypeParam>::denorm_min()}) {
    for (const double exponent : {1e-3, 0.5, 1.0, 4.0, 1e6})
      EXPECT_EQ(hux::power(zero, static_cast<TypeParam>(exponent)), 0) << exponent;
    EXPECT_EQ(hux::power(zero, TypeParam(-2)), hux::exp(static_cast<TypeParam>(this->saturation)));
  }
}

TYPED_TEST(elementary_functions, power_of_what_is_negative_or_no_number_is_no_number) {
  const TypeParam nan = std::numeric_limits<TypeParam>::quiet_NaN();
  EXPECT_TRUE(std::isnan(hux::power(TypeParam(-1), TypeParam(2))));
  EXPECT_TRUE(std::isnan(hux::power(nan, TypeParam(2))));
  EXPECT_TRUE(std::isnan(hux::power(TypeParam(2), nan)));
  EXPECT_TRUE(std::isnan(hux::power(TypeParam(0), nan)));
}

TYPED_TEST(elementary_functions, sine_and_cosine_are_within_2_units_of_1) {
  using exact_type = wider<TypeParam>;
  const auto two_pi = static_cast<exact_type>(6.283185307179586476925L);
  double error = 0;
  for (int i = 0; i <= this->points; ++i) {
    const auto turns = static_cast<TypeParam>(-3 + 6.0 * i / this->points);
    const auto ours = hux::sine_cosine_of_turns(turns);
    // Whole turns are taken off exactly, so that the library's own reduction adds nothing.
    const exact_type rest = static_cast<exact_type>(turns) - std::nearbyint(static_cast<exact_type>(turns));
    error = std::max({error, std::abs(static_cast<double>(ours.sine - std::sin(two_pi * rest))),
                      std::abs(static_cast<double>(ours.cosine - std::cos(two_pi * rest)))});
  }
  EXPECT_LT(error, 2 * this->unit);
}

TYPED_TEST(elementary_functions, sine_and_cosine_are_exact_at_quarter_turns) {
  const TypeParam sines[] = {0, 1, 0, -1};
  for (int quarter = -9; quarter <= 9; ++quarter) {
    const auto at = hux::sine_cosine_of_turns(TypeParam(0.25) * static_cast<TypeParam>(quarter));
    EXPECT_EQ(at.sine, sines[quarter & 3]) << quarter;
    EXPECT_EQ(at.cosine, sines[(quarter + 1) & 3]) << quarter;
  }
}

TYPED_TEST(elementary_functions, inverse_cube_root_is_within_2_ulp) {
  const auto exact = [](auto x) { return 1 / std::cbrt(x); };
  EXPECT_LT((worst<TypeParam>(
                1, 2, this->points, [](TypeParam x) { return hux::inverse_cube_root(x); }, exact)),
            2);
}

TYPED_TEST(elementary_functions, exponential_ratio_is_smooth_through_0) {
  const auto ours = [](TypeParam x) { return hux::exponential_ratio(x, x / hux::expm1(x)); };
  EXPECT_EQ(ours(0), 1);
  const auto exact = [](auto x) { return x == 0 ? x + 1 : x / std::expm1(x); };
  for (const double reach : {1e-12, 1e-6, 1e-2, 1.0, 30.0})
    EXPECT_LT((worst<TypeParam>(-reach, reach, 10'001, ours, exact)), 5) << reach;
}

TYPED_TEST(elementary_functions, exponential_ratio_meets_its_series) {
  const auto ours = [](TypeParam x) { return hux::exponential_ratio(x, x / (hux::exp(x) - TypeParam(1))); };
  const auto exact = [](auto x) { return x == 0 ? x + 1 : x / std::expm1(x); };
  const double seam = this->single ? 0.15 : 0.0125;
  EXPECT_LT((worst<TypeParam>(-0.999 * seam, 0.999 * seam, 10'001, ours, exact)), 3) << "by the series";
  for (const double side : {-1.0, 1.0})
    EXPECT_LT((worst<TypeParam>(side * seam, 3 * side * seam, 10'001, ours, exact)), 2 / seam)
        << "cancellation in e^x - 1 costs at most 2 / x units";
}

TYPED_TEST(elementary_functions, powers_of_two_are_exact_over_the_normal_range) {
  const int last = this->single ? 126 : 1022;
  const auto shift = static_cast<TypeParam>(hux::exponent_shift<TypeParam>);
  for (int n = -last; n <= last; ++n)
    ASSERT_EQ(hux::power_of_two(static_cast<TypeParam>(n) + shift), std::ldexp(TypeParam(1), n));
}

TYPED_TEST(elementary_functions, multiplying_by_powers_of_two_is_exact_where_results_are_normal) {
  const int last = this->single ? 125 : 1021;
  const auto shift = static_cast<TypeParam>(hux::rounding_shift<TypeParam>);
  for (const double a : {0.75, 1.0, 1.4142, -1.2})
    for (int n = -last; n <= last; ++n)
      ASSERT_EQ(hux::times_power_of_two(static_cast<TypeParam>(a), static_cast<TypeParam>(n) + shift),
                std::ldexp(static_cast<TypeParam>(a), n));
}

TYPED_TEST(elementary_functions, exp2_is_within_2_ulp_over_its_whole_range) {
  const double last = this->single ? 126 : 1022;
  const auto ours = [](TypeParam x) { return hux::exp2(x); };
  const auto exact = [](auto x) { return std::exp2(x); };
  EXPECT_LT((worst<TypeParam>(-last, last, this->points, ours, exact)), 2);
  EXPECT_LT((worst<TypeParam>(-1, 1, this->points, ours, exact)), 2);
}

}  // namespace
