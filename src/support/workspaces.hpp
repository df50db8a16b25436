#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace hux {

/// What threads work with, one at a time with each: as many are made as are needed at once.
template <class Workspace>
class workspaces {
 public:
  /// @param make returns a new one
  template <class Make>
  std::unique_ptr<Workspace> take(const Make& make) {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto one = std::move(idle_.back());
        idle_.pop_back();
        return one;
      }
    }
    return make();
  }

  void give_back(std::unique_ptr<Workspace> one) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(one));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Workspace>> idle_;
};

}  // namespace hux
