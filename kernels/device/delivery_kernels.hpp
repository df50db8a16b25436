#pragma once

#include "device/views.hpp"

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
  std::uint32_t source = 0;  ///< population
  device_span<const std::uint64_t> offset;
  device_span<const Word> words;
  device_span<const float> weights;  ///< empty if all are one
  std::uint32_t target_bits = 0;
  Word longest = 0;  ///< delay beyond the shortest that stands for all that are longer
  std::uint32_t block_bits = 0;
  std::uint32_t threads_a_row = 32;     ///< a power of two
  std::uint32_t slices = 1;             ///< of a window
  device_span<const arrival> arrivals;  ///< [step of the spike in its window + delay beyond the shortest]
  event_lists lists;
};

/// Spikes of a population.
struct spikes_view {
  device_span<const window_spike> spikes;
  device_span<const std::uint64_t> count;
};

/// A window whose spikes are to be delivered.
struct outgoing_window {
  device_span<const spikes_view> spikes;  ///< by population
  std::uint64_t number = 0;
  abort_flag stop;
};

/// A synapse of a spike as an event: its list, and what stands in it.
struct event {
  std::size_t list;
  std::uint32_t word;
};

/// @param first_slice of the window
template <class Word>
HUX_DEVICE event event_of(const outgoing_view<Word>& to, std::uint64_t first_slice, std::uint32_t step,
                          std::uint64_t synapse) {
  const Word word = to.words[synapse];
  const auto target = static_cast<std::uint32_t>(word & ((Word{1} << to.target_bits) - 1));
  const Word beyond = word >> to.target_bits;
  const arrival when = to.arrivals[step + static_cast<std::uint32_t>(beyond < to.longest ? beyond : to.longest)];
  return {to.lists.list_of(first_slice + when.slice, target >> to.block_bits),
          when.step_bits | (target & ((1u << to.block_bits) - 1u))};
}

/// Appends an event to its list; one that does not fit is counted all the same.
template <class Word>
HUX_DEVICE void append(const outgoing_view<Word>& to, const abort_flag& stop, const event& e, std::uint64_t synapse) {
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

/// Calls visit(event, synapse) for each synapse of each spike along a projection, on the threads of a row of the grid's
/// blocks: so many of them a row of synapses.
template <class Word, class Visit>
HUX_DEVICE void for_events(const outgoing_view<Word>& to, const outgoing_window& window, const Visit& visit) {
  const spikes_view from = window.spikes[to.source];
  const auto count = static_cast<std::uint32_t>(static_cast<std::uint64_t>(from.count[0]));
  const std::uint64_t first_slice = window.number * to.slices;
  const std::size_t threads = static_cast<std::size_t>(device::grid_size().x) * device::block_size().x;
  const std::size_t rows_at_once = threads / to.threads_a_row;
  const std::uint32_t in_row = device::grid_thread() % to.threads_a_row;
  for (std::size_t i = device::grid_thread() / to.threads_a_row; i < count; i += rows_at_once) {
    const window_spike spike = from.spikes[i];
    const std::uint64_t end = to.offset[spike.neuron + std::uint64_t{1}];
    for (std::uint64_t synapse = to.offset[spike.neuron] + in_row; synapse < end; synapse += to.threads_a_row)
      visit(event_of(to, first_slice, spike.step, synapse), synapse);
  }
}

/// Sends the spikes of a window along projections, a row of blocks each.
template <class Word>
HUX_KERNEL void HUX_LAUNCH_BOUNDS(most_threads, 8)
    send(device_span<const outgoing_view<Word>> projections, outgoing_window window) {
  if (window.stop.stopped()) return;
  const outgoing_view<Word> to = projections[device::block_index().y];
  for_events(to, window, [&](const event& e, std::uint64_t synapse) { append(to, window.stop, e, synapse); });
}

/// Undoes the counting of a send that has run.
template <class Word>
HUX_KERNEL void HUX_LAUNCH_BOUNDS(most_threads, 8)
    retract(device_span<const outgoing_view<Word>> projections, outgoing_window window) {
  const outgoing_view<Word> to = projections[device::block_index().y];
  for_events(to, window, [&](const event& e, std::uint64_t) { device::atomic_add(to.lists.counts[e.list], ~0u); });
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
