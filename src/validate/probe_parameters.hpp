#pragma once

#include <vector>

#include "hux/equations.hpp"
#include "hux/network.hpp"
#include "network/draw.hpp"

namespace hux {

/// The parameters of a population's typical neuron, in the model's order: means, where they are distributed.
inline std::vector<double> mean_parameters(const population& p, const equations& model) {
  auto values = model.values_of(p.preset);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto given = p.parameters.find(model.parameters[i].name);
    if (given != p.parameters.end()) values[i] = mean_of(given->second);
  }
  return values;
}

}  // namespace hux
