#include "cpu/projection_delivery.hpp"

#include <algorithm>
#include <bit>
#include <type_traits>

namespace hux::cpu {
namespace {

traffic traffic_of(const built_projection& p, std::int64_t longest, std::int64_t window, unsigned block_bits) {
  return {static_cast<double>(p.rows.count),
          p.rows.targets,
          longest,
          window,
          block_bits,
          !p.rows.weights.empty() || p.terminal.has_value()};
}

/// The weight that receive() knows.
struct one_for_all {};

/// Steps beyond the shortest delay, as they stand above the bits of a word's target.
struct all_delays {
  unsigned target_bits;
  template <class Word>
  std::size_t operator()(Word word) const {
    return word >> target_bits;
  }
};

/// The same of a projection with delays beyond the horizon.
struct delays_up_to {
  unsigned target_bits;
  std::size_t most;
  template <class Word>
  std::size_t operator()(Word word) const {
    return std::min(static_cast<std::size_t>(word >> target_bits), most);
  }
};

template <class Word>
std::uint32_t target_of(Word word, unsigned target_bits) {
  return static_cast<std::uint32_t>(word & ((Word{1} << target_bits) - 1));
}

/// Where in the row [begin, end) a target would be if targets were spread evenly.
std::uint64_t likely_place(std::uint64_t begin, std::uint64_t end, std::uint32_t target, const row_summary& rows) {
  return begin + (end - begin) * target / rows.targets;
}

/// The first synapse of the row [begin, end) that is not below a target; sought by ever longer strides from its likely
/// place, so that a long row is not read all over.
template <class Word>
std::uint64_t first_at(const Word* words, std::uint64_t begin, std::uint64_t end, std::uint32_t target,
                       const row_summary& rows) {
  if (target == 0 || begin == end) return begin;
  if (target >= rows.targets) return end;
  const auto below = [&](std::uint64_t i) { return target_of(words[i], rows.target_bits) < target; };
  std::uint64_t low = begin;
  std::uint64_t high = end;
  const std::uint64_t likely = likely_place(begin, end, target, rows);
  if (below(likely)) {
    low = likely + 1;
    for (std::uint64_t stride = 8; low + stride < end; stride *= 2) {
      if (!below(low + stride)) {
        high = low + stride;
        break;
      }
      low += stride + 1;
    }
  } else {
    high = likely;
    for (std::uint64_t stride = 8; begin + stride < high; stride *= 2) {
      if (below(high - stride)) {
        low = high - stride + 1;
        break;
      }
      high -= stride;
    }
  }
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    below(middle) ? low = middle + 1 : high = middle;
  }
  return low;
}

/// Fetches a part of the row of a spike to come while an earlier one is worked on.
template <class Word>
void prefetch_row(const Word* words, const synapse_rows& rows, std::uint32_t neuron, std::uint32_t first_target,
                  std::uint32_t last_target) {
  constexpr std::uint64_t line = 64 / sizeof(Word);
  const std::uint64_t row = rows.offset[neuron];
  const std::uint64_t row_end = rows.offset[neuron + 1];
  const std::uint64_t begin = likely_place(row, row_end, first_target, rows);
  const std::uint64_t end = std::min(likely_place(row, row_end, last_target, rows), begin + 8 * line);
  for (std::uint64_t i = begin; i < end; i += line) __builtin_prefetch(words + i);
}

}  // namespace

std::uint64_t traffic::bytes_of_counts() const {
  return ring() * window * (blocks() << block_bits) * sizeof(std::uint32_t);
}

/// Counting an event takes half of the time of listing it, or less; but every target's counts are read and cleared in
/// every window, so there have to be enough events, and the counts have to stay in the cache of a core.
bool traffic::counted() const {
  constexpr std::uint64_t cache = 128 * 1024;
  constexpr double enough = 12;  // synapses of a target
  return !own_weights && synapses >= enough * targets && bytes_of_counts() <= cache;
}

projection_delivery::projection_delivery(const built_projection& projection, std::int64_t window, std::int64_t horizon,
                                         unsigned block_bits, const std::vector<block_range>& owned, chunk_arena& arena)
    : projection_(projection),
      window_(window),
      shortest_(within_horizon(projection.rows.min_delay, horizon, window)),
      longest_(within_horizon(projection.rows.max_delay, horizon, window)),
      block_bits_(block_bits),
      ring_(traffic_of(projection, longest_, window, block_bits).ring()),
      counted_(traffic_of(projection, longest_, window, block_bits).counted()) {
  for (const auto& blocks : owned) shares_.push_back(share_of(blocks, arena));
}

