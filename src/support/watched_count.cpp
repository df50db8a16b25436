#include "support/watched_count.hpp"

#include <immintrin.h>

#include <thread>

namespace hux {

watched_count::watched_count(unsigned threads) : patience_(threads <= std::thread::hardware_concurrency() ? 400 : 0) {}

void watched_count::raise() {
  count_.fetch_add(1, std::memory_order_acq_rel);
  count_.notify_all();
}

void watched_count::wait_for(std::uint32_t value) const {
  for (int i = 0; i < patience_; ++i) {
    if (count_.load(std::memory_order_acquire) == value) return;
    _mm_pause();
  }
  for (std::uint32_t now = count_.load(std::memory_order_acquire); now != value;
       now = count_.load(std::memory_order_acquire))
    count_.wait(now, std::memory_order_acquire);
}

}  // namespace hux
