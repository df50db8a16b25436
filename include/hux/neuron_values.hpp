#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "hux/distribution.hpp"

namespace hux {

/// Some values in turn, over and over.
struct repeat {
  std::vector<double> values;
  bool operator==(const repeat&) const = default;
};

/// What an expression in the language of equations gives for each neuron, such as "-60 mV + 5 mV * i / (n - 1)": i is
/// the neuron's index, n the size of its population, x, y and z are its position, if it has one.
struct formula {
  std::string text;
  bool operator==(const formula&) const = default;
};

struct neuron_part;

/// How values are given to neurons: as to synapses, by what a neuron is, or by parts. Of several parts that name a
/// neuron the last counts; what none names keeps what it has without them.
using neuron_values = std::variant<distribution, repeat, formula, std::vector<neuron_part>>;

/// Values of some neurons. Listed, equally spaced and repeated values run over these neurons, in their order; a drawn
/// value is that which the neuron would have if all had the law; i and n of a formula are those of the population.
struct neuron_part {
  std::vector<std::uint32_t> neurons;  ///< empty: all that no part names, in the order of the population
  neuron_values values;                ///< no parts
  bool operator==(const neuron_part&) const = default;
};

/// The value that all have by definition; null if they may differ.
inline const double* common_value(const neuron_values& values) {
  const auto* d = std::get_if<distribution>(&values);
  return d ? std::get_if<double>(d) : nullptr;
}

}  // namespace hux
