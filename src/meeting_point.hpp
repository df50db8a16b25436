#pragma once

#include <atomic>
#include <cstdint>

namespace hux {

/// Where threads wait for each other. A window of a small network takes some ten microseconds, and to put a thread to
/// sleep and wake it takes as long, so those who wait watch for a while before they sleep; they do not where there
/// are more threads than processors, as that would take time from those who are awaited.
class meeting_point {
 public:
  /// @param expected number of threads that meet
  explicit meeting_point(unsigned expected);

  /// Returns when all have arrived.
  void arrive_and_wait();

  /// Changes how many are to meet; only while none waits that the new number would release.
  void expect(unsigned expected) { expected_ = expected; }

 private:
  std::atomic<unsigned> expected_;
  const int patience_;  // looks before sleeping
  std::atomic<unsigned> arrived_ = 0;
  std::atomic<std::uint32_t> meeting_ = 0;  // how many have taken place
};

}  // namespace hux
