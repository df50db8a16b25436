#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <thread>
#include <vector>

#include "meeting_point.hpp"

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
  void run(const work& what) { run_phases({&what, 1}); }

  /// The same for one phase after the other: none begins before all threads have ended the one before it. After a
  /// phase that throws no other begins.
  void run(std::initializer_list<work> phases) { run_phases({phases.begin(), phases.size()}); }

  /// Splits [0, count) into chunks of at most `chunk` and calls what(begin, end, thread) for each, on whichever thread
  /// is free.
  void for_chunks(std::uint64_t count, std::uint64_t chunk,
                  const std::function<void(std::uint64_t begin, std::uint64_t end, unsigned thread)>& what);

 private:
  void run_phases(std::span<const work> phases);
  void serve(unsigned thread);
  void take_part(unsigned thread);
  void dismiss(unsigned started);

  unsigned size_;
  meeting_point meeting_;
  std::span<const work> phases_;  // empty: the threads end
  std::atomic<std::size_t> failed_phase_ = SIZE_MAX;
  std::atomic<std::uint64_t> next_ = 0;
  std::vector<std::exception_ptr> failures_;
  std::vector<std::jthread> threads_;
};

}  // namespace hux
