#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "executor.hpp"
#include "host/device_memory.hpp"
#include "sample_kernels.hpp"

namespace hux::simt {
namespace {

using device::device_array;
using device::extent;
using device::launch;

/// Numbers without a pattern.
std::vector<unsigned> numbers(std::size_t count) {
  std::vector<unsigned> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<unsigned>(i * 2654435761u >> 7) % 1000;
  return values;
}

TEST(simt_kernels, sum_each_block_by_halving) {
  std::vector<double> values(500);
  std::iota(values.begin(), values.end(), 1.0);
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    const device_array<double> in(values);
    device_array<double> sums(4);
    launch(4, sample_block, 0, {}, block_sums<double>, in.span(), sums.span());
    EXPECT_EQ(sums.download(), (std::vector<double>{8256, 24640, 41024, 51330}));
  });
}

TEST(simt_kernels, sum_a_block_by_shuffles) {
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    std::vector<int> values(100);
    std::iota(values.begin(), values.end(), 1);
    const device_array<int> in(values);
    device_array<int> sum(1);
    launch(1, sample_block, 0, {}, sum_by_shuffles, in.span(), sum.span());
    EXPECT_EQ(sum.download()[0], 5050);
  });
}

TEST(simt_kernels, scan_in_dynamic_shared_memory) {
  const std::vector<unsigned> values = numbers(256);
  std::vector<unsigned> expected(values.size());
  std::partial_sum(values.begin(), values.end(), expected.begin());
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    const device_array<unsigned> in(values);
    device_array<unsigned> sums(256);
    launch(1, 256, 256 * sizeof(unsigned), {}, prefix_sums{}, in.span(), sums.span());
    EXPECT_EQ(sums.download(), expected);
  });
}

TEST(simt_kernels, compact_by_votes) {
  std::vector<unsigned> marked = numbers(1000);
  std::vector<unsigned> expected;
  for (unsigned i = 0; i < marked.size(); ++i) {
    marked[i] = marked[i] % 3 == 0;
    if (marked[i] != 0) expected.push_back(i);
  }
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    const device_array<unsigned> in(marked);
    device_array<unsigned> found(expected.size()), count(std::vector<unsigned>{0});
    launch(8, 128, 0, {}, compact, in.span(), found.span(), count.span());
    std::vector<unsigned> sorted = found.download();
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(sorted, expected);
  });
}

TEST(simt_kernels, count_into_shared_bins) {
  const std::vector<unsigned> values = numbers(3000);
  std::vector<unsigned> expected(16);
  for (const unsigned v : values) ++expected[v % 16];
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    const device_array<unsigned> in(values);
    device_array<unsigned> bins(16);
    bins.zero();
    launch(5, 96, 0, {}, histogram, in.span(), bins.span());
    EXPECT_EQ(bins.download(), expected);
  });
}

TEST(simt_kernels, transpose_by_tiles) {
  constexpr unsigned n = 24;
  std::vector<float> values(n * n), expected(n * n);
  std::iota(values.begin(), values.end(), 0.0f);
  for (unsigned i = 0; i < n * n; ++i) expected[i] = values[i % n * n + i / n];
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    const device_array<float> in(values);
    device_array<float> out(n * n);
    launch(extent(3, 3), extent(8, 8), 0, {}, transpose, in.span(), out.span(), n);
    EXPECT_EQ(out.download(), expected);
  });
}

TEST(simt_kernels, share_atomic_counters_across_the_grid) {
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    device_array<std::uint64_t> next(std::vector<std::uint64_t>{0});
    device_array<unsigned> drawn_by(7 * 32);
    device_array<std::int64_t> extremes(std::vector<std::int64_t>{0, 0, 0});
    launch(7, 32, 0, {}, draw_tickets, next.span(), drawn_by.span(), extremes.span());
    const std::vector<unsigned> drawers = drawn_by.download();
    EXPECT_EQ(std::set<unsigned>(drawers.begin(), drawers.end()).size(), 224u);
    EXPECT_EQ(extremes.download(), (std::vector<std::int64_t>{-223, std::int64_t{223} << 33, 672}));
  });
}

TEST(simt_kernels, swap_through_shared_memory_within_a_warp) {
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    std::vector<unsigned> values(sample_block), expected(sample_block);
    std::iota(values.begin(), values.end(), 0u);
    for (unsigned i = 0; i < sample_block; ++i) expected[i] = i ^ 1u;
    device_array<unsigned> swapped(values);
    launch(1, sample_block, 0, {}, swap_neighbours, swapped.span());
    EXPECT_EQ(swapped.download(), expected);
  });
}

