// What kernels, and the host about device memory, call of the executor.

#include <algorithm>
#include <cstring>

#include "host/device_memory.hpp"
#include "host/devices.hpp"
#include "hux/errors.hpp"
#include "machine.hpp"
#include "places.hpp"
#include "sanitizers.hpp"
#include "warp.hpp"

namespace hux::simt {

namespace {

/// The running thread waits, until what it waits for has come about.
void wait(machine& m, void* token) {
  release(token);
  fiber::suspend();
  if (m.ending_early) throw ended_early();
  acquire(token);
}

}  // namespace

}  // namespace hux::simt

namespace hux::device::executor {

const thread_position* current = nullptr;

using simt::gpu;
using simt::own_accesses;

void out_of_bounds(space where, const void* begin, std::int64_t index, std::size_t size, place at) {
  const own_accesses scope;
  const std::string origin = where == space::device ? gpu().device.origin(begin) : "";
  simt::fail((current ? "thread " + std::to_string(current->number) : "the host") + " is at " + simt::describe(at) +
             " out of bounds: index " + std::to_string(index) + " of " + std::to_string(size) + " elements in " +
             (where == space::shared ? "shared" : "device") + " memory" + (origin.empty() ? "" : " " + origin));
}

unsigned block_barrier(bool condition, place at) {
  const own_accesses scope;
  simt::thread& self = *gpu().running;
  self.now = simt::state::at_barrier;
  self.value = condition ? 1 : 0;
  self.at = at;
  self.mask = 0;
  simt::wait(gpu(), &gpu().barrier_tokens[gpu().barrier_phase % 2]);
  return static_cast<unsigned>(self.result);
}

std::uint64_t warp_collective(collective what, unsigned mask, std::uint64_t value, unsigned source, place at) {
  const own_accesses scope;
  simt::thread& self = *gpu().running;
  self.what = what;
  self.mask = mask;
  self.value = value;
  self.source = source;
  self.at = at;
  const std::size_t first = self.position.number / warp_size * warp_size;
  simt::check_request(self, static_cast<unsigned>(std::min<std::size_t>(warp_size, gpu().block_threads - first)));
  self.now = simt::state::in_collective;
  simt::thread& leader = *gpu().threads[first + first_lane(mask)];
  // Votes, shuffles and matches order no memory.
  char unseen = 0;
  simt::wait(gpu(), what == collective::barrier ? &leader.tokens[leader.phase % 2] : &unseen);
  return self.result;
}

void* static_shared(const void* key, std::size_t bytes, std::size_t alignment, place at) {
  const own_accesses scope;
  return gpu().shared.static_array(key, bytes, alignment, at);
}

void* dynamic_shared(std::size_t offset, std::size_t bytes, std::size_t alignment, place at) {
  const own_accesses scope;
  return gpu().shared.dynamic_array(offset, bytes, alignment, at);
}

}  // namespace hux::device::executor

namespace hux::device {

using simt::gpu;

void* allocate(std::size_t bytes, std::size_t element_bytes, std::source_location at) {
  if (bytes > available_memory())
    throw memory_error("the GPU has no room for " + std::to_string(bytes) + " bytes more; " +
                       std::to_string(available_memory()) + " are free");
  const std::lock_guard lock(gpu().in_use);
  return gpu().device.allocate(bytes, element_bytes, at, simt::owner::device);
}

void release(void* memory) noexcept {
  const std::lock_guard lock(gpu().in_use);
  gpu().device.release(memory);
}

std::size_t available_memory() {
  const std::lock_guard lock(gpu().in_use);
  const std::size_t memory = simt::current_settings().memory;
  return memory - std::min(memory, gpu().device.bytes());
}

}  // namespace hux::device
