#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <variant>
#include <vector>

#include "network/cell_list.hpp"
#include "network/draw.hpp"
#include "network/rules.hpp"
#include "network/synapse_rows.hpp"

namespace hux {
namespace {

/// So many synapses are exceeded once in a billion seeds.
double upper_number(const number_law& n) { return std::ceil(n.mean * (1 + n.uncertainty) + 6 * std::sqrt(n.variance)); }

/// The largest number stands for more than can be counted.
std::uint64_t saturated(double bytes) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  return bytes < static_cast<double>(most) ? static_cast<std::uint64_t>(bytes) : most;
}

std::uint64_t word_bytes(const wiring& w) {
  const value_range ms = delay_range(w.projection, w.where);
  const double most_extra = std::clamp((ms.max - std::max(ms.min, 0.0)) / w.dt + 1, 0.0, 2147483647.0);
  const unsigned delay_bits = ms.max > ms.min ? bits_for(static_cast<std::uint32_t>(most_extra)) : 0;
  return bits_for(std::max(w.targets, 1U) - 1U) + delay_bits <= 32 ? 4 : 8;
}

/// Most synapses that a GPU sorts together.
double sorted_together(double synapses, std::uint32_t sources) {
  const double mean = synapses / std::max(sources, 1U);
  return std::min(synapses, std::max(upper_number({mean, mean}), static_cast<double>(device_sort_chunk)));
}

}  // namespace

bool has_own_weights(const projection& p) {
  const auto* list = std::get_if<explicit_list>(&p.rule);
  return !std::holds_alternative<double>(p.weight) || (list && !list->weight.empty());
}

value_range delay_range(const projection& p, const ends& where) {
  const auto* list = std::get_if<explicit_list>(&p.rule);
  value_range own = range_of(p.delay);
  if (list && !list->delay.empty()) {
    const auto [min, max] = std::ranges::minmax_element(list->delay);
    own = {*min, *max};
  }
  return {own.min, own.max + longest_conduction(p, where)};
}

synapse_number expected_synapses(const wiring& w) {
  const number_law n = number_of(w);
  return {n.mean, upper_number(n)};
}

row_bytes planned_bytes(const wiring& w, const synapse_number& number, unsigned threads) {
  const making how = making_of(w.projection.rule);
  const double synapses = number.most;
  const auto each = static_cast<double>(word_bytes(w) + (has_own_weights(w.projection) ? sizeof(float) : 0));
  const bool sorted_by_counting = how == making::pairs || how == making::list;
  const std::uint64_t by_source = sorted_by_counting ? w.sources : 0;
  row_bytes bytes;
  bytes.kept = saturated((w.sources + 1.0) * sizeof(std::uint64_t) + synapses * each);
  bytes.transient = threads * sizeof(std::uint32_t) * std::max<std::uint64_t>(by_source, w.targets);
  if (how == making::list) bytes.transient += saturated(synapses * sizeof(std::uint64_t));
  if (how == making::rows_by_cells) bytes.transient += cell_list::bytes(w.targets);
  return bytes;
}

row_bytes planned_device_bytes(const wiring& w, const synapse_number& number) {
  const projection& p = w.projection;
  const making how = making_of(p.rule);
  row_bytes bytes{planned_bytes(w, number, 0).kept, 0};
  if (how == making::list) return bytes;
  const double synapses = number.most;
  const bool by_pair = how == making::pairs;
  const bool by_cells = how == making::rows_by_cells;
  const bool sorts = how != making::ordered_rows;
  constexpr double sorting = 2 * sizeof(std::uint64_t) + 1;  // keys, Thrust's copy of them, and its counts
  const bool listed =
      std::holds_alternative<std::vector<double>>(p.weight) || std::holds_alternative<std::vector<double>>(p.delay);
  // One after the other: places in rows, sorting, synapses by target, values that are listed. Thrust's sums, always.
  const double most = std::max({by_pair ? 1.0 * sizeof(std::uint32_t) * w.sources : 0.0,
                                sorts ? sorting * sorted_together(synapses, w.sources) : 0.0,
                                1.0 * sizeof(std::uint32_t) * w.targets, listed ? sizeof(double) * synapses : 0.0});
  const double cells = by_cells ? static_cast<double>(cell_list::bytes(w.targets)) : 0.0;
  const double positions = w.where.listed_bytes(w.sources, w.targets);
  bytes.transient = saturated(most + cells + positions + w.sources / 8.0 + 1048576.0);
  return bytes;
}

}  // namespace hux
