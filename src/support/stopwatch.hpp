#pragma once

#include <chrono>
#include <utility>

namespace hux {

/// Wall time between one look and the next.
class stopwatch {
 public:
  /// Seconds since the last call, at first since it was made.
  double lap() {
    const auto now = clock::now();
    return std::chrono::duration<double>(now - std::exchange(last_, now)).count();
  }

 private:
  using clock = std::chrono::steady_clock;
  clock::time_point last_ = clock::now();
};

}  // namespace hux
