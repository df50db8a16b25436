// What kernels' accesses to memory call of the executor, and nothing else: it is called at each of them, and built
// without the thread sanitizer, which need not be told that its books are its own.

#include "machine.hpp"
#include "places.hpp"

namespace hux::device::executor {

void touch(space where, const void* address, std::size_t bytes, access how, place at) {
  if (current == nullptr) simt::fail("the host is at " + simt::describe(at) + " in memory of the device");
  simt::machine& gpu = simt::gpu();
  const simt::actor now{gpu.epoch, gpu.block_begin, gpu.launch_begin, gpu.running->position.number, gpu.running->clock};
  const std::string wrong = where == space::shared ? gpu.shared.touch(address, bytes, how, now, at)
                                                   : gpu.device.touch(address, bytes, how, now, at);
  if (!wrong.empty()) simt::fail((where == space::shared ? "in shared memory, " : "in device memory, ") + wrong);
}

}  // namespace hux::device::executor
