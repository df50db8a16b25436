#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace hux {

/// A unit behind a number of an equation.
struct unit_literal {
  std::string unit;        ///< as dimension_of takes it; "" if there is none
  std::size_t length = 0;  ///< characters that it takes behind the number
};

/// Reads the unit behind a number: "mM", "mS/cm2" ('/' without blanks), "1/ms", "1/(mM ms)".
/// @param behind the rest of the equation
/// @param reciprocal does "/ms", as in "3/ms", count as "1/ms"?
/// @param is_name tells names of the model, which are no units
unit_literal unit_behind(std::string_view behind, bool reciprocal,
                         const std::function<bool(std::string_view)>& is_name);

}  // namespace hux
