#include "hux/device/rtc/philox.hpp"

#include <Random123/philox.h>
#include <gtest/gtest.h>

/// What stands in for Random123 where its headers cannot be read gives its words.
TEST(philox_for_nvrtc, gives_the_words_of_random123) {
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const std::uint32_t c[4] = {i * 2654435761U, ~i, i * i, 0xffffffffU - i};
    const std::uint32_t k[2] = {i * 40503U, 0x80000000U + i};
    const auto ours = hux::rtc::philox4x32_R(10, {{c[0], c[1], c[2], c[3]}}, {{k[0], k[1]}});
    const auto theirs = philox4x32_R(10, philox4x32_ctr_t{{c[0], c[1], c[2], c[3]}}, philox4x32_key_t{{k[0], k[1]}});
    for (std::size_t word = 0; word < 4; ++word) EXPECT_EQ(ours.v[word], theirs.v[word]) << i;
  }
}
