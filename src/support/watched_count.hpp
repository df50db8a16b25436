#pragma once

#include <atomic>
#include <cstdint>

namespace hux {

/// A count that threads raise and wait for. A window of a small network takes some ten microseconds, and to put a
/// thread to sleep and wake it takes as long, so those who wait watch for a while before they sleep; they do not where
/// there are more threads than processors, as that would take time from those who are awaited.
class alignas(128) watched_count {
 public:
  /// @param threads that there are in all
  explicit watched_count(unsigned threads);

  void raise();
  [[nodiscard]] bool is(std::uint32_t value) const { return count_.load(std::memory_order_acquire) == value; }
  /// Returns when the count is `value`, which is where it stays until this thread has seen it.
  void wait_for(std::uint32_t value) const;

 private:
  const int patience_;  // looks before sleeping
  std::atomic<std::uint32_t> count_ = 0;
};

}  // namespace hux
