#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "hux/device/models/models.hpp"

namespace hux::test {

/// tests/data/reference.json: what scripts/reference.py worked out, without any code of ours.
inline const nlohmann::json& reference() {
  static const auto data = nlohmann::json::parse(std::ifstream(HUX_SOURCE_DIR "/tests/data/reference.json"));
  return data;
}

/// The part of the reference that is about a model.
template <class Model>
const nlohmann::json& reference_of() {
  return reference().at(std::string(Model::name));
}

/// Parameters of a preset (none: the defaults), some of them replaced.
template <class Model>
typename Model::parameters parameters_of(const std::string& preset, const std::map<std::string, double>& replaced) {
  typename Model::parameters p;
  bool found = preset.empty();
  for (const model_preset<typename Model::parameters>& known : Model::presets)
    if (known.name == preset) p = known.values, found = true;
  for (const auto& [name, value] : replaced)
    for (const auto& known : Model::parameter_table)
      if (known.name == name) p.*known.member = value;
  if (!found) throw std::invalid_argument(preset);
  return p;
}

/// Coefficients in the precision of the equations.
/// @param tau unit of time of the derivatives, ms
template <class Model, class Real>
typename Model::template coefficients<Real> coefficients(const typename Model::parameters& p, double tau) {
  const auto exact = Model::derive(p, tau);
  typename Model::template coefficients<Real> rounded;
  const auto* from = reinterpret_cast<const double*>(&exact);
  std::transform(from, from + sizeof exact / sizeof(double), reinterpret_cast<Real*>(&rounded),
                 [](double c) { return static_cast<Real>(c); });
  return rounded;
}

/// A list of types in the form that typed tests take.
template <class List>
struct as_test_types;
template <class... Types>
struct as_test_types<type_list<Types...>> {
  using type = testing::Types<Types...>;
};

}  // namespace hux::test
