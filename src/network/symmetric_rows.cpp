#include "network/symmetric_rows.hpp"

#include <algorithm>
#include <compare>
#include <utility>
#include <variant>
#include <vector>

#include "hux/errors.hpp"
#include "network/joined.hpp"

namespace hux {
namespace {

struct directed_synapse {
  std::uint32_t source, target;
  float weight;

  // clang-tidy takes what <=> is compared with for a null pointer.
  auto operator<=>(const directed_synapse&) const = default;  // NOLINT(modernize-use-nullptr)
};

float kept_weight(const synapse_rows& rows, std::uint64_t i) { return rows.own_weights ? rows.weights[i] : 0; }

std::vector<directed_synapse> synapses_of(const synapse_rows& rows) {
  std::vector<directed_synapse> all;
  all.reserve(rows.count);
  for (std::uint32_t source = 0; source < rows.sources; ++source)
    for (std::uint64_t i = rows.offset[source]; i < rows.offset[source + 1]; ++i)
      all.push_back({source, rows.target(i), kept_weight(rows, i)});
  return all;
}

/// The same rows with other synapses, which are sorted.
synapse_rows rows_of(const synapse_rows& like, const std::vector<directed_synapse>& all) {
  synapse_rows rows;
  static_cast<row_summary&>(rows) = like;
  rows.count = all.size();
  rows.offset = buffer<std::uint64_t>(std::size_t{rows.sources} + 1, 0);
  rows.narrow = buffer<std::uint32_t>(all.size());
  if (rows.own_weights) rows.weights = buffer<float>(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    ++rows.offset[all[i].source + 1];
    rows.narrow[i] = all[i].target;
    if (rows.own_weights) rows.weights[i] = all[i].weight;
  }
  for (std::size_t s = 0; s < rows.sources; ++s) {
    // What goes out of a neuron of symmetric synapses comes in, too.
    rows.max_indegree = std::max(s == 0 ? 0 : rows.max_indegree, static_cast<std::uint32_t>(rows.offset[s + 1]));
    rows.offset[s + 1] += rows.offset[s];
  }
  return rows;
}

/// A pair that is listed both ways, or twice, would have its weight twice.
void require_once(const std::vector<directed_synapse>& sorted, const projection& p) {
  const auto same_ends = [](const auto& a, const auto& b) { return a.source == b.source && a.target == b.target; };
  const auto twice = std::ranges::adjacent_find(sorted, same_ends);
  if (twice == sorted.end()) return;
  throw input_error("projection." + p.name + ".symmetric",
                    joined("the list has the pair of ", twice->source, " and ", twice->target,
                           " more than once; expected each pair once, whichever way"));
}

}  // namespace

bool can_be_symmetric(const connection_rule& rule) {
  return !std::holds_alternative<fixed_indegree>(rule) && !std::holds_alternative<fixed_outdegree>(rule) &&
         !std::holds_alternative<one_to_one>(rule);
}

bool counts_pairs(const connection_rule& rule) {
  return std::holds_alternative<fixed_total_number>(rule) || std::holds_alternative<explicit_list>(rule);
}

synapse_rows made_symmetric(const synapse_rows& rows, const projection& p) {
  const bool all = counts_pairs(p.rule);
  std::vector<directed_synapse> both_ways;
  both_ways.reserve(2 * rows.count);
  for (const auto& s : synapses_of(rows)) {
    if (!all && s.source > s.target) continue;
    both_ways.push_back(s);
    if (s.source != s.target) both_ways.push_back({s.target, s.source, s.weight});
  }
  std::ranges::sort(both_ways);
  if (std::holds_alternative<explicit_list>(p.rule)) require_once(both_ways, p);
  return rows_of(rows, both_ways);
}

std::optional<one_way_synapse> first_one_way(const synapse_rows& rows) {
  auto all = synapses_of(rows);
  auto turned = all;
  for (auto& s : turned) std::swap(s.source, s.target);
  std::ranges::sort(all);
  std::ranges::sort(turned);
  const auto [here, there] = std::ranges::mismatch(all, turned);
  if (here == all.end()) return std::nullopt;
  // The lesser of the two is not in the other list; there it would be the other way round.
  if (*here < *there) return one_way_synapse{here->source, here->target};
  return one_way_synapse{there->target, there->source};
}

}  // namespace hux
