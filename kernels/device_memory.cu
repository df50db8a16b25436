#include "device_memory.hpp"

namespace hux::device {

void* allocate(std::size_t bytes, std::size_t /*element_bytes*/, std::source_location /*at*/) {
  void* memory = nullptr;
  check(cudaMalloc(&memory, bytes), "cudaMalloc");
  return memory;
}

// Freeing fails only after a kernel has failed, which the next call says.
void release(void* memory) noexcept { cudaFree(memory); }

void copy_to_device(void* to, const void* from, std::size_t bytes, stream_handle stream) {
  check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream), "cudaMemcpyAsync to the device");
  check(cudaStreamSynchronize(stream), "cudaStreamSynchronize");
}

void copy_to_host(void* to, const void* from, std::size_t bytes, stream_handle stream) {
  check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream), "cudaMemcpyAsync to the host");
  check(cudaStreamSynchronize(stream), "cudaStreamSynchronize");
}

void fill_with_zero(void* memory, std::size_t bytes, stream_handle stream) {
  check(cudaMemsetAsync(memory, 0, bytes, stream), "cudaMemsetAsync");
}

void mark_written(const void* /*memory*/, std::size_t /*bytes*/) {}

}  // namespace hux::device
