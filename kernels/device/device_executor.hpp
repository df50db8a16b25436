#pragma once

/// device.hpp in terms of an executor on the CPU, which the program is linked with (tests/simt has one); include that.
/// Every function that the executor looks at knows the line of the kernel that called it.

#include <concepts>
#include <cstring>
#include <functional>
#include <source_location>
#include <type_traits>
#include <utility>

#define HUX_KERNEL inline
#define HUX_DEVICE inline
#define HUX_GRID_CONSTANT
#define HUX_LAUNCH_BOUNDS(threads, blocks)
#define HUX_SHARED(type, name, count) \
  static char name##_key;             \
  const hux::device::shared_span<type> name = hux::device::detail::static_shared<type>(&name##_key, count)

namespace hux::device {

using place = std::source_location;

/// Work on the null stream has been done when its call returns.
using stream_handle = struct executor_stream*;
using event_handle = struct executor_event*;

/// What the executor provides.
namespace executor {

struct thread_position {
  extent thread, block, block_size, grid_size;
  unsigned number = 0;  ///< in the block, x first
};

/// The thread that runs; null outside kernels.
extern const thread_position* current;

enum class space : std::uint8_t { shared, device };
enum class access : std::uint8_t { read, write, atomic };
enum class collective : std::uint8_t { barrier, ballot, shuffle, match };

/// Looks at an access before it is made.
/// @throws if it is a race, leaves its memory or reads what was never written; so do those below for their mistakes
void touch(space where, const void* address, std::size_t bytes, access how, place at);
[[noreturn]] void out_of_bounds(space where, const void* begin, std::int64_t index, std::size_t size, place at);

/// @return how many threads of the block came with a condition that holds
unsigned block_barrier(bool condition, place at);
/// @param source the lane whose value a shuffle takes
/// @return what the collective gives this lane: a mask of lanes, or the bytes of a value
std::uint64_t warp_collective(collective what, unsigned mask, std::uint64_t value, unsigned source, place at);

/// Shared memory of the running block: the same for each of its threads that comes with the same key.
void* static_shared(const void* key, std::size_t bytes, std::size_t alignment, place at);
void* dynamic_shared(std::size_t offset, std::size_t bytes, std::size_t alignment, place at);

void run_grid(extent grid, extent block, std::size_t shared_bytes, const std::function<void()>& kernel);

/// Queues work on a stream.
void submit(stream_handle stream, std::function<void()> task);

}  // namespace executor

/// An element of an array in device or shared memory. It exists only within an expression, so that a read happens
/// where it is written: float x = a[i], not auto.
template <class T, executor::space Space>
class element {
 public:
  using value_type = std::remove_const_t<T>;
  element(T* address, place at) : address_(address), at_(at) {}
  element(const element&) = delete;
  ~element() = default;

  operator value_type() const&& { return get(); }
  void operator=(value_type value) const&& { set(value); }
  void operator=(const element& other) const&& { set(other.get()); }
  void operator+=(value_type value) const&& { set(get() + value); }
  void operator-=(value_type value) const&& { set(get() - value); }
  void operator*=(value_type value) const&& { set(get() * value); }
  void operator|=(value_type value) const&& { set(get() | value); }
  void operator&=(value_type value) const&& { set(get() & value); }
  void operator^=(value_type value) const&& { set(get() ^ value); }
  void operator++() const&& { set(get() + 1); }
  void operator--() const&& { set(get() - 1); }

  /// For an atomic operation on it.
  [[nodiscard]] T* atomically() const {
    executor::touch(Space, address_, sizeof(T), executor::access::atomic, at_);
    return address_;
  }

 private:
  [[nodiscard]] value_type get() const {
    executor::touch(Space, address_, sizeof(T), executor::access::read, at_);
    return *address_;
  }
  template <class Value>
  void set(Value value) const {
    executor::touch(Space, address_, sizeof(T), executor::access::write, at_);
    *address_ = static_cast<value_type>(value);
  }

  T* address_;
  place at_;
};

/// The i of a[i], with the line it stands in.
struct placed_index {
  template <std::integral Integer>
  placed_index(Integer i, place at_ = place::current()) : value(static_cast<std::int64_t>(i)), at(at_) {}
  template <class T, executor::space Space>
  placed_index(const element<T, Space>&& i, place at_ = place::current())
      : value(static_cast<std::int64_t>(static_cast<std::remove_const_t<T>>(std::move(i)))), at(at_) {}
  std::int64_t value;
  place at;
};

/// size elements from data on, which the span does not own.
template <class T, executor::space Space>
class checked_span {
 public:
  checked_span() = default;
  checked_span(T* data, std::size_t size) : data_(data), size_(size) {}
  template <class U>
  requires std::is_same_v<const U, T> checked_span(const checked_span<U, Space>& other)
      : data_(other.data_), size_(other.size_) {}

  element<T, Space> operator[](placed_index i) const {
    if (i.value < 0 || static_cast<std::size_t>(i.value) >= size_) {
      executor::out_of_bounds(Space, data_, i.value, size_, i.at);
    }
    return {data_ + i.value, i.at};
  }
  [[nodiscard]] std::size_t size() const { return size_; }

  /// For the host: where the elements are.
  [[nodiscard]] T* data() const requires(Space == executor::space::device) { return data_; }
  [[nodiscard]] checked_span subspan(std::size_t first, std::size_t count, place at = place::current()) const {
    if (first > size_ || count > size_ - first) {
      executor::out_of_bounds(Space, data_, static_cast<std::int64_t>(first + count), size_, at);
    }
    return {data_ + first, count};
  }

 private:
  template <class, executor::space>
  friend class checked_span;
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

template <class T>
using device_span = checked_span<T, executor::space::device>;
template <class T>
using shared_span = checked_span<T, executor::space::shared>;

namespace detail {

template <class T>
shared_span<T> static_shared(const void* key, std::size_t count, place at = place::current()) {
  return {static_cast<T*>(executor::static_shared(key, count * sizeof(T), alignof(T), at)), count};
}

template <class T>
std::uint64_t to_word(T value) {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 8, "a warp exchanges values of up to 8 bytes");
  std::uint64_t word = 0;
  std::memcpy(&word, &value, sizeof value);
  return word;
}

template <class T>
T from_word(std::uint64_t word) {
  T value;
  std::memcpy(&value, &word, sizeof value);
  return value;
}

template <class T>
T shuffle(unsigned mask, T value, unsigned source, place at) {
  return from_word<T>(executor::warp_collective(executor::collective::shuffle, mask, to_word(value), source, at));
}

}  // namespace detail

template <class T>
shared_span<T> dynamic_shared(std::size_t offset, std::size_t count, place at = place::current()) {
  return {static_cast<T*>(executor::dynamic_shared(offset, count * sizeof(T), alignof(T), at)), count};
}

inline extent thread_index() { return executor::current->thread; }
inline extent block_index() { return executor::current->block; }
inline extent block_size() { return executor::current->block_size; }
inline extent grid_size() { return executor::current->grid_size; }
inline unsigned lane() { return executor::current->number % warp_size; }

inline void block_barrier(place at = place::current()) { executor::block_barrier(false, at); }
inline unsigned block_count(bool condition, place at = place::current()) {
  return executor::block_barrier(condition, at);
}
inline void warp_barrier(unsigned mask = full_warp, place at = place::current()) {
  executor::warp_collective(executor::collective::barrier, mask, 0, 0, at);
}

inline unsigned ballot(unsigned mask, bool condition, place at = place::current()) {
  return static_cast<unsigned>(executor::warp_collective(executor::collective::ballot, mask, condition, 0, at));
}
inline bool any(unsigned mask, bool condition, place at = place::current()) { return ballot(mask, condition, at) != 0; }
inline bool all(unsigned mask, bool condition, place at = place::current()) {
  return ballot(mask, condition, at) == mask;
}

template <class T>
unsigned match_any(unsigned mask, T value, place at = place::current()) {
  return static_cast<unsigned>(
      executor::warp_collective(executor::collective::match, mask, detail::to_word(value), 0, at));
}

template <class T>
T shfl(unsigned mask, T value, unsigned source, place at = place::current()) {
  return detail::shuffle(mask, value, source, at);
}
template <class T>
T shfl_up(unsigned mask, T value, unsigned delta, place at = place::current()) {
  return detail::shuffle(mask, value, delta > lane() ? lane() : lane() - delta, at);
}
template <class T>
T shfl_down(unsigned mask, T value, unsigned delta, place at = place::current()) {
  return detail::shuffle(mask, value, delta >= warp_size - lane() ? lane() : lane() + delta, at);
}
template <class T>
T shfl_xor(unsigned mask, T value, unsigned bits, place at = place::current()) {
  return detail::shuffle(mask, value, lane() ^ bits, at);
}

inline unsigned popcount(unsigned mask) { return static_cast<unsigned>(__builtin_popcount(mask)); }
inline unsigned first_lane(unsigned mask) { return static_cast<unsigned>(__builtin_ffs(static_cast<int>(mask))) - 1u; }

template <class T>
concept atomic_integer = std::is_integral_v<T> &&(sizeof(T) == 4 || sizeof(T) == 8);

template <atomic_integer T, executor::space Space>
T atomic_cas(const element<T, Space>&& target, std::type_identity_t<T> expected, std::type_identity_t<T> value) {
  __atomic_compare_exchange_n(target.atomically(), &expected, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
  return expected;
}

template <atomic_integer T, executor::space Space>
T atomic_add(const element<T, Space>&& target, std::type_identity_t<T> value) {
  return __atomic_fetch_add(target.atomically(), value, __ATOMIC_RELAXED);
}

template <atomic_integer T, executor::space Space>
T atomic_or(const element<T, Space>&& target, std::type_identity_t<T> value) {
  return __atomic_fetch_or(target.atomically(), value, __ATOMIC_RELAXED);
}

template <atomic_integer T, executor::space Space>
T atomic_exchange(const element<T, Space>&& target, std::type_identity_t<T> value) {
  return __atomic_exchange_n(target.atomically(), value, __ATOMIC_RELAXED);
}

template <class T, executor::space Space>
std::remove_const_t<T> atomic_load(const element<T, Space>&& target) {
  return __atomic_load_n(target.atomically(), __ATOMIC_RELAXED);
}

namespace detail {

template <class T, class Change>
T atomic_change(T* target, const Change& change) {
  T before = __atomic_load_n(target, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n(target, &before, change(before), false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
  return before;
}

}  // namespace detail

template <atomic_integer T, executor::space Space>
T atomic_min(const element<T, Space>&& target, std::type_identity_t<T> value) {
  return detail::atomic_change(target.atomically(), [value](T before) { return value < before ? value : before; });
}

template <atomic_integer T, executor::space Space>
T atomic_max(const element<T, Space>&& target, std::type_identity_t<T> value) {
  return detail::atomic_change(target.atomically(), [value](T before) { return before < value ? value : before; });
}

/// Starts a kernel; on the null stream runs it to its end.
/// @throws what the executor has found wrong with it, sooner or later
template <class Kernel, class... Args>
void launch(extent grid, extent block, std::size_t shared_bytes, stream_handle stream, Kernel kernel, Args... args) {
  executor::submit(stream, [=] { executor::run_grid(grid, block, shared_bytes, [&] { kernel(args...); }); });
}

}  // namespace hux::device
