#include <algorithm>
#include <bit>
#include <cmath>

#include "host/partition.hpp"
#include "hux/errors.hpp"

namespace hux::cuda {
namespace {

/// Shared memory of a block that every GPU grants.
constexpr std::size_t most_shared = 48 * 1024;

/// Shared memory for each thread with which the smallest multiprocessors (capability 7.5: 64 KiB for 1024 threads; 8.6
/// and 8.9: 100 KiB for 1536) still hold half of the threads that they can: a block of 128 takes 1 KiB besides.
constexpr std::size_t ample_shared = 120;

struct thread_bytes {
  std::size_t fixed;
  std::size_t a_step;
};

thread_bytes bytes_of(const scratch_shape& shape, std::size_t real_bytes) {
  if (real_bytes == sizeof(float)) return {shape.fixed_bytes<float>(), shape.step_bytes<float>()};
  return {shape.fixed_bytes<double>(), shape.step_bytes<double>()};
}

}  // namespace

unsigned block_partition::block_bits() const { return static_cast<unsigned>(std::bit_width(threads)) - 1; }

block_partition partition_of(const std::string& name, std::uint32_t neurons, const scratch_shape& shape,
                             std::size_t real_bytes, std::int64_t window, std::uint32_t asked) {
  const thread_bytes bytes = bytes_of(shape, real_bytes);
  block_partition s;
  if (asked > 0) s.threads = std::clamp(std::bit_floor(asked), device::warp_size, most_threads);
  while (s.threads > device::warp_size && s.threads * (bytes.fixed + bytes.a_step) > most_shared) s.threads /= 2;
  if (s.threads * (bytes.fixed + bytes.a_step) > most_shared)
    throw input_error("population." + name + ".receptor",
                      std::to_string(shape.receptors) +
                          " receptors are more than a GPU keeps at hand; expected fewer, or backend = \"cpu\"");
  const std::size_t room = ample_shared > bytes.fixed ? ample_shared - bytes.fixed : 0;
  const std::size_t fitting = bytes.a_step == 0 ? static_cast<std::size_t>(window) : room / bytes.a_step;
  s.slice = std::clamp<std::int64_t>(fitting, 1, window);
  s.slices = (window + s.slice - 1) / s.slice;
  s.blocks = (neurons + s.threads - 1) / s.threads;
  s.shared_bytes = s.threads * (bytes.fixed + bytes.a_step * s.slice);
  return s;
}

std::size_t spike_room(std::uint32_t neurons, std::int64_t window, double dt) {
  constexpr std::size_t always = 65536;
  // To cross the threshold a neuron has to be below it first.
  const std::size_t all = neurons * ((window + 1) / 2);
  const auto one_a_millisecond = neurons * static_cast<std::size_t>(std::ceil(static_cast<double>(window) * dt));
  return std::min(all, std::max(always, one_a_millisecond));
}

std::size_t spikes_to_expect(std::uint32_t neurons, std::int64_t window, double dt) {
  constexpr double rate = 0.1;  // spikes a ms
  constexpr std::size_t always = 64;
  const auto expected = static_cast<std::size_t>(rate * neurons * static_cast<double>(window) * dt);
  return std::min(spike_room(neurons, window, dt), always + expected);
}

}  // namespace hux::cuda
