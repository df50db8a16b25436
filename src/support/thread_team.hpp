#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
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
  /// @param wanted as of ask()
  explicit thread_team(unsigned size, std::function<bool()> wanted = {});
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

  /// From now on the caller's thread asks, every 20 ms at most, whether the work is still wanted, while it works and
  /// while it waits for the others. An empty function: it is, whatever it takes.
  /// @param wanted may not throw
  void ask(std::function<bool()> wanted);

  /// To be called now and then within long work; for_chunks and for_each do it. Throws interrupted on each thread once
  /// the work is wanted no more.
  void check(unsigned thread);

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
  void ask_if_due();
  void ask_until(std::uint32_t done);

  unsigned size_;
  work work_;                 // empty: the threads end
  std::uint32_t rounds_ = 0;  // begun
  watched_count begun_;       // rounds
  watched_count done_;        // parts of all rounds but the caller's
  std::atomic<std::uint64_t> next_ = 0;
  std::function<bool()> wanted_;
  std::chrono::steady_clock::time_point asked_;  // last
  std::atomic<bool> given_up_ = false;
  std::vector<std::exception_ptr> failures_;
  std::vector<std::jthread> threads_;
};

/// Lets a team ask whether its work is still wanted, as long as it lives.
class asking {
 public:
  asking(thread_team& team, const std::function<bool()>& wanted) : team_(team) { team.ask(wanted); }
  ~asking() { team_.ask({}); }
  asking(const asking&) = delete;
  asking& operator=(const asking&) = delete;

 private:
  thread_team& team_;
};

/// How many of the wanted threads the system has room for, with one more beside them for who writes results; at least
/// the caller's own.
unsigned startable_threads(unsigned wanted);

}  // namespace hux
