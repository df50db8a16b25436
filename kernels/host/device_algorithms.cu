#include <thrust/scan.h>
#include <thrust/sort.h>

#include "host/device_algorithms.hpp"
#ifdef __CUDACC__
#include <thrust/system/cuda/execution_policy.h>
#else
#include <thrust/system/cpp/execution_policy.h>
#endif

#include <exception>
#include <string>

#include "hux/errors.hpp"

namespace hux::cuda {

namespace {

#ifdef __CUDACC__
auto on(device::stream_handle stream) { return thrust::cuda::par.on(stream); }
#else
auto on(device::stream_handle /*stream*/) { return thrust::cpp::par; }
#endif

/// Calls Thrust for values, which it writes.
template <class Call>
void run(const char* name, device::device_span<std::uint64_t> values, const std::source_location& at,
         const Call& call) {
  if (values.size() == 0) return;
  try {
    call(values.data(), values.data() + values.size());
  } catch (const std::exception& e) {
    throw error(std::string("thrust::") + name + " of " + std::to_string(values.size()) + " elements failed at " +
                at.file_name() + ":" + std::to_string(at.line()) + ": " + e.what() + ".");
  }
  device::mark_written(values.data(), values.size() * sizeof(std::uint64_t));
}

}  // namespace

void exclusive_scan(device::device_span<std::uint64_t> values, device::stream_handle stream, std::source_location at) {
  run("exclusive_scan", values, at, [&](std::uint64_t* begin, std::uint64_t* end) {
    thrust::exclusive_scan(on(stream), begin, end, begin, std::uint64_t{0});
  });
}

void sort(device::device_span<std::uint64_t> keys, device::stream_handle stream, std::source_location at) {
  run("sort", keys, at, [&](std::uint64_t* begin, std::uint64_t* end) { thrust::sort(on(stream), begin, end); });
}

}  // namespace hux::cuda
