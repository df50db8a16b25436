#include "hux/device/permutation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "chi_square.hpp"

namespace hux {
namespace {

const stream permutation_stream(7, "permutation test");

TEST(permutation, takes_every_number_once) {
  for (const std::uint64_t n : {1U, 2U, 3U, 5U, 255U, 256U, 257U, 1000U, 65536U, 65537U}) {
    std::vector<bool> taken(n, false);
    const permutation p(n, permutation_stream, 0);
    for (std::uint64_t k = 0; k < n; ++k) taken.at(p(k)) = true;
    EXPECT_EQ(std::count(taken.begin(), taken.end(), true), static_cast<std::ptrdiff_t>(n));
  }
}

TEST(permutation, stays_inside_the_largest_sizes) {
  for (const std::uint64_t n : {(1ULL << 32) + 1, 1ULL << 63, ~0ULL}) {
    const permutation p(n, permutation_stream, 0);
    for (std::uint64_t k = 0; k < 100; ++k) EXPECT_LT(p(k), n);
  }
}

TEST(permutation, gives_the_same_elements_in_batches) {
  for (const std::uint64_t n : {5ULL, 77ULL, 1000ULL, (1ULL << 40) + 1}) {
    const permutation p(n, permutation_stream, 3);
    std::uint64_t k = 0;
    p.visit(0, std::min<std::uint64_t>(n, 500), [&](std::uint64_t element) { EXPECT_EQ(element, p(k++)); });
    EXPECT_EQ(k, std::min<std::uint64_t>(n, 500));
  }
}

TEST(permutation, of_three_takes_all_six_orders_alike) {
  std::vector<std::uint32_t> times(27, 0);
  for (std::uint64_t member = 0; member < 60000; ++member) {
    const permutation p(3, permutation_stream, member);
    ++times[9 * p(0) + 3 * p(1) + p(2)];
  }
  std::erase(times, 0U);
  EXPECT_EQ(times.size(), 6U);
  EXPECT_LT(std::abs(uniformity(times)), 4);
}

TEST(permutation, takes_neighbouring_elements_independently) {
  for (const std::uint64_t n : {5U, 13U, 20U, 64U, 200U}) {
    std::vector<std::uint32_t> times(n * n, 0);
    for (std::uint64_t member = 0; member < 20 * n * n; ++member) {
      const permutation p(n, permutation_stream, member);
      ++times[n * p(2) + p(3)];
    }
    std::vector<std::uint32_t> pairs;
    for (std::uint64_t i = 0; i < n * n; ++i)
      if (i % (n + 1) != 0) pairs.push_back(times[i]);
    EXPECT_LT(std::abs(uniformity(pairs)), 4) << n;
  }
}

}  // namespace
}  // namespace hux
