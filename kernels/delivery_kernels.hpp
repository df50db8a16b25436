#pragma once

#include "views.hpp"

namespace hux::cuda {

/// Where events go by the time from the begin of their window to their arrival: which slice after the window's first,
/// and the step within it, above the bits of the neuron.
struct arrival {
  std::uint32_t slice;
  std::uint32_t step_bits;
};

/// The rows of a projection and where its events go. A synapse's delay, in steps beyond the shortest, stands above the
/// bits of its target.
template <class Word>
struct outgoing_view {
  device_span<const std::uint64_t> offset;
  device_span<const Word> words;
  device_span<const float> weights;  ///< empty if all are one
  std::uint32_t target_bits = 0;
  std::uint32_t block_bits = 0;
  device_span<const arrival> arrivals;  ///< [step of the spike in its window + delay beyond the shortest]
  event_lists lists;
};

/// Spikes to be delivered.
struct outgoing_spikes {
  device_span<const window_spike> spikes;
  device_span<const std::uint32_t> count;
  std::uint32_t first_slot = 0;      ///< of the window
  std::uint32_t threads_a_row = 32;  ///< a power of two
  brake stop;
};

/// A synapse of a spike as an event: its list, and what stands in it.
struct event {
  std::size_t list;
  std::uint32_t word;
};

template <class Word>
HUX_DEVICE event event_of(const outgoing_view<Word>& to, const outgoing_spikes& s, std::uint32_t step,
                          std::uint64_t synapse) {
  const Word word = to.words[synapse];
  const auto target = static_cast<std::uint32_t>(word & ((Word{1} << to.target_bits) - 1));
  const arrival when = to.arrivals[step + static_cast<std::uint32_t>(word >> to.target_bits)];
  std::uint32_t slot = s.first_slot + when.slice;
  if (slot >= to.lists.slots) slot -= to.lists.slots;
  return {static_cast<std::size_t>(slot) * to.lists.blocks + (target >> to.block_bits),
          when.step_bits | (target & ((1u << to.block_bits) - 1u))};
}

/// Appends an event to its list; one that does not fit is counted all the same.
template <class Word>
HUX_DEVICE void append(const outgoing_view<Word>& to, const brake& stop, const event& e, std::uint64_t synapse) {
  const std::uint32_t place = device::atomic_add(to.lists.counts[e.list], 1u);
  if (place >= to.lists.capacity) {
    stop.stop();
    return;
  }
  const std::size_t at = (e.list * to.lists.capacity + place) * to.lists.words_each;
  to.lists.words[at] = e.word;
  if (to.lists.words_each == 1) return;
  const float weight = to.weights[synapse];
  to.lists.words[at + 1] = std::bit_cast<std::uint32_t>(weight);
}

/// Calls visit(step, synapse) for each synapse of each spike, on the threads of the grid: so many of them a row.
template <class Word, class Visit>
HUX_DEVICE void for_synapses(const outgoing_view<Word>& to, const outgoing_spikes& s, const Visit& visit) {
  const std::uint32_t count = s.count[0];
  const std::size_t threads = static_cast<std::size_t>(device::grid_size().x) * device::block_size().x;
  const std::size_t rows_at_once = threads / s.threads_a_row;
  const std::uint32_t in_row = device::grid_thread() % s.threads_a_row;
  for (std::size_t i = device::grid_thread() / s.threads_a_row; i < count; i += rows_at_once) {
    const window_spike spike = s.spikes[i];
    const std::uint64_t end = to.offset[spike.neuron + std::uint64_t{1}];
    for (std::uint64_t synapse = to.offset[spike.neuron] + in_row; synapse < end; synapse += s.threads_a_row)
      visit(spike.step, synapse);
  }
}

/// Sends the spikes of a window along a projection.
template <class Word>
HUX_KERNEL void HUX_LAUNCH_BOUNDS(most_threads, 8) send(outgoing_view<Word> to, outgoing_spikes s) {
  if (s.stop.stopped()) return;
  for_synapses(to, s, [&](std::uint32_t step, std::uint64_t synapse) {
    append(to, s.stop, event_of(to, s, step, synapse), synapse);
  });
}

/// Undoes the counting of a send that has run.
template <class Word>
HUX_KERNEL void HUX_LAUNCH_BOUNDS(most_threads, 8) retract(outgoing_view<Word> to, outgoing_spikes s) {
  for_synapses(to, s, [&](std::uint32_t step, std::uint64_t synapse) {
    device::atomic_add(to.lists.counts[event_of(to, s, step, synapse).list], ~0u);
  });
}

/// Moves events to lists of another capacity, a block of threads a list.
HUX_KERNEL void HUX_LAUNCH_BOUNDS(most_threads, 8) move_events(event_lists from, event_lists to) {
  const std::size_t list = device::block_index().x;
  const std::uint32_t words = static_cast<std::uint32_t>(from.counts[list]) * from.words_each;
  const std::size_t first = list * from.words_each;
  for (std::uint32_t i = device::block_thread(); i < words; i += device::block_size().x)
    to.words[first * to.capacity + i] = static_cast<std::uint32_t>(from.words[first * from.capacity + i]);
}

}  // namespace hux::cuda
