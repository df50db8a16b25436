#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "host/device_rows.hpp"
#include "hux/errors.hpp"
#include "network/synapse_rows.hpp"
#include "same_rows.hpp"
#include "simt/executor.hpp"

namespace hux::cuda {
namespace {

using testing::HasSubstr;

/// A projection and the populations that it is between.
struct between {
  projection p;
  std::uint32_t sources, targets;
  bool same_population = false;

  operator wiring() const { return {p, sources, targets, same_population, dt, seed, {}}; }
};

// ---- every rule, within one population or not, with values of every kind ----

struct named_rule {
  std::string name;
  connection_rule rule;
};

/// What the weights and delays of a projection are.
struct named_values {
  std::string name;
  distribution weight, delay;
};

std::vector<named_rule> rules() {
  explicit_list list;
  list.source = {2, 0, 2, 0, 2};
  list.target = {1, 3, 0, 3, 1};
  list.weight = {0.5, 1.5, 2.5, 3.5, 4.5};
  list.delay = {0.1, 0.2, 0.3, 0.4, 0.5};
  return {{"one_to_one", one_to_one{}},
          {"all_to_all", all_to_all{}},
          {"fixed_probability", fixed_probability{0.3}},
          {"certain_probability", fixed_probability{1}},
          {"impossible_probability", fixed_probability{0}},
          {"fixed_indegree", fixed_indegree{5}},
          {"fixed_outdegree", fixed_outdegree{6}},
          {"fixed_total_number", fixed_total_number{81}},
          {"list", list}};
}

std::vector<named_values> values() {
  const bounds some{0.1, 3.0, out_of_bounds::redraw};
  const bounds clipping{0.1, 1.2, out_of_bounds::clip};
  return {{"constant", 6.0, 1.5},
          {"uniform", uniform{-2, 1}, uniform{0.05, 2}},
          {"normal", normal{0, 2, {}}, normal{1, 0.5, some}},
          {"lognormal", lognormal{2, 1, {}}, lognormal{1, 1, clipping}},
          {"linspace", linspace{3, -4}, linspace{0.1, 7}},
          {"far_delays", 2.0, uniform{1, 1e8}}};
}

between of(const connection_rule& rule, std::uint32_t sources, std::uint32_t targets) {
  between b{{}, sources, targets};
  b.p.name = "P";
  b.p.rule = rule;
  b.p.weight = 6.0;
  b.p.delay = 1.5;
  return b;
}

/// autapses, multapses
using partners = std::tuple<bool, bool>;

class every_rule : public testing::TestWithParam<std::tuple<named_rule, partners, named_values>> {
 protected:
  [[nodiscard]] static between within_one_population(std::uint32_t size) {
    const auto& [rule, allowed, drawn] = GetParam();
    between b = of(rule.rule, size, size);
    b.same_population = true;
    std::tie(b.p.autapses, b.p.multapses) = allowed;
    b.p.weight = drawn.weight;
    b.p.delay = drawn.delay;
    return b;
  }
};

TEST_P(every_rule, makes_the_rows_of_the_cpu_on_the_device) {
  expect_same_rows_in_every_order(within_one_population(17));
}

std::string name_of_rule_and_values(const testing::TestParamInfo<every_rule::ParamType>& tested) {
  const auto& [rule, allowed, drawn] = tested.param;
  const auto& [autapses, multapses] = allowed;
  return rule.name + (autapses ? "_autapses" : "") + (multapses ? "_multapses" : "") + "_" + drawn.name;
}

INSTANTIATE_TEST_SUITE_P(rows, every_rule,
                         testing::Combine(testing::ValuesIn(rules()),
                                          testing::Combine(testing::Bool(), testing::Bool()),
                                          testing::ValuesIn(values())),
                         name_of_rule_and_values);

class any_rule : public testing::TestWithParam<named_rule> {};

TEST_P(any_rule, joins_two_populations) {
  const bool of_one_size = std::holds_alternative<one_to_one>(GetParam().rule);
  expect_same_rows_in_every_order(of(GetParam().rule, 9, of_one_size ? 9 : 23));
}

TEST_P(any_rule, makes_the_same_rows_with_the_limits_of_a_gpu) {
  const between b = of(GetParam().rule, 40, 40);
  expect_same(on_device(b, {}).download(), on_cpu(b));
}

TEST_P(any_rule, needs_no_more_memory_than_planned) { expect_no_more_memory_than_planned(of(GetParam().rule, 40, 40)); }

TEST_P(any_rule, leaves_nothing_behind) {
  const std::size_t before = simt::live_allocations();
  on_device(of(GetParam().rule, 40, 40));
  EXPECT_EQ(simt::live_allocations(), before);
}

INSTANTIATE_TEST_SUITE_P(rows, any_rule, testing::ValuesIn(rules()),
                         [](const auto& tested) { return tested.param.name; });

// ---- edges ----

TEST(device_rows, of_no_neurons_are_empty) {
  for (const connection_rule& rule :
       {connection_rule(one_to_one{}), connection_rule(all_to_all{}), connection_rule(fixed_probability{0.5}),
        connection_rule(fixed_indegree{0}), connection_rule(fixed_outdegree{0}), connection_rule(fixed_total_number{0}),
        connection_rule(explicit_list{})}) {
    between b = of(rule, 0, 0);
    b.p.weight = uniform{0, 1};
    b.p.delay = uniform{0.1, 1};
    for (const bool same : {false, true}) {
      b.same_population = same;
      b.p.autapses = b.p.multapses = !same;
      expect_same_rows_in_every_order(b);
    }
  }
}

TEST(device_rows, may_have_no_targets_or_no_sources) {
  expect_same_rows_in_every_order(of(all_to_all{}, 3, 0));
  expect_same_rows_in_every_order(of(fixed_probability{0.5}, 0, 3));
  expect_same_rows_in_every_order(of(fixed_indegree{4}, 3, 0));
  expect_same_rows_in_every_order(of(fixed_outdegree{4}, 0, 3));
}

TEST(device_rows, may_have_one_source_whose_row_is_longer_than_a_chunk) {
  expect_same_rows_in_every_order(of(fixed_total_number{333}, 1, 400));
  expect_same_rows_in_every_order(of(fixed_outdegree{99}, 2, 30));
}

TEST(device_rows, may_be_empty_here_and_there) {
  between b = of(fixed_total_number{6}, 60, 5);
  b.p.weight = uniform{0, 1};
  expect_same_rows_in_every_order(b);
}

TEST(device_rows, take_every_pair_once_if_all_are_asked_for) {
  between b = of(fixed_total_number{90}, 10, 10);
  b.same_population = true;
  b.p.autapses = b.p.multapses = false;
  expect_same_rows_in_every_order(b);
}

TEST(device_rows, take_listed_values_in_the_order_of_source_and_target) {
  between b = of(fixed_outdegree{3}, 4, 20);
  b.p.weight = std::vector<double>{1, 2, 3, 4, 5, -60, 7, 8, 9, 10, 11, 12};
  b.p.delay = std::vector<double>{0.1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  expect_same_rows_in_every_order(b);
}

TEST(device_rows, take_a_word_of_8_bytes_where_target_and_delay_need_it) {
  between b = of(fixed_total_number{50}, 10, 100000);
  b.p.delay = uniform{0.05, 10000};  // 18 bits beside the 17 of the target
  EXPECT_TRUE(on_cpu(b).narrow.empty());
  expect_same(on_device(b).download(), on_cpu(b));
}

// ---- mistakes ----

std::string complaint(const std::function<void()>& build) {
  try {
    build();
  } catch (const input_error& e) {
    return e.what();
  }
  return "nothing";
}

void expect_same_complaint(const between& b, const std::string& part) {
  const std::string expected = complaint([&] { on_cpu(b); });
  EXPECT_THAT(expected, HasSubstr(part));
  simt::in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    EXPECT_EQ(complaint([&] { on_device(b); }), expected);
  });
}

TEST(device_rows, refuse_weights_whose_bounds_no_draw_meets) {
  between b = of(all_to_all{}, 2, 3);
  b.p.weight = normal{0, 1, {50, 60, out_of_bounds::redraw}};
  expect_same_complaint(b, "projection.P.weight: none of 1000 draws");
}

TEST(device_rows, refuse_delays_whose_bounds_no_draw_meets) {
  between b = of(all_to_all{}, 2, 3);
  b.p.delay = lognormal{1, 0.1, {50, 60, out_of_bounds::redraw}};
  expect_same_complaint(b, "projection.P.delay: none of 1000 draws");
}

TEST(device_rows, refuse_listed_delays_that_are_no_numbers) {
  between b = of(all_to_all{}, 1, 3);
  b.p.delay = std::vector<double>{1, std::numeric_limits<double>::quiet_NaN(), 2};
  expect_same_complaint(b, "projection.P.delay: none of 1000 draws");
}

TEST(device_rows, refuse_delays_below_one_step) {
  between b = of(fixed_probability{0.5}, 20, 20);
  b.p.delay = normal{0, 0.1, {}};
  expect_same_complaint(b, "ms is less than one time step");
  b.p.delay = 0.01;
  expect_same_complaint(b, "projection.P.delay: 0.01 ms is less than one time step");
}

TEST(device_rows, refuse_delays_that_are_too_long) {
  between b = of(all_to_all{}, 20, 20);
  b.p.delay = uniform{1, 1e12};
  expect_same_complaint(b, "ms is too long");
}

TEST(device_rows, refuse_a_list_of_weights_of_the_wrong_length) {
  between b = of(all_to_all{}, 2, 3);
  b.p.weight = std::vector<double>{1, 2, 3};
  expect_same_complaint(b, "lists 3 values where 6 are needed");
}

TEST(device_rows, refuse_more_partners_than_there_are) {
  between b = of(fixed_indegree{10}, 10, 10);
  b.same_population = true;
  b.p.autapses = b.p.multapses = false;
  expect_same_complaint(b, "different sources are asked for");
}

TEST(device_rows, refuse_more_synapses_of_one_source_than_can_be_counted) {
  row_limits limits = in_small;
  limits.longest_row = 80;
  EXPECT_EQ(complaint([&] { on_device(of(fixed_total_number{81}, 1, 10), limits); }),
            "projection.P.rule: makes 81 synapses of one source neuron; expected at most 80");
}

}  // namespace
}  // namespace hux::cuda
