#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "host/device_rows.hpp"
#include "network/synapse_rows.hpp"
#include "simt/executor.hpp"

/// Rows that are made on the CPU and on the device.
namespace hux::cuda {

inline constexpr double dt = 0.05;
inline constexpr std::uint64_t seed = 7;

/// Few enough of everything that loops go round and that rows are sorted in several chunks, some of them one long row.
inline constexpr row_limits in_small{.sort_chunk = 20, .blocks = 2};

inline synapse_rows on_cpu(const wiring& w) {
  thread_team team(1);
  return build_rows(w, team);
}

inline device_rows on_device(const wiring& w, const row_limits& limits = in_small) {
  return build_device_rows(w, limits);
}

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

inline void expect_same_rows_in_every_order(const wiring& w) {
  const synapse_rows expected = on_cpu(w);
  simt::in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    expect_same(on_device(w).download(), expected);
  });
}

inline void expect_no_more_memory_than_planned(const wiring& w) {
  EXPECT_LE(on_device(w).bytes(), planned_device_bytes(w, expected_synapses(w)).kept);
}

}  // namespace hux::cuda
