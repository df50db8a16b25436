#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "delivery.hpp"
#include "devices.hpp"
#include "stream.hpp"

namespace hux::cuda {
namespace {

/// Slice and step of an arrival so many steps after the begin of a window.
arrival arrival_after(std::int64_t steps, std::int64_t window, const slicing& target) {
  const std::int64_t in_window = steps % window;
  return {static_cast<std::uint32_t>(steps / window * target.slices + in_window / target.slice),
          static_cast<std::uint32_t>(in_window % target.slice) << target.block_bits()};
}

/// By the step of a spike in its window and the steps of a delay beyond the shortest. A spike in step s counts from the
/// step's end.
std::vector<arrival> arrivals_of(const row_summary& rows, std::int64_t window, const slicing& target) {
  std::vector<arrival> table;
  for (std::int64_t i = 0; i < window + rows.max_delay - rows.min_delay; ++i)
    table.push_back(arrival_after(i + 1 + rows.min_delay, window, target));
  return table;
}

/// Threads for a row: enough to read it in few goes, and no more than a block has.
std::uint32_t threads_for(const row_summary& rows) {
  const std::uint64_t mean = rows.count / std::max(rows.sources, 1U);
  return static_cast<std::uint32_t>(std::bit_ceil(std::clamp<std::uint64_t>(mean / 2, 8, most_threads)));
}

std::uint32_t words_of(bool own_weights) { return own_weights ? 2 : 1; }

}  // namespace

delivery::delivery(const device_rows& rows, const slicing& target, std::int64_t window, std::uint32_t capacity)
    : rows_(rows),
      target_(target),
      slots_(slots_for(rows.summary.max_delay, window, target)),
      capacity_(capacity),
      threads_a_row_(threads_for(rows.summary)),
      arrivals_(arrivals_of(rows.summary, window, target)),
      words_(std::size_t{slots_} * target.blocks * capacity * words_of(rows.summary.own_weights)),
      counts_(std::size_t{slots_} * target.blocks) {
  counts_.zero();
}

std::uint32_t delivery::slots_for(std::int64_t max_delay, std::int64_t window, const slicing& target) {
  return arrival_after(window + max_delay, window, target).slice + 1;
}

std::uint32_t delivery::usual_capacity(double synapses, const slicing& target, double dt) {
  constexpr double rate = 0.02;  // spikes a ms
  constexpr double most = 1e9;
  const double events = synapses / std::max(target.blocks, 1U) * rate * static_cast<double>(target.slice) * dt;
  // Six standard deviations of chance.
  return static_cast<std::uint32_t>(std::min(std::ceil(events + 6 * std::sqrt(events)), most)) + 8;
}

std::uint64_t delivery::planned_bytes(double synapses, std::int64_t max_delay, bool own_weights, std::int64_t window,
                                      const slicing& target, double dt) {
  const std::uint64_t lists = std::uint64_t{slots_for(max_delay, window, target)} * target.blocks;
  const std::uint64_t table = static_cast<std::uint64_t>(window + max_delay) * sizeof(arrival);
  const std::uint64_t list = 1 + std::uint64_t{usual_capacity(synapses, target, dt)} * words_of(own_weights);
  return lists * list * sizeof(std::uint32_t) + table;
}

event_lists delivery::lists() {
  return {words_.span(), counts_.span(), slots_, target_.blocks, capacity_, words_of(rows_.summary.own_weights)};
}

template <class Word>
outgoing_view<Word> delivery::view(const device::device_array<Word>& words) {
  return {rows_.offset.span(),
          words.span(),
          rows_.weights.span(),
          rows_.summary.target_bits,
          target_.block_bits(),
          static_cast<const device::device_array<arrival>&>(arrivals_).span(),
          lists()};
}

unsigned delivery::blocks_of_threads() const {
  constexpr unsigned blocks_a_multiprocessor = 8;
  const std::uint64_t rows_a_block = most_threads / threads_a_row_;
  const std::uint64_t useful = (rows_.summary.sources + rows_a_block - 1) / rows_a_block;
  return static_cast<unsigned>(
      std::clamp<std::uint64_t>(useful, 1, std::uint64_t{blocks_a_multiprocessor} * device::multiprocessors()));
}

template <class Kernel32, class Kernel64>
void delivery::launch(Kernel32 narrow, Kernel64 wide, std::uint64_t window, outgoing_spikes spikes,
                      device::stream_handle stream) {
  spikes.first_slot = static_cast<std::uint32_t>(window * static_cast<std::uint64_t>(target_.slices) % slots_);
  spikes.threads_a_row = threads_a_row_;
  if (rows_.summary.fits_narrow())
    device::launch(blocks_of_threads(), most_threads, 0, stream, narrow, view(rows_.narrow), spikes);
  else
    device::launch(blocks_of_threads(), most_threads, 0, stream, wide, view(rows_.wide), spikes);
}

void delivery::send(std::uint64_t window, const outgoing_spikes& spikes, device::stream_handle stream) {
  if (rows_.summary.count == 0) return;
  launch(cuda::send<std::uint32_t>, cuda::send<std::uint64_t>, window, spikes, stream);
}

void delivery::grow(std::uint64_t window, const outgoing_spikes& spikes) {
  const std::vector<std::uint32_t> counts = counts_.download();
  const std::uint64_t needed = *std::max_element(counts.begin(), counts.end());
  launch(retract<std::uint32_t>, retract<std::uint64_t>, window, spikes, {});
  const event_lists before = lists();
  event_lists after = before;
  after.capacity = static_cast<std::uint32_t>(needed + needed / 2);
  device::device_array<std::uint32_t> words(std::size_t{slots_} * target_.blocks * after.capacity * after.words_each);
  after.words = words.span();
  device::launch(slots_ * target_.blocks, most_threads, 0, {}, move_events, before, after);
  device::synchronize(device::stream_handle{});
  words_ = std::move(words);
  capacity_ = after.capacity;
}

}  // namespace hux::cuda
