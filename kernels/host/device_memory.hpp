#pragma once

#include <source_location>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "device/device.hpp"

namespace hux::device {

/// Memory of the device, on the device's own terms; device_array is the way to have it. There are two implementations:
/// CUDA's and the executor's.
/// @param element_bytes size of what it is an array of
/// @throws hux::error if there is not enough
void* allocate(std::size_t bytes, std::size_t element_bytes, std::source_location at);
void release(void* memory) noexcept;
/// Copies are made in the order of the launches of their stream; the host's side may be used again at once.
void copy_to_device(void* to, const void* from, std::size_t bytes, stream_handle stream);
void copy_to_host(void* to, const void* from, std::size_t bytes, stream_handle stream);
void fill_with_zero(void* memory, std::size_t bytes, stream_handle stream);
/// Says that something other than a kernel or a copy, such as Thrust, has written to memory: the executor keeps
/// account.
void mark_written(const void* memory, std::size_t bytes);

/// An array in device memory, which owns it; its elements begin undefined.
template <class T>
class device_array {
  static_assert(std::is_trivially_copyable_v<T>, "device memory is copied byte by byte");

 public:
  device_array() = default;
  explicit device_array(std::size_t size, std::source_location at = std::source_location::current())
      : data_(size == 0 ? nullptr : static_cast<T*>(allocate(size * sizeof(T), sizeof(T), at))), size_(size) {}
  explicit device_array(const std::vector<T>& values, std::source_location at = std::source_location::current())
      : device_array(values.size(), at) {
    upload(values);
  }
  device_array(device_array&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  device_array& operator=(device_array&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~device_array() { release(data_); }

  /// @pre values.size() <= size()
  void upload(std::span<const T> values, stream_handle stream = {}) {
    copy_to_device(data_, values.data(), values.size_bytes(), stream);
  }
  [[nodiscard]] std::vector<T> download(stream_handle stream = {}) const {
    std::vector<T> values(size_);
    copy_to_host(values.data(), data_, size_ * sizeof(T), stream);
    return values;
  }
  /// count elements from first on
  [[nodiscard]] std::vector<T> download_part(std::size_t first, std::size_t count, stream_handle stream = {}) const {
    std::vector<T> values(count);
    copy_to_host(values.data(), data_ + first, count * sizeof(T), stream);
    return values;
  }
  /// From the element `first` on. @pre they fit
  void upload_part(std::size_t first, std::span<const T> values, stream_handle stream = {}) {
    copy_to_device(data_ + first, values.data(), values.size_bytes(), stream);
  }
  void zero_part(std::size_t first, std::size_t count, stream_handle stream = {}) {
    fill_with_zero(data_ + first, count * sizeof(T), stream);
  }
  void zero(stream_handle stream = {}) { fill_with_zero(data_, size_ * sizeof(T), stream); }

  [[nodiscard]] device_span<T> span() { return {data_, size_}; }
  [[nodiscard]] device_span<const T> span() const { return {data_, size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace hux::device
