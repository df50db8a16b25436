#include "network/distance_row.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "chi_square.hpp"
#include "network/synapse_rows.hpp"
#include "row_access.hpp"

// Every probability is worked out here from the coordinates, pair by pair, and compared with how often it came.

namespace hux {
namespace {

population on_sheet(const std::string& name, std::uint32_t size, const layout& positions) {
  population p;
  p.name = name;
  p.size = size;
  p.positions = positions;
  return p;
}

projection by_distance(distance_kernel kernel, double probability, double scale, bool periodic = false) {
  projection p = of_rule(distance_probability{kernel, probability, scale});
  p.periodic = periodic;
  return p;
}

wiring between(const projection& p, const population& source, const population& target, std::uint64_t seed = 1) {
  return {p, source.size, target.size, source.name == target.name, 0.05, seed, ends(p, source, target, seed)};
}

synapse_rows built(const projection& p, const population& source, const population& target, std::uint64_t seed = 1,
                   unsigned threads = 1) {
  thread_team team(threads);
  return build_rows(between(p, source, target, seed), team);
}

/// Distance on a square sheet, round about if it has a side.
double apart(double ax, double ay, double bx, double by, double side) {
  const auto one = [side](double a, double b) {
    return side > 0 ? std::min(std::abs(a - b), side - std::abs(a - b)) : std::abs(a - b);
  };
  return std::hypot(one(ax, bx), one(ay, by));
}

double chance(distance_kernel kernel, double probability, double scale, double d) {
  if (kernel == distance_kernel::gaussian) return probability * std::exp(-d * d / (2 * scale * scale));
  if (kernel == distance_kernel::exponential) return probability * std::exp(-d / scale);
  return d <= scale ? probability : 0;
}

struct sheet_case {
  distance_kernel kernel;
  double scale;
  bool periodic;
};

class every_kernel : public testing::TestWithParam<sheet_case> {};

/// On a sheet of 12 x 12, 10 um apart, how often each pair is joined among many seeds.
TEST_P(every_kernel, joins_each_pair_as_often_as_its_distance_says) {
  const auto& [kernel, scale, periodic] = GetParam();
  constexpr std::uint32_t columns = 12;
  constexpr std::uint32_t n = columns * columns;
  constexpr int seeds = 400;
  constexpr double p_max = 0.7;
  const auto sheet = on_sheet("S", n, grid_layout{columns, 10});
  std::vector<double> taken(n * n, 0);
  for (int seed = 0; seed < seeds; ++seed) {
    const auto rows = targets_of(built(by_distance(kernel, p_max, scale, periodic), sheet, sheet, seed));
    for (std::uint32_t s = 0; s < n; ++s)
      for (const auto t : rows[s]) ++taken[s * n + t];
  }
  double chi_square = 0;
  int degrees = 0;
  double rare = 0;
  double rare_expected = 0;
  for (std::uint32_t s = 0; s < n; ++s)
    for (std::uint32_t t = 0; t < n; ++t) {
      const double d =
          apart(s % columns * 10, s / columns * 10, t % columns * 10, t / columns * 10, periodic ? 10 * columns : 0);
      const double p = chance(kernel, p_max, scale, d);
      if (p * seeds < 5) {  // pairs too seldom joined for a chi-square of their own are counted together
        rare += taken[s * n + t];
        rare_expected += p * seeds;
        continue;
      }
      chi_square += std::pow(taken[s * n + t] - p * seeds, 2) / (seeds * p * (1 - p));
      ++degrees;
    }
  EXPECT_LT(std::abs(deviate(chi_square, degrees)), largest_deviate);
  EXPECT_LE(std::abs(rare - rare_expected), largest_deviate * std::sqrt(rare_expected));
}

INSTANTIATE_TEST_SUITE_P(
    distance_probability, every_kernel,
    testing::Values(sheet_case{distance_kernel::gaussian, 12, false}, sheet_case{distance_kernel::gaussian, 200, false},
                    sheet_case{distance_kernel::gaussian, 7, true}, sheet_case{distance_kernel::exponential, 9, false},
                    sheet_case{distance_kernel::exponential, 25, true}, sheet_case{distance_kernel::step, 20, false},
                    sheet_case{distance_kernel::step, 30, true}));

TEST(distance_probability, makes_the_neighbours_within_a_radius_by_hand) {
  const auto line = on_sheet("L", 5, grid_layout{5, 0.1});
  auto p = by_distance(distance_kernel::step, 1, 0.1);
  p.autapses = false;
  EXPECT_EQ(targets_of(built(p, line, line)), (table{{1}, {0, 2}, {1, 3}, {2, 4}, {3}}));
  p.periodic = true;
  EXPECT_EQ(targets_of(built(p, line, line)), (table{{1, 4}, {0, 2}, {1, 3}, {2, 4}, {0, 3}}));
}

TEST(distance_probability, joins_sheets_of_different_populations_where_they_lie_above_each_other) {
  const auto fine = on_sheet("F", 16, grid_layout{4, 10});
  const auto coarse = on_sheet("C", 4, grid_layout{2, 20});
  const auto rows = targets_of(built(by_distance(distance_kernel::step, 1, 8), fine, coarse));
  EXPECT_EQ(rows, (table{{0}, {0}, {1}, {1}, {0}, {0}, {1}, {1}, {2}, {2}, {3}, {3}, {2}, {2}, {3}, {3}}));
}

TEST(distance_probability, takes_listed_positions_in_three_dimensions) {
  const auto cloud = on_sheet("P", 3, listed_layout{{0, 3, 100}, {0, 4, 0}, {-12, 0, 0}});
  auto p = by_distance(distance_kernel::step, 1, 13);
  p.autapses = false;
  EXPECT_EQ(targets_of(built(p, cloud, cloud)), (table{{1}, {0}, {}}));
  std::get<distance_probability>(p.rule).scale = 12.99;
  EXPECT_EQ(targets_of(built(p, cloud, cloud)), (table{{}, {}, {}}));
}

TEST(distance_probability, makes_the_expected_number_in_a_box) {
  const auto box = on_sheet("B", 20000, random_layout{1000, 800, 50});
  auto p = by_distance(distance_kernel::exponential, 0.3, 40);
  p.autapses = false;
  const synapse_number expected = expected_synapses(between(p, box, box));
  const auto rows = built(p, box, box);
  EXPECT_NEAR(static_cast<double>(rows.count) / expected.mean, 1, 0.03);
  EXPECT_LE(rows.bytes(), planned_bytes(between(p, box, box), expected, 1).kept);
  EXPECT_FALSE(has_autapse(rows));
  EXPECT_FALSE(has_multapse(rows));
}

TEST(distance_probability, expects_exactly_the_sum_of_probabilities_of_a_small_sheet) {
  const auto sheet = on_sheet("S", 144, grid_layout{12, 10});
  const auto p = by_distance(distance_kernel::gaussian, 0.7, 12);
  double sum = 0;
  for (int s = 0; s < 144; ++s)
    for (int t = 0; t < 144; ++t)
      sum += chance(distance_kernel::gaussian, 0.7, 12, apart(s % 12 * 10, s / 12 * 10, t % 12 * 10, t / 12 * 10, 0));
  EXPECT_NEAR(expected_synapses(between(p, sheet, sheet)).mean, sum, 1e-6 * sum);
}

TEST(distance_probability, sorts_rows_and_makes_the_same_on_any_number_of_threads) {
  const auto box = on_sheet("B", 3000, random_layout{500, 500, 0});
  auto p = by_distance(distance_kernel::gaussian, 0.5, 30, true);
  p.velocity = 0.1;
  p.weight = lognormal{2.0, 1.0, {}};
  const auto one = built(p, box, box);
  for (const auto& row : targets_of(one)) EXPECT_TRUE(std::is_sorted(row.begin(), row.end()));
  for (const unsigned threads : {2U, 5U}) EXPECT_EQ(contents(built(p, box, box, 1, threads)), contents(one));
}

TEST(positions, of_a_box_fill_it_uniformly) {
  const auto box = on_sheet("B", 64000, random_layout{10, 20, 40});
  const placement where(box, 7);
  std::vector<std::uint32_t> counts(64, 0);
  for (std::uint32_t i = 0; i < box.size; ++i) {
    const point p = where(i);
    const auto of = [&p](int d, double edge) { return static_cast<std::uint32_t>(p.at[d] / edge); };
    ++counts.at(of(0, 2.5) + 4 * of(1, 5) + 16 * of(2, 10));
  }
  EXPECT_LT(std::abs(uniformity(counts)), largest_deviate);
}

TEST(velocity, adds_the_time_for_the_distance_to_each_delay) {
  const auto line = on_sheet("L", 50, grid_layout{50, 100});
  projection p = of_rule(all_to_all{});
  p.delay = 0.5;
  p.velocity = 0.4;  // 400 um in a ms
  const auto rows = built(p, line, line);
  for (std::uint32_t s = 0; s < 50; ++s)
    for (std::uint32_t t = 0; t < 50; ++t)
      EXPECT_EQ(rows.delay(s * 50 + t), delay_steps(0.5 + std::abs(100.0 * s - 100.0 * t) / 400, 0.05, "d"));
  EXPECT_EQ(rows.max_delay, delay_steps(0.5 + 5000 / 400.0, 0.05, "d"));  // from end to end of the sheet
}

TEST(velocity, takes_the_short_way_round_a_periodic_sheet) {
  const auto line = on_sheet("L", 50, grid_layout{50, 100});
  projection p = of_rule(all_to_all{});
  p.delay = 0.5;
  p.velocity = 0.4;
  p.periodic = true;
  const auto rows = built(p, line, line);
  EXPECT_EQ(rows.delay(49), delay_steps(0.5 + 0.25, 0.05, "d"));
  EXPECT_EQ(rows.delay(25), delay_steps(0.5 + 6.25, 0.05, "d"));
}

TEST(velocity, leaves_no_delay_beyond_those_planned_for) {
  const auto box = on_sheet("B", 2000, random_layout{500, 300, 0});
  auto p = by_distance(distance_kernel::gaussian, 0.9, 20);
  p.velocity = 0.05;
  const auto rows = built(p, box, box);
  std::uint32_t longest = 0;
  for (std::uint64_t i = 0; i < rows.count; ++i) longest = std::max(longest, rows.delay(i));
  EXPECT_GT(longest, 60U);
  EXPECT_LE(longest, rows.max_delay);
}

}  // namespace
}  // namespace hux
