#include "io/experiment/connection_file.hpp"

#include <array>
#include <cmath>
#include <string>

#include "hux/units.hpp"
#include "io/text/text_columns.hpp"
#include "io/text/text_units.hpp"

namespace hux {
namespace {

// What a weight in this unit can only be; conductance if the unit is none of them (which unit_factor then reports).
quantity weight_quantity(const std::string& unit) {
  for (const auto q :
       {quantity::conductance, quantity::current, quantity::conductance_density, quantity::current_density})
    if (is_unit_of(unit, q)) return q;
  return quantity::conductance;
}

}  // namespace

explicit_list read_connection_file(const std::filesystem::path& file, std::optional<quantity> weight_is) {
  enum column : std::size_t { source, target, weight, delay };
  static constexpr std::array columns{column_info{"source", true}, column_info{"target", true},
                                      column_info{"weight", false}, column_info{"delay", false}};
  text_columns text(file, columns);
  const auto& unit = text.unit(weight);
  const double weight_factor = unit_factor(text, weight, weight_is ? *weight_is : weight_quantity(unit));
  const double delay_factor = unit_factor(text, delay, quantity::time);
  explicit_list list;
  while (text.next()) {
    list.source.push_back(text.index(source));
    list.target.push_back(text.index(target));
    if (text.has(weight)) list.weight.push_back(weight_factor * text.number(weight));
    if (text.has(delay)) list.delay.push_back(delay_factor * text.number(delay));
  }
  return list;
}

}  // namespace hux
