#include "io/text/text_units.hpp"

#include "hux/units.hpp"

namespace hux {

bool is_unit_of(const std::string& unit, quantity q) {
  try {
    parse_quantity("1 " + unit, q);
    return true;
  } catch (const units_error&) {
    return false;
  }
}

double unit_factor(const text_columns& text, std::size_t column, quantity q) {
  if (text.unit(column).empty()) return 1;
  try {
    return parse_quantity("1 " + text.unit(column), q);
  } catch (const units_error& e) {
    text.fail(e.what());
  }
}

}  // namespace hux
