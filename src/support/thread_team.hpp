#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "support/watched_count.hpp"

namespace hux {

/// A fixed group of threads, the caller's one of them, that run the same function together.
class thread_team {
 public:
  /// @param size number of threads, at least 1. Throws error if the system cannot start so many.
  explicit thread_team(unsigned size);
  ~thread_team();
  thread_team(const thread_team&) = delete;
  thread_team& operator=(const thread_team&) = delete;

  [[nodiscard]] unsigned size() const { return size_; }

  using work = std::function<void(unsigned thread)>;

  /// Calls what(0) ... what(size - 1), each on its own thread, and returns when all have returned. If some throw, one
  /// of the exceptions is rethrown.
  void run(work what) {
    begin(std::move(what));
    finish();
  }

  /// The same in two parts: the other threads begin, the caller may do something else before it takes its part and
  /// waits for them. Between the two nothing else may be run.
  void begin(work what);
  void finish();

  /// Splits [0, count) into chunks of at most `chunk` and calls what(begin, end, thread) for each, on whichever thread
  /// is free.
  void for_chunks(std::uint64_t count, std::uint64_t chunk,
                  const std::function<void(std::uint64_t begin, std::uint64_t end, unsigned thread)>& what);

  /// Calls what(i, thread) for each i in [0, count), on whichever thread is free.
  template <class Index, class What>
  void for_each(Index count, const What& what) {
    // At a time so few that all end together, and so many that they are worth fetching.
    const std::uint64_t chunk = std::clamp<std::uint64_t>(std::uint64_t{count} / (16 * size_), 1, 1024);
    for_chunks(count, chunk, [&](std::uint64_t begin, std::uint64_t end, unsigned thread) {
      for (std::uint64_t i = begin; i < end; ++i) what(static_cast<Index>(i), thread);
    });
  }

 private:
  void serve(unsigned thread);
  void take_part(unsigned thread);
  void dismiss();

  unsigned size_;
  work work_;                 // empty: the threads end
  std::uint32_t rounds_ = 0;  // begun
  watched_count begun_;       // rounds
  watched_count done_;        // parts of all rounds but the caller's
  std::atomic<std::uint64_t> next_ = 0;
  std::vector<std::exception_ptr> failures_;
  std::vector<std::jthread> threads_;
};

/// How many of the wanted threads the system has room for, with one more beside them for who writes results; at least
/// the caller's own.
unsigned startable_threads(unsigned wanted);

}  // namespace hux
