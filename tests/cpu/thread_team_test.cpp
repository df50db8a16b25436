#include "support/thread_team.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <fstream>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "hux/errors.hpp"

namespace {

using hux::startable_threads;
using hux::thread_team;

TEST(thread_team, calls_every_thread_once_and_waits_for_all) {
  for (const unsigned size : {1U, 2U, 5U}) {
    thread_team team(size);
    std::vector<int> calls(size, 0);
    for (int again = 0; again < 100; ++again) team.run([&](unsigned thread) { ++calls[thread]; });
    EXPECT_EQ(calls, std::vector<int>(size, 100));
  }
}

TEST(thread_team, gives_each_call_a_thread_of_its_own) {
  thread_team team(4);
  std::array<std::thread::id, 4> ids;
  team.run([&](unsigned thread) { ids[thread] = std::this_thread::get_id(); });
  EXPECT_EQ(ids[0], std::this_thread::get_id());
  EXPECT_EQ(std::set<std::thread::id>(ids.begin(), ids.end()).size(), 4);
}

TEST(thread_team, has_at_least_one_thread) { EXPECT_EQ(thread_team(0).size(), 1); }

TEST(thread_team, covers_a_range_in_chunks_that_do_not_overlap) {
  thread_team team(3);
  for (const std::uint64_t count : {0U, 1U, 7U, 8U, 1000U})
    for (const std::uint64_t chunk : {1U, 7U, 5000U}) {
      std::vector<std::atomic<int>> visits(count);
      team.for_chunks(count, chunk, [&](std::uint64_t begin, std::uint64_t end, unsigned thread) {
        EXPECT_LT(thread, 3);
        EXPECT_TRUE(begin < end && end <= count && end - begin <= chunk);
        for (auto i = begin; i < end; ++i) ++visits[i];
      });
      for (const auto& v : visits) EXPECT_EQ(v, 1);
    }
}

TEST(thread_team, calls_for_each_member_once) {
  thread_team team(3);
  for (const std::uint32_t count : {0U, 1U, 1000U, 100001U}) {
    std::vector<std::atomic<int>> calls(count);
    team.for_each(count, [&](std::uint32_t i, unsigned thread) {
      EXPECT_LT(thread, 3);
      ++calls[i];
    });
    for (const auto& c : calls) EXPECT_EQ(c, 1);
  }
}

TEST(thread_team, rethrows_what_a_thread_threw) {
  thread_team team(3);
  for (unsigned thrower = 0; thrower < 3; ++thrower)
    EXPECT_THROW(team.run([&](unsigned thread) {
      if (thread == thrower) throw std::out_of_range("thrown on purpose");
    }),
                 std::out_of_range);
}

TEST(thread_team, lets_the_others_begin_while_the_caller_is_busy) {
  thread_team team(3);
  for (int again = 0; again < 100; ++again) {
    std::atomic<int> others = 0;
    std::atomic<int> own = 0;
    team.begin([&](unsigned thread) { ++(thread == 0 ? own : others); });
    while (others != 2) std::this_thread::yield();
    EXPECT_EQ(own, 0);
    team.finish();
    EXPECT_EQ(own, 1);
  }
}

TEST(thread_team, works_on_after_an_exception) {
  thread_team team(3);
  EXPECT_THROW(team.run([](unsigned) { throw std::runtime_error("all of them"); }), std::runtime_error);
  std::atomic<int> calls = 0;
  team.run([&](unsigned) { ++calls; });
  team.for_chunks(10, 3, [&](std::uint64_t, std::uint64_t, unsigned) { ++calls; });
  EXPECT_EQ(calls, 3 + 4);
}

TEST(thread_team, ends_on_all_threads_what_is_wanted_no_more_and_works_on) {
  for (const unsigned size : {1U, 3U}) {
    thread_team team(size);
    const auto caller = std::this_thread::get_id();
    int asked = 0;
    const auto wanted = [&] {
      EXPECT_EQ(std::this_thread::get_id(), caller);
      return ++asked < 3;
    };
    {
      const hux::asking while_it_lives(team, wanted);
      EXPECT_THROW(team.run([&](unsigned thread) {
        while (true) team.check(thread);
      }),
                   hux::interrupted);
      EXPECT_THROW(team.for_each(10U, [](unsigned, unsigned) {}), hux::interrupted);
    }
    EXPECT_EQ(asked, 3);
    std::atomic<int> calls = 0;
    team.for_each(10U, [&](unsigned, unsigned) { ++calls; });
    EXPECT_EQ(calls, 10);
  }
}

TEST(thread_team, is_asked_while_others_work) {
  std::atomic<bool> wanted = true;
  thread_team team(2, [&] { return wanted.exchange(false); });
  EXPECT_THROW(team.run([&](unsigned thread) {
    while (thread == 1) team.check(thread);
  }),
               hux::interrupted);
}

TEST(startable_threads, are_all_where_there_is_room) { EXPECT_EQ(startable_threads(5), 5); }

// Sanitizers need more addresses than that.
TEST(startable_threads_slow, are_as_many_as_addresses_leave_stacks_for) {
  const auto exit_with_number = [] {
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    constexpr std::uint64_t room = std::uint64_t{64} << 20;
    const rlimit addresses{pages * static_cast<std::uint64_t>(sysconf(_SC_PAGE_SIZE)) + room, RLIM_INFINITY};
    setrlimit(RLIMIT_AS, &addresses);
    const unsigned number = startable_threads(1000);
    _exit(number >= 1 && number < 100 ? 0 : 1);
  };
  EXPECT_EXIT(exit_with_number(), testing::ExitedWithCode(0), "");
}

}  // namespace
