#pragma once

#include <bit>
#include <cstdint>

#include "device/device.hpp"
#include "device/grid_loops.hpp"
#include "network/pair_rules.hpp"
#include "network/row_rules.hpp"
#include "network/synapse_rows.hpp"
#include "network/weight_figures.hpp"

/// The steps from a connection rule to rows of synapses.
namespace hux::cuda {

using device::device_span;

/// For extremes by integer atomics: it orders as x does, and what is no number comes last.
HUX_FN std::uint64_t ordered_image(double x) {
  if (x != x) return ~0ULL;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  return bits >> 63 ? ~bits : bits | (1ULL << 63);
}
HUX_FN double of_ordered_image(std::uint64_t image) {
  return std::bit_cast<double>(image >> 63 ? image & ~(1ULL << 63) : ~image);
}

HUX_DEVICE std::uint32_t rows_of(const device_span<const std::uint64_t>& offset) {
  return static_cast<std::uint32_t>(offset.size() - 1);
}

// ---- rows that are made one by one ----

template <class Rule>
HUX_KERNEL void count_rows(Rule rule, device_span<std::uint64_t> lengths) {
  for_each_of(lengths.size() - 1,
              [&](std::uint64_t row) { lengths[row] = rule.count(static_cast<std::uint32_t>(row)); });
}

template <class Rule, class Word>
HUX_KERNEL void fill_rows(Rule rule, device_span<const std::uint64_t> offset, device_span<Word> words) {
  for_each_of(rows_of(offset), [&](std::uint64_t row) {
    const std::uint64_t begin = offset[row], end = offset[row + 1];
    rule.fill(static_cast<std::uint32_t>(row), words.subspan(begin, end - begin));
  });
}

// ---- rows from pairs ----

template <class Rule>
HUX_KERNEL void count_pairs(Rule rule, device_span<std::uint64_t> lengths) {
  for_each_of(rule.units(), [&](std::uint64_t unit) {
    rule.visit(unit, unit + 1,
               [&](std::uint32_t source, std::uint32_t /*target*/) { device::atomic_add(lengths[source], 1u); });
  });
}

/// @param placed of each row, zero before; the order within rows is left to chance
template <class Rule, class Word>
HUX_KERNEL void place_pairs(Rule rule, device_span<const std::uint64_t> offset, device_span<std::uint32_t> placed,
                            device_span<Word> words) {
  for_each_of(rule.units(), [&](std::uint64_t unit) {
    rule.visit(unit, unit + 1, [&](std::uint32_t source, std::uint32_t target) {
      const std::uint64_t begin = offset[source];
      words[begin + device::atomic_add(placed[source], 1u)] = target;
    });
  });
}

// ---- sorting, some rows at a time ----

HUX_KERNEL void longest_row(device_span<const std::uint64_t> offset, device_span<std::uint64_t> longest) {
  std::uint64_t mine = 0;
  for_each_of(rows_of(offset), [&](std::uint64_t row) {
    const std::uint64_t begin = offset[row], end = offset[row + 1];
    mine = end - begin > mine ? end - begin : mine;
  });
  device::atomic_max(longest[0], mine);
}

/// What rows of a length up to `most` are taken together: [first, chunk[0]), which begins at synapse chunk[1] and ends
/// at chunk[2]. One thread looks for it.
HUX_KERNEL void find_chunk(device_span<const std::uint64_t> offset, std::uint32_t first, std::uint64_t most,
                           device_span<std::uint64_t> chunk) {
  const std::uint64_t begin = offset[first];
  std::uint64_t last = first + 1ULL, beyond = offset.size();  // offset[last] - begin <= most, if one row is not longer
  while (beyond - last > 1) {
    const std::uint64_t middle = last + (beyond - last) / 2;
    const std::uint64_t end = offset[middle];
    (end - begin <= most ? last : beyond) = middle;
  }
  chunk[0] = last;
  chunk[1] = begin;
  chunk[2] = offset[last];
}

/// Keys that order synapses by row and target.
template <class Word>
HUX_KERNEL void make_keys(device_span<const std::uint64_t> offset, std::uint32_t first, std::uint32_t last,
                          device_span<const Word> words, device_span<std::uint64_t> keys) {
  const std::uint64_t begin = offset[first];
  for_each_synapse(offset, first, last, [&](std::uint64_t row, std::uint64_t /*position*/, std::uint64_t i) {
    const std::uint64_t target = words[i];
    keys[i - begin] = (row - first) << 32 | target;
  });
}

template <class Word>
HUX_KERNEL void take_targets(device_span<const std::uint64_t> keys, device_span<Word> words) {
  for_each_of(keys.size(), [&](std::uint64_t i) {
    const std::uint64_t key = keys[i];
    words[i] = static_cast<std::uint32_t>(key);
  });
}

// ---- what is to be known of them ----

/// @param words which hold targets alone
template <class Word>
HUX_KERNEL void count_targets(device_span<const Word> words, device_span<std::uint32_t> counts) {
  for_each_of(words.size(), [&](std::uint64_t i) { device::atomic_add(counts[words[i]], 1u); });
}

HUX_KERNEL void largest_count(device_span<const std::uint32_t> counts, device_span<std::uint32_t> largest) {
  std::uint32_t mine = 0;
  for_each_of(counts.size(), [&](std::uint64_t i) {
    const std::uint32_t count = counts[i];
    mine = count > mine ? count : mine;
  });
  device::atomic_max(largest[0], mine);
}

// ---- values ----

/// The values of a law at synapses.
struct drawn_values {
  law value;
  hux::stream stream;

