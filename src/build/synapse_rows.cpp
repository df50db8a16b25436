#include "build/synapse_rows.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "build/cell_list.hpp"
#include "build/distance_row.hpp"
#include "build/draw.hpp"
#include "build/joined.hpp"
#include "build/row_makers.hpp"
#include "build/rule_checks.hpp"
#include "hux/core/errors.hpp"

namespace hux {
namespace {

bool is_random(const law& l) {
  return l.kind == law::form::uniform || l.kind == law::form::normal || l.kind == law::form::lognormal;
}

/// A weight or delay of every synapse of a projection.
struct synapse_values {
  const distribution& d;
  std::string key;
  law value;
  stream s;

  synapse_values(const distribution& of, const std::string& projection, const std::string& what, std::uint64_t count,
                 std::uint64_t seed)
      : d(of),
        key("projection." + projection + "." + what),
        value(law_of(of, count, key)),
        s(seed, "projection " + projection + " " + what) {}

  [[nodiscard]] double operator()(std::uint32_t row, std::uint64_t position, std::uint64_t ordinal) const {
    return found(value(s, {row, position, ordinal}), d, key);
  }
};

/// What a rule makes is turned into a projection's rows here, in four passes: lengths, delays (only to see how many
/// bits they take), targets, then delays and weights.
class assembly {
 public:
  assembly(const projection& p, std::uint32_t sources, std::uint32_t targets, double dt, std::uint64_t seed,
           thread_team& team, const ends& where)
      : p_(p), dt_(dt), seed_(seed), team_(team), where_(where) {
    rows_.sources = sources;
    rows_.targets = targets;
    rows_.target_bits = static_cast<unsigned>(std::bit_width(std::max(targets, 1U) - 1U));
  }

  template <class Maker>
  synapse_rows build(Maker maker) {
    rows_.offset = maker.offsets();
    const synapse_values weight(weights(), p_.name, "weight", rows_.count(), seed_);
    const synapse_values delay(delays(), p_.name, "delay", rows_.count(), seed_);
    if (rows_.count() > 0) set_delay_range(delay);
    const auto delay_bits = static_cast<unsigned>(std::bit_width(rows_.max_delay - rows_.min_delay));
    if (rows_.target_bits + delay_bits <= 32)
      fill(maker, rows_.narrow, weight, delay);
    else
      fill(maker, rows_.wide, weight, delay);
    return std::move(rows_);
  }

 private:
  [[nodiscard]] const distribution& weights() {
    const auto* list = std::get_if<explicit_list>(&p_.rule);
    if (!list || list->weight.empty()) return p_.weight;
    return listed_weight_ = list->weight;
  }
  [[nodiscard]] const distribution& delays() {
    const auto* list = std::get_if<explicit_list>(&p_.rule);
    if (!list || list->delay.empty()) return p_.delay;
    return listed_delay_ = list->delay;
  }

  void set_delay_range(const synapse_values& delay) {
    const value_range ms = is_random(delay.value) ? drawn_range(delay) : range_of(delay.d);
    rows_.min_delay = delay_steps(ms.min, dt_, delay.key);
    rows_.max_delay = delay_steps(ms.max + longest_conduction(p_, where_), dt_, delay.key);
  }

  // The smallest and the largest of the values that will be drawn.
  value_range drawn_range(const synapse_values& values) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<value_range> by_thread(team_.size(), {infinity, -infinity});
    for_row_chunks([&](std::uint32_t row, unsigned thread) {
      value_range range = by_thread[thread];
      for (std::uint64_t i = 0; i < row_length(row); ++i) {
        const double x = values(row, i, 0);
        range = {std::min(range.min, x), std::max(range.max, x)};
      }
      by_thread[thread] = range;
    });
    value_range all = by_thread[0];
    for (const auto& r : by_thread) all = {std::min(all.min, r.min), std::max(all.max, r.max)};
    return all;
  }

