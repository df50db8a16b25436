#pragma once

#include <cstdint>
#include <vector>

namespace hux {

/// The parameters of one neuron as its model has them.
/// @param values in the model's order: one for all neurons, or one a neuron, for each parameter
template <class Model>
typename Model::parameters parameters_of(const std::vector<std::vector<double>>& values, std::uint32_t neuron) {
  typename Model::parameters p;
  for (std::size_t i = 0; i < values.size(); ++i)
    p.*(Model::parameter_table[i].member) = values[i].size() == 1 ? values[i][0] : values[i][neuron];
  return p;
}

}  // namespace hux
