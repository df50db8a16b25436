#include "equations/linear_flow.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

/// Linear equations against closed forms of the C library.
namespace hux {
namespace {

constexpr std::int64_t day = 86'400'000LL * 20;  // steps of 0.05 ms

TEST(linear_flow, relaxes_to_full_accuracy_over_any_time) {
  for (const double tau : {0.001, 0.2, 5.0, 800.0, 1e7})
    for (const std::int64_t steps : {std::int64_t{1}, std::int64_t{2}, std::int64_t{37}, std::int64_t{16000}, day}) {
      const linear_flow flow({1, {-1 / tau, 1 / tau}}, 0.05);
      double x = 0.25;
      flow.advance(steps, &x);
      EXPECT_NEAR(x, 1 - 0.75 * std::exp(-0.05 * static_cast<double>(steps) / tau), 2e-14) << tau << " " << steps;
    }
}

/// What a slow state loses in a step is far below its own last place.
TEST(linear_flow, keeps_what_is_slow_beside_a_step) {
  const double tau = 1e9;
  const linear_flow flow({1, {-1 / tau, 0}}, 0.05);
  double x = 1;
  flow.advance(std::int64_t{1} << 30U, &x);
  EXPECT_NEAR(x, std::exp(-0.05 * std::ldexp(1, 30) / tau), 1e-15);
}

TEST(linear_flow, solves_states_that_drive_each_other) {
  // A chain r -> s, whose rates are equal, and a rotation.
  const double k = 0.3;
  const linear_flow chain({2, {-k, 0, 0, k, -k, 0}}, 0.05);
  const double t = 0.05 * 77;
  double x[]{0.8, 0.1};
  chain.advance(77, x);
  EXPECT_NEAR(x[0], 0.8 * std::exp(-k * t), 1e-15);
  EXPECT_NEAR(x[1], (0.1 + 0.8 * k * t) * std::exp(-k * t), 1e-15);

  const linear_flow rotation({2, {0, 2, 0, -2, 0, 0}}, 0.05);
  double y[]{1, 0};
  rotation.advance(77, y);
  EXPECT_NEAR(y[0], std::cos(2 * t), 1e-14);
  EXPECT_NEAR(y[1], -std::sin(2 * t), 1e-14);
}

TEST(linear_flow, counts_up_where_nothing_decays) {
  const linear_flow flow({1, {0, 0.5}}, 0.05);
  double x = 3;
  flow.advance(1000, &x);
  EXPECT_NEAR(x, 3 + 0.5 * 50, 1e-13);
  EXPECT_TRUE(flow.is_bounded());
}

TEST(linear_flow, does_nothing_in_no_time) {
  const linear_flow flow({1, {-0.2, 0.1}}, 0.05);
  double x = 0.625;
  flow.advance(0, &x);
  EXPECT_EQ(x, 0.625);
}

TEST(linear_flow, tells_what_grows_without_end) {
  EXPECT_FALSE(linear_flow({1, {1e-3, 0}}, 0.05).is_bounded());
  EXPECT_FALSE(linear_flow({2, {-1, 2, 0, 2, -1, 0}}, 0.05).is_bounded());
  EXPECT_FALSE(linear_flow({1, {std::numeric_limits<double>::infinity(), 0}}, 0.05).is_bounded());
  EXPECT_TRUE(linear_flow({2, {-1, 0.5, 0, 0.5, -1, 0}}, 0.05).is_bounded());
}

TEST(linear_flow, finds_where_states_come_to_rest_while_others_are_held) {
  const linear_system s{2, {-1, 0.5, 3, 0.25, -2, 1}};
  std::vector<double> x{0, 0};
  ASSERT_TRUE(find_steady(s, {0, 1}, x));
  EXPECT_NEAR(-x[0] + 0.5 * x[1] + 3, 0, 1e-15);
  EXPECT_NEAR(0.25 * x[0] - 2 * x[1] + 1, 0, 1e-15);
  x = {10, 0};
  ASSERT_TRUE(find_steady(s, {1}, x));
  EXPECT_EQ(x[0], 10);
  EXPECT_NEAR(x[1], (0.25 * 10 + 1) / 2, 1e-15);
  EXPECT_FALSE(find_steady({1, {0, 0.5}}, {0}, x = {0}));
  EXPECT_FALSE(find_steady({2, {1, 1, 0, 2, 2, 1}}, {0, 1}, x = {0, 0}));
}

}  // namespace
}  // namespace hux
