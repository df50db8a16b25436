#pragma once

/// What a kernel is written against, so that nvcc compiles it for a GPU and g++ for the executor of tests/simt, which
/// runs the same source on the CPU and finds what is wrong with it. All of it is in namespace hux::device:
///
///   HUX_KERNEL void name(...)        a kernel; a class with a HUX_DEVICE operator() will do as well
///   HUX_DEVICE                       a function that kernels call and the host does not
///   HUX_LAUNCH_BOUNDS(threads, blocks)   the most threads a block of this kernel has, and how many blocks are to
///                                    share a multiprocessor, which limits the registers of a thread
///   HUX_GRID_CONSTANT const type name    a parameter of a kernel that all its threads read where it lies
///   HUX_SHARED(type, name, count)    an array in shared memory, one for each block: a shared_span
///   dynamic_shared<T>(offset, count) a shared_span in the shared bytes given at launch; offset in bytes
///   shared_span<T>, device_span<T>   a[i] reads and writes; an element is taken by its type, never by auto
///   thread_index(), block_index(), block_size(), grid_size()   an extent: .x, .y, .z
///   block_thread(), grid_thread()    number of this thread in its block of one row, in its row of the grid's blocks
///   lane(), lanes_below()            place in the warp, mask of the lanes before this one
///   block_barrier()                  all threads of the block, at the same line of the source; orders their memory
///   block_count(condition)           the same, and the number of threads for which condition holds
///   warp_barrier(mask)               orders the memory of the lanes in mask; nothing else in a warp does
///   ballot, any, all, match_any (mask, value)                  for exactly the lanes in mask, none of which has left
///   shfl, shfl_up, shfl_down, shfl_xor (mask, value, lane)     values of up to 8 bytes
///   atomic_add, _min, _max, _or, _exchange (element, value), atomic_cas (element, expected, value), atomic_load
///       integers of 32 and 64 bits, in either memory; they return what was there before and order nothing else
///   popcount(mask), first_lane(mask)
///   launch(grid, block, shared_bytes, stream, kernel, arguments...)
///
/// An access to memory is either atomic or ordered by a barrier: two threads that touch an element with neither between
/// them, one of them writing, are a race.

#include <cstddef>
#include <cstdint>

#include "hux/device/host_device.hpp"

namespace hux::device {

/// Size of a block or grid, or a place in it.
struct extent {
  HUX_FN constexpr extent(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}
  [[nodiscard]] HUX_FN constexpr std::size_t count() const { return std::size_t{x} * y * z; }
  unsigned x, y, z;
};

inline constexpr unsigned warp_size = 32;
inline constexpr unsigned full_warp = 0xffffffffu;

}  // namespace hux::device

#ifdef __CUDACC__
#include "device/device_cuda.hpp"
#ifndef __CUDACC_RTC__
#include "device/launch_cuda.hpp"
#endif
#else
#include "device/device_executor.hpp"
#endif

namespace hux::device {

HUX_DEVICE unsigned block_thread() { return thread_index().x; }

HUX_DEVICE unsigned grid_thread() { return block_index().x * block_size().x + thread_index().x; }

HUX_DEVICE unsigned lanes_below() { return (1u << lane()) - 1u; }

}  // namespace hux::device
