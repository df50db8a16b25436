#pragma once

#include <string>
#include <vector>

#include "build/draw.hpp"
#include "hux/models/model.hpp"
#include "hux/network.hpp"

namespace hux {

/// The parameters of a population's typical neuron: means, where they are distributed.
template <class Model>
typename Model::parameters mean_parameters(const population& p) {
  typename Model::parameters values;
  for (const auto& preset : Model::presets)
    if (preset.name == p.preset) values = preset.values;
  for (const auto& parameter : Model::parameter_table) {
    const auto given = p.parameters.find(std::string(parameter.name));
    if (given != p.parameters.end()) values.*(parameter.member) = mean_of(given->second);
  }
  return values;
}

/// Parameters in the model's order, by which neurons are the same.
template <class Model>
std::vector<double> listed_parameters(const typename Model::parameters& p) {
  std::vector<double> values;
  for (const auto& parameter : Model::parameter_table) values.push_back(p.*(parameter.member));
  return values;
}

}  // namespace hux
