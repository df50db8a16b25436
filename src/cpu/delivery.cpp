#include "cpu/delivery.hpp"

#include <algorithm>
#include <bit>

namespace hux::cpu {
namespace {

std::uint32_t block_count(std::uint32_t targets, unsigned block_bits) {
  return static_cast<std::uint32_t>((std::uint64_t{targets} + (1ULL << block_bits) - 1) >> block_bits);
}

/// An event leaves in one window, at most max_delay later it arrives.
std::int64_t ring_size(std::int64_t max_delay, std::int64_t window) { return max_delay / window + 1; }

/// Fetches the row of a spike to come while an earlier one is worked on.
template <class Word>
void prefetch_row(const Word* words, const synapse_rows& rows, std::uint32_t neuron) {
  constexpr std::uint64_t line = 64 / sizeof(Word);
  const std::uint64_t begin = rows.offset[neuron];
  const std::uint64_t end = std::min(rows.offset[neuron + 1], begin + 8 * line);
  for (std::uint64_t i = begin; i < end; i += line) __builtin_prefetch(words + i);
}

}  // namespace

delivery::delivery(const built_projection& projection, std::int64_t window, unsigned block_bits, unsigned threads,
                   chunk_arena& arena)
    : projection_(projection),
      window_(window),
      block_bits_(block_bits),
      blocks_(block_count(projection.rows.targets, block_bits)),
      ring_(ring_size(projection.rows.max_delay, window)),
      destinations_(threads) {
  for (unsigned t = 0; t < threads; ++t) lists_.emplace_back(arena, static_cast<std::size_t>(ring_) * blocks_);
}

std::uint64_t delivery::planned_bytes(std::uint32_t targets, std::int64_t max_delay, std::int64_t window,
                                      unsigned block_bits, unsigned threads) {
  return static_cast<std::uint64_t>(ring_size(max_delay, window)) * block_count(targets, block_bits) * threads *
         sizeof(std::uint32_t*);
}

delivery::destination delivery::destination_of(std::int64_t steps, std::int64_t window) const {
  const std::int64_t arrival = (window + 1 + steps / window_) % ring_;
  return {static_cast<std::uint32_t>(arrival) * blocks_, static_cast<std::uint32_t>(steps % window_) << block_bits_};
}

void delivery::send(const std::vector<window_spike>& spikes, std::size_t begin, std::size_t end, std::int64_t window,
                    unsigned thread) {
  if (destinations_[thread].window != window) tabulate(window, destinations_[thread]);
  const synapse_rows& rows = projection_.rows;
  if (rows.wide.empty())
    send_rows(rows.narrow.data(), spikes, begin, end, thread);
  else
    send_rows(rows.wide.data(), spikes, begin, end, thread);
}

void delivery::tabulate(std::int64_t window, destination_table& table) const {
  const synapse_rows& rows = projection_.rows;
  table.window = window;
  table.entries.resize(static_cast<std::size_t>(window_ + rows.max_delay - rows.min_delay));
  // A spike in step s of the window counts from its end, s + 1; one of the least delay arrives min_delay later.
  const std::int64_t least = 1 + rows.min_delay - window_;
  for (std::size_t i = 0; i < table.entries.size(); ++i)
    table.entries[i] = destination_of(least + static_cast<std::int64_t>(i), window);
}

template <class Word>
void delivery::send_rows(const Word* words, const std::vector<window_spike>& spikes, std::size_t begin, std::size_t end,
                         unsigned thread) {
  const synapse_rows& rows = projection_.rows;
  const auto& table = destinations_[thread].entries;
  for (std::size_t i = begin; i < end; ++i) {
    if (i + 2 < end) prefetch_row(words, rows, spikes[i + 2].neuron);
    const std::uint64_t row = rows.offset[spikes[i].neuron];
    const std::uint64_t row_end = rows.offset[spikes[i].neuron + 1];
    const destination* by_delay = table.data() + spikes[i].step;
    if (rows.weights.empty())
      send_row<Word, false>(words, row, row_end, by_delay, lists_[thread]);
    else
      send_row<Word, true>(words, row, row_end, by_delay, lists_[thread]);
  }
}

template <class Word, bool Individual>
void delivery::send_row(const Word* words, std::uint64_t begin, std::uint64_t end, const destination* by_delay,
                        event_lists& lists) {
  const synapse_rows& rows = projection_.rows;
  const Word target_mask = (Word{1} << rows.target_bits) - 1;
  const std::uint32_t in_block = (1U << block_bits_) - 1;
  for (std::uint64_t i = begin; i < end; ++i) {
    const auto target = static_cast<std::uint32_t>(words[i] & target_mask);
    const destination to = by_delay[words[i] >> rows.target_bits];
    const std::uint32_t word = to.step_bits | (target & in_block);
    if constexpr (Individual)
      lists.append(to.first_list + (target >> block_bits_), word, std::bit_cast<std::uint32_t>(rows.weights[i]));
    else
      lists.append(to.first_list + (target >> block_bits_), word);
  }
}

template <class Real>
void delivery::receive(std::uint32_t block, std::int64_t window, double unit, fixed_point<Real>* sums,
                       unsigned thread) {
  const double per_unit = 1 / unit;  // exact: a power of two
  const auto common = to_fixed<Real>(projection_.rows.weight, per_unit);
  const bool individual = !projection_.rows.weights.empty();
  const std::size_t list = static_cast<std::size_t>(window % ring_) * blocks_ + block;
  for (auto& lists : lists_)
    lists.drain(list, lists_[thread], [&](const std::uint32_t* words, std::uint32_t count) {
      if (individual)
        for (std::uint32_t i = 0; i < count; i += 2)
          sums[words[i]] += to_fixed<Real>(std::bit_cast<float>(words[i + 1]), per_unit);
      else
        for (std::uint32_t i = 0; i < count; ++i) sums[words[i]] += common;
    });
}

template void delivery::receive<float>(std::uint32_t, std::int64_t, double, std::int32_t*, unsigned);
template void delivery::receive<double>(std::uint32_t, std::int64_t, double, std::int64_t*, unsigned);

}  // namespace hux::cpu
