#pragma once

#include <atomic>
#include <cstdint>
#include <exception>

#include "support/watched_count.hpp"

namespace hux {

/// Where threads wait for each other again and again. As watched_count, as it takes no longer than what is done
/// between.
class meeting {
 public:
  explicit meeting(std::uint32_t threads) : expected_(threads), missing_(threads), rounds_(threads) {}

  /// Returns when all have come.
  /// @param round how often the thread has come, this time included
  void come(std::uint32_t round) {
    if (!note_one()) rounds_.wait_for(round);
  }

  /// A thread will not come any more, and is not waited for.
  void leave() {
    --expected_;
    note_one();
  }

 private:
  /// Is the round complete by this one?
  bool note_one() {
    if (missing_.fetch_sub(1) != 1) return false;
    missing_ = expected_.load();
    rounds_.raise();
    return true;
  }

  std::atomic<std::uint32_t> expected_, missing_;  // in each round, in this one
  watched_count rounds_;                           // complete
};

/// Where a thread fails that others would wait for, it leaves.
class leaving_on_failure {
 public:
  /// @param others null: nobody waits for it
  explicit leaving_on_failure(meeting* others) : others_(others) {}
  ~leaving_on_failure() {
    if (others_ && std::uncaught_exceptions() > before_) others_->leave();
  }
  leaving_on_failure(const leaving_on_failure&) = delete;
  leaving_on_failure& operator=(const leaving_on_failure&) = delete;

 private:
  meeting* others_;
  int before_ = std::uncaught_exceptions();
};

}  // namespace hux
