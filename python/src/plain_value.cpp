#include "plain_value.hpp"

#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include "arrays.hpp"
#include "hux/errors.hpp"

namespace nb = nanobind;

namespace hux::python {

double plain_value::number() const {
  double plain = 0;
  if (nb::try_cast(given, plain)) return plain;
  if (!nb::isinstance<nb::str>(given))
    throw input_error(key, nb::cast<std::string>(nb::repr(given)) + " is no value; expected " + describe(quantity));
  try {
    return parse_quantity(nb::cast<std::string>(given), quantity);
  } catch (const units_error& wrong) {
    throw input_error(key, wrong.what());
  }
}

void plain_value::put(std::optional<double>& into) const {
  into = given.is_none() ? std::nullopt : std::optional(number());
}

void plain_value::put(neuron_values& into) const {
  given_array<double> values;
  if (!nb::isinstance<nb::str>(given) && nb::try_cast(given, values))
    into = vector_of(values);
  else
    into = number();
}

}  // namespace hux::python
