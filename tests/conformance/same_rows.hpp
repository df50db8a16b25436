#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "network/synapse_rows.hpp"

namespace hux::test {

template <class T>
std::vector<T> elements(const buffer<T>& values) {
  return {values.begin(), values.end()};
}

inline void expect_same(const row_summary& found, const row_summary& expected) {
  EXPECT_EQ(found.sources, expected.sources);
  EXPECT_EQ(found.targets, expected.targets);
  EXPECT_EQ(found.count, expected.count);
  EXPECT_EQ(found.target_bits, expected.target_bits);
  EXPECT_EQ(found.min_delay, expected.min_delay);
  EXPECT_EQ(found.max_delay, expected.max_delay);
  EXPECT_EQ(found.own_weights, expected.own_weights);
  EXPECT_EQ(found.weight, expected.weight);
  EXPECT_EQ(found.drawn_weights, expected.drawn_weights);
  EXPECT_EQ(found.largest_weight, expected.largest_weight);
  EXPECT_EQ(found.smallest_weight, expected.smallest_weight);
  EXPECT_EQ(found.mean_weight, expected.mean_weight);
  EXPECT_EQ(found.max_indegree, expected.max_indegree);
}

inline void expect_same(const synapse_rows& found, const synapse_rows& expected) {
  expect_same(static_cast<const row_summary&>(found), static_cast<const row_summary&>(expected));
  EXPECT_EQ(elements(found.offset), elements(expected.offset));
  EXPECT_EQ(elements(found.narrow), elements(expected.narrow));
  EXPECT_EQ(elements(found.wide), elements(expected.wide));
  EXPECT_EQ(elements(found.weights), elements(expected.weights));
}

}  // namespace hux::test
