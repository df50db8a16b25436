#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "network/distance_row.hpp"
#include "network/number_law.hpp"

namespace hux {

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
    const double each = 1.0 * sources / static_cast<double>(some.size());
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

}  // namespace hux
