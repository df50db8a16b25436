#include "network/synapse_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "hux/errors.hpp"
#include "network/cell_list.hpp"
#include "network/distance_row.hpp"
#include "network/joined.hpp"
#include "network/row_makers.hpp"
#include "network/rule_choice.hpp"
#include "network/synapse_values.hpp"

namespace hux {
namespace {

/// What a rule makes is turned into a projection's rows here, in four passes: lengths, delays (only to see how many
/// bits they take), targets, then delays and weights.
class assembly {
 public:
  assembly(const wiring& w, thread_team& team)
      : w_(w), p_(w.projection), team_(team), conduction_(w.projection, w.where) {
    rows_.set_sizes(w.sources, w.targets);
  }

  template <class Maker>
  synapse_rows build(Maker maker) {
    rows_.offset = maker.offsets();
    rows_.count = rows_.offset[rows_.sources];
    const synapse_values weight(weights(), p_.name, "weight", rows_.count, w_.seed);
    const synapse_values delay(delays(), p_.name, "delay", rows_.count, w_.seed);
    if (rows_.count > 0)
      set_delays(rows_, delay, w_.dt, longest_conduction(p_, w_.where), [&] { return drawn_range(delay); });
    if (rows_.fits_narrow())
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

  // The smallest and the largest of the values that will be drawn.
  value_range drawn_range(const synapse_values& values) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<value_range> by_thread(team_.size(), {infinity, -infinity});
    team_.for_each(rows_.sources, [&](std::uint32_t row, unsigned thread) {
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
    words = buffer<Word>(rows_.count);
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
    team_.for_each(rows_.sources, [&](std::uint32_t row, unsigned thread) {
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
    team_.for_each(rows_.sources, [&](std::uint32_t row, unsigned) {
      const std::uint64_t begin = rows_.offset[row];
      for (std::uint64_t i = begin; i < rows_.offset[row + 1ULL]; ++i) {
        const double ms =
            delay(row, i - begin, entries ? entries[i] : i) + conduction_(row, static_cast<std::uint32_t>(words[i]));
        words[i] |= static_cast<Word>(delay_steps(ms, w_.dt, delay.key) - rows_.min_delay) << rows_.target_bits;
      }
    });
  }

  void add_weights(const synapse_values& weight, const std::uint64_t* entries) {
    if (weight.value.kind == law::form::constant) {
      rows_.set_one_weight(weight.value.first);
      return;
    }
    rows_.own_weights = true;
    rows_.drawn_weights = weight.is_random();
    rows_.weights = buffer<float>(rows_.count);
    std::vector<magnitude_range> ranges(team_.size());
    team_.for_each(rows_.sources, [&](std::uint32_t row, unsigned thread) {
      magnitude_range range = ranges[thread];
      const std::uint64_t begin = rows_.offset[row];
      for (std::uint64_t i = begin; i < rows_.offset[row + 1ULL]; ++i) {
        const double drawn = weight(row, i - begin, entries ? entries[i] : i);
        rows_.weights[i] = static_cast<float>(drawn);
        range.add(drawn);
      }
      ranges[thread] = range;
    });
    for (std::size_t thread = 1; thread < ranges.size(); ++thread) ranges[0].add(ranges[thread]);
    rows_.set_weight_range(ranges[0]);
    set_mean_weight();
  }

  void set_mean_weight() {
    if (!rows_.has_weight_sum()) return;
    const double per_unit = summed_per_unit(rows_.largest_weight);
    std::vector<std::uint64_t> sums(team_.size(), 0);
    team_.for_each(rows_.sources, [&](std::uint32_t row, unsigned thread) {
      std::uint64_t sum = 0;
      for (std::uint64_t i = rows_.offset[row]; i < rows_.offset[row + 1ULL]; ++i)
        sum += in_units(rows_.weights[i], per_unit);
      sums[thread] += sum;
    });
    rows_.set_mean_weight(std::reduce(sums.begin(), sums.end()), per_unit);
  }

  [[nodiscard]] std::uint64_t row_length(std::uint32_t row) const {
    return rows_.offset[row + 1ULL] - rows_.offset[row];
  }

  const wiring& w_;
  const projection& p_;
  thread_team& team_;
  conduction conduction_;
  synapse_rows rows_;
  distribution listed_weight_;
  distribution listed_delay_;
};

/// Makes the rows of whichever rule is chosen.
struct row_builder {
  const wiring& w;
  thread_team& team;
  assembly made{w, team};

  [[nodiscard]] thread_team& host_team() const { return team; }
  template <class Rule>
  synapse_rows by_row(const Rule& rule) {
    return made.build(row_by_row(rule, w.sources, team));
  }
  synapse_rows by_distance(const distance_probability& rule, const cell_list& cells, bool exclude_self,
                           const stream& s) {
    return by_row(distance_row(rule, w.where, cells.view(), exclude_self, s));
  }
  template <class Rule>
  synapse_rows by_target(const Rule& rule) {
    return made.build(rows_of_ordered_pairs(rule, w.sources, team));
  }
  template <class Rule>
  synapse_rows by_pair(const Rule& rule) {
    return made.build(rows_of_pairs(rule, w.sources, team));
  }
  synapse_rows by_list(const explicit_list& list) { return made.build(rows_of_list(list, w.sources, team)); }
};

}  // namespace

std::uint64_t synapse_rows::bytes() const {
  return offset.size() * sizeof(std::uint64_t) + narrow.size() * sizeof(std::uint32_t) +
         wide.size() * sizeof(std::uint64_t) + weights.size() * sizeof(float);
}

explicit_list listed(const synapse_rows& rows, double dt) {
  explicit_list list;
  list.source.resize(rows.count);
  list.target.resize(rows.count);
  list.weight.resize(rows.count);
  list.delay.resize(rows.count);
  for (std::uint32_t row = 0; row < rows.sources; ++row)
    for (std::uint64_t i = rows.offset[row]; i < rows.offset[row + 1ULL]; ++i) {
      list.source[i] = row;
      list.target[i] = rows.target(i);
      list.weight[i] = rows.weight_of(i);
      list.delay[i] = rows.delay(i) * dt;
    }
  return list;
}

std::uint32_t delay_steps(double ms, double dt, const std::string& key) {
  const double steps = nearest_steps(ms, dt);
  if (!(steps >= 1))
    throw input_error(key, joined(ms, " ms is less than one time step; expected at least dt = ", dt, " ms"));
  if (steps >= 2147483648.0) throw input_error(key, joined(ms, " ms is too long; expected less than 2^31 time steps"));
  return static_cast<std::uint32_t>(steps);
}

synapse_rows build_rows(const wiring& w, thread_team& team) {
  row_builder builder{w, team};
  return build_by_rule(w, builder);
}

}  // namespace hux
