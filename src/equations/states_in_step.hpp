#pragma once

#include <string_view>
#include <vector>

#include "equations/listed_model.hpp"

namespace hux {

/// The states, v first, for which one step of an integrator from a state asks the equations, in the order in which it
/// does; without input.
std::vector<std::vector<double>> states_in_step(const model_lists& lists, std::string_view integrator,
                                                const double* coefficients, const double* state);

}  // namespace hux
