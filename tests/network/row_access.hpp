#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "network/synapse_rows.hpp"

/// What the tests of rows share: short ways to ask for rows and to look at them.
namespace hux {

inline projection of_rule(const connection_rule& rule) {
  projection p;
  p.name = "P";
  p.rule = rule;
  p.weight = 6.0;
  p.delay = 1.5;
  return p;
}

/// Without autapses and multapses.
inline projection restricted(const connection_rule& rule) {
  projection p = of_rule(rule);
  p.autapses = p.multapses = false;
  return p;
}

/// Populations of one size are taken for one population; dt is 0.05 ms.
inline synapse_rows built(const projection& p, std::uint32_t sources, std::uint32_t targets, unsigned threads = 1,
                          std::uint64_t seed = 1) {
  thread_team team(threads);
  return build_rows({p, sources, targets, sources == targets, 0.05, seed, {}}, team);
}

using table = std::vector<std::vector<std::uint32_t>>;

/// The targets of each source.
inline table targets_of(const synapse_rows& rows) {
  table result(rows.sources);
  for (std::uint32_t s = 0; s < rows.sources; ++s)
    for (std::uint64_t i = rows.offset[s]; i < rows.offset[s + 1ULL]; ++i) result[s].push_back(rows.target(i));
  return result;
}

inline std::vector<std::uint32_t> outdegrees(const synapse_rows& rows) {
  std::vector<std::uint32_t> count;
  for (const auto& row : targets_of(rows)) count.push_back(static_cast<std::uint32_t>(row.size()));
  return count;
}

inline std::vector<std::uint32_t> indegrees(const synapse_rows& rows) {
  std::vector<std::uint32_t> count(rows.targets, 0);
  for (std::uint64_t i = 0; i < rows.count; ++i) ++count[rows.target(i)];
  return count;
}

inline bool has_autapse(const synapse_rows& rows) {
  const table t = targets_of(rows);
  for (std::uint32_t s = 0; s < rows.sources; ++s)
    if (std::binary_search(t[s].begin(), t[s].end(), s)) return true;
  return false;
}

inline bool has_multapse(const synapse_rows& rows) {
  const table t = targets_of(rows);
  return std::any_of(t.begin(), t.end(),
                     [](const auto& row) { return std::adjacent_find(row.begin(), row.end()) != row.end(); });
}

/// Every number in rows, for comparing two of them.
inline std::vector<double> contents(const synapse_rows& rows) {
  std::vector<double> all(rows.offset.begin(), rows.offset.end());
  for (std::uint64_t i = 0; i < rows.count; ++i)
    all.insert(all.end(), {1.0 * rows.target(i), 1.0 * rows.delay(i), rows.weight_of(i)});
  all.insert(all.end(), {1.0 * rows.max_indegree, rows.largest_weight, rows.smallest_weight, rows.mean_weight,
                         1.0 * rows.min_delay, 1.0 * rows.max_delay});
  return all;
}

}  // namespace hux
