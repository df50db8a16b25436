#pragma once

#include <string>

#include "equations/units_of_measure.hpp"

namespace hux {

/// What a unit is called in messages: as the field has it ("mS/cm2", "uM"), else as a product of base units
/// ("10^-3 V2 A"); "a plain number" if it is none.
std::string name_of(const dimension& unit);

}  // namespace hux
