#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace hux {

/// A fixed array aligned to a cache line whose elements start uninitialised: large arrays are written once, by the
/// thread that will use them.
template <class T>
class buffer {
 public:
  buffer() = default;
  explicit buffer(std::size_t size)
      : data_(static_cast<T*>(::operator new[](size * sizeof(T), alignment))), size_(size) {}
  buffer(std::size_t size, T value) : buffer(size) { std::uninitialized_fill_n(data_.get(), size, value); }

  [[nodiscard]] T* data() { return data_.get(); }
  [[nodiscard]] const T* data() const { return data_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] T* begin() { return data(); }
  [[nodiscard]] T* end() { return data() + size_; }
  [[nodiscard]] const T* begin() const { return data(); }
  [[nodiscard]] const T* end() const { return data() + size_; }
  [[nodiscard]] T& operator[](std::size_t i) { return data_.get()[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_.get()[i]; }

 private:
  static_assert(std::is_trivially_destructible_v<T>);
  static constexpr std::align_val_t alignment{64};
  struct release {
    void operator()(T* p) const { ::operator delete[](p, alignment); }
  };
  std::unique_ptr<T[], release> data_;
  std::size_t size_ = 0;
};

}  // namespace hux
