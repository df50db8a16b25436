#pragma once

#include <string>

#include "hux/catalog.hpp"
#include "io/text/text_columns.hpp"

namespace hux {

bool is_unit_of(const std::string& unit, quantity q);

/// What a number of a column is to be multiplied by to be in the unit in which Hux keeps the quantity; 1 if the file
/// names no unit. Throws file_error if the unit that it names is not one of that quantity.
double unit_factor(const text_columns& text, std::size_t column, quantity q);

}  // namespace hux
