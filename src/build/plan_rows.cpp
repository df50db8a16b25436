#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <variant>

#include "build/draw.hpp"
#include "build/synapse_rows.hpp"

namespace hux {
namespace {

/// Mean and variance of the number of synapses that a rule makes.
struct synapse_number {
  double mean = 0;
  double variance = 0;
};

struct number_of_rule {
  double sources;
  double targets;
  double pairs;  ///< that may be connected

  synapse_number operator()(const one_to_one&) const { return {sources * targets > pairs ? 0 : sources}; }
  synapse_number operator()(const all_to_all&) const { return {pairs}; }
  synapse_number operator()(const fixed_probability& r) const {
    return {r.probability * pairs, r.probability * (1 - r.probability) * pairs};
  }
  synapse_number operator()(const fixed_indegree& r) const { return {r.indegree * targets}; }
  synapse_number operator()(const fixed_outdegree& r) const { return {r.outdegree * sources}; }
  synapse_number operator()(const fixed_total_number& r) const { return {static_cast<double>(r.number)}; }
  synapse_number operator()(const explicit_list& list) const { return {static_cast<double>(list.source.size())}; }
};

synapse_number number_of(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population) {
  const double excluded = same_population && !p.autapses ? sources : 0;
  return std::visit(number_of_rule{1.0 * sources, 1.0 * targets, 1.0 * sources * targets - excluded}, p.rule);
}

/// So many synapses are exceeded once in a billion seeds.
double upper_number(const synapse_number& n) { return std::ceil(n.mean + 6 * std::sqrt(n.variance)); }

/// The largest number stands for more than can be counted.
std::uint64_t saturated(double bytes) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  return bytes < static_cast<double>(most) ? static_cast<std::uint64_t>(bytes) : most;
}

bool has_own_weights(const projection& p) {
  const auto* list = std::get_if<explicit_list>(&p.rule);
  return !std::holds_alternative<double>(p.weight) || (list && !list->weight.empty());
}

std::uint64_t word_bytes(const projection& p, std::uint32_t targets, double dt) {
  const value_range ms = delay_range(p);
  const double most_extra = std::clamp((ms.max - std::max(ms.min, 0.0)) / dt + 1, 0.0, 2147483647.0);
  const unsigned delay_bits = ms.max > ms.min ? bits_for(static_cast<std::uint32_t>(most_extra)) : 0;
  return bits_for(std::max(targets, 1U) - 1U) + delay_bits <= 32 ? 4 : 8;
}

/// Most synapses that a GPU sorts together.
double sorted_together(const connection_rule& rule, double synapses, std::uint32_t sources) {
  const auto* each = std::get_if<fixed_outdegree>(&rule);
  const double mean = each ? each->outdegree : synapses / std::max(sources, 1U);
  return std::min(synapses, std::max(upper_number({mean, mean}), static_cast<double>(device_sort_chunk)));
}

bool is_sorted_by_counting(const connection_rule& rule) {
  return std::holds_alternative<fixed_indegree>(rule) || std::holds_alternative<fixed_total_number>(rule) ||
         std::holds_alternative<explicit_list>(rule);
}

}  // namespace

value_range delay_range(const projection& p) {
  const auto* list = std::get_if<explicit_list>(&p.rule);
  if (!list || list->delay.empty()) return range_of(p.delay);
  const auto [min, max] = std::ranges::minmax_element(list->delay);
  return {*min, *max};
}

double expected_synapses(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population) {
  return number_of(p, sources, targets, same_population).mean;
}

row_bytes planned_bytes(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population,
                        double dt, unsigned threads) {
  const double synapses = upper_number(number_of(p, sources, targets, same_population));
  const auto each = static_cast<double>(word_bytes(p, targets, dt) + (has_own_weights(p) ? sizeof(float) : 0));
  const std::uint64_t by_source = is_sorted_by_counting(p.rule) ? sources : 0;
  row_bytes bytes;
  bytes.kept = saturated((sources + 1.0) * sizeof(std::uint64_t) + synapses * each);
  bytes.transient = threads * sizeof(std::uint32_t) * std::max<std::uint64_t>(by_source, targets);
  if (std::holds_alternative<explicit_list>(p.rule)) bytes.transient += saturated(synapses * sizeof(std::uint64_t));
  return bytes;
}

row_bytes planned_device_bytes(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population,
                               double dt) {
  row_bytes bytes{planned_bytes(p, sources, targets, same_population, dt, 0).kept, 0};
  if (std::holds_alternative<explicit_list>(p.rule)) return bytes;
  const double synapses = upper_number(number_of(p, sources, targets, same_population));
  const bool by_pair = is_sorted_by_counting(p.rule);
  const bool sorts = by_pair || std::holds_alternative<fixed_outdegree>(p.rule);
  constexpr double sorting = 2 * sizeof(std::uint64_t) + 1;  // keys, Thrust's copy of them, and its counts
  const bool listed =
      std::holds_alternative<std::vector<double>>(p.weight) || std::holds_alternative<std::vector<double>>(p.delay);
  // One after the other: places in rows, sorting, synapses by target, values that are listed. Thrust's sums, always.
  const double most = std::max({by_pair ? 1.0 * sizeof(std::uint32_t) * sources : 0.0,
                                sorts ? sorting * sorted_together(p.rule, synapses, sources) : 0.0,
                                1.0 * sizeof(std::uint32_t) * targets, listed ? sizeof(double) * synapses : 0.0});
  bytes.transient = saturated(most + sources / 8.0 + 1048576.0);
  return bytes;
}

}  // namespace hux
