#pragma once

#include <nanobind/nanobind.h>

#include <string>
#include <string_view>
#include <vector>

#include "hux/network.hpp"

namespace hux::python {

/// A parameter of an input, or "on", as Python has it: a number in the unit of its quantity, an array of numbers, None
/// where it is left out. Throws input_error naming the nearest if there is no such parameter, or if it is a
/// distribution.
nanobind::object value_of(const input& in, std::string_view key, const network& n);

/// An input with another value: a number, a quantity with its unit, an array with one for each neuron, or None.
/// Throws input_error.
input with_value(input in, std::string_view key, const nanobind::object& value, const network& n);

/// The names of an input's parameters.
std::vector<std::string> parameters_of(const input& in);

}  // namespace hux::python
