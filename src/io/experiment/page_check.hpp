#pragma once

#include "hux/model_page.hpp"
#include "hux/synapse_page.hpp"

namespace hux {

/// Names, values, and which equations a gate has. Throw input_error at the key in the experiment. What the equations
/// mean is not looked at.
void check_page(const model_page& page);
void check_page(const synapse_page& page);

/// As model_page wants them.
model_page with_sorted_currents(model_page page);

}  // namespace hux
