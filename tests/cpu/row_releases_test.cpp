#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/spontaneous.hpp"
#include "network/chi_square.hpp"

/// The probability of a release is known, and that synapses and steps are independent.
namespace hux {
namespace {

const stream mini_draws{17, "projection p spontaneous"};

/// Which synapses of a row release, [step][synapse].
std::vector<std::vector<bool>> releases_of(std::uint64_t first, std::uint32_t size, std::int64_t steps, double mean) {
  const std::array<std::uint64_t, 2> ends{first, first + size};
  strip_releases row(mini_draws, ends.data(), 1);
  std::vector<std::vector<bool>> all;
  for (std::int64_t step = 0; step < steps; ++step) {
    all.emplace_back(size, false);
    row.visit(step, &mean, [&](std::uint64_t i) { all.back().at(i - first) = true; });
  }
  return all;
}

struct row_case {
  std::uint32_t size;
  std::int64_t steps;
  double mean;
};

class row_of_synapses : public testing::TestWithParam<row_case> {};

INSTANTIATE_TEST_SUITE_P(of, row_of_synapses,
                         testing::Values(row_case{1, 400000, 0.01}, row_case{7, 100000, 1}, row_case{50, 40000, 0.1},
                                         row_case{400, 40000, 1e-3}, row_case{3000, 20000, 1e-4}));

TEST_P(row_of_synapses, releases_at_each_of_them_as_often_as_its_rate_says) {
  const auto [size, steps, mean] = GetParam();
  const double p = -std::expm1(-mean);
  std::vector<std::uint32_t> of_synapse(size, 0);
  double all = 0, with_next = 0, again = 0;
  const auto releases = releases_of(123456789, size, steps, mean);
  for (std::int64_t s = 0; s < steps; ++s)
    for (std::uint32_t i = 0; i < size; ++i) {
      if (!releases[s][i]) continue;
      ++all;
      ++of_synapse[i];
      with_next += i + 1 < size && releases[s][i + 1];
      again += s + 1 < steps && releases[s + 1][i];
    }
  const double n = static_cast<double>(steps) * size;
  EXPECT_LT(std::abs(all - n * p) / std::sqrt(n * p * (1 - p)), largest_deviate);
  const double variance = static_cast<double>(steps) * p * (1 - p);
  EXPECT_LT(size == 1 ? 0 : std::abs(uniformity(of_synapse, variance)), largest_deviate);
  const double pairs = static_cast<double>(steps) * (size - 1) * p * p;
  EXPECT_LE(std::abs(with_next - pairs), 1 + largest_deviate * std::sqrt(pairs));
  EXPECT_LE(std::abs(again - n * p * p), 1 + largest_deviate * std::sqrt(n * p * p));
}

TEST(row_of_synapses, does_not_depend_on_what_was_drawn_before) {
  constexpr double mean = 0.05;
  const std::array<std::uint64_t, 2> ends{1000, 1060};
  const auto in_turn = releases_of(1000, 60, 300, mean);
  std::uint32_t found = 0;
  for (std::int64_t step = 299; step >= 0; step -= 3) {
    std::vector<bool> alone(60, false);
    strip_releases(mini_draws, ends.data(), 1).visit(step, &mean, [&](std::uint64_t i) {
      alone.at(i - 1000) = true;
      ++found;
    });
    EXPECT_EQ(alone, in_turn[step]) << step;
  }
  EXPECT_GT(found, 200U);
}

TEST(rows_behind_each_other, release_each_at_its_own_rate) {
  const std::array<std::uint64_t, 7> ends{90, 95, 95, 100, 140, 143, 343};
  const std::array<double, 6> means{0.2, 0.5, 0, 0.01, 0.9, 1e-3};
  constexpr std::int64_t steps = 50000;
  strip_releases rows(mini_draws, ends.data(), 6);
  std::vector<std::uint32_t> of_synapse(343, 0);
  for (std::int64_t step = 0; step < steps; ++step)
    rows.visit(step, means.data(), [&](std::uint64_t i) { ++of_synapse.at(i); });
  for (std::size_t row = 0; row < 6; ++row) {
    const double p = -std::expm1(-means[row]), variance = steps * p * (1 - p);
    double all = 0;
    for (auto i = ends[row]; i < ends[row + 1]; ++i) {
      all += of_synapse[i];
      EXPECT_LE(std::abs(of_synapse[i] - steps * p), largest_deviate * std::sqrt(variance)) << i;
    }
    const auto size = static_cast<double>(ends[row + 1] - ends[row]);
    EXPECT_LE(std::abs(all - size * steps * p), largest_deviate * std::sqrt(size * variance)) << row;
  }
}

TEST(row_of_synapses, releases_nothing_at_a_rate_of_zero_and_differs_between_rows) {
  for (const auto& step : releases_of(5, 100, 1000, 0))
    for (const bool one : step) EXPECT_FALSE(one);
  EXPECT_NE(releases_of(0, 100, 1000, 0.01), releases_of(100, 100, 1000, 0.01));
}

}  // namespace
}  // namespace hux
