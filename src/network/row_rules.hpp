#pragma once

#include <cstdint>

#include "hux/device/math.hpp"
#include "hux/device/permutation.hpp"
#include "hux/device/variates.hpp"

/// Connection rules that can make the row of one source neuron without regard to the others. Each offers
///   count(source)      length of the row
///   fill(source, row)  row[0], row[1], ... become the targets of the row
///   in_order           whether they then ascend
namespace hux {

/// Who may be the partner of a neuron: [0, size), without the neuron itself if that is excluded.
struct candidates {
  std::uint32_t size = 0;
  bool exclude_self = false;

  [[nodiscard]] HUX_FN std::uint32_t count() const { return size - (exclude_self ? 1U : 0U); }
  /// Candidate number i of neuron `self`, i < count().
  [[nodiscard]] HUX_FN std::uint32_t operator()(std::uint32_t i, std::uint32_t self) const {
    return i + (exclude_self && i >= self ? 1U : 0U);
  }
};

struct one_to_one_row {
  static constexpr bool in_order = true;
  bool exclude_self;

  [[nodiscard]] HUX_FN std::uint64_t count(std::uint32_t /*source*/) const { return exclude_self ? 0 : 1; }
  template <class Row>
  HUX_FN void fill(std::uint32_t source, const Row& row) const {
    if (!exclude_self) row[0] = source;
  }
};

struct all_to_all_row {
  static constexpr bool in_order = true;
  candidates targets;

  [[nodiscard]] HUX_FN std::uint64_t count(std::uint32_t /*source*/) const { return targets.count(); }
  template <class Row>
  HUX_FN void fill(std::uint32_t source, const Row& row) const {
    for (std::uint32_t i = 0; i < targets.count(); ++i) row[i] = targets(i, source);
  }
};

/// log(1 - p), accurate for small p too (Kahan's way: the rounding error of 1 - p is divided out).
HUX_FN double log_of_complement(double p) {
  const double rest = 1 - p;
  return rest == 1 ? -absolute(p) : log(rest) * (p / (1 - rest));
}

/// Number of candidates passed over before the next one is taken, as a whole number.
/// @param u uniform on (0, 1)
/// @param per_log 1 / log(1 - p)
HUX_FN double whole_gap(double u, double per_log) {
  const double g = log(u) * per_log;
  return g < 4294967296.0 ? static_cast<double>(static_cast<std::int64_t>(g)) : g;
}

/// Each candidate with one probability: the gaps between those taken are geometric variates, so that a row costs as
/// much time as it has synapses.
class fixed_probability_row {
 public:
  static constexpr bool in_order = true;

  /// @param probability within (0, 1)
  fixed_probability_row(const candidates& targets, double probability, const stream& s)
      : targets_(targets), per_log_(1 / log_of_complement(probability)), stream_(s) {}

  [[nodiscard]] HUX_FN std::uint64_t count(std::uint32_t source) const {
    std::uint64_t n = 0;
    visit(source, [&n](std::uint32_t) { ++n; });
    return n;
  }
  template <class Row>
  HUX_FN void fill(std::uint32_t source, const Row& row) const {
    std::uint64_t n = 0;
    visit(source, [&](std::uint32_t i) { row[n++] = targets_(i, source); });
  }

 private:
  template <class Visit>
  HUX_FN void visit(std::uint32_t source, const Visit& take) const {
    const double end = targets_.count();
    double next = 0;  // whole numbers below 2^53 are exact
    for (std::uint64_t pair = 0;; ++pair) {
      const random_words w = stream_.draw(source, pair);
      for (unsigned half = 0; half < 4; half += 2) {
        next += whole_gap(open_uniform(w[half], w[half + 1]), per_log_);
        if (next >= end) return;
        take(static_cast<std::uint32_t>(next));
        next += 1;
      }
    }
  }

  candidates targets_;
  double per_log_;
  stream stream_;
};

/// A fixed number of partners for each neuron, drawn uniformly, with or without replacement.
struct partner_draws {
  candidates partners;
  std::uint32_t number;  ///< of partners for each neuron; at most partners.count() if without replacement
  bool replacement;
  hux::stream stream;

  /// Calls take(partner) for each partner of a neuron.
  template <class Take>
  HUX_FN void visit(std::uint32_t neuron, const Take& take) const {
    replacement ? with_replacement(neuron, take) : without_replacement(neuron, take);
  }

 private:
  template <class Take>
  HUX_FN void with_replacement(std::uint32_t neuron, const Take& take) const {
    for (std::uint32_t k = 0; k < number; k += 4) {
      const random_words w = stream.draw(neuron, k / 4);
      const std::uint32_t n = number - k < 4 ? number - k : 4;
      for (std::uint32_t i = 0; i < n; ++i) take(partners(uniform_integer(w[i], partners.count()), neuron));
    }
  }
  template <class Take>
  HUX_FN void without_replacement(std::uint32_t neuron, const Take& take) const {
    if (number == 0) return;
    const permutation order(partners.count(), stream, neuron);
    order.visit(0, number, [&](std::uint64_t i) { take(partners(static_cast<std::uint32_t>(i), neuron)); });
  }
};

struct fixed_outdegree_row {
  static constexpr bool in_order = false;
  partner_draws draws;

  [[nodiscard]] HUX_FN std::uint64_t count(std::uint32_t /*source*/) const { return draws.number; }
  template <class Row>
  HUX_FN void fill(std::uint32_t source, const Row& row) const {
    std::uint64_t n = 0;
    draws.visit(source, [&](std::uint32_t target) { row[n++] = target; });
  }
};

}  // namespace hux
