// The device layer by the CUDA runtime: device_memory.hpp, stream.hpp, devices.hpp. The executor of tests/simt has its
// own.

#include "host/device_memory.hpp"
#include "host/devices.hpp"
#include "host/stream.hpp"
#include "host/why_no_device.hpp"

namespace hux::device {

void* allocate(std::size_t bytes, std::size_t /*element_bytes*/, std::source_location /*at*/) {
  void* memory = nullptr;
  const cudaError_t status = cudaMalloc(&memory, bytes);
  if (status == cudaErrorMemoryAllocation)
    throw memory_error("the GPU has no room for " + std::to_string(bytes) + " bytes more; " +
                       std::to_string(available_memory()) + " are free");
  check(status, "cudaMalloc");
  return memory;
}

// Freeing fails only after a kernel has failed, which the next call says.
void release(void* memory) noexcept { cudaFree(memory); }

void copy_to_device(void* to, const void* from, std::size_t bytes, stream_handle stream) {
  if (bytes == 0) return;
  check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream), "cudaMemcpyAsync to the device");
  synchronize(stream);
}

void copy_to_host(void* to, const void* from, std::size_t bytes, stream_handle stream) {
  if (bytes == 0) return;
  check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream), "cudaMemcpyAsync to the host");
  synchronize(stream);
}

void fill_with_zero(void* memory, std::size_t bytes, stream_handle stream) {
  if (bytes != 0) check(cudaMemsetAsync(memory, 0, bytes, stream), "cudaMemsetAsync");
}

void mark_written(const void* /*memory*/, std::size_t /*bytes*/) {}

// ---- streams ----

stream_handle create_stream() {
  stream_handle stream = nullptr;
  check(cudaStreamCreate(&stream), "cudaStreamCreate");
  return stream;
}

// What is queued may use memory that its owner is about to release.
void destroy_stream(stream_handle stream) noexcept {
  cudaStreamSynchronize(stream);
  cudaStreamDestroy(stream);
}

void synchronize(stream_handle stream) { check(cudaStreamSynchronize(stream), "cudaStreamSynchronize"); }

event_handle create_event() {
  event_handle event = nullptr;
  check(cudaEventCreate(&event), "cudaEventCreate");
  return event;
}

void destroy_event(event_handle event) noexcept { cudaEventDestroy(event); }

void record(event_handle event, stream_handle stream) { check(cudaEventRecord(event, stream), "cudaEventRecord"); }

void wait(stream_handle stream, event_handle event) {
  check(cudaStreamWaitEvent(stream, event, 0), "cudaStreamWaitEvent");
}

void synchronize(event_handle event) { check(cudaEventSynchronize(event), "cudaEventSynchronize"); }

double seconds_between(event_handle begin, event_handle end) {
  float milliseconds = 0;
  check(cudaEventElapsedTime(&milliseconds, begin, end), "cudaEventElapsedTime");
  return double{milliseconds} / 1000;
}

// With unified addresses, which all GPUs have that Hux runs on, kernels find it where the host does.
void* allocate_pinned(std::size_t bytes, std::size_t /*element_bytes*/, std::source_location /*at*/) {
  void* memory = nullptr;
  check(cudaMallocHost(&memory, bytes), "cudaMallocHost");
  return memory;
}

void release_pinned(void* memory) noexcept { cudaFreeHost(memory); }

void start_copy_to_host(void* to, const void* from, std::size_t bytes, stream_handle stream) {
  if (bytes != 0)
    check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream), "cudaMemcpyAsync to the host");
}

void start_copy_to_device(void* to, const void* from, std::size_t bytes, stream_handle stream) {
  if (bytes != 0)
    check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream), "cudaMemcpyAsync to the device");
}

// ---- devices ----

namespace {

__global__ void probe() {}

/// Whether kernels of this build run on the device in use; if not, why.
std::string why_unusable() {
  std::size_t available = 0;
  std::size_t memory = 0;
  if (const cudaError_t status = cudaMemGetInfo(&available, &memory); status != cudaSuccess)
    return cudaGetErrorString(status);
  cudaFuncAttributes attributes;
  const cudaError_t status = cudaFuncGetAttributes(&attributes, probe);
  cudaGetLastError();  // or the next check would find it
  if (status == cudaErrorNoKernelImageForDevice || status == cudaErrorInvalidDeviceFunction)
    return "this build of Hux has no code for its architecture (CMAKE_CUDA_ARCHITECTURES)";
  return status == cudaSuccess ? "" : cudaGetErrorString(status);
}

properties properties_of(int number) {
  properties p;
  cudaDeviceProp found;
  cudaError_t status = cudaGetDeviceProperties(&found, number);
  if (status == cudaSuccess) {
    p.name = found.name;
    p.major = found.major;
    p.minor = found.minor;
    p.multiprocessors = static_cast<unsigned>(found.multiProcessorCount);
    p.memory = found.totalGlobalMem;
    status = cudaSetDevice(number);
  }
  p.unusable = status == cudaSuccess ? why_unusable() : cudaGetErrorString(status);
  if (p.unusable.empty()) p.available = available_memory();
  cudaGetLastError();
  return p;
}

/// @param status of counting the devices
std::string why_no_device_after(cudaError_t status) {
  int driver = 0;
  int runtime = 0;
  cudaDriverGetVersion(&driver);
  cudaRuntimeGetVersion(&runtime);
  const bool none = status == cudaSuccess || status == cudaErrorNoDevice;
  return why_no_device(driver, runtime, none ? "" : cudaGetErrorString(status));
}

}  // namespace

std::vector<properties> list_devices(std::string& why_none) {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  std::vector<properties> devices;
  cudaGetLastError();  // or the next check would find it
  if (status == cudaSuccess)
    for (int i = 0; i < count; ++i) devices.push_back(properties_of(i));
  if (devices.empty()) why_none = why_no_device_after(status);
  return devices;
}

void use_device(unsigned number) { check(cudaSetDevice(static_cast<int>(number)), "cudaSetDevice"); }

std::size_t available_memory() {
  std::size_t available = 0;
  std::size_t memory = 0;
  check(cudaMemGetInfo(&available, &memory), "cudaMemGetInfo");
  return available;
}

unsigned multiprocessors() {
  int device = 0;
  int count = 0;
  check(cudaGetDevice(&device), "cudaGetDevice");
  check(cudaDeviceGetAttribute(&count, cudaDevAttrMultiProcessorCount, device), "cudaDeviceGetAttribute");
  return static_cast<unsigned>(count);
}

}  // namespace hux::device
