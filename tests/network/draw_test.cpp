#include "network/draw.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "hux/errors.hpp"

namespace hux {
namespace {

using testing::Each;
using testing::ElementsAre;

const stream draw_stream(3, "draw test");
thread_team two_threads(2);
constexpr std::uint64_t many = 200000;

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / static_cast<double>(values.size());
}

double deviation(const std::vector<double>& values) {
  const double center = mean(values);
  double sum = 0;
  for (const double x : values) sum += (x - center) * (x - center);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

/// Largest distance between the distribution of the values and a law, times sqrt(n); above 2.2 has probability 1e-4.
template <class Cumulative>
double kolmogorov(std::vector<double> values, const Cumulative& cumulative) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double largest = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    largest = std::max(largest, std::abs(cumulative(values[i]) - (static_cast<double>(i) + 0.5) / n));
  return largest * std::sqrt(n);
}

double normal_cumulative(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

TEST(draw_values, gives_one_value_to_all) { EXPECT_THAT(draw_values(2.5, 3, draw_stream, two_threads), Each(2.5)); }

TEST(draw_values, gives_each_its_listed_value) {
  EXPECT_THAT(draw_values(std::vector<double>{3, 1, 2}, 3, draw_stream, two_threads), ElementsAre(3, 1, 2));
}

TEST(draw_values, refuses_a_list_of_the_wrong_length) {
  EXPECT_THROW(draw_values(std::vector<double>{3, 1}, 3, draw_stream, two_threads), input_error);
}

TEST(draw_values, spaces_values_equally) {
  EXPECT_THAT(draw_values(linspace{-1, 1}, 5, draw_stream, two_threads), ElementsAre(-1, -0.5, 0, 0.5, 1));
}

TEST(draw_values, gives_a_single_neuron_the_first_of_equally_spaced_values) {
  EXPECT_THAT(draw_values(linspace{-1, 1}, 1, draw_stream, two_threads), ElementsAre(-1));
}

TEST(draw_values, ends_equally_spaced_values_exactly) {
  EXPECT_EQ(draw_values(linspace{0, 0.7}, 11, draw_stream, two_threads).back(), 0.7);
}

TEST(draw_values, draws_a_uniform_law) {
  const auto values = draw_values(uniform{-2, 3}, many, draw_stream, two_threads);
  EXPECT_LT(kolmogorov(values, [](double x) { return (x + 2) / 5; }), 2.2);
}

TEST(draw_values, draws_a_normal_law) {
  const auto values = draw_values(normal{5, 2, {}}, many, draw_stream, two_threads);
  EXPECT_LT(kolmogorov(values, [](double x) { return normal_cumulative((x - 5) / 2); }), 2.2);
}

TEST(draw_values, draws_a_lognormal_law_whose_logarithm_is_normal) {
  const auto values = draw_values(lognormal{2, 1, {}}, many, draw_stream, two_threads);
  const double variance = std::log(1.25);
  const double center = std::log(2.0) - variance / 2;
  EXPECT_LT(
      kolmogorov(values, [=](double x) { return normal_cumulative((std::log(x) - center) / std::sqrt(variance)); }),
      2.2);
}

TEST(draw_values, gives_a_lognormal_law_the_mean_and_deviation_asked_for) {
  const auto values = draw_values(lognormal{2, 1, {}}, many, draw_stream, two_threads);
  EXPECT_NEAR(mean(values), 2, 4 / std::sqrt(many));
  EXPECT_NEAR(deviation(values), 1, 0.02);
}

TEST(draw_values, draws_again_what_lies_outside_the_bounds) {
  const auto values = draw_values(normal{0, 1, {0.5, 2, out_of_bounds::redraw}}, many, draw_stream, two_threads);
  const double below = normal_cumulative(0.5);
  const double inside = normal_cumulative(2) - below;
  EXPECT_LT(kolmogorov(values, [=](double x) { return (normal_cumulative(x) - below) / inside; }), 2.2);
}

TEST(draw_values, clips_what_lies_outside_the_bounds) {
  const auto free = draw_values(normal{0, 1, {}}, 1000, draw_stream, two_threads);
  const auto clipped_values = draw_values(normal{0, 1, {-0.5, 2, out_of_bounds::clip}}, 1000, draw_stream, two_threads);
  for (std::size_t i = 0; i < free.size(); ++i) EXPECT_EQ(clipped_values[i], std::clamp(free[i], -0.5, 2.0));
}

TEST(draw_values, names_the_law_whose_bounds_are_never_met) {
  try {
    draw_values(normal{0, 1, {50, 60, out_of_bounds::redraw}}, 10007, draw_stream, two_threads,
                "population.E.initial.v");
    FAIL();
  } catch (const input_error& e) {
    EXPECT_STREQ(e.what(),
                 "population.E.initial.v: none of 1000 draws of normal (mean 0, std 1, between 50 and 60) lies within "
                 "its bounds");
  }
}

TEST(draw_values, gives_a_member_the_same_value_in_a_larger_population) {
  const auto few = draw_values(normal{0, 1, {}}, 10, draw_stream, two_threads);
  const auto more = draw_values(normal{0, 1, {}}, 20, draw_stream, two_threads);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), more.begin()));
}

TEST(draw_values, gives_the_same_on_any_number_of_threads) {
  thread_team alone(1);
  thread_team three(3);
  const distribution d = normal{5, 2, {4, 6, out_of_bounds::redraw}};
  EXPECT_EQ(draw_values(d, 10007, draw_stream, alone), draw_values(d, 10007, draw_stream, three));
}

TEST(range_of, of_some_deviations_ends_there_or_at_a_bound) {
  const auto ends = [](const distribution& d) {
    const auto r = range_of(d, 5);
    return std::vector{r.min, r.max};
  };
  EXPECT_THAT(ends(normal{10, 1, {}}), ElementsAre(5, 15));
  EXPECT_THAT(ends(normal{10, 1, {0.1, 12}}), ElementsAre(5, 12));
  EXPECT_THAT(ends(uniform{2, 40}), ElementsAre(2, 40));
  const double one = std::sqrt(std::exp(1.0) - 1);  // the std at which the logarithm's is 1
  const double mean = std::exp(0.5);                // and the mean at which the logarithm's is 0
  EXPECT_THAT(ends(lognormal{mean, one * mean, {}}),
              ElementsAre(testing::DoubleNear(std::exp(-5), 1e-9), testing::DoubleNear(std::exp(5), 1e-9)));
}

TEST(mean_of, is_that_of_the_law_within_its_bounds) {
  EXPECT_EQ(mean_of(2.0), 2);
  EXPECT_EQ(mean_of(uniform{2, 5}), 3.5);
  EXPECT_EQ(mean_of(normal{-3, 1, {0.5, 4}}), 0.5);
  EXPECT_EQ(mean_of(lognormal{3, 1, {}}), 3);
  EXPECT_EQ(mean_of(linspace{4, 1}), 2.5);
  EXPECT_EQ(mean_of(std::vector<double>{1, 2, 6}), 3);
}

TEST(range_of, holds_every_value) {
  for (const distribution& d :
       std::vector<distribution>{1.5, uniform{-2, 3}, normal{5, 2, {}}, normal{5, 2, {4, 6, out_of_bounds::clip}},
                                 lognormal{2, 1, {}}, linspace{3, -1}}) {
    const auto range = range_of(d);
    for (const double x : draw_values(d, 10000, draw_stream, two_threads)) {
      EXPECT_GE(x, range.min) << describe(d);
      EXPECT_LE(x, range.max) << describe(d);
    }
  }
}

}  // namespace
}  // namespace hux
