#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "device/device.hpp"

/// Runs kernels on the CPU, every thread of a block a fiber, one block after the other, and finds what a GPU would let
/// pass or answer with garbage. Barriers and warp collectives are where threads take turns, in an order that can be
/// chosen. Memory begins as a pattern (NaN as a float) and who touched what is kept element by element, so that races
/// and reads of what was never written are found in any order, also where the result came out right.
///
/// An element of device memory takes 64 bytes more for that, once a kernel touches it.
///
/// Stricter than CUDA: a lane named in a mask must not have left the kernel, all lanes of a collective stand at the
/// same line, and no atomic operation or fence orders other accesses, within a launch only barriers do.
namespace hux::simt {

/// What is wrong with a kernel, in one sentence with file and line; launch() throws it.
struct fault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class order : std::uint8_t { sequential, reversed, shuffled };

struct settings {
  order threads = order::sequential;  ///< of blocks, too
  std::uint64_t seed = 1;             ///< of the shuffles
  /// Shared memory that a block may have in all, bytes: what compute capability 8.6 grants on request.
  std::size_t shared_bytes = 99 * 1024;
  std::size_t memory = std::size_t{8} << 30;  ///< of the device, bytes
  unsigned devices = 1;                       ///< that there are
  bool lazy_streams = true;                   ///< work on a stream waits until somebody waits for it
};

/// How launches run from now on.
settings& current_settings();

/// Runs the body in the sequential, the reversed and several shuffled orders.
/// @param body takes the description of an order, as for SCOPED_TRACE
template <class Body>
void in_every_order(const Body& body) {
  struct restored {
    settings before = current_settings();
    ~restored() { current_settings() = before; }
  } const at_the_end;
  const auto run = [&](order threads, std::uint64_t seed, const std::string& description) {
    current_settings().threads = threads;
    current_settings().seed = seed;
    body(description);
  };
  run(order::sequential, 1, "threads in sequence");
  run(order::reversed, 1, "threads reversed");
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    run(order::shuffled, seed, "threads shuffled by seed " + std::to_string(seed));
  }
}

/// Device arrays that exist.
std::size_t live_allocations();

/// Kernels launched so far.
std::uint64_t launches();

}  // namespace hux::simt
