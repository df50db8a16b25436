#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "hux/catalog.hpp"
#include "models/models.hpp"

namespace hux::test {

/// tests/data/reference.json: what scripts/reference.py worked out, without any code of ours.
inline const nlohmann::json& reference() {
  static const auto data = nlohmann::json::parse(std::ifstream(HUX_SOURCE_DIR "/tests/data/reference.json"));
  return data;
}

/// What the catalog says of one of Hux's own models, by its type.
template <class Model>
const equations& equations_for() {
  static const equations& found = built_in_catalog()->model(built_in_model_names[place_in<Model>(explicit_models{})]);
  return found;
}

/// Cells of the tests take the one form for all integrators.
static_assert(std::is_same_v<explicit_models, linear_models>);

/// The part of the reference that is about a model.
template <class Model>
const nlohmann::json& reference_of() {
  return reference().at(equations_for<Model>().name);
}

/// Parameters of a preset (none: the defaults), some of them replaced.
template <class Model>
std::vector<double> parameters_of(const std::string& preset, const std::map<std::string, double>& replaced) {
  const equations& e = equations_for<Model>();
  if (!preset.empty() && std::ranges::count(e.presets, preset, &preset_info::name) == 0)
    throw std::invalid_argument(preset);
  auto values = e.values_of(preset);
  for (const auto& [name, value] : replaced)
    for (std::size_t i = 0; i < values.size(); ++i)
      if (e.parameters[i].name == name) values[i] = value;
  return values;
}

/// Coefficients in the precision of the equations.
/// @param parameters none: the defaults
/// @param tau unit of time of the derivatives, ms
template <class Model, class Real>
typename Model::template coefficients<Real> coefficients(const std::vector<double>& parameters, double tau) {
  const equations& e = equations_for<Model>();
  const auto exact = e.derived(parameters.empty() ? e.values_of("") : parameters, tau);
  typename Model::template coefficients<Real> rounded;

  std::ranges::transform(exact, reinterpret_cast<Real*>(&rounded), [](double c) { return static_cast<Real>(c); });
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
