#pragma once

/// What the host does with a kernel, in terms of CUDA's runtime; include device.hpp.

#include <cuda_runtime.h>

#include <source_location>
#include <string>
#include <type_traits>

#include "hux/errors.hpp"

namespace hux::device {

using stream_handle = cudaStream_t;
using event_handle = cudaEvent_t;

/// @throws hux::error that names the call and its place, unless it succeeded
inline void check(cudaError_t status, const char* call, std::source_location at = std::source_location::current()) {
  if (status == cudaSuccess) return;
  const std::string file = at.file_name();
  throw error(std::string(call) + " failed: " + cudaGetErrorString(status) + " (" +
              file.substr(file.find_last_of('/') + 1) + ":" + std::to_string(at.line()) + ")");
}

namespace detail {

template <class Kernel, class... Args>
__global__ void run_functor(Kernel kernel, Args... args) {
  kernel(args...);
}

/// More dynamic shared memory than every GPU grants without being asked, bytes.
inline constexpr std::size_t default_shared_bytes = 48 * 1024;
/// Bytes that every GPU has for the arguments of a kernel.
inline constexpr std::size_t most_argument_bytes = 4096;

}  // namespace detail

/// Starts a kernel and does not wait for it.
template <class... Parameters, class... Args>
void launch(extent grid, extent block, std::size_t shared_bytes, stream_handle stream, void (*kernel)(Parameters...),
            Args... args) {
  static_assert((std::size_t{0} + ... + sizeof(Parameters)) <= detail::most_argument_bytes);
  if (shared_bytes > detail::default_shared_bytes) {
    check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(shared_bytes)),
          "cudaFuncSetAttribute");
  }
  kernel<<<dim3(grid.x, grid.y, grid.z), dim3(block.x, block.y, block.z), shared_bytes, stream>>>(
      static_cast<Parameters>(args)...);
  check(cudaGetLastError(), "the launch of a kernel");
}

template <class Kernel, class... Args>
requires std::is_class_v<Kernel>
void launch(extent grid, extent block, std::size_t shared_bytes, stream_handle stream, Kernel kernel, Args... args) {
  launch(grid, block, shared_bytes, stream, &detail::run_functor<Kernel, Args...>, kernel, args...);
}

}  // namespace hux::device
