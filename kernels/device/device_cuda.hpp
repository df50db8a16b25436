#pragma once

/// device.hpp in terms of CUDA; include that.

#include <type_traits>

#define HUX_KERNEL [[maybe_unused]] static __global__
#define HUX_DEVICE __device__ __forceinline__
#define HUX_GRID_CONSTANT __grid_constant__
#define HUX_LAUNCH_BOUNDS(threads, blocks) __launch_bounds__(threads, blocks)
#define HUX_SHARED(type, name, count)    \
  __shared__ type name##_storage[count]; \
  const hux::device::shared_span<type> name(name##_storage, count)

namespace hux::device {

/// count elements from data on, which the span does not own.
template <class T>
class device_span {
 public:
  device_span() = default;
  HUX_FN device_span(T* data, std::size_t size) : data_(data), size_(size) {}
  template <class U>
  requires std::is_same_v<const U, T> HUX_FN device_span(device_span<U> other)
      : data_(other.data()), size_(other.size()) {}

  template <class Index>
  HUX_DEVICE T& operator[](Index i) const {
    return data_[i];
  }
  [[nodiscard]] HUX_FN T* data() const { return data_; }
  [[nodiscard]] HUX_FN std::size_t size() const { return size_; }
  [[nodiscard]] HUX_FN device_span subspan(std::size_t first, std::size_t count) const {
    return {data_ + first, count};
  }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

template <class T>
class shared_span {
 public:
  HUX_DEVICE shared_span(T* data, unsigned size) : data_(data), size_(size) {}
  template <class Index>
  HUX_DEVICE T& operator[](Index i) const {
    return data_[i];
  }
  [[nodiscard]] HUX_DEVICE unsigned size() const { return size_; }

 private:
  T* data_;
  unsigned size_;
};

template <class T>
HUX_DEVICE shared_span<T> dynamic_shared(std::size_t offset, unsigned count) {
  extern __shared__ __align__(16) unsigned char hux_dynamic_shared[];
  return {reinterpret_cast<T*>(hux_dynamic_shared + offset), count};
}

HUX_DEVICE extent thread_index() { return {threadIdx.x, threadIdx.y, threadIdx.z}; }
HUX_DEVICE extent block_index() { return {blockIdx.x, blockIdx.y, blockIdx.z}; }
HUX_DEVICE extent block_size() { return {blockDim.x, blockDim.y, blockDim.z}; }
HUX_DEVICE extent grid_size() { return {gridDim.x, gridDim.y, gridDim.z}; }

HUX_DEVICE unsigned lane() { return (threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z)) % warp_size; }

HUX_DEVICE void block_barrier() { __syncthreads(); }
HUX_DEVICE unsigned block_count(bool condition) { return static_cast<unsigned>(__syncthreads_count(condition)); }
HUX_DEVICE void warp_barrier(unsigned mask = full_warp) { __syncwarp(mask); }

HUX_DEVICE unsigned ballot(unsigned mask, bool condition) { return __ballot_sync(mask, condition); }
HUX_DEVICE bool any(unsigned mask, bool condition) { return __any_sync(mask, condition) != 0; }
HUX_DEVICE bool all(unsigned mask, bool condition) { return __all_sync(mask, condition) != 0; }

template <class T>
HUX_DEVICE unsigned match_any(unsigned mask, T value) {
  return __match_any_sync(mask, value);
}

template <class T>
HUX_DEVICE T shfl(unsigned mask, T value, unsigned lane) {
  return __shfl_sync(mask, value, static_cast<int>(lane));
}
template <class T>
HUX_DEVICE T shfl_up(unsigned mask, T value, unsigned delta) {
  return __shfl_up_sync(mask, value, delta);
}
template <class T>
HUX_DEVICE T shfl_down(unsigned mask, T value, unsigned delta) {
  return __shfl_down_sync(mask, value, delta);
}
template <class T>
HUX_DEVICE T shfl_xor(unsigned mask, T value, unsigned bits) {
  return __shfl_xor_sync(mask, value, static_cast<int>(bits));
}

HUX_DEVICE unsigned popcount(unsigned mask) { return static_cast<unsigned>(__popc(mask)); }
HUX_DEVICE unsigned first_lane(unsigned mask) { return static_cast<unsigned>(__ffs(static_cast<int>(mask))) - 1u; }

namespace detail {

/// CUDA's atomics know int, unsigned, long long and unsigned long long; a std::int64_t is a long.
template <class T>
using cuda_integer =
    std::conditional_t<sizeof(T) == 8, std::conditional_t<std::is_signed_v<T>, long long, unsigned long long>, T>;
template <class T>
using cuda_word = std::conditional_t<sizeof(T) == 8, unsigned long long, unsigned>;

template <class To, class T>
HUX_DEVICE To* as(T& element) {
  static_assert(std::is_integral_v<T> && (sizeof(T) == 4 || sizeof(T) == 8), "atomics are for 32 and 64 bit integers");
  return reinterpret_cast<To*>(&element);
}

}  // namespace detail

template <class T>
HUX_DEVICE T atomic_add(T& element, std::type_identity_t<T> value) {
  return atomicAdd(detail::as<detail::cuda_word<T>>(element), value);
}

template <class T>
HUX_DEVICE T atomic_min(T& element, std::type_identity_t<T> value) {
  return atomicMin(detail::as<detail::cuda_integer<T>>(element), value);
}

template <class T>
HUX_DEVICE T atomic_max(T& element, std::type_identity_t<T> value) {
  return atomicMax(detail::as<detail::cuda_integer<T>>(element), value);
}

template <class T>
HUX_DEVICE T atomic_or(T& element, std::type_identity_t<T> value) {
  return atomicOr(detail::as<detail::cuda_word<T>>(element), value);
}

template <class T>
HUX_DEVICE T atomic_exchange(T& element, std::type_identity_t<T> value) {
  return atomicExch(detail::as<detail::cuda_word<T>>(element), value);
}

template <class T>
HUX_DEVICE T atomic_cas(T& element, std::type_identity_t<T> expected, std::type_identity_t<T> value) {
  return atomicCAS(detail::as<detail::cuda_word<T>>(element), expected, value);
}

template <class T>
HUX_DEVICE std::remove_const_t<T> atomic_load(T& element) {
  return *static_cast<const volatile T*>(&element);
}

}  // namespace hux::device
