#pragma once

#include <string_view>

#include "equations/listed_model.hpp"
#include "hux/equations.hpp"

namespace hux {

/// What takes one neuron of equations that are lists through steps of an integrator.
neuron_stepper listed_stepper(const model_lists& lists, std::string_view integrator);

}  // namespace hux
