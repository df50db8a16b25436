#pragma once

#include <variant>
#include <vector>

#include "hux/device/bounds.hpp"

namespace hux {

/// Uniform on [low, high).
struct uniform {
  double low = 0;
  double high = 1;
  bool operator==(const uniform&) const = default;
};

struct normal {
  double mean = 0;
  double std = 1;
  bounds within;
  bool operator==(const normal&) const = default;
};

/// exp of a normal variate; mean and std are those of the variate itself, not of its logarithm.
struct lognormal {
  double mean = 1;
  double std = 1;
  bounds within;
  bool operator==(const lognormal&) const = default;
};

/// From first (index 0) to last (the largest index) in equal steps: for families such as an f-I curve.
struct linspace {
  double first = 0;
  double last = 0;
  bool operator==(const linspace&) const = default;
};

/// How values are given to many synapses, or neurons (neuron_values.hpp): one value for all, a law to draw from, or one
/// value each.
using distribution = std::variant<double, uniform, normal, lognormal, linspace, std::vector<double>>;

}  // namespace hux
