#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace hux {

/// Where neurons of some equations stay without input, by their parameters, as far as that has been sought, which takes
/// long. Threads may share it. A copy has found nothing: it belongs to equations that may be changed.
class found_rests {
 public:
  using state = std::optional<std::vector<double>>;  ///< none: there is no such place

  found_rests() = default;
  found_rests(const found_rests& /*other*/) noexcept {}
  found_rests& operator=(const found_rests& /*other*/) noexcept {
    found_.clear();
    return *this;
  }
  ~found_rests() = default;

  /// What has been found for these parameters before, or else what seek() finds.
  state of(const std::vector<double>& parameters, const std::function<state()>& seek) const;

 private:
  mutable std::mutex mutex_;
  mutable std::vector<std::pair<std::vector<double>, state>> found_;  ///< the latest of them, in order
};

}  // namespace hux
