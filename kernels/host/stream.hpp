#pragma once

#include <cstddef>
#include <source_location>
#include <type_traits>
#include <utility>

#include "device/device.hpp"

namespace hux::device {

/// What device_memory.hpp is to memory this is to time: work is queued on a stream and done in its order, while the
/// host goes on. There are two implementations: CUDA's and the executor's.
/// @throws hux::error if the device fails; also for what was queued earlier
stream_handle create_stream();
void destroy_stream(stream_handle stream) noexcept;
void synchronize(stream_handle stream);
event_handle create_event();
void destroy_event(event_handle event) noexcept;
void record(event_handle event, stream_handle stream);
/// What is queued on the stream from now on waits until the event has happened.
void wait(stream_handle stream, event_handle event);
void synchronize(event_handle event);
/// Time from one event to another; both have happened.
double seconds_between(event_handle begin, event_handle end);

/// Memory of the host that the device copies from and to by itself, and that kernels can write to.
/// @param element_bytes size of what it is an array of
void* allocate_pinned(std::size_t bytes, std::size_t element_bytes, std::source_location at);
void release_pinned(void* memory) noexcept;
/// Copies between device memory and pinned memory, queued on a stream.
void start_copy_to_host(void* to, const void* from, std::size_t bytes, stream_handle stream);
void start_copy_to_device(void* to, const void* from, std::size_t bytes, stream_handle stream);

class stream {
 public:
  stream() : handle_(create_stream()) {}
  ~stream() { destroy_stream(handle_); }
  stream(const stream&) = delete;
  stream& operator=(const stream&) = delete;
  [[nodiscard]] stream_handle handle() const { return handle_; }

 private:
  stream_handle handle_;
};

/// A point in the work of a stream.
class event {
 public:
  event() : handle_(create_event()) {}
  ~event() { destroy_event(handle_); }
  event(const event&) = delete;
  event& operator=(const event&) = delete;
  [[nodiscard]] event_handle handle() const { return handle_; }

 private:
  event_handle handle_;
};

/// An array in pinned memory, which owns it; its elements begin undefined.
template <class T>
class pinned_array {
  static_assert(std::is_trivially_copyable_v<T>, "pinned memory is copied byte by byte");

 public:
  pinned_array() = default;
  explicit pinned_array(std::size_t size, std::source_location at = std::source_location::current())
      : data_(size == 0 ? nullptr : static_cast<T*>(allocate_pinned(size * sizeof(T), sizeof(T), at))), size_(size) {}
  pinned_array(pinned_array&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  pinned_array& operator=(pinned_array&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~pinned_array() {
    if (data_ != nullptr) release_pinned(data_);
  }

  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// For kernels.
  [[nodiscard]] device_span<T> span() { return {data_, size_}; }
  [[nodiscard]] T& operator[](std::size_t i) { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace hux::device
