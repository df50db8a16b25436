#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "hux/errors.hpp"

namespace hux::python {

/// Memory for what is kept of a simulation, of which no more is given than a limit.
class kept_memory {
 public:
  explicit kept_memory(std::uint64_t limit) : limit_(limit) {}

  [[nodiscard]] std::uint64_t limit() const { return limit_; }
  [[nodiscard]] std::uint64_t taken() const { return taken_; }
  [[nodiscard]] std::uint64_t left() const { return limit_ - taken_; }
  void take(std::uint64_t bytes) { taken_ += bytes; }
  void give_back(std::uint64_t bytes) { taken_ -= bytes; }

 private:
  std::uint64_t limit_;
  std::atomic<std::uint64_t> taken_ = 0;
};

/// Values in the order in which they came. What was shown to somebody stays as it was: the series goes on behind it,
/// and where it has no room any more it goes on in other memory.
template <class T>
class kept_series {
 public:
  /// What there was at a moment.
  struct view {
    std::shared_ptr<const T[]> values;
    std::size_t size = 0;
  };

  explicit kept_series(kept_memory& memory) : memory_(&memory) {}
  ~kept_series() { release(); }
  kept_series(kept_series&& other) noexcept
      : memory_(other.memory_),
        values_(std::move(other.values_)),
        size_(std::exchange(other.size_, 0)),
        room_(std::exchange(other.room_, 0)) {}
  kept_series& operator=(kept_series&& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(values_, other.values_);
    std::swap(size_, other.size_);
    std::swap(room_, other.room_);
    return *this;
  }

  [[nodiscard]] view seen() const { return {values_, size_}; }

  /// Makes room for so many values more; false if there is not so much memory.
  [[nodiscard]] bool reserve(std::size_t more) {
    constexpr std::size_t least = 1024;
    if (size_ + more <= room_) return true;
    const std::size_t wanted = std::max({2 * room_, size_ + more, least});
    const std::size_t room = std::min<std::size_t>(wanted, memory_->left() / sizeof(T));
    if (room < size_ + more) return false;
    std::shared_ptr<T[]> values(new T[room]);
    std::copy_n(values_.get(), size_, values.get());
    memory_->take(room * sizeof(T));
    memory_->give_back(room_ * sizeof(T));
    values_ = std::move(values);
    room_ = room;
    return true;
  }

  /// Room has to have been made.
  void push_back(T value) { values_[size_++] = value; }
  void append(const T* values, std::size_t count) {
    std::copy_n(values, count, values_.get() + size_);
    size_ += count;
  }

  /// Starts anew, in other memory.
  void clear() {
    release();
    values_.reset();
    size_ = room_ = 0;
  }

 private:
  void release() { memory_->give_back(room_ * sizeof(T)); }

  kept_memory* memory_;
  std::shared_ptr<T[]> values_;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

}  // namespace hux::python
