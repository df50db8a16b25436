#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <variant>
#include <vector>

#include "network/cell_list.hpp"
#include "network/distance_row.hpp"
#include "network/draw.hpp"
#include "network/synapse_rows.hpp"

namespace hux {
namespace {

/// Mean and variance of the number of synapses that a rule makes.
struct number_law {
  double mean = 0;
  double variance = 0;
  double uncertainty = 0;  ///< of the mean, relative
};

/// What distances make of the number of synapses, from some of the sources where there are many pairs of neurons.
class number_by_distance {
 public:
  number_by_distance(const distance_probability& rule, const ends& where, bool exclude_self)
      : law_(rule), reach_(law_.cutoff() * law_.cutoff()), where_(where), exclude_self_(exclude_self) {}

  [[nodiscard]] number_law operator()(std::uint32_t sources, std::uint32_t targets) const {
    if (sources == 0 || targets == 0) return {};
    const auto some = sample(sources, std::max<std::uint32_t>(16, most_pairs / targets));
    number_law sum;
    for (std::uint32_t target = 0; target < targets; ++target) {
      const point to = where_.target(target);
      for (const auto& [source, from] : some)
        if (!exclude_self_ || source != target) add(sum, where_.squared_distance(from, to));
    }
    const double each = static_cast<double>(sources) / static_cast<double>(some.size());
    return {each * sum.mean, each * sum.variance, some.size() < sources ? 0.05 : 0};
  }

 private:
  static constexpr std::uint32_t most_pairs = 1U << 23;
  struct located {
    std::uint32_t neuron;
    point at;
  };

  /// Spread evenly, but with no period in common with the rows of a grid: multiples of the golden ratio.
  [[nodiscard]] std::vector<located> sample(std::uint32_t sources, std::uint32_t most) const {
    constexpr double golden = 0.6180339887498949;
    std::vector<located> some;
    for (std::uint32_t i = 0; i < std::min(sources, most); ++i) {
      const double place = golden * (i + 1.0) - std::floor(golden * (i + 1.0));
      const auto neuron = sources <= most ? i : static_cast<std::uint32_t>(place * sources);
      some.push_back({neuron, where_.source(neuron)});
    }
    return some;
  }

  void add(number_law& sum, double squared_distance) const {
    if (squared_distance > reach_) return;
    const double p = law_(squared_distance);
    sum.mean += p;
    sum.variance += p * (1 - p);
  }

  distance_law law_;
  double reach_;
  ends where_;
  bool exclude_self_;
};

struct number_of_rule {
  const wiring& w;

  /// Pairs that may be connected.
  [[nodiscard]] double pairs() const { return 1.0 * w.sources * w.targets - (w.excludes_self() ? w.sources : 0); }

  number_law operator()(const one_to_one&) const { return {w.excludes_self() ? 0.0 : w.sources}; }
  number_law operator()(const all_to_all&) const { return {pairs()}; }
  number_law operator()(const fixed_probability& r) const {
    return {r.probability * pairs(), r.probability * (1 - r.probability) * pairs()};
  }
  number_law operator()(const distance_probability& r) const {
    return number_by_distance(r, w.where, w.excludes_self())(w.sources, w.targets);
  }
  number_law operator()(const fixed_indegree& r) const { return {1.0 * r.indegree * w.targets}; }
  number_law operator()(const fixed_outdegree& r) const { return {1.0 * r.outdegree * w.sources}; }
  number_law operator()(const fixed_total_number& r) const { return {static_cast<double>(r.number)}; }
  number_law operator()(const explicit_list& list) const { return {static_cast<double>(list.source.size())}; }
};

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
  const number_law n = std::visit(number_of_rule{w}, w.projection.rule);
  return {n.mean, upper_number(n)};
}

row_bytes planned_bytes(const wiring& w, const synapse_number& number, unsigned threads) {
  const projection& p = w.projection;
  const double synapses = number.most;
  const auto each = static_cast<double>(word_bytes(w) + (has_own_weights(p) ? sizeof(float) : 0));
  const std::uint64_t by_source = is_sorted_by_counting(p.rule) ? w.sources : 0;
  row_bytes bytes;
  bytes.kept = saturated((w.sources + 1.0) * sizeof(std::uint64_t) + synapses * each);
  bytes.transient = threads * sizeof(std::uint32_t) * std::max<std::uint64_t>(by_source, w.targets);
  if (std::holds_alternative<explicit_list>(p.rule)) bytes.transient += saturated(synapses * sizeof(std::uint64_t));
  if (std::holds_alternative<distance_probability>(p.rule)) bytes.transient += cell_list::bytes(w.targets);
  return bytes;
}

row_bytes planned_device_bytes(const wiring& w, const synapse_number& number) {
  const projection& p = w.projection;
  row_bytes bytes{planned_bytes(w, number, 0).kept, 0};
  if (std::holds_alternative<explicit_list>(p.rule)) return bytes;
  const double synapses = number.most;
  const bool by_pair = is_sorted_by_counting(p.rule);
  const bool by_distance = std::holds_alternative<distance_probability>(p.rule);
  const bool sorts = by_pair || by_distance || std::holds_alternative<fixed_outdegree>(p.rule);
  constexpr double sorting = 2 * sizeof(std::uint64_t) + 1;  // keys, Thrust's copy of them, and its counts
  const bool listed =
      std::holds_alternative<std::vector<double>>(p.weight) || std::holds_alternative<std::vector<double>>(p.delay);
  // One after the other: places in rows, sorting, synapses by target, values that are listed. Thrust's sums, always.
  const double most = std::max({by_pair ? 1.0 * sizeof(std::uint32_t) * w.sources : 0.0,
                                sorts ? sorting * sorted_together(p.rule, synapses, w.sources) : 0.0,
                                1.0 * sizeof(std::uint32_t) * w.targets, listed ? sizeof(double) * synapses : 0.0});
  const double cells = by_distance ? static_cast<double>(cell_list::bytes(w.targets)) : 0.0;
  const double positions = w.where.listed_bytes(w.sources, w.targets);
  bytes.transient = saturated(most + cells + positions + w.sources / 8.0 + 1048576.0);
  return bytes;
}

}  // namespace hux