  template <class Maker, class Word>
  void fill(Maker& maker, buffer<Word>& words, const synapse_values& weight, const synapse_values& delay) {
    words = buffer<Word>(rows_.count());
    maker.fill(rows_.offset, words.data());
    rows_.max_indegree = largest_indegree(words);
    const std::uint64_t* entries = nullptr;
    if constexpr (std::is_same_v<Maker, rows_of_list>) entries = maker.entries();
    if (rows_.max_delay > rows_.min_delay) add_delays(words, delay, entries);
    add_weights(weight, entries);
  }

  // Of words that hold targets alone.
  template <class Word>
  std::uint32_t largest_indegree(const buffer<Word>& words) {
    std::vector<buffer<std::uint32_t>> counts(team_.size());
    for_row_chunks([&](std::uint32_t row, unsigned thread) {
      if (counts[thread].empty()) counts[thread] = buffer<std::uint32_t>(rows_.targets, 0);
      std::uint32_t* count = counts[thread].data();
      for (std::uint64_t i = rows_.offset[row]; i < rows_.offset[row + 1ULL]; ++i) ++count[words[i]];
    });
    return largest_sum(counts);
  }

  [[nodiscard]] std::uint32_t largest_sum(const std::vector<buffer<std::uint32_t>>& counts) const {
    std::uint32_t largest = 0;
    for (std::uint32_t target = 0; target < rows_.targets; ++target) {
      std::uint32_t sum = 0;
      for (const auto& count : counts) sum += count.empty() ? 0 : count[target];
      largest = std::max(largest, sum);
    }
    return largest;
  }

  template <class Word>
  void add_delays(buffer<Word>& words, const synapse_values& delay, const std::uint64_t* entries) {
    for_row_chunks([&](std::uint32_t row, unsigned) {
      const std::uint64_t begin = rows_.offset[row];
      for (std::uint64_t i = begin; i < rows_.offset[row + 1ULL]; ++i) {
        const double ms = delay(row, i - begin, entries ? entries[i] : i) + conduction(row, words[i]);
        words[i] |= static_cast<Word>(delay_steps(ms, dt_, delay.key) - rows_.min_delay) << rows_.target_bits;
      }
    });
  }

  /// The time that a spike is on its way, ms.
  [[nodiscard]] double conduction(std::uint32_t source, std::uint64_t target) const {
    if (!p_.velocity) return 0;
    const double squared =
        where_.squared_distance(where_.source(source), where_.target(static_cast<std::uint32_t>(target)));
    return square_root(squared) / (um_per_ms * *p_.velocity);
  }

  void add_weights(const synapse_values& weight, const std::uint64_t* entries) {
    if (weight.value.kind == law::form::constant) {
      rows_.weight = weight.value.first;
      rows_.largest_weight = std::abs(rows_.weight);
      return;
    }
    rows_.weights = buffer<float>(rows_.count());
    std::vector<float> largest(team_.size(), 0.0F);
    for_row_chunks([&](std::uint32_t row, unsigned thread) {
      const std::uint64_t begin = rows_.offset[row];
      for (std::uint64_t i = begin; i < rows_.offset[row + 1ULL]; ++i) {
        rows_.weights[i] = static_cast<float>(weight(row, i - begin, entries ? entries[i] : i));
        largest[thread] = std::max(largest[thread], std::abs(rows_.weights[i]));
      }
    });
    rows_.largest_weight = *std::max_element(largest.begin(), largest.end());
  }

  [[nodiscard]] std::uint64_t row_length(std::uint32_t row) const {
    return rows_.offset[row + 1ULL] - rows_.offset[row];
  }

  template <class Work>
  void for_row_chunks(const Work& work) {
    team_.for_chunks(rows_.sources, rows_at_a_time(rows_.sources, team_),
                     [&](std::uint64_t begin, std::uint64_t end, unsigned thread) {
                       for (std::uint64_t row = begin; row < end; ++row) work(static_cast<std::uint32_t>(row), thread);
                     });
  }

