#include "network/synapse_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "hux/errors.hpp"
#include "row_access.hpp"

namespace hux {
namespace {

using testing::HasSubstr;

// ---- one tiny case a rule, checked by hand ----

TEST(one_to_one, joins_equal_indices) {
  EXPECT_EQ(targets_of(built(of_rule(one_to_one{}), 3, 3)), (table{{0}, {1}, {2}}));
}

TEST(one_to_one, refuses_populations_of_different_size) {
  EXPECT_THROW(built(of_rule(one_to_one{}), 3, 4), input_error);
}

TEST(all_to_all, joins_every_pair) {
  EXPECT_EQ(targets_of(built(of_rule(all_to_all{}), 2, 3)), (table{{0, 1, 2}, {0, 1, 2}}));
}

TEST(all_to_all, leaves_out_autapses) {
  EXPECT_EQ(targets_of(built(restricted(all_to_all{}), 3, 3)), (table{{1, 2}, {0, 2}, {0, 1}}));
}

TEST(fixed_probability, is_all_to_all_at_probability_one) {
  EXPECT_EQ(targets_of(built(of_rule(fixed_probability{1}), 2, 3)), (table{{0, 1, 2}, {0, 1, 2}}));
}

TEST(fixed_probability, makes_nothing_at_probability_zero) {
  EXPECT_EQ(built(of_rule(fixed_probability{0}), 20, 30).count, 0U);
}

TEST(fixed_probability, ends_at_negative_zero_as_at_zero) {
  EXPECT_EQ(built(of_rule(fixed_probability{-0.0}), 20, 30).count, 0U);
}

TEST(fixed_probability, never_leaves_the_population_at_the_smallest_probability) {
  EXPECT_EQ(built(of_rule(fixed_probability{1e-300}), 20, 30).count, 0U);
}

TEST(fixed_indegree, takes_every_source_once_if_all_are_asked_for) {
  EXPECT_EQ(targets_of(built(restricted(fixed_indegree{2}), 3, 3)), (table{{1, 2}, {0, 2}, {0, 1}}));
}

TEST(fixed_outdegree, takes_every_target_once_if_all_are_asked_for) {
  EXPECT_EQ(targets_of(built(restricted(fixed_outdegree{3}), 2, 3)), (table{{0, 1, 2}, {0, 1, 2}}));
}

TEST(fixed_total_number, takes_every_pair_once_if_all_are_asked_for) {
  EXPECT_EQ(targets_of(built(restricted(fixed_total_number{6}), 3, 3)), (table{{1, 2}, {0, 2}, {0, 1}}));
}

projection of_list() {
  explicit_list list;
  list.source = {2, 0, 2, 0, 2};
  list.target = {1, 3, 0, 3, 1};
  list.weight = {0.5, 1.5, 2.5, 3.5, 4.5};
  list.delay = {0.1, 0.2, 0.3, 0.4, 0.5};
  return of_rule(list);
}

TEST(explicit_list, is_brought_into_rows) {
  EXPECT_EQ(targets_of(built(of_list(), 3, 4)), (table{{3, 3}, {}, {0, 1, 1}}));
}

TEST(explicit_list, carries_weights_along_and_keeps_the_order_of_multapses) {
  const auto rows = built(of_list(), 3, 4);
  EXPECT_THAT(std::vector<float>(rows.weights.begin(), rows.weights.end()),
              testing::ElementsAre(1.5F, 3.5F, 2.5F, 0.5F, 4.5F));
}

TEST(explicit_list, carries_delays_along) {
  const auto rows = built(of_list(), 3, 4);
  std::vector<std::uint32_t> delays;
  for (std::uint64_t i = 0; i < rows.count; ++i) delays.push_back(rows.delay(i));
  EXPECT_THAT(delays, testing::ElementsAre(4, 8, 6, 2, 10));
}

TEST(explicit_list, names_the_entry_whose_neuron_does_not_exist) {
  try {
    built(of_list(), 3, 3);
    FAIL();
  } catch (const input_error& e) {
    EXPECT_STREQ(e.what(), "projection.P.target: neuron 3 (entry 1) does not exist; expected less than 3");
  }
}

TEST(explicit_list, may_be_empty) { EXPECT_EQ(built(of_rule(explicit_list{}), 3, 3).count, 0U); }

// ---- sizes at the edge ----

TEST(rows, may_have_a_single_target) { EXPECT_EQ(targets_of(built(of_rule(all_to_all{}), 2, 1)), (table{{0}, {0}})); }

TEST(rows, of_one_neuron_without_autapses_are_empty) { EXPECT_EQ(built(restricted(all_to_all{}), 1, 1).count, 0U); }

TEST(rows, of_no_neurons_are_empty) { EXPECT_EQ(built(restricted(fixed_probability{0.5}), 0, 0).count, 0U); }

TEST(rows, refuse_more_partners_than_there_are) {
  EXPECT_THROW(built(restricted(fixed_indegree{10}), 10, 10), input_error);
  EXPECT_THROW(built(restricted(fixed_outdegree{11}), 12, 10), input_error);
  EXPECT_THROW(built(restricted(fixed_total_number{91}), 10, 10), input_error);
}

TEST(rows, refuse_partners_where_there_are_none) {
  EXPECT_THROW(built(of_rule(fixed_indegree{1}), 0, 10), input_error);
}

// ---- autapses, multapses, counts, order ----

class random_rule : public testing::TestWithParam<connection_rule> {};

TEST_P(random_rule, makes_no_autapses_where_they_are_off) {
  for (const std::uint32_t n : {5U, 17U, 300U}) EXPECT_FALSE(has_autapse(built(restricted(GetParam()), n, n)));
}

TEST_P(random_rule, makes_no_multapses_where_they_are_off) {
  for (const std::uint32_t n : {5U, 17U, 300U}) EXPECT_FALSE(has_multapse(built(restricted(GetParam()), n, n)));
}

TEST_P(random_rule, makes_autapses_where_they_are_on) { EXPECT_TRUE(has_autapse(built(of_rule(GetParam()), 17, 17))); }

TEST_P(random_rule, sorts_rows_by_target) {
  for (const auto& row : targets_of(built(of_rule(GetParam()), 300, 300)))
    EXPECT_TRUE(std::is_sorted(row.begin(), row.end()));
}

projection with_drawn_values(projection p) {
  p.weight = lognormal{2.0, 1.0, {}};
  p.delay = normal{1.0, 0.5, {0.1, 3.0, out_of_bounds::redraw}};
  return p;
}

TEST_P(random_rule, makes_the_same_rows_on_any_number_of_threads) {
  for (const auto& p : {with_drawn_values(of_rule(GetParam())), with_drawn_values(restricted(GetParam()))}) {
    const auto one = contents(built(p, 1001, 1001, 1));
    for (const unsigned threads : {2U, 3U, 7U}) EXPECT_EQ(contents(built(p, 1001, 1001, threads)), one);
  }
}

TEST_P(random_rule, makes_other_rows_from_another_seed) {
  const auto p = of_rule(GetParam());
  EXPECT_NE(targets_of(built(p, 100, 100, 1, 1)), targets_of(built(p, 100, 100, 1, 2)));
}

TEST_P(random_rule, makes_other_rows_for_another_projection) {
  auto p = of_rule(GetParam());
  const auto first = targets_of(built(p, 100, 100));
  p.name = "Q";
  EXPECT_NE(targets_of(built(p, 100, 100)), first);
}

TEST_P(random_rule, expects_about_as_many_synapses_as_it_makes) {
  const auto p = restricted(GetParam());
  const double expected = expected_synapses({p, 300, 300, true, 0.05, 1, {}}).mean;
  EXPECT_NEAR(static_cast<double>(built(p, 300, 300).count), expected, 600);
}

TEST_P(random_rule, needs_no_more_memory_than_planned) {
  const auto p = with_drawn_values(of_rule(GetParam()));
  const auto rows = built(p, 300, 300);
  const wiring w{p, 300, 300, true, 0.05, 1, {}};
  EXPECT_LE(rows.bytes(), planned_bytes(w, expected_synapses(w), 1).kept);
}

INSTANTIATE_TEST_SUITE_P(all, random_rule,
                         testing::Values(fixed_probability{0.3}, fixed_indegree{3}, fixed_outdegree{3},
                                         fixed_total_number{18}));

TEST(fixed_indegree, is_met_exactly) {
  EXPECT_THAT(indegrees(built(of_rule(fixed_indegree{13}), 50, 300)), testing::Each(13U));
}

TEST(fixed_outdegree, is_met_exactly) {
  EXPECT_THAT(outdegrees(built(of_rule(fixed_outdegree{13}), 300, 50)), testing::Each(13U));
}

TEST(fixed_total_number, is_met_exactly) { EXPECT_EQ(built(of_rule(fixed_total_number{777}), 30, 50).count, 777U); }

TEST(fixed_total_number, makes_multapses_where_they_are_on) {
  EXPECT_TRUE(has_multapse(built(of_rule(fixed_total_number{777}), 30, 50)));
}

// ---- weights and delays ----

TEST(rows, keep_one_weight_for_all_once) {
  const auto rows = built(of_rule(all_to_all{}), 4, 5);
  EXPECT_TRUE(rows.weights.empty());
  EXPECT_EQ(rows.weight, 6.0);
}

TEST(rows, bound_what_arrives_at_a_target_by_indegree_and_weight) {
  projection p = of_rule(fixed_indegree{13});
  p.weight = -2.0;
  EXPECT_EQ(built(p, 50, 300).largest_weight_sum(), 26.0);
}

TEST(rows, know_the_range_and_the_mean_of_their_weights) {
  explicit_list list{{0, 0, 1, 1, 3}, {1, 2, 0, 2, 1}, {0.5, -3, 0, 1e-50, 0.25}, {}};
  const auto rows = built(of_rule(list), 4, 5);
  EXPECT_EQ(rows.largest_weight, 3);
  EXPECT_EQ(rows.smallest_weight, 1e-50) << "though in single precision it is 0";
  EXPECT_NEAR(rows.mean_weight, 3.75 / 5, 1e-8);
  EXPECT_FALSE(rows.drawn_weights);
}

TEST(rows, without_weights_but_zero_have_no_smallest) {
  const auto rows = built(of_rule(explicit_list{{0}, {0}, {0}, {}}), 1, 1);
  EXPECT_EQ(rows.largest_weight, 0);
  EXPECT_EQ(rows.smallest_weight, 0);
}

TEST(rows, count_the_largest_indegree) {
  const auto rows = built(of_rule(fixed_probability{0.3}), 100, 90, 3);
  const auto degrees = indegrees(rows);
  EXPECT_EQ(rows.max_indegree, *std::max_element(degrees.begin(), degrees.end()));
}

TEST(rows, list_weights_in_the_order_of_source_and_target) {
  projection p = of_rule(all_to_all{});
  p.weight = std::vector<double>{1, 2, 3, 4, 5, 6};
  const auto rows = built(p, 2, 3);
  EXPECT_THAT(std::vector<float>(rows.weights.begin(), rows.weights.end()), testing::ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(rows, refuse_a_list_of_weights_of_the_wrong_length) {
  projection p = of_rule(all_to_all{});
  p.weight = std::vector<double>{1, 2, 3};
  EXPECT_THROW(built(p, 2, 3), input_error);
}

TEST(rows, take_a_word_of_8_bytes_where_target_and_delay_need_it) {
  projection p = of_rule(fixed_total_number{50});
  p.delay = uniform{0.05, 1000};  // 15 bits beside the 20 of the target
  const auto rows = built(p, 10, 1000000);
  EXPECT_TRUE(rows.narrow.empty());
  for (std::uint64_t i = 0; i < rows.count; ++i) {
    EXPECT_LT(rows.target(i), 1000000U);
    EXPECT_LE(rows.delay(i), rows.max_delay);
  }
}

TEST(rows, take_the_range_of_delays_from_the_delays_drawn) {
  projection p = of_rule(all_to_all{});
  p.delay = uniform{1, 2};
  const auto rows = built(p, 40, 50);
  std::vector<std::uint32_t> delays;
  for (std::uint64_t i = 0; i < rows.count; ++i) delays.push_back(rows.delay(i));
  EXPECT_EQ(rows.min_delay, *std::min_element(delays.begin(), delays.end()));
  EXPECT_EQ(rows.max_delay, *std::max_element(delays.begin(), delays.end()));
  EXPECT_EQ(rows.min_delay, 20U);
  EXPECT_EQ(rows.max_delay, 40U);
}

TEST(delay_steps, takes_the_nearest_step) {
  EXPECT_EQ(delay_steps(1.5, 0.05, "d"), 30U);
  EXPECT_EQ(delay_steps(0.07, 0.05, "d"), 1U);
  EXPECT_EQ(delay_steps(0.08, 0.05, "d"), 2U);
}

TEST(delay_steps, counts_half_a_step_up) { EXPECT_EQ(delay_steps(0.075, 0.05, "d"), 2U); }

TEST(delay_steps, refuses_less_than_a_step) {
  try {
    delay_steps(0.01, 0.05, "projection.P.delay");
    FAIL();
  } catch (const input_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("projection.P.delay: 0.01 ms is less than one time step"));
  }
}

TEST(rows, refuse_bounds_that_no_draw_meets) {
  projection p = of_rule(all_to_all{});
  p.weight = normal{0, 1, {50, 60, out_of_bounds::redraw}};
  EXPECT_THROW(built(p, 2, 3), input_error);
}

}  // namespace
}  // namespace hux
