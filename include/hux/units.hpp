#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "hux/device/quantity.hpp"

namespace hux {

/// A text that is not a quantity of the dimension asked for; what() says what was found and what was expected, with an
/// example.
struct units_error : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// The quantity that Hux keeps in exactly that unit: "mV" is a voltage, "" and "1" a plain number. A unit that no
/// enumerator of quantity has ("uM", "mM/ms", "1/(mM ms)") gets a quantity of its own, the same for the same text as
/// long as the process lives; the functions below take it as any other. May be called from several threads. Throws
/// units_error if the unit is unknown.
quantity quantity_of(std::string_view unit);

/// A quantity with its unit ("6 nS", "1.5 ms", "0.1 mS/cm2", "3 1/ms", "6.3 degC") as a number in the unit in which Hux
/// keeps it (unit_of). Units are products and quotients of SI units with prefixes, parentheses allowed ("1/(mM ms)");
/// the result is correctly rounded. A dimensionless quantity is a plain number. q is none of the model_ ones (see
/// resolved). Throws units_error.
double parse_quantity(std::string_view text, quantity q);

/// The shortest text that parse_quantity reads back as exactly the same number.
std::string format_quantity(double value, quantity q);

/// What a quantity is called, with an example ("a conductance such as '6 nS'").
std::string describe(quantity q);

}  // namespace hux