projection_delivery::share projection_delivery::share_of(block_range blocks, chunk_arena& arena) const {
  const std::uint64_t targets = projection_.rows.targets;
  const auto target = [&](std::uint32_t block) {
    return static_cast<std::uint32_t>(std::min(std::uint64_t{block} << block_bits_, targets));
  };
  return {blocks,
          target(blocks.begin),
          target(blocks.end),
          event_lists(arena, counted_ ? 0 : ring_ * (blocks.end - blocks.begin)),
          buffer<std::uint32_t>(counted_ ? ring_ * window_ * (blocks.end - blocks.begin) << block_bits_ : 0, 0),
          {}};
}

std::uint64_t projection_delivery::planned_bytes(const traffic& expected, double events) {
  if (expected.counted()) return expected.bytes_of_counts();
  const double words = expected.own_weights ? 2 : 1;
  return expected.ring() * expected.blocks() * sizeof(std::uint32_t*) +
         static_cast<std::uint64_t>(events * words * sizeof(std::uint32_t));
}

void projection_delivery::restart(const std::vector<earlier_window>& earlier) {
  for (std::int64_t window = 0; window < ring_; ++window) forget(window);
  for (const earlier_window& e : earlier) {
    if (e.number < -ring_) continue;  // all of it has arrived
    for (unsigned thread = 0; thread < shares_.size(); ++thread) send_own(e, e.number, thread);
    if (e.number < -1) forget(e.number + 1);
  }
}

void projection_delivery::forget(std::int64_t window) {
  for (share& s : shares_) {
    const std::int64_t slot = slot_of(window);
    const std::size_t blocks = s.blocks.end - s.blocks.begin;
    const std::size_t counts = std::size_t{width(s)} * window_;
    if (counted_) std::fill_n(s.counts.data() + slot * counts, counts, 0);
    for (std::size_t block = 0; !counted_ && block < blocks; ++block)
      s.lists.drain(slot * blocks + block, s.lists, [](const std::uint32_t*, std::uint32_t) {});
  }
}

template <class Spike>
void projection_delivery::send(const std::vector<Spike>& spikes, std::int64_t window, unsigned thread) {
  share& s = shares_[thread];
  if (spikes.empty() || s.first_target == s.last_target) return;
  if (s.tabulated != window) tabulate(window, s);
  const synapse_rows& rows = projection_.rows;
  if (rows.wide.empty())
    send_words(rows.narrow.data(), spikes, s);
  else
    send_words(rows.wide.data(), spikes, s);
}

void projection_delivery::tabulate(std::int64_t window, share& s) const {
  s.tabulated = window;
  s.destinations.resize(window_ + longest_ - shortest_);
  // A spike in step s of the window counts from its end, s + 1; one of the least delay arrives that much later.
  std::int64_t steps = 1 + shortest_ - window_;
  for (auto& to : s.destinations) {
    const std::int64_t arrival = slot_of(window + 1 + steps / window_);
    const std::int64_t step = steps % window_;
    to.first = counted_ ? static_cast<std::uint32_t>(arrival * window_ + step) * width(s)
                        : static_cast<std::uint32_t>(arrival) * (s.blocks.end - s.blocks.begin);
    to.step_bits = static_cast<std::uint32_t>(step) << block_bits_;
    ++steps;
  }
}

template <class Word, class Spike>
void projection_delivery::send_words(const Word* words, const std::vector<Spike>& spikes, share& s) const {
  const synapse_rows& rows = projection_.rows;
  if (rows.max_delay == longest_)
    send_rows(all_delays{rows.target_bits}, words, spikes, s);
  else
    send_rows(delays_up_to{rows.target_bits, static_cast<std::size_t>(longest_ - shortest_)}, words, spikes, s);
}

/// Calls row(weight of synapse i) for the synapses of a spike.
template <class Row>
void projection_delivery::with_weights(const window_spike& /*spike*/, const Row& row) const {
  if (projection_.rows.weights.empty()) return row(one_for_all{});
  row([each = projection_.rows.weights.data()](std::uint64_t i) { return each[i]; });
}

template <class Row>
void projection_delivery::with_weights(const release& spike, const Row& row) const {
  const double amount = spike.amount;
  if (projection_.rows.weights.empty())
    return row([same = static_cast<float>(projection_.rows.weight * amount)](std::uint64_t /*i*/) { return same; });
  row([each = projection_.rows.weights.data(), amount](std::uint64_t i) {
    return static_cast<float>(each[i] * amount);
  });
}

bool projection_delivery::individual() const { return !projection_.rows.weights.empty() || projection_.terminal; }