TEST(simt_kernels, match_lanes_in_two_groups) {
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    std::vector<int> keys(32);
    std::vector<unsigned> expected(32);
    for (unsigned i = 0; i < 32; ++i) {
      keys[i] = static_cast<int>(i / 4);
      expected[i] = 5u << (i / 4 * 4 + i % 2);
    }
    const device_array<int> in(keys);
    device_array<unsigned> lanes(32);
    launch(1, 32, 0, {}, lanes_of_same_key, in.span(), lanes.span());
    EXPECT_EQ(lanes.download(), expected);
  });
}

TEST(simt_kernels, exchange_values_in_a_warp) {
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    device_array<unsigned> out(256);
    launch(1, 32, 0, {}, every_collective, out.span());
    const std::vector<unsigned> found = out.download();
    for (unsigned t = 0; t < 32; ++t) {
      const std::vector<unsigned> expected{7, t < 3 ? t : t - 3, t > 28 ? t : t + 3, t ^ 5u, 11, 1, 1, 8};
      for (unsigned i = 0; i < 8; ++i) EXPECT_EQ(found[i * 32 + t], expected[i]) << "result " << i << " of lane " << t;
    }
  });
}

TEST(simt_kernels, set_bits_and_exchange_words_atomically) {
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    device_array<unsigned> words(std::vector<unsigned>{0, 32});
    device_array<unsigned> found(32);
    launch(1, 32, 0, {}, set_bits_and_exchange, words.span(), found.span());
    std::vector<unsigned> all = found.download();
    all.push_back(words.download()[1]);
    std::sort(all.begin(), all.end());
    std::vector<unsigned> expected(33);
    std::iota(expected.begin(), expected.end(), 0u);
    EXPECT_EQ(all, expected);
    EXPECT_EQ(words.download()[0], 0xffffffffu);
  });
}

TEST(simt_kernels, know_their_place_in_three_dimensions) {
  std::vector<unsigned> expected(4 * 9 * 8);
  std::iota(expected.begin(), expected.end(), 0u);
  in_every_order([&](const std::string& order) {
    SCOPED_TRACE(order);
    device_array<unsigned> numbers(expected.size());
    launch(extent(2, 3, 2), extent(2, 3, 4), 0, {}, number_threads, numbers.span());
    EXPECT_EQ(numbers.download(), expected);
  });
}

/// Which thread came first, as the order of draws tells.
std::vector<unsigned> drawers_in(const settings& how) {
  const settings before = std::exchange(current_settings(), how);
  device_array<std::uint64_t> next(std::vector<std::uint64_t>{0});
  device_array<unsigned> drawn_by(64);
  device_array<std::int64_t> extremes(std::vector<std::int64_t>{0, 0, 0});
  launch(2, 32, 0, {}, draw_tickets, next.span(), drawn_by.span(), extremes.span());
  current_settings() = before;
  return drawn_by.download();
}

TEST(simt_order, is_the_one_that_was_asked_for) {
  std::vector<unsigned> ascending(64);
  std::iota(ascending.begin(), ascending.end(), 0u);
  EXPECT_EQ(drawers_in({.threads = order::sequential}), ascending);
  std::reverse(ascending.begin(), ascending.end());
  EXPECT_EQ(drawers_in({.threads = order::reversed}), ascending);
}

TEST(simt_order, of_a_shuffle_depends_on_the_seed_alone) {
  const auto drawers = drawers_in({.threads = order::shuffled, .seed = 5});
  EXPECT_EQ(drawers_in({.threads = order::shuffled, .seed = 5}), drawers);
  EXPECT_NE(drawers_in({.threads = order::shuffled, .seed = 6}), drawers);
}

TEST(simt_throughput, takes_many_threads_in_stride) {
  std::vector<int> values(1 << 18, 1);
  const device_array<int> in(values);
  device_array<int> sums(values.size() / sample_block);
  launch(static_cast<unsigned>(sums.size()), sample_block, 0, {}, block_sums<int>, in.span(), sums.span());
  EXPECT_EQ(sums.download(), std::vector<int>(sums.size(), static_cast<int>(sample_block)));
}

}  // namespace
}  // namespace hux::simt
