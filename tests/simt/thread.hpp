#pragma once

#include <cstdint>

#include "device/device.hpp"
#include "fiber.hpp"

namespace hux::simt {

using device::extent;
using device::place;
using device::executor::collective;

enum class state : std::uint8_t { ready, at_barrier, in_collective, left };

/// One simulated thread of the block that runs: where it is, what it waits for, and what it gets for it.
struct thread {
  thread() : body(&run_threads) {}

  device::executor::thread_position position;
  state now = state::left;
  bool begun = false;

  collective what = collective::barrier;
  unsigned mask = 0;         ///< of the collective it waits in or came from last
  std::uint64_t value = 0;   ///< what it brings
  unsigned source = 0;       ///< of a shuffle
  std::uint64_t result = 0;  ///< what it takes away
  place at;                  ///< of the barrier or collective that it waits in or came from last

  /// For each lane of the warp, the accesses that a barrier of the warp has put before its own (shadow.hpp).
  std::uint32_t clock[device::warp_size] = {};
  /// What the lanes synchronise through whose first this is; they alternate, for some are gone when others arrive.
  char tokens[2] = {};
  unsigned phase = 0;

  fiber body;

 private:
  static void run_threads();
};

}  // namespace hux::simt
