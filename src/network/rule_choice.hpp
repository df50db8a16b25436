#pragma once

#include <algorithm>
#include <cstdint>
#include <variant>

#include "network/distance_row.hpp"
#include "network/pair_rules.hpp"
#include "network/row_rules.hpp"
#include "network/rules.hpp"
#include "network/wiring.hpp"

namespace hux {

/// Turns a projection's rule into what makes its synapses, and hands that to a builder of rows:
///   by_row(rule)      of row_rules.hpp
///   by_distance(rule, cells, exclude_self, stream)  what distance_row is made of, with cells of the targets
///   by_target(rule)   of pair_rules.hpp, synapses in the order of their targets
///   by_pair(rule)     of pair_rules.hpp, synapses in no order
///   by_list(list)
/// host_team() are threads that may help it before.
template <class Builder>
struct rule_choice {
  const wiring& w;
  candidates to;    ///< targets of a source
  candidates from;  ///< sources of a target
  stream s;
  Builder& builder;

  auto operator()(const one_to_one&) const { return builder.by_row(one_to_one_row{to.exclude_self}); }
  auto operator()(const all_to_all&) const { return builder.by_row(all_to_all_row{to}); }
  auto operator()(const fixed_probability& r) const {
    if (r.probability >= 1) return builder.by_row(all_to_all_row{to});
    return builder.by_row(fixed_probability_row(to, r.probability, s));
  }
  auto operator()(const distance_probability& r) const {
    // Within a quarter of the scale a kernel hardly falls: smaller cells would only be more of them.
    const cell_list cells(w.where.target, to.size, r.scale / 4, builder.host_team());
    return builder.by_distance(r, cells, to.exclude_self, s);
  }
  auto operator()(const fixed_outdegree& r) const {
    return builder.by_row(fixed_outdegree_row{{to, r.outdegree, w.projection.multapses, s}});
  }
  auto operator()(const fixed_indegree& r) const {
    return builder.by_target(fixed_indegree_pairs{{from, r.indegree, w.projection.multapses, s}, to.size});
  }
  auto operator()(const fixed_total_number& r) const {
    if (w.projection.multapses) return builder.by_pair(total_number_pairs{w.sources, to, r.number, s});
    const std::uint64_t pairs = std::uint64_t{w.sources} * to.count();
    return builder.by_pair(distinct_pairs{to, r.number, permutation(std::max<std::uint64_t>(pairs, 1), s, 0)});
  }
  auto operator()(const explicit_list& list) const { return builder.by_list(list); }
};

/// Builds a projection's rows with a builder, as rule_choice says.
/// Throws input_error where the rule cannot be met.
template <class Builder>
auto build_by_rule(const wiring& w, Builder& builder) {
  check_rule(w.projection, w.sources, w.targets, w.same_population);
  const bool exclude_self = w.excludes_self() && w.sources > 0;
  const stream s(w.seed, "projection " + w.projection.name + " rule");
  return std::visit(rule_choice<Builder>{w, {w.targets, exclude_self}, {w.sources, exclude_self}, s, builder},
                    w.projection.rule);
}

}  // namespace hux
