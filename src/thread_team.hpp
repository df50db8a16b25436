#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
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

  /// Calls work(0) ... work(size - 1), each on its own thread, and returns when all have returned. If some throw, one
  /// of the exceptions is rethrown.
  void run(const std::function<void(unsigned thread)>& work);

  /// Splits [0, count) into chunks of at most `chunk` and calls work(begin, end, thread) for each, on whichever thread
  /// is free.
  void for_chunks(std::uint64_t count, std::uint64_t chunk,
                  const std::function<void(std::uint64_t begin, std::uint64_t end, unsigned thread)>& work);

 private:
  void serve(unsigned thread);
  void call(unsigned thread);
  void dismiss(unsigned started);

  unsigned size_;
  meeting_point meeting_;
  const std::function<void(unsigned)>* work_ = nullptr;  // null: the threads end
  std::atomic<std::uint64_t> next_ = 0;
  std::vector<std::exception_ptr> failures_;
  std::vector<std::jthread> threads_;
};

}  // namespace hux
