#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "host/delivery.hpp"
#include "host/devices.hpp"
#include "host/stream.hpp"
#include "network/built_network.hpp"

namespace hux::cuda {
namespace {

/// Slice and step of an arrival so many steps after the begin of a window.
arrival arrival_after(std::int64_t steps, std::int64_t window, const block_partition& target) {
  const std::int64_t in_window = steps % window;
  return {static_cast<std::uint32_t>(steps / window * target.slices + in_window / target.slice),
          static_cast<std::uint32_t>(in_window % target.slice) << target.block_bits()};
}

/// By the step of a spike in its window and the steps of a delay beyond the shortest. A spike in step s counts from the
/// step's end.
std::vector<arrival> arrivals_of(std::int64_t shortest, std::int64_t longest, std::int64_t window,
                                 const block_partition& target) {
  std::vector<arrival> table;
  for (std::int64_t i = 0; i < window + longest - shortest; ++i)
    table.push_back(arrival_after(i + 1 + shortest, window, target));
  return table;
}

/// Threads for a row: enough to read it in few goes, and no more than a block has.
std::uint32_t threads_for(const row_summary& rows) {
  const std::uint64_t mean = rows.count / std::max(rows.sources, 1U);
  return static_cast<std::uint32_t>(std::bit_ceil(std::clamp<std::uint64_t>(mean / 2, 8, most_threads)));
}

/// Slots of time: as many as are needed at once, or more.
std::uint32_t slots_for(std::int64_t max_delay, std::int64_t window, const block_partition& target) {
  return std::bit_ceil(arrival_after(window + max_delay, window, target).slice + 1);
}

/// Events of a list to begin with: those of a slice if all neurons fire at 20 Hz.
std::uint32_t usual_capacity(double synapses, const block_partition& target, double dt) {
  constexpr double rate = 0.02;  // spikes a ms
  constexpr double most = 1e9;
  const double events = synapses / std::max(target.blocks, 1U) * rate * static_cast<double>(target.slice) * dt;
  // Six standard deviations of chance.
  return static_cast<std::uint32_t>(std::min(std::ceil(events + 6 * std::sqrt(events)), most)) + 8;
}

std::uint32_t words_of(bool own_weights) { return own_weights ? 2 : 1; }

}  // namespace

events_in_flight::events_in_flight(const device_rows& rows, std::size_t source, const block_partition& target,
                                   std::int64_t window, std::int64_t horizon, double dt)
    : rows_(rows),
      source_(source),
      target_(target),
      shortest_(within_horizon(rows.summary.min_delay, horizon, window)),
      longest_(within_horizon(rows.summary.max_delay, horizon, window)),
      slots_(slots_for(longest_, window, target)),
      capacity_(usual_capacity(static_cast<double>(rows.summary.count), target, dt)),
      threads_a_row_(threads_for(rows.summary)),
      arrivals_(arrivals_of(shortest_, longest_, window, target)),
      words_(std::size_t{slots_} * target.blocks * capacity_ * words_of(rows.summary.own_weights)),
      counts_(std::size_t{slots_} * target.blocks) {
  counts_.zero();
}

std::uint64_t events_in_flight::planned_bytes(double synapses, std::int64_t max_delay, bool own_weights,
                                              std::int64_t window, const block_partition& target, double dt) {
  const std::uint64_t lists = std::uint64_t{slots_for(max_delay, window, target)} * target.blocks;
  const std::uint64_t table = (window + max_delay) * sizeof(arrival);
  const std::uint64_t list = 1 + std::uint64_t{usual_capacity(synapses, target, dt)} * words_of(own_weights);
  return lists * list * sizeof(std::uint32_t) + table;
}

event_lists events_in_flight::lists() {
  return {words_.span(), counts_.span(), slots_, target_.blocks, capacity_, words_of(rows_.summary.own_weights)};
}

template <class Word>
outgoing_view<Word> events_in_flight::view() {
  outgoing_view<Word> v;
  v.source = static_cast<std::uint32_t>(source_);
  v.offset = rows_.offset.span();
  if constexpr (sizeof(Word) == sizeof(std::uint32_t))
    v.words = rows_.narrow.span();
  else
    v.words = rows_.wide.span();
  v.weights = rows_.weights.span();
  v.target_bits = rows_.summary.target_bits;
  v.longest = static_cast<Word>(longest_ - shortest_);
  v.block_bits = target_.block_bits();
  v.threads_a_row = threads_a_row_;
  v.slices = static_cast<std::uint32_t>(target_.slices);
  v.arrivals = arrivals_.span();
  v.lists = lists();
  return v;
}

std::uint64_t events_in_flight::useful_blocks() const {
  const std::uint64_t rows_a_block = most_threads / threads_a_row_;
  return (rows_.summary.sources + rows_a_block - 1) / rows_a_block;
}

void events_in_flight::forget() { counts_.zero(); }

void events_in_flight::forget(std::int64_t window) {
  for (std::int64_t i = 0; i < target_.slices; ++i) {
    const auto slice = static_cast<std::uint64_t>(window * target_.slices + i);
    counts_.zero_part(lists().list_of(slice, 0), target_.blocks);
  }
}

std::uint32_t events_in_flight::longest() const {
  const std::vector<std::uint32_t> counts = counts_.download();
  return *std::max_element(counts.begin(), counts.end());
}

void events_in_flight::extend(std::uint32_t capacity) {
  const event_lists before = lists();
  event_lists after = before;
  after.capacity = capacity;
  device::device_array<std::uint32_t> words(std::size_t{slots_} * target_.blocks * capacity * after.words_each);
  after.words = words.span();
  device::launch(slots_ * target_.blocks, most_threads, 0, {}, move_events, before, after);
  device::synchronize(device::stream_handle{});
  words_ = std::move(words);
  capacity_ = capacity;
}

delivery::delivery(std::vector<events_in_flight>& projections) : projections_(projections) {
  constexpr unsigned blocks_a_multiprocessor = 8;
  std::uint64_t useful = 1;
  for (const auto& p : projections) useful = std::max(useful, p.useful_blocks());
  blocks_ = static_cast<unsigned>(std::min(useful, std::uint64_t{blocks_a_multiprocessor} * device::multiprocessors()));
  look_at_lists();
}

void delivery::look_at_lists() {
  std::vector<outgoing_view<std::uint32_t>> narrow;
  std::vector<outgoing_view<std::uint64_t>> wide;
  for (auto& p : projections_) {
    if (p.rows().count == 0) continue;
    if (p.rows().fits_narrow())
      narrow.push_back(p.view<std::uint32_t>());
    else
      wide.push_back(p.view<std::uint64_t>());
  }
  narrow_ = outgoing<std::uint32_t>(narrow);
  wide_ = outgoing<std::uint64_t>(wide);
}

template <class Kernel32, class Kernel64>
void delivery::launch(Kernel32 narrow, Kernel64 wide, const outgoing_window& window, device::stream_handle stream) {
  const auto start = [&](auto kernel, const auto& projections) {
    if (projections.size() == 0) return;
    const device::extent grid(blocks_, static_cast<unsigned>(projections.size()));
    device::launch(grid, most_threads, 0, stream, kernel, projections.span(), window);
  };
  start(narrow, std::as_const(narrow_));
  start(wide, std::as_const(wide_));
}

void delivery::forget() {
  for (auto& p : projections_) p.forget();
}

void delivery::forget(std::int64_t window) {
  for (auto& p : projections_) p.forget(window);
}

void delivery::send(const outgoing_window& window, device::stream_handle stream) {
  launch(cuda::send<std::uint32_t>, cuda::send<std::uint64_t>, window, stream);
}

void delivery::make_room(const outgoing_window& window) {
  std::vector<std::uint32_t> needed;
  for (const auto& p : projections_) needed.push_back(p.longest());
  launch(retract<std::uint32_t>, retract<std::uint64_t>, window, {});
  for (std::size_t i = 0; i < projections_.size(); ++i)
    if (needed[i] > projections_[i].capacity()) projections_[i].extend(needed[i] + needed[i] / 2);
  look_at_lists();
}

}  // namespace hux::cuda
