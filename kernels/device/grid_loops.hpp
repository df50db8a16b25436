#pragma once

#include <algorithm>
#include <cstdint>

#include "device/device.hpp"

/// Loops that the threads of a grid share, whatever its size.
namespace hux::cuda {

/// Threads of a block of kernels that need no particular number.
inline constexpr unsigned loop_block = 256;

/// Calls work(i) for each i below count.
template <class Work>
HUX_DEVICE void for_each_of(std::uint64_t count, const Work& work) {
  const std::uint64_t threads = std::uint64_t{device::block_size().x} * device::grid_size().x;
  for (std::uint64_t i = device::grid_thread(); i < count; i += threads) work(i);
}

/// Calls work(row, position, i) for each synapse of the rows [first, last): synapse i is number `position` of its row.
/// A warp takes a row at a time.
template <class Work>
HUX_DEVICE void for_each_synapse(device::device_span<const std::uint64_t> offset, std::uint32_t first,
                                 std::uint32_t last, const Work& work) {
  const std::uint64_t warps = std::uint64_t{device::block_size().x / device::warp_size} * device::grid_size().x;
  for (std::uint64_t row = first + device::grid_thread() / device::warp_size; row < last; row += warps) {
    const std::uint64_t begin = offset[row], end = offset[row + 1];
    for (std::uint64_t i = begin + device::lane(); i < end; i += device::warp_size) work(row, i - begin, i);
  }
}

/// Starts a kernel that loops over so many items, one a thread if no more than `blocks` blocks are needed for that.
template <class Kernel, class... Args>
void launch_loop(std::uint64_t items, unsigned blocks, Kernel kernel, Args... args) {
  if (items == 0) return;
  const std::uint64_t needed = (items + loop_block - 1) / loop_block;
  device::launch(static_cast<unsigned>(std::min<std::uint64_t>(needed, blocks)), loop_block, 0, {}, kernel, args...);
}

/// The same for a kernel that loops over the synapses of rows.
template <class Kernel, class... Args>
void launch_row_loop(std::uint64_t rows, unsigned blocks, Kernel kernel, Args... args) {
  launch_loop(rows * device::warp_size, blocks, kernel, args...);
}

}  // namespace hux::cuda
