#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "equations/text/expression.hpp"
#include "equations/text/syntax.hpp"
#include "equations/units_of_measure.hpp"

namespace hux {

/// How strictly a unit is known.
enum class openness : std::uint8_t {
  strict,    ///< all that it is made of has a unit by its name
  plain,     ///< it is a plain number but for what the bare numbers in it may stand for
  by_number  ///< it is made of a bare number, which may stand for any unit; `unit` is what it would be without
};

/// A value with its unit: the expression is in units of `unit` as it is written (a concentration in uM if it is written
/// so).
struct typed_expression {
  expression value;
  dimension unit;
  openness open = openness::strict;
};

/// What the names of a model mean. Throws equation_error for one that is unknown (with the nearest), or defined by
/// itself.
using name_lookup = std::function<typed_expression(const std::string& name, std::size_t column)>;

/// What an equation means and in which unit, checked. Names and numbers with a unit are strict. A bare number takes the
/// unit of the other side in a sum, a comparison, min, max and if(), unchanged; a product with one is open by_number.
/// What a name stands for and what a function makes of plain numbers is plain if it is that: it may be a rate or a time
/// constant in ms, and opens nothing that it is multiplied by.
/// Strict units of one dimension are converted to the left side's. q10, nernst and ghk give bare numbers the units that
/// they expect, and stay strict.
/// @throws equation_error: units that cannot be added, an unknown function, a function's wrong number of arguments
typed_expression typed(const syntax& equation, const name_lookup& names, expressions& pool);

/// The same in the unit that is expected, converted by a power of ten if need be.
/// @param expected as in "uA/cm2"; a rate of 1/ms and a time of ms may be plain
/// @throws equation_error if it is in another
typed_expression typed(const syntax& equation, const name_lookup& names, expressions& pool, std::string_view expected);

}  // namespace hux
