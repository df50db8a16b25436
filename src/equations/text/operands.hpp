#pragma once

#include <string>
#include <vector>

#include "equations/text/dimensions.hpp"

/// Arithmetic with units: what operators and functions ask of their operands.
namespace hux {

/// An operand as it was written, and what it means.
struct operand {
  const syntax* written;
  typed_expression means;
};

/// For messages: an equation on a line, shortened if it is long.
std::string shown(const syntax& equation);

/// "v is mV"
std::string unit_shown(const operand& of);

/// In the unit that is expected, converted by a power of ten; one that is open by a number is taken as it is.
/// @throws equation_error if it is of another dimension
typed_expression in_unit(const operand& of, const dimension& expected);

/// The same for a plain number.
typed_expression plain_number(const operand& of);

/// What is open by a number but has no dimension, as a plain number, which opens nothing; anything else as it is.
typed_expression made_plain(typed_expression of);

/// Brings two operands to one unit, the left one's if both have one.
/// @param where "a sum", for the message at that column
/// @return the unit of both, and how open it is; its value is left empty
/// @throws equation_error if they are of different dimensions
typed_expression unify(operand& left, operand& right, const std::string& where, std::size_t column);

/// unit^power, if that has whole exponents.
/// @throws equation_error at that column if they are beyond reason
dimension multiplied(const dimension& a, const dimension& b, int power, std::size_t column);

/// base^power for a power that is a number.
/// @throws equation_error if the unit would have exponents that are not whole
typed_expression raised(const operand& base, double power, std::size_t column);

}  // namespace hux
