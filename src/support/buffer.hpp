#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace hux {

/// A fixed array aligned to a cache line whose elements start uninitialised: large arrays are written once, by the
/// thread that will use them. The largest lie on huge pages where the system has them: rows of synapses are read from
/// all over the memory, and with small pages each would first have to be looked up.
template <class T>
class buffer {
 public:
  buffer() = default;
  explicit buffer(std::size_t size) : data_(allocate(size * sizeof(T))), size_(size) {}
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
  static constexpr std::align_val_t alignment{64}, huge_page{std::size_t{2} << 20};
  struct release {
    std::align_val_t alignment;
    void operator()(T* p) const { ::operator delete[](p, alignment); }
  };
  static std::unique_ptr<T[], release> allocate(std::size_t bytes) {
    const std::align_val_t at = bytes >= 4 * static_cast<std::size_t>(huge_page) ? huge_page : alignment;
    std::unique_ptr<T[], release> memory(static_cast<T*>(::operator new[](bytes, at)), release{at});
    if (at == huge_page) madvise(memory.get(), bytes, MADV_HUGEPAGE);  // a wish: without huge pages all goes on
    return memory;
  }
  std::unique_ptr<T[], release> data_{nullptr, release{alignment}};
  std::size_t size_ = 0;
};

}  // namespace hux