  const projection& p_;
  double dt_;
  std::uint64_t seed_;
  thread_team& team_;
  const ends& where_;
  synapse_rows rows_;
  distribution listed_weight_;
  distribution listed_delay_;
};

/// Picks the rows' maker for a rule.
struct rule_builder {
  const projection& p;
  std::uint32_t sources;
  candidates to;    ///< targets of a source
  candidates from;  ///< sources of a target
  stream s;
  thread_team& team;
  const ends& where;
  assembly made;

  synapse_rows operator()(const one_to_one&) { return by_row(one_to_one_row{to.exclude_self}); }
  synapse_rows operator()(const all_to_all&) { return by_row(all_to_all_row{to}); }
  synapse_rows operator()(const fixed_probability& r) {
    if (r.probability >= 1) return by_row(all_to_all_row{to});
    return by_row(fixed_probability_row(to, r.probability, s));
  }
  synapse_rows operator()(const distance_probability& r) {
    // Within a quarter of the scale a kernel hardly falls: smaller cells would only be more of them.
    const cell_list cells(where.target, to.size, r.scale / 4);
    return by_row(distance_row(r, where, cells.view(), to.exclude_self, s));
  }
  synapse_rows operator()(const fixed_outdegree& r) {
    return by_row(fixed_outdegree_row{{to, r.outdegree, p.multapses, s}});
  }
  synapse_rows operator()(const fixed_indegree& r) {
    const fixed_indegree_pairs rule{{from, r.indegree, p.multapses, s}, to.size};
    return made.build(rows_of_ordered_pairs(rule, sources, team));
  }
  synapse_rows operator()(const fixed_total_number& r) {
    if (p.multapses) return by_pair(total_number_pairs{sources, to, r.number, s});
    const std::uint64_t pairs = static_cast<std::uint64_t>(sources) * to.count();
    return by_pair(distinct_pairs{to, r.number, permutation(std::max<std::uint64_t>(pairs, 1), s, 0)});
  }
  synapse_rows operator()(const explicit_list& list) { return made.build(rows_of_list(list, sources, team)); }

 private:
  template <class Rule>
  synapse_rows by_row(const Rule& rule) {
    return made.build(row_by_row(rule, sources, team));
  }
  template <class Rule>
  synapse_rows by_pair(const Rule& rule) {
    return made.build(rows_of_pairs(rule, sources, team));
  }
};

}  // namespace

std::uint64_t synapse_rows::bytes() const {
  return offset.size() * sizeof(std::uint64_t) + narrow.size() * sizeof(std::uint32_t) +
         wide.size() * sizeof(std::uint64_t) + weights.size() * sizeof(float);
}

std::uint32_t delay_steps(double ms, double dt, const std::string& key) {
  constexpr double tie = 1e-9;  // half a step is seldom exact in binary: 0.075 / 0.05 is below 1.5
  const double steps = std::floor(ms / dt + 0.5 + tie);
  if (!(steps >= 1))
    throw input_error(key, joined(ms, " ms is less than one time step; expected at least dt = ", dt, " ms"));
  if (steps >= 2147483648.0) throw input_error(key, joined(ms, " ms is too long; expected less than 2^31 time steps"));
  return static_cast<std::uint32_t>(steps);
}

synapse_rows build_rows(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population,
                        double dt, std::uint64_t seed, thread_team& team, const ends& where) {
  check_rule(p, sources, targets, same_population);
  const bool exclude_self = same_population && !p.autapses && sources > 0;
  rule_builder builder{p,
                       sources,
                       {targets, exclude_self},
                       {sources, exclude_self},
                       stream(seed, "projection " + p.name + " rule"),
                       team,
                       where,
                       assembly(p, sources, targets, dt, seed, team, where)};
  return std::visit(builder, p.rule);
}

}  // namespace hux
