#pragma once

#include <cstdint>

#include "hux/network.hpp"
#include "network/row_rules.hpp"

/// Connection rules that name synapses in an order of their own, not by source neuron. Each offers
///   units()                  number of independent pieces of work
///   visit(begin, end, take)  calls take(source, value) for each synapse of the units [begin, end)
namespace hux {

/// Unit: a target neuron. The value is the target, so that a row filled in the order of units is sorted.
struct fixed_indegree_pairs {
  partner_draws draws;
  std::uint32_t targets;

  [[nodiscard]] HUX_FN std::uint64_t units() const { return targets; }
  template <class Take>
  HUX_FN void visit(std::uint64_t begin, std::uint64_t end, const Take& take) const {
    for (auto target = static_cast<std::uint32_t>(begin); target < end; ++target)
      draws.visit(target, [&](std::uint32_t source) { take(source, target); });
  }
};

/// Unit: two synapses, each between a source and a target drawn uniformly. The value is the target.
struct total_number_pairs {
  std::uint32_t sources;
  candidates targets;
  std::uint64_t number;
  hux::stream stream;

  [[nodiscard]] HUX_FN std::uint64_t units() const { return (number + 1) / 2; }
  template <class Take>
  HUX_FN void visit(std::uint64_t begin, std::uint64_t end, const Take& take) const {
    for (std::uint64_t unit = begin; unit < end; ++unit) {
      const random_words w = stream.draw(unit, 0);
      take_pair(w[0], w[1], take);
      if (2 * unit + 1 < number) take_pair(w[2], w[3], take);
    }
  }

 private:
  template <class Take>
  HUX_FN void take_pair(std::uint32_t a, std::uint32_t b, const Take& take) const {
    const std::uint32_t source = uniform_integer(a, sources);
    take(source, targets(uniform_integer(b, targets.count()), source));
  }
};

/// Unit: a synapse; no pair of neurons comes twice. The value is the target.
struct distinct_pairs {
  candidates targets;
  std::uint64_t number;
  permutation order;  ///< of all pairs of neurons that may be connected

  [[nodiscard]] HUX_FN std::uint64_t units() const { return number; }
  template <class Take>
  HUX_FN void visit(std::uint64_t begin, std::uint64_t end, const Take& take) const {
    order.visit(begin, end, [&](std::uint64_t pair) {
      const auto source = static_cast<std::uint32_t>(pair / targets.count());
      take(source, targets(static_cast<std::uint32_t>(pair % targets.count()), source));
    });
  }
};

/// Unit: an entry of the list. The value is the entry's number, so that its weight and delay can be found.
struct listed_pairs {
  const explicit_list& list;

  [[nodiscard]] std::uint64_t units() const { return list.source.size(); }
  template <class Take>
  void visit(std::uint64_t begin, std::uint64_t end, const Take& take) const {
    for (std::uint64_t entry = begin; entry < end; ++entry) take(list.source[entry], entry);
  }
};

}  // namespace hux