  [[nodiscard]] HUX_FN double operator()(std::uint64_t row, std::uint64_t position, std::uint64_t ordinal) const {
    return value(stream, {row, position, ordinal});
  }
};

/// @param extremes images of the smallest value and of the largest, which is no number if any is not
HUX_KERNEL void find_extremes(drawn_values values, device_span<const std::uint64_t> offset,
                              device_span<std::uint64_t> extremes) {
  std::uint64_t smallest = ~0ULL, largest = 0;
  for_each_synapse(offset, 0, rows_of(offset), [&](std::uint64_t row, std::uint64_t position, std::uint64_t /*i*/) {
    const std::uint64_t image = ordered_image(values(row, position, 0));
    smallest = image < smallest ? image : smallest;
    largest = image > largest ? image : largest;
  });
  device::atomic_min(extremes[0], smallest);
  device::atomic_max(extremes[1], largest);
}

/// A delay's place in a word.
struct delay_bits {
  double dt;  ///< ms
  std::uint32_t min_delay;
  unsigned target_bits;
};

/// @param wrong becomes 1 if a delay is no number
template <class Word>
HUX_KERNEL void add_delays(drawn_values delays, conduction on_its_way, delay_bits bits,
                           device_span<const std::uint64_t> offset, device_span<Word> words,
                           device_span<std::uint32_t> wrong) {
  for_each_synapse(offset, 0, rows_of(offset), [&](std::uint64_t row, std::uint64_t position, std::uint64_t i) {
    const std::uint64_t target = words[i];
    const double ms =
        delays(row, position, i) + on_its_way(static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(target));
    if (ms != ms) {
      device::atomic_or(wrong[0], 1u);
      return;
    }
    const auto steps = static_cast<std::uint32_t>(nearest_steps(ms, bits.dt));
    words[i] |= static_cast<Word>(steps - bits.min_delay) << bits.target_bits;
  });
}

/// @param extremes of the weights as drawn: the two of a magnitude_range
HUX_KERNEL void draw_weights(drawn_values values, device_span<const std::uint64_t> offset, device_span<float> weights,
                             device_span<std::uint64_t> extremes) {
  magnitude_range mine;
  for_each_synapse(offset, 0, rows_of(offset), [&](std::uint64_t row, std::uint64_t position, std::uint64_t i) {
    const double drawn = values(row, position, i);
    weights[i] = static_cast<float>(drawn);
    mine.add(drawn);
  });
  device::atomic_min(extremes[0], mine.smallest);
  device::atomic_max(extremes[1], mine.largest);
}

/// @param sum of the magnitudes, in_units
HUX_KERNEL void sum_weights(device_span<const float> weights, double per_unit, device_span<std::uint64_t> sum) {
  std::uint64_t mine = 0;
  for_each_of(weights.size(), [&](std::uint64_t i) {
    const float weight = weights[i];
    mine += in_units(weight, per_unit);
  });
  device::atomic_add(sum[0], mine);
}

}  // namespace hux::cuda
