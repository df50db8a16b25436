#pragma once

#include <nanobind/nanobind.h>

#include <optional>
#include <string>

#include "hux/neuron_values.hpp"
#include "hux/units.hpp"

/// Values that need no experiment file to be understood: numbers in the unit of their quantity, quantities with a unit,
/// arrays of such numbers, None.
namespace hux::python {

/// Gives a place in an experiment such a value. Throws input_error at the key.
struct plain_value {
  const nanobind::object& given;
  hux::quantity quantity;
  std::string key;

  void put(double& into) const { into = number(); }
  void put(std::optional<double>& into) const;
  void put(neuron_values& into) const;

 private:
  [[nodiscard]] double number() const;
};

}  // namespace hux::python
