#include "cpu/event_lists.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace {

using hux::cpu::chunk_arena;
using hux::cpu::event_chunk;
using hux::cpu::event_lists;

/// What a list holds, sorted: pieces come newest first.
std::vector<std::uint32_t> drained(event_lists& from, std::size_t list, event_lists& to) {
  std::vector<std::uint32_t> words;
  from.drain(list, to, [&](const std::uint32_t* w, std::uint32_t count) { words.insert(words.end(), w, w + count); });
  std::sort(words.begin(), words.end());
  return words;
}

std::vector<std::uint32_t> counted(std::uint32_t first, std::uint32_t count, std::uint32_t step = 1) {
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < count; ++i) numbers.push_back(first + i * step);
  return numbers;
}

TEST(event_lists, are_empty_at_first) {
  chunk_arena arena;
  event_lists lists(arena, 3);
  EXPECT_TRUE(drained(lists, 0, lists).empty());
  EXPECT_EQ(arena.bytes(), 0);
}

// One below, exactly, and one above what a chunk holds, and many chunks.
TEST(event_lists, give_back_what_was_appended) {
  for (const std::uint32_t count : {1U, 253U, 254U, 255U, 508U, 509U, 100000U}) {
    chunk_arena arena;
    event_lists lists(arena, 2);
    for (std::uint32_t i = 0; i < count; ++i) lists.append(1, i);
    EXPECT_TRUE(drained(lists, 0, lists).empty());
    EXPECT_EQ(drained(lists, 1, lists), counted(0, count));
    EXPECT_TRUE(drained(lists, 1, lists).empty()) << "after it was drained";
  }
}

TEST(event_lists, keep_lists_that_grow_in_turn_apart) {
  constexpr std::uint32_t lists_count = 5;
  chunk_arena arena;
  event_lists lists(arena, lists_count);
  for (std::uint32_t i = 0; i < 5000; ++i) lists.append(i % lists_count, i);
  for (std::uint32_t list = 0; list < lists_count; ++list)
    EXPECT_EQ(drained(lists, list, lists), counted(list, 1000, lists_count));
}

TEST(event_lists, never_part_an_event_from_its_weight) {
  chunk_arena arena;
  event_lists lists(arena, 1);
  for (std::uint32_t i = 0; i < 1000; ++i) lists.append(0, i, 2 * i + 1);
  std::vector<std::uint32_t> events;
  lists.drain(0, lists, [&](const std::uint32_t* words, std::uint32_t count) {
    ASSERT_EQ(count % 2, 0U);
    for (std::uint32_t i = 0; i < count; i += 2) {
      EXPECT_EQ(words[i + 1], 2 * words[i] + 1);
      events.push_back(words[i]);
    }
  });
  std::sort(events.begin(), events.end());
  EXPECT_EQ(events, counted(0, 1000));
}

TEST(event_lists, use_the_same_memory_again) {
  chunk_arena arena;
  event_lists lists(arena, 4);
  const auto fill_and_drain = [&] {
    for (std::uint32_t i = 0; i < 40000; ++i) lists.append(i % 4, i);
    for (std::size_t list = 0; list < 4; ++list) drained(lists, list, lists);
  };
  fill_and_drain();
  const auto bytes = arena.bytes();
  for (int again = 0; again < 20; ++again) fill_and_drain();
  EXPECT_EQ(arena.bytes(), bytes);
}

TEST(event_lists, hand_their_memory_to_the_lists_of_the_thread_that_drains) {
  chunk_arena arena;
  event_lists filled(arena, 1);
  event_lists other(arena, 1);
  for (std::uint32_t i = 0; i < 40000; ++i) filled.append(0, i);
  const auto bytes = arena.bytes();
  drained(filled, 0, other);
  for (std::uint32_t i = 0; i < 40000; ++i) other.append(0, i);
  EXPECT_EQ(arena.bytes(), bytes);
  EXPECT_EQ(drained(other, 0, other), counted(0, 40000));
}

// One thread may drain what another fills, window after window, as long as the simulation lasts.
TEST(event_lists, need_no_more_memory_however_often_another_thread_drains_them) {
  chunk_arena arena;
  event_lists filled(arena, 1);
  event_lists other(arena, 1);
  constexpr std::uint32_t words = 100000;
  for (int again = 0; again < 50; ++again) {
    for (std::uint32_t i = 0; i < words; ++i) filled.append(0, i);
    drained(filled, 0, other);
  }
  // What is in use at once, and two runs for each to keep.
  const std::uint64_t chunks = words / event_chunk::capacity + 1 + 2 * 2 * chunk_arena::run;
  EXPECT_LE(arena.bytes(), chunks * sizeof(event_chunk));
}

TEST(event_chunks, fill_aligned_kibibytes) {
  EXPECT_EQ(sizeof(event_chunk), 1024);
  EXPECT_EQ(alignof(event_chunk), 1024);
  EXPECT_EQ(event_chunk::capacity % 2, 0) << "an event with a weight takes two words";
}

}  // namespace
