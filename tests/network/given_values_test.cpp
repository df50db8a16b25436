#include "network/given_values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "hux/errors.hpp"

namespace hux {
namespace {

using testing::ElementsAre;

constexpr double none = -1000;

population of_size(std::uint32_t size, std::optional<layout> positions = {}) {
  population p;
  p.name = "E";
  p.size = size;
  p.positions = std::move(positions);
  return p;
}

std::vector<double> drawn(const population& p, const neuron_values& how, unsigned threads = 2) {
  thread_team team(threads);
  return draw_values(given_to(p, 7, "initial.v", how, quantity::voltage), stream(7, "v"), team, none);
}

std::vector<double> drawn(std::uint32_t size, const neuron_values& how) { return drawn(of_size(size), how); }

std::vector<std::uint32_t> from_to(std::uint32_t first, std::uint32_t last) {
  std::vector<std::uint32_t> all;
  for (auto i = first; i <= last; ++i) all.push_back(i);
  return all;
}

using parts = std::vector<neuron_part>;

TEST(given_values, are_those_of_a_distribution) {
  EXPECT_THAT(drawn(3, 2.5), ElementsAre(2.5, 2.5, 2.5));
  EXPECT_THAT(drawn(3, std::vector<double>{3, 1, 2}), ElementsAre(3, 1, 2));
}

TEST(given_values, are_repeated_in_turn) {
  EXPECT_THAT(drawn(5, repeat{{-60, -65}}), ElementsAre(-60, -65, -60, -65, -60));
  EXPECT_THAT(drawn(2, repeat{{1, 2, 3}}), ElementsAre(1, 2));
}

TEST(given_values, are_what_a_formula_says_of_index_and_size) {
  EXPECT_THAT(drawn(5, formula{"-60 mV + 5 mV * i / (n - 1)"}), ElementsAre(-60, -58.75, -57.5, -56.25, -55));
}

TEST(given_values, are_what_a_formula_says_of_positions) {
  const formula slope{"-70 mV + 0.1 mV * (x + 2 * y) / 1 um"};
  EXPECT_THAT(drawn(of_size(4, grid_layout{2, 10}), slope),
              ElementsAre(-70 + 0.1 * (5 + 2 * 5.0), -70 + 0.1 * (15 + 2 * 5.0), -70 + 0.1 * (5 + 2 * 15.0),
                          -70 + 0.1 * (15 + 2 * 15.0)));
  EXPECT_THAT(drawn(of_size(2, listed_layout{{1, 2}, {}, {30, 40}}), formula{"(z + y) * 1 mV/um"}),
              ElementsAre(30, 40));
}

TEST(given_values, see_the_positions_that_are_drawn) {
  const auto p = of_size(50, random_layout{100, 200, 300});
  const auto z = drawn(p, formula{"z * 1 mV/um"});
  const placement where(p, 7);
  for (std::uint32_t i = 0; i < 50; ++i) EXPECT_EQ(z[i], where(i).at[2]);
}

TEST(given_values, are_the_same_on_any_number_of_threads) {
  const auto p = of_size(10007, random_layout{100, 100, 0});
  const parts mixed{{{}, normal{-60, 5, {}}},
                    {from_to(100, 7000), formula{"1 mV * exp(-x / 30 um)"}},
                    {from_to(5000, 9000), repeat{{1, 2, 3}}},
                    {{9500, 3, 12}, linspace{0, 1}}};
  for (const neuron_values& how : {neuron_values(mixed), neuron_values(formula{"1 mV * ln(1 + i + y / 1 um)"})})
    EXPECT_EQ(drawn(p, how, 1), drawn(p, how, 3));
}

TEST(given_values, of_a_part_leave_the_others_as_they_are) {
  EXPECT_THAT(drawn(4, parts{{{1, 2}, 5.0}}), ElementsAre(none, 5, 5, none));
}

TEST(given_values, without_neurons_are_for_those_that_no_part_names) {
  EXPECT_THAT(drawn(4, parts{{{}, 1.0}, {{0, 3}, 5.0}}), ElementsAre(5, 1, 1, 5));
  EXPECT_THAT(drawn(4, parts{{{0, 3}, 5.0}, {{}, std::vector<double>{1, 2}}}), ElementsAre(5, 1, 2, 5));
  EXPECT_THAT(drawn(2, parts{{{0, 1}, 5.0}, {{}, linspace{1, 2}}}), ElementsAre(5, 5));
}

TEST(given_values, of_later_parts_win) {
  EXPECT_THAT(drawn(4, parts{{from_to(0, 2), 5.0}, {from_to(2, 3), 6.0}}), ElementsAre(5, 5, 6, 6));
}

TEST(given_values, in_lists_run_over_the_neurons_of_a_part_in_their_order) {
  EXPECT_THAT(drawn(4, parts{{{3, 0}, std::vector<double>{1, 2}}}), ElementsAre(2, none, none, 1));
  EXPECT_THAT(drawn(5, parts{{{4, 2, 0}, linspace{0, 10}}}), ElementsAre(10, none, 5, none, 0));
  EXPECT_THAT(drawn(5, parts{{{4, 1, 0}, repeat{{1, 2}}}}), ElementsAre(1, 2, none, none, 1));
  EXPECT_THAT(drawn(5, parts{{{4, 1}, formula{"i * 1 mV + n * 10 mV"}}}), ElementsAre(none, 51, none, none, 54));
}

TEST(given_values, that_are_drawn_do_not_depend_on_what_the_others_have) {
  const neuron_values law = normal{-60, 5, {}};
  const auto all = drawn(20, law);
  const auto some = drawn(20, parts{{{}, 1.0}, {{17, 4}, law}});
  const auto rest = drawn(20, parts{{{17, 4}, 1.0}, {{}, law}});
  for (const std::size_t i : {4, 17}) EXPECT_EQ(some[i], all[i]);
  for (const std::size_t i : {0, 5, 16, 19}) EXPECT_EQ(rest[i], all[i]);
}

TEST(given_values, of_chosen_neurons_come_in_their_order) {
  const auto p = of_size(10);
  const std::vector<std::uint32_t> chosen{7, 2, 5};
  thread_team team(2);
  const auto of_chosen = [&](const neuron_values& how) {
    return draw_values({how, {p, 7, &chosen}, quantity::current, "input.drive.amplitude"}, stream(7, "a"), team, 0);
  };
  EXPECT_THAT(of_chosen(formula{"i * 1 pA"}), ElementsAre(7, 2, 5));
  EXPECT_THAT(of_chosen(repeat{{1, 2}}), ElementsAre(1, 2, 1));
  EXPECT_EQ(of_chosen(normal{}), draw_values(normal{}, 3, stream(7, "a"), team));
}

value_summary summary(const population& p, const neuron_values& how) {
  return summary_of(given_to(p, 7, "initial.v", how, quantity::voltage), 5, none);
}

TEST(summaries, are_of_all_values) {
  const auto p = of_size(5);
  const auto expect = [&](const neuron_values& how, double min, double max, double mean) {
    const auto s = summary(p, how);
    EXPECT_EQ(s.range.min, min);
    EXPECT_EQ(s.range.max, max);
    EXPECT_DOUBLE_EQ(s.mean, mean);
    EXPECT_EQ(s.count, 5U);
  };
  expect(normal{-60, 5, {}}, -85, -35, -60);
  expect(repeat{{1, 4, 1}}, 1, 4, 11.0 / 5);
  expect(repeat{{1, 2, 3, 4, 5, 6000}}, 1, 5, 3);
  expect(formula{"(i - 1)^2 * 1 mV"}, 0, 9, 15.0 / 5);
  expect(parts{{{}, 1.0}, {{1, 4}, uniform{6, 8}}}, 1, 8, (3 + 14) / 5.0);
  expect(parts{{{1, 4}, uniform{6, 8}}}, none, 8, (3 * none + 14) / 5);
  expect(parts{{from_to(0, 4), 2.0}, {{}, 5000.0}}, 2, 2, 2);
}

std::string refusal(const population& p, const std::string& text) {
  try {
    drawn(p, formula{text});
  } catch (const input_error& mistake) {
    return mistake.what();
  }
  return "";
}

TEST(formulas_of_neurons, are_refused_with_key_and_column) {
  EXPECT_EQ(refusal(of_size(2), "-60 mV + 5 mV * j"),
            "population.E.initial.v: column 17: there is no 'j'; expected i, n, x, y or z");
}

TEST(formulas_of_neurons, need_positions_to_use_them) {
  EXPECT_EQ(refusal(of_size(2), "1 mV * y / 1 um"),
            "population.E.initial.v: y needs positions, and population 'E' has none; expected population.E.positions");
  EXPECT_EQ(refusal(of_size(2, grid_layout{2, 10}), "1 mV * y / 1 um"), "");
}

}  // namespace
}  // namespace hux
