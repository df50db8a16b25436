#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "stream.hpp"

namespace hux::device {

/// Streams beside a main one, for work that need not wait for each other: small populations do not fill a GPU.
class side_streams {
 public:
  /// @param works pieces of work that go on at once; more than a few share streams
  explicit side_streams(std::size_t works) : sides_(std::clamp<std::size_t>(works, 1, most) - 1) {}

  /// What is queued on any of them from now on waits for what is queued on the main one.
  void fork(stream_handle main) {
    if (sides_.empty()) return;
    record(forked_.handle(), main);
    for (const auto& s : sides_) wait(s.work.handle(), forked_.handle());
  }
  /// The stream for a piece of work; the main one is among them.
  [[nodiscard]] stream_handle of(std::size_t work, stream_handle main) const {
    const std::size_t i = work % (sides_.size() + 1);
    return i == 0 ? main : sides_[i - 1].work.handle();
  }
  /// What is queued on the main one from now on waits for what is queued on any.
  void join(stream_handle main) {
    for (const auto& s : sides_) {
      record(s.done.handle(), s.work.handle());
      wait(main, s.done.handle());
    }
  }

 private:
  static constexpr std::size_t most = 8;
  struct side {
    stream work;
    event done;
  };
  std::vector<side> sides_;
  event forked_;
};

}  // namespace hux::device
