#include "hux/device/rng.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

namespace {

using testing::ElementsAre;

hux::stream with_key(std::uint32_t k0, std::uint32_t k1) {
  hux::stream s(0, "");
  s.key[0] = k0;
  s.key[1] = k1;
  return s;
}

// Known answers for philox4x32-10 from the kat_vectors of Random123's distribution.
TEST(stream, gives_the_published_answer_for_zeros) {
  EXPECT_THAT(with_key(0, 0).draw(0, 0), ElementsAre(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8));
}
TEST(stream, gives_the_published_answer_for_ones) {
  EXPECT_THAT(with_key(0xffffffff, 0xffffffff).draw(0xffffffffffffffff, 0xffffffffffffffff),
              ElementsAre(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd));
}
TEST(stream, gives_the_published_answer_for_the_digits_of_pi) {
  EXPECT_THAT(with_key(0xa4093822, 0x299f31d0).draw(0x85a308d3243f6a88, 0x0370734413198a2e),
              ElementsAre(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1));
}

TEST(stream, is_the_same_for_the_same_seed_and_purpose) {
  EXPECT_EQ(hux::stream(7, "weight").draw(3, 5), hux::stream(7, "weight").draw(3, 5));
}

TEST(stream, differs_in_every_part_of_what_it_is_keyed_by) {
  std::set<hux::random_words> seen;
  for (const std::uint64_t seed : {0ULL, 1ULL, 1ULL << 32})
    for (const char* purpose : {"", "weight", "delay", "weighu", "eweight"})
      for (const std::uint64_t member : {0ULL, 1ULL, 1ULL << 32})
        for (const std::uint64_t index : {0ULL, 1ULL, 1ULL << 32})
          seen.insert(hux::stream(seed, purpose).draw(member, index));
  EXPECT_EQ(seen.size(), 3U * 5 * 3 * 3);
}

/// Correlation of two sequences of equal length.
double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return ab / std::sqrt(aa * bb);
}

constexpr int draws = 200'000;

std::vector<double> centred_uniforms(const hux::stream& s) {
  std::vector<double> u;
  for (int i = 0; i < draws; ++i) {
    const auto w = s.draw(static_cast<std::uint64_t>(i), 0);
    u.push_back(hux::open_uniform(w[0], w[1]) - 0.5);
  }
  return u;
}

TEST(stream, is_uncorrelated_between_purposes) {
  const auto a = centred_uniforms(hux::stream(1, "projection EE weight"));
  const auto b = centred_uniforms(hux::stream(1, "projection EE delay"));
  EXPECT_LT(std::abs(correlation(a, b)), 4 / std::sqrt(draws));
}

TEST(stream, is_uncorrelated_between_seeds) {
  const auto a = centred_uniforms(hux::stream(1, "noise"));
  const auto b = centred_uniforms(hux::stream(2, "noise"));
  EXPECT_LT(std::abs(correlation(a, b)), 4 / std::sqrt(draws));
}

TEST(open_uniform, never_reaches_0_or_1) {
  EXPECT_GT(hux::open_uniform(0, 0), 0);
  EXPECT_LT(hux::open_uniform(0xffffffff, 0xffffffff), 1);
  EXPECT_GT(hux::open_uniform(0), 0);
  EXPECT_LT(hux::open_uniform(0xffffffff), 1);
}

/// The statistic of Kolmogorov and Smirnov, sqrt(n) times the largest distance between the law of the values and the
/// law expected; exceeds 1.63 with a probability of 1 %.
template <class Law>
double kolmogorov_smirnov(std::vector<double> values, Law law) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double distance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double expected = law(values[i]);
    const auto below = static_cast<double>(i);
    distance = std::max({distance, expected - below / n, (below + 1) / n - expected});
  }
  return distance * std::sqrt(n);
}

double standard_normal_law(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

TEST(open_uniform, is_uniform) {
  EXPECT_LT(kolmogorov_smirnov(centred_uniforms(hux::stream(3, "uniform")), [](double u) { return u + 0.5; }), 1.63);
}

/// Both variates of each pair.
struct normals {
  std::vector<double> first;
  std::vector<double> second;
};

template <class Scalar>
normals normal_variates(int pairs) {
  const hux::stream s(11, "normal");
  normals r;
  for (int i = 0; i < pairs; ++i) {
    const auto w = s.draw(static_cast<std::uint64_t>(i), 1);
    hux::normal_pair<Scalar> z;
    if constexpr (std::is_same_v<Scalar, float>)
      z = hux::standard_normals(w[0], w[1]);
    else
      z = hux::standard_normals(w);
    r.first.push_back(static_cast<double>(z.first));
    r.second.push_back(static_cast<double>(z.second));
  }
  return r;
}

template <class Scalar>
class standard_normals : public testing::Test {};
using scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(standard_normals, scalars);

TYPED_TEST(standard_normals, follow_the_normal_law) {
  const auto z = normal_variates<TypeParam>(draws);
  EXPECT_LT(kolmogorov_smirnov(z.first, standard_normal_law), 1.63);
  EXPECT_LT(kolmogorov_smirnov(z.second, standard_normal_law), 1.63);
}

TYPED_TEST(standard_normals, have_the_moments_of_the_normal_law) {
  const auto z = normal_variates<TypeParam>(draws);
  double sum[5] = {};
  for (const double x : z.first)
    for (int power = 1; power <= 4; ++power) sum[power] += std::pow(x, power) / draws;
  // Four standard errors: the variance of z^k is E z^2k - (E z^k)^2.
  EXPECT_NEAR(sum[1], 0, 4 * std::sqrt(1.0 / draws));
  EXPECT_NEAR(sum[2], 1, 4 * std::sqrt(2.0 / draws));
  EXPECT_NEAR(sum[3], 0, 4 * std::sqrt(15.0 / draws));
  EXPECT_NEAR(sum[4], 3, 4 * std::sqrt(96.0 / draws));
}

TYPED_TEST(standard_normals, reach_the_tails_as_often_as_the_normal_law_does) {
  const int pairs = 1'000'000;
  const auto z = normal_variates<TypeParam>(pairs);
  for (const double far : {3.0, 4.0}) {
    const double expected = 2 * pairs * standard_normal_law(-far);
    for (const double side : {1.0, -1.0}) {
      const auto beyond = [&](double x) { return side * x > far; };
      const auto count = std::count_if(z.first.begin(), z.first.end(), beyond) +
                         std::count_if(z.second.begin(), z.second.end(), beyond);
      EXPECT_NEAR(static_cast<double>(count), expected, 4 * std::sqrt(expected)) << side * far;
    }
  }
}

TYPED_TEST(standard_normals, are_independent_within_a_pair) {
  auto z = normal_variates<TypeParam>(draws);
  EXPECT_LT(std::abs(correlation(z.first, z.second)), 4 / std::sqrt(draws));
  for (auto* values : {&z.first, &z.second})
    for (double& x : *values) x = x * x - 1;
  EXPECT_LT(std::abs(correlation(z.first, z.second)), 4 / std::sqrt(draws));
}

}  // namespace
