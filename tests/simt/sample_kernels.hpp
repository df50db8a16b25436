#pragma once

#include "device/device.hpp"

/// Kernels as they should be, each with an answer that is easily known.
namespace hux::simt {

using device::device_span;

inline constexpr unsigned sample_block = 128;

/// Sum of each block's values, by halving.
template <class T>
HUX_KERNEL void block_sums(device_span<const T> values, device_span<T> sums) {
  HUX_SHARED(T, partial, sample_block);
  const unsigned t = device::block_thread();
  const unsigned i = device::grid_thread();
  partial[t] = i < values.size() ? static_cast<T>(values[i]) : T(0);
  device::block_barrier();
  for (unsigned half = sample_block / 2; half > 0; half /= 2) {
    if (t < half) partial[t] += partial[t + half];
    device::block_barrier();
  }
  if (t == 0) sums[device::block_index().x] = partial[0];
}

/// The same by shuffles within warps; one block.
HUX_KERNEL void sum_by_shuffles(device_span<const int> values, device_span<int> sum) {
  HUX_SHARED(int, of_warp, sample_block / device::warp_size);
  const unsigned t = device::block_thread();
  int mine = t < values.size() ? static_cast<int>(values[t]) : 0;
  for (unsigned delta = device::warp_size / 2; delta > 0; delta /= 2) {
    mine += device::shfl_down(device::full_warp, mine, delta);
  }
  if (device::lane() == 0) of_warp[t / device::warp_size] = mine;
  device::block_barrier();
  if (t != 0) return;
  int all = 0;
  for (unsigned w = 0; w < of_warp.size(); ++w) all += of_warp[w];
  sum[0] = all;
}

/// Inclusive prefix sums within one block, in dynamic shared memory.
struct prefix_sums {
  HUX_DEVICE void operator()(device_span<const unsigned> values, device_span<unsigned> sums) const {
    const unsigned t = device::block_thread();
    const auto partial = device::dynamic_shared<unsigned>(0, device::block_size().x);
    partial[t] = values[t];
    device::block_barrier();
    for (unsigned step = 1; step < device::block_size().x; step *= 2) {
      const unsigned before = t >= step ? static_cast<unsigned>(partial[t - step]) : 0u;
      device::block_barrier();
      partial[t] += before;
      device::block_barrier();
    }
    sums[t] = partial[t];
  }
};

/// Numbers of the threads whose value is marked, warp by warp in one piece, and how many they are.
HUX_KERNEL void compact(device_span<const unsigned> marked, device_span<unsigned> found, device_span<unsigned> count) {
  const unsigned i = device::grid_thread();
  const bool mine = i < marked.size() && marked[i] != 0;
  const unsigned votes = device::ballot(device::full_warp, mine);
  unsigned begin = 0;
  if (device::lane() == 0 && votes != 0) begin = device::atomic_add(count[0], device::popcount(votes));
  begin = device::shfl(device::full_warp, begin, 0);
  if (mine) found[begin + device::popcount(votes & device::lanes_below())] = i;
}

HUX_KERNEL void histogram(device_span<const unsigned> values, device_span<unsigned> bins) {
  HUX_SHARED(unsigned, of_block, 16);
  const unsigned t = device::block_thread();
  if (t < of_block.size()) of_block[t] = 0;
  device::block_barrier();
  const unsigned threads = device::block_size().x * device::grid_size().x;
  for (std::size_t i = device::grid_thread(); i < values.size(); i += threads) {
    device::atomic_add(of_block[values[i] % 16u], 1u);
  }
  device::block_barrier();
  if (t < of_block.size()) device::atomic_add(bins[t], of_block[t]);
}

/// A square matrix, in tiles of 8 x 8 threads; n is a multiple of 8.
HUX_KERNEL void transpose(device_span<const float> in, device_span<float> out, unsigned n) {
  HUX_SHARED(float, tile, 8 * 9);
  const device::extent t = device::thread_index(), b = device::block_index();
  tile[t.y * 9 + t.x] = in[(b.y * 8 + t.y) * n + b.x * 8 + t.x];
  device::block_barrier();
  out[(b.x * 8 + t.y) * n + b.y * 8 + t.x] = tile[t.x * 9 + t.y];
}

/// Each thread draws a ticket; also the other atomic operations.
HUX_KERNEL void draw_tickets(device_span<std::uint64_t> next, device_span<unsigned> drawn_by,
                             device_span<std::int64_t> extremes) {
  const unsigned i = device::grid_thread();
  const std::uint64_t ticket = device::atomic_add(next[0], std::uint64_t{1});
  drawn_by[ticket] = i;
  device::atomic_min(extremes[0], -static_cast<std::int64_t>(i));
  device::atomic_max(extremes[1], static_cast<std::int64_t>(i) << 33);
  std::int64_t seen = device::atomic_load(extremes[2]);
  for (std::int64_t before = seen - 1; before != seen;) {
    before = seen;
    seen = device::atomic_cas(extremes[2], before, before + 3);
  }
}

/// Neighbouring lanes swap values through shared memory: a warp's barrier is enough for that.
HUX_KERNEL void swap_neighbours(device_span<unsigned> values) {
  HUX_SHARED(unsigned, place, sample_block);
  const unsigned t = device::block_thread();
  place[t] = values[t];
  device::warp_barrier();
  values[t] = place[t ^ 1u];
}

/// For each thread, the lanes of its warp that have the same key; odd and even lanes meet apart.
HUX_KERNEL void lanes_of_same_key(device_span<const int> keys, device_span<unsigned> lanes) {
  const unsigned t = device::block_thread();
  const unsigned even = 0x55555555u;
  if (t % 2 == 0) {
    lanes[t] = device::match_any(even, static_cast<int>(keys[t]));
  } else {
    lanes[t] = device::match_any(~even, static_cast<int>(keys[t]));
  }
}

/// One warp; eight results of each lane, the lanes of one result side by side.
HUX_KERNEL void every_collective(device_span<unsigned> out) {
  const unsigned t = device::lane();
  const unsigned warp = device::full_warp;
  out[t] = device::shfl(warp, t, 7);
  out[32 + t] = device::shfl_up(warp, t, 3);
  out[64 + t] = device::shfl_down(warp, t, 3);
  out[96 + t] = device::shfl_xor(warp, t, 5);
  out[128 + t] = device::first_lane(device::ballot(warp, t >= 11));
  out[160 + t] = (device::any(warp, t == 9) ? 1u : 0u) + (device::any(warp, t > 40) ? 2u : 0u);
  out[192 + t] = (device::all(warp, t < 32) ? 1u : 0u) + (device::all(warp, t != 9) ? 2u : 0u);
  out[224 + t] = device::block_count(t % 4 == 0);
}

/// Each thread leaves its number in bits, and hands on what it finds in words[1].
HUX_KERNEL void set_bits_and_exchange(device_span<unsigned> words, device_span<unsigned> found) {
  const unsigned t = device::block_thread();
  device::atomic_or(words[0], 1u << t);
  found[t] = device::atomic_exchange(words[1], t);
}

/// Each thread of a grid in three dimensions writes its number at its number.
HUX_KERNEL void number_threads(device_span<unsigned> numbers) {
  const device::extent t = device::thread_index(), b = device::block_index(), of = device::block_size(),
                       blocks = device::grid_size();
  const unsigned x = b.x * of.x + t.x, y = b.y * of.y + t.y, z = b.z * of.z + t.z;
  const unsigned number = x + of.x * blocks.x * (y + of.y * blocks.y * z);
  numbers[number] = number;
}

}  // namespace hux::simt
