#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "chi_square.hpp"
#include "row_access.hpp"

/// Are the connections drawn as the rules say? Seeds are fixed; a deviate beyond 4 has probability 6e-5.
namespace hux {
namespace {

TEST(fixed_probability, has_the_mean_and_variance_of_a_binomial) {
  const double p = 0.1;
  const std::uint32_t n = 2000;
  const auto degrees = outdegrees(built(of_rule(fixed_probability{p}), n, n));
  double mean = 0;
  for (const double d : degrees) mean += d / n;
  double variance = 0;
  for (const double d : degrees) variance += (d - mean) * (d - mean) / (n - 1);
  const double expected = n * p * (1 - p);
  EXPECT_LT(std::abs(mean - n * p), largest_deviate * std::sqrt(expected / n));
  EXPECT_LT(std::abs(variance - expected), largest_deviate * expected * std::sqrt(2.0 / n));
}

TEST(fixed_probability, reaches_every_target_alike) {
  for (const std::uint32_t n : {5U, 20U, 3000U}) {
    const std::uint32_t sources = 4000;
    const auto degrees = indegrees(built(of_rule(fixed_probability{0.3}), sources, n));
    double chi_square = 0;
    for (const double d : degrees) chi_square += std::pow(d - sources * 0.3, 2) / (sources * 0.3 * 0.7);
    EXPECT_LT(std::abs(deviate(chi_square, n)), largest_deviate) << n;
  }
}

TEST(fixed_probability, holds_for_small_probabilities) {
  const double expected = 1e-6 * 20000.0 * 1000000.0;
  const auto made = static_cast<double>(built(of_rule(fixed_probability{1e-6}), 20000, 1000000).count);
  EXPECT_LT(std::abs(made - expected), largest_deviate * std::sqrt(expected));
}

TEST(fixed_probability, leaves_out_nothing_but_the_diagonal_without_autapses) {
  const std::uint32_t n = 30;
  std::vector<std::uint32_t> taken(n * n, 0);
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const auto rows = targets_of(built(restricted(fixed_probability{0.2}), n, n, 1, seed));
    for (std::uint32_t s = 0; s < n; ++s)
      for (const auto t : rows[s]) ++taken[s * n + t];
  }
  double chi_square = 0;
  for (std::uint32_t pair = 0; pair < n * n; ++pair)
    if (pair % (n + 1) != 0) chi_square += std::pow(taken[pair] - 400.0, 2) / (2000 * 0.2 * 0.8);
  EXPECT_LT(std::abs(deviate(chi_square, n * (n - 1))), largest_deviate);
}

TEST(fixed_indegree, takes_sources_uniformly) {
  for (const std::uint32_t n : {5U, 12U, 20U, 1000U, 100003U})
    EXPECT_LT(std::abs(uniformity(outdegrees(built(of_rule(fixed_indegree{40}), n, 20000)))), largest_deviate) << n;
}

TEST(fixed_outdegree, takes_targets_uniformly) {
  for (const std::uint32_t n : {5U, 12U, 20U, 1000U, 100003U})
    EXPECT_LT(std::abs(uniformity(indegrees(built(of_rule(fixed_outdegree{40}), 20000, n)))), largest_deviate) << n;
}

TEST(fixed_total_number, takes_sources_and_targets_uniformly) {
  const auto rows = built(of_rule(fixed_total_number{500000}), 700, 900);
  EXPECT_LT(std::abs(uniformity(outdegrees(rows))), largest_deviate);
  EXPECT_LT(std::abs(uniformity(indegrees(rows))), largest_deviate);
}

TEST(fixed_indegree, takes_sources_uniformly_without_replacement) {
  const std::uint32_t targets = 40000;
  for (const std::uint32_t n : {5U, 6U, 7U, 11U, 16U, 20U, 257U, 1000U}) {
    const double share = static_cast<double>(n / 3) / n;
    const auto degrees = outdegrees(built(restricted(fixed_indegree{n / 3}), n, targets));
    EXPECT_LT(std::abs(uniformity(degrees, targets * share * (1 - share))), largest_deviate) << n;
  }
}

TEST(fixed_outdegree, takes_every_set_of_targets_alike_without_replacement) {
  for (const std::uint32_t n : {5U, 8U, 20U}) {
    std::map<std::vector<std::uint32_t>, std::uint32_t> times;
    for (const auto& row : targets_of(built(restricted(fixed_outdegree{2}), 100000, n))) ++times[row];
    std::vector<std::uint32_t> counts;
    for (const auto& [set, count] : times) counts.push_back(count);
    EXPECT_EQ(counts.size(), n * (n - 1) / 2);
    EXPECT_LT(std::abs(uniformity(counts)), largest_deviate) << n;
  }
}

TEST(fixed_total_number, takes_every_set_of_pairs_alike_without_replacement) {
  std::map<table, std::uint32_t> times;
  for (std::uint64_t seed = 0; seed < 20000; ++seed)
    ++times[targets_of(built(restricted(fixed_total_number{2}), 3, 2, 1, seed))];
  std::vector<std::uint32_t> counts;
  for (const auto& [set, count] : times) counts.push_back(count);
  EXPECT_EQ(counts.size(), 15U);
  EXPECT_LT(std::abs(uniformity(counts)), largest_deviate);
}

TEST(rows, draw_weights_of_the_mean_and_deviation_asked_for) {
  projection p = of_rule(all_to_all{});
  p.weight = lognormal{2.0, 0.5, {}};
  const auto rows = built(p, 400, 500);
  const double n = static_cast<double>(rows.count);
  double mean = 0;
  for (const double w : rows.weights) mean += w / n;
  double variance = 0;
  for (const double w : rows.weights) variance += (w - mean) * (w - mean) / n;
  EXPECT_NEAR(mean, 2.0, largest_deviate * 0.5 / std::sqrt(n));
  EXPECT_NEAR(std::sqrt(variance), 0.5, 0.01);
}

}  // namespace
}  // namespace hux
