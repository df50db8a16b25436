#include "cpu/block_size.hpp"

#include <gtest/gtest.h>

#include "cpu/population_state.hpp"

namespace {

using hux::cpu::block_bits;
using hux::cpu::network_shape;

constexpr network_shape large{.neurons = 1000000, .receptors = 2, .window = 20, .bytes_of_sum = 4, .block_size = 0};

TEST(block_size, is_the_one_asked_for) {
  auto shape = large;
  shape.block_size = 512;
  EXPECT_EQ(block_bits(shape, 1), 9);
}

TEST(block_size, is_never_less_than_a_pack) {
  auto shape = large;
  shape.block_size = 1;
  EXPECT_EQ(1U << block_bits(shape, 1), hux::cpu::padding);
}

TEST(block_size, keeps_the_sums_of_a_block_within_a_quarter_of_a_mebibyte) {
  EXPECT_LE((1ULL << block_bits(large, 1)) * large.receptors * 20 * large.bytes_of_sum, 256U * 1024U);
  EXPECT_GT((2ULL << block_bits(large, 1)) * large.receptors * 20 * large.bytes_of_sum, 256U * 1024U);
}

TEST(block_size, gives_each_thread_many_blocks) {
  auto shape = large;
  shape.neurons = 160000;
  EXPECT_GE(shape.neurons >> block_bits(shape, 8), 16U * 8U);
}

}  // namespace
