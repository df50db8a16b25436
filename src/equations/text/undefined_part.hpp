#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hux/equations.hpp"

namespace hux {

/// The innermost part of a neuron's equations, as they were written, that is no finite number in a state though what it
/// is made of is: of the equation of one variable, or else of another's. Empty if there is none, or no text.
/// @param number of the variable, 0 for v, then the states
/// @param state v, then the states
std::string undefined_part(const equations& model, std::size_t number, const std::vector<double>& parameters,
                           const std::vector<double>& state);

}  // namespace hux
