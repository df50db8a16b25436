#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "support/buffer.hpp"

namespace hux::cpu {

/// A piece of a list of synaptic events: words, and the piece before it.
struct alignas(1024) event_chunk {
  static constexpr std::uint32_t capacity = 254;  // even: an event with a weight of its own takes two words
  std::uint32_t words[capacity];
  event_chunk* before;
};
static_assert(sizeof(event_chunk) == 1024);

/// Memory that chunks come from; shared by the threads, grows as the spikes in flight do.
class chunk_arena {
 public:
  /// Chunks are handed out and taken back by the run, linked by `before`.
  static constexpr std::size_t run = 64;

  event_chunk* more();
  void take_back(event_chunk* run_of_chunks);
  [[nodiscard]] std::uint64_t bytes() const { return slabs_.size() * run * sizeof(event_chunk); }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<event_chunk[]>> slabs_;
  std::vector<event_chunk*> returned_;  // runs
};

/// Lists of synaptic events waiting for their targets, filled by one thread: one list for each (block of target
/// neurons, window of arrival). No slot of a ring buffer is touched until the events' block is about to advance.
class event_lists {
 public:
  event_lists(chunk_arena& arena, std::size_t lists);

  /// Appends a word; a list must always be given events of the same number of words.
  void append(std::size_t list, std::uint32_t word) {
    std::uint32_t*& end = end_[list];
    if (full(end)) [[unlikely]]
      end = grow(end);
    *end++ = word;
  }
  void append(std::size_t list, std::uint32_t word, std::uint32_t weight) {
    std::uint32_t*& end = end_[list];
    if (full(end)) [[unlikely]]
      end = grow(end);
    end[0] = word;
    end[1] = weight;
    end += 2;
  }

  /// Calls visit(words, count) for each piece of a list, empties the list and gives its chunks to `to`, the lists of
  /// the thread that calls.
  template <class Visit>
  void drain(std::size_t list, event_lists& to, Visit&& visit) {
    std::uint32_t* end = end_[list];
    end_[list] = none_;
    for (event_chunk* chunk = chunk_of(end); chunk != &empty_;) {
      visit(chunk->words, static_cast<std::uint32_t>(end - chunk->words));
      event_chunk* before = chunk->before;
      to.release(chunk);
      chunk = before;
      end = chunk->words + event_chunk::capacity;
    }
  }

 private:
  static event_chunk* chunk_of(std::uint32_t* end) {
    return reinterpret_cast<event_chunk*>(reinterpret_cast<std::uintptr_t>(end) & ~(sizeof(event_chunk) - 1));
  }
  static bool full(const std::uint32_t* end) {
    return (reinterpret_cast<std::uintptr_t>(end) & (sizeof(event_chunk) - 1)) ==
           event_chunk::capacity * sizeof(std::uint32_t);
  }
  std::uint32_t* grow(std::uint32_t* end);
  /// Keeps chunks for later, but not more than two runs: a thread that often drains the lists of another would gather
  /// them without end.
  void release(event_chunk* chunk) {
    chunk->before = free_;
    free_ = chunk;
    if (++free_chunks_ == chunk_arena::run) [[unlikely]]
      store_run();
  }
  void store_run();

  chunk_arena& arena_;
  event_chunk* free_ = nullptr;
  std::size_t free_chunks_ = 0;       // in free_, less than a run
  event_chunk* free_run_ = nullptr;   // beside them
  static event_chunk empty_;          // full from the start: an empty list ends in it
  static std::uint32_t* const none_;  // end of an empty list
  std::vector<std::uint32_t*> end_;
};

}  // namespace hux::cpu