template <class Delays, class Word, class Spike>
void projection_delivery::send_rows(const Delays& delays, const Word* words, const std::vector<Spike>& spikes,
                                    share& s) const {
  const synapse_rows& rows = projection_.rows;
  for (std::size_t i = 0; i < spikes.size(); ++i) {
    // What is far away in memory is asked for in time: where a row stands, then the row.
    if (i + 12 < spikes.size()) __builtin_prefetch(&rows.offset[spikes[i + 12].neuron]);
    if (i + 4 < spikes.size()) prefetch_row(words, rows, spikes[i + 4].neuron, s.first_target, s.last_target);
    const std::uint64_t row = rows.offset[spikes[i].neuron];
    const std::uint64_t row_end = rows.offset[spikes[i].neuron + 1];
    const std::uint64_t begin = first_at(words, row, row_end, s.first_target, rows);
    const std::uint64_t end = first_at(words, row, row_end, s.last_target, rows);
    const destination* by_delay = s.destinations.data() + spikes[i].step;
    if (counted_)
      count_row(delays, words, begin, end, by_delay, s);
    else
      with_weights(spikes[i], [&](const auto& weight) { send_row(delays, words, begin, end, by_delay, weight, s); });
  }
}

template <class Delays, class Word, class Weight>
void projection_delivery::send_row(const Delays& delays, const Word* words, std::uint64_t begin, std::uint64_t end,
                                   const destination* by_delay, const Weight& weight, share& s) const {
  // Copies, as what is appended might be any of their originals to the compiler.
  const Delays extra = delays;
  const unsigned target_bits = projection_.rows.target_bits;
  const unsigned block_bits = block_bits_;
  const std::uint32_t first_target = s.first_target;
  const Weight weight_of = weight;
  const std::uint32_t in_block = (1U << block_bits) - 1;
  for (std::uint64_t i = begin; i < end; ++i) {
    const std::uint32_t target = target_of(words[i], target_bits);
    const destination to = by_delay[extra(words[i])];
    const std::uint32_t word = to.step_bits | (target & in_block);
    const std::uint32_t list = to.first + ((target - first_target) >> block_bits);
    if constexpr (std::is_same_v<Weight, one_for_all>)
      s.lists.append(list, word);
    else
      s.lists.append(list, word, std::bit_cast<std::uint32_t>(weight_of(i)));
  }
}

template <class Delays, class Word>
void projection_delivery::count_row(const Delays& delays, const Word* words, std::uint64_t begin, std::uint64_t end,
                                    const destination* by_delay, share& s) const {
  const Delays extra = delays;
  const unsigned target_bits = projection_.rows.target_bits;
  const std::uint32_t first_target = s.first_target;
  std::uint32_t* counts = s.counts.data();
  for (std::uint64_t i = begin; i < end; ++i)
    ++counts[by_delay[extra(words[i])].first + (target_of(words[i], target_bits) - first_target)];
}

void projection_delivery::receive_counts(std::uint32_t block, std::int64_t window, std::span<const receptor_sums> to,
                                         share& s) const {
  const std::size_t size = std::size_t{1} << block_bits_;
  const std::size_t first = static_cast<std::size_t>(block - s.blocks.begin) << block_bits_;
  for (std::int64_t step = 0; step < window_; ++step) {
    std::uint32_t* counts = s.counts.data() + (slot_of(window) * window_ + step) * width(s) + first;
    for (const receptor_sums& r : to)
      std::visit(
          [&]<class Sum>(Sum* sums) {
            const auto weight = to_fixed<Sum>(projection_.rows.weight, r.per_unit);
            Sum* of_step = sums + step * size;
            for (std::size_t i = 0; i < size; ++i) of_step[i] += static_cast<Sum>(counts[i]) * weight;
          },
          r.sums);
    std::fill_n(counts, size, 0);
  }
}

template <class Sum>
void projection_delivery::add_listed(const std::uint32_t* words, std::uint32_t count, Sum* sums,
                                     double per_unit) const {
  const auto common = to_fixed<Sum>(projection_.rows.weight, per_unit);
  if (individual())
    for (std::uint32_t i = 0; i < count; i += 2)
      sums[words[i]] += to_fixed<Sum>(std::bit_cast<float>(words[i + 1]), per_unit);
  else
    for (std::uint32_t i = 0; i < count; ++i) sums[words[i]] += common;
}

void projection_delivery::receive(std::uint32_t block, std::int64_t window, std::span<const receptor_sums> to,
                                  unsigned owner, unsigned thread) {
  share& s = shares_[owner];
  if (counted_) return receive_counts(block, window, to, s);
  const std::size_t list = slot_of(window) * (s.blocks.end - s.blocks.begin);
  s.lists.drain(list + block - s.blocks.begin, shares_[thread].lists,
                [&](const std::uint32_t* words, std::uint32_t count) {
                  for (const receptor_sums& r : to)
                    std::visit([&](auto* sums) { add_listed(words, count, sums, r.per_unit); }, r.sums);
                });
}

template void projection_delivery::send(const std::vector<window_spike>&, std::int64_t, unsigned);
template void projection_delivery::send(const std::vector<release>&, std::int64_t, unsigned);

}  // namespace hux::cpu
