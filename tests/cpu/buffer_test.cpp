#include "support/buffer.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>

namespace hux {
namespace {

constexpr std::size_t large = 3 << 20;  // doubles: 24 MiB
constexpr std::uintptr_t huge_page = 2 << 20;

std::uintptr_t place_in_page(const buffer<double>& b) { return reinterpret_cast<std::uintptr_t>(b.data()) % huge_page; }

TEST(buffers, begin_on_a_huge_page_if_they_are_large) {
  const buffer<double> b(large, 1.5);
  EXPECT_EQ(place_in_page(b), 0);
  EXPECT_EQ(b[large - 1], 1.5);
}

TEST(buffers, are_released_as_they_were_made_when_others_take_their_place) {
  buffer<double> one(large, 1.0);
  buffer<double> other(10, 2.0);
  one = std::move(other);
  EXPECT_EQ(one.size(), 10);
  EXPECT_EQ(one[9], 2.0);
  one = buffer<double>(large, 3.0);
  EXPECT_EQ(place_in_page(one), 0);
  EXPECT_EQ(one[0], 3.0);
}

TEST(buffers, may_be_empty) {
  buffer<double> b;
  EXPECT_TRUE(b.empty());
  b = buffer<double>(0);
  EXPECT_EQ(b.begin(), b.end());
}

}  // namespace
}  // namespace hux
