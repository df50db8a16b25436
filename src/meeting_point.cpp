#include "meeting_point.hpp"

#include <immintrin.h>

#include <thread>

namespace hux {

meeting_point::meeting_point(unsigned expected)
    : expected_(expected), patience_(expected <= std::thread::hardware_concurrency() ? 400 : 0) {}

void meeting_point::arrive_and_wait() {
  const std::uint32_t this_one = meeting_.load();
  if (arrived_.fetch_add(1) + 1 == expected_) {
    arrived_ = 0;
    meeting_.fetch_add(1);
    meeting_.notify_all();
    return;
  }
  for (int i = 0; i < patience_; ++i) {
    if (meeting_.load(std::memory_order_acquire) != this_one) return;
    _mm_pause();
  }
  meeting_.wait(this_one);
}

}  // namespace hux
