#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "hux/errors.hpp"

namespace hux {

/// A mistake in the text of an equation; what() has the column, and names what stands there. Who knows the key makes an
/// input_error of it.
struct equation_error : error {
  equation_error(std::size_t at, const std::string& message)
      : error("column " + std::to_string(at) + ": " + message), column(at) {}
  std::size_t column;
};

enum class syntax_kind : std::uint8_t {
  number,  ///< with or without a unit
  name,
  call,
  negate,
  add,
  subtract,
  multiply,
  divide,
  power,
  less,      ///< a < b; a > b is parsed as b < a
  at_most,   ///< a <= b; a >= b is parsed as b <= a
  both,      ///< a and b
  either,    ///< a or b
  opposite,  ///< not a
};

/// An equation as it was written.
struct syntax {
  syntax_kind kind{};
  std::size_t column = 1;  ///< where it starts, from 1; of an operation, where its operator stands
  double value = 0;        ///< of a number, in its unit
  std::string text;        ///< of a number its unit ("" if it has none), else the name, or the called function's
  std::size_t depth = 1;   ///< levels, this one included
  std::vector<syntax> parts;
};

/// Reads an equation. Operators from loose to tight: or; and; not; < <= > >=; + -; * /; sign; ^ (or **, to the right).
/// A number may have a unit right behind it: "5.5 mM", "2 mS/cm2", "3 1/ms", "1/ms", "2 1/(mM ms)". A name of the model
/// there, as is_name tells, is a mistake: a product needs '*'. What is longer than 10,000 characters, nested deeper
/// than 200 parentheses or has more than 1000 levels is refused, so that who walks down the result need not fear for
/// the stack.
/// @throws equation_error
syntax parse_equation(std::string_view text, const std::function<bool(std::string_view)>& is_name);

/// The shortest text that means the same, for messages: "-g_l * (v - e_l)".
std::string text_of(const syntax& equation);

}  // namespace hux
