#include "support/meeting.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace hux {
namespace {

constexpr unsigned threads = 3;
constexpr std::uint32_t rounds = 2000;

/// Each thread does something on threads of its own.
template <class What>
void on_threads(const What& what) {
  std::vector<std::jthread> all;
  for (unsigned t = 0; t < threads; ++t) all.emplace_back([&what, t] { what(t); });
}

TEST(a_meeting, lets_nobody_go_on_before_all_have_come) {
  meeting here(threads);
  std::atomic<std::uint32_t> done = 0, early = 0;
  on_threads([&](unsigned) {
    for (std::uint32_t round = 1; round <= rounds; ++round) {
      ++done;
      here.come(round);
      if (done < round * threads) ++early;
    }
  });
  EXPECT_EQ(early, 0U);
  EXPECT_EQ(done, rounds * threads);
}

TEST(a_meeting, goes_on_without_who_fails) {
  meeting here(threads);
  std::atomic<std::uint32_t> done = 0, failed = 0;
  on_threads([&](unsigned t) {
    try {
      const leaving_on_failure others(&here);
      for (std::uint32_t round = 1; round <= rounds; ++round) {
        if (t == 1 && round == rounds / 2) throw std::runtime_error("no memory");
        ++done;
        here.come(round);
      }
    } catch (const std::runtime_error&) {
      ++failed;
    }
  });
  EXPECT_EQ(failed, 1U);
  EXPECT_EQ(done, 2 * rounds + rounds / 2 - 1);
}

TEST(a_meeting, is_left_by_nobody_who_does_not_fail) {
  meeting here(1);
  { const leaving_on_failure others(&here); }
  here.come(1);
  here.come(2);
}

}  // namespace
}  // namespace hux
