#pragma once

#include "device/device.hpp"

/// Kernels with one mistake each. The lines that a fault has to name are marked: "// line A", "// line B".
namespace hux::simt {

using device::device_span;
using device::full_warp;

HUX_KERNEL void reads_a_neighbour_too_early(device_span<int> out) {
  HUX_SHARED(int, values, 64);
  const unsigned t = device::block_thread();
  values[t] = 0;
  device::block_barrier();
  values[t] = static_cast<int>(t);  // line A
  out[t] = values[63 - t];          // line B
}

HUX_KERNEL void some_leave_before_the_barrier() {
  if (device::block_thread() >= 40) return;
  device::block_barrier();  // line A
}

HUX_KERNEL void barrier_in_both_branches() {
  if (device::block_thread() < 10) {
    device::block_barrier();  // line A
  } else {
    device::block_barrier();  // line B
  }
}

HUX_KERNEL void all_write_one_element() {
  HUX_SHARED(unsigned, one, 1);
  one[0] = device::block_thread();  // line A
}

HUX_KERNEL void writes_what_all_have_read(device_span<unsigned> words) {
  const unsigned seen = words[0];                        // line A
  if (device::block_thread() == 1) words[0] = seen + 1;  // line B
}

HUX_KERNEL void counts_without_atomics(device_span<unsigned> count) {
  count[0] += 1;  // line A
}

HUX_KERNEL void changes_atomically_what_another_reads(device_span<unsigned> words) {
  if (device::block_thread() == 0) device::atomic_add(words[0], 1u);            // line A
  if (device::block_thread() == 1) words[1] = static_cast<unsigned>(words[0]);  // line B
}

HUX_KERNEL void blocks_share_an_element(device_span<unsigned> words) {
  if (device::block_thread() == 0) words[0] = device::block_index().x;  // line A
}

HUX_KERNEL void swaps_between_warps_by_a_warp_barrier(device_span<unsigned> out) {
  HUX_SHARED(unsigned, values, 64);
  const unsigned t = device::block_thread();
  values[t] = t;  // line A
  device::warp_barrier();
  if (t < 32) out[t] = values[t + 32];  // line B
}

HUX_KERNEL void takes_a_vote_for_a_barrier(device_span<unsigned> out) {
  HUX_SHARED(unsigned, values, 32);
  const unsigned t = device::block_thread();
  values[t] = t;  // line A
  device::ballot(full_warp, true);
  out[t] = values[31 - t];  // line B
}

HUX_KERNEL void leaves_its_shared_array() {
  HUX_SHARED(int, values, 32);
  values[device::block_thread() + 1] = 0;  // line A
}

HUX_KERNEL void leaves_its_device_array(device_span<int> values) {
  values[static_cast<int>(device::block_thread()) - 1] = 0;  // line A
}

HUX_KERNEL void leaves_its_dynamic_array() {
  const auto values = device::dynamic_shared<float>(16, 8);  // line A
  values[0] = 0;
}

HUX_KERNEL void votes_without_itself() {
  device::ballot(0x0000ffffu, true);  // line A
}

HUX_KERNEL void reads_a_lane_outside_the_mask(device_span<unsigned> out) {
  const unsigned t = device::block_thread();
  if (t < 16) out[t] = device::shfl(0x0000ffffu, t, 16);  // line A
}

HUX_KERNEL void awaits_lanes_that_left() {
  if (device::lane() >= 20) return;
  device::ballot(full_warp, true);  // line A
}

HUX_KERNEL void votes_with_lanes_that_do_not_exist() {
  device::ballot(full_warp, true);  // line A
}

HUX_KERNEL void masks_of_two_minds() {
  const unsigned mask = device::lane() < 16 ? 0x0000ffffu : full_warp;
  device::ballot(mask, true);  // line A
}

HUX_KERNEL void masks_that_await_each_other() {
  const unsigned mask = device::lane() < 16 ? 0x0001ffffu : full_warp;
  device::ballot(mask, true);  // line A
}

HUX_KERNEL void two_collectives_of_one_mask() {
  if (device::lane() < 16) {
    device::warp_barrier();  // line A
  } else {
    device::any(full_warp, true);  // line B
  }
}

HUX_KERNEL void vote_against_barrier() {
  if (device::lane() < 16) {
    device::ballot(full_warp, true);  // line A
  } else {
    device::block_barrier();  // line B
  }
}

HUX_KERNEL void reads_shared_memory_unwritten(device_span<float> out) {
  HUX_SHARED(float, values, 32);
  const unsigned t = device::block_thread();
  if (t > 0) values[t] = 1;
  device::block_barrier();
  out[t] = values[t];  // line A
}

HUX_KERNEL void counts_in_shared_memory_unwritten() {
  HUX_SHARED(unsigned, count, 1);
  device::atomic_add(count[0], 1u);  // line A
}

HUX_KERNEL void copies(device_span<const int> from, device_span<int> to) {
  const unsigned i = device::grid_thread();
  to[i] = from[i];  // line A
}

HUX_KERNEL void asks_for_too_much_shared_memory() {
  HUX_SHARED(double, values, 8192);  // line A
  values[0] = 0;
}

/// Past the accessors, so that only red zones and sanitizers can see it.
HUX_KERNEL void writes_behind_its_array(int* values, unsigned size) { values[size] = 0; }

/// The same for a race: each thread writes what the next one reads.
HUX_KERNEL void races_past_the_accessors(unsigned* values, bool with_barrier) {
  const unsigned t = device::block_thread();
  values[t] = t;
  if (with_barrier) device::block_barrier();
  if (t > 0 && values[t - 1] == t) values[t] = 0;
}

}  // namespace hux::simt
