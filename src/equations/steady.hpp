#pragma once

#include <cstddef>

#include "hux/equations.hpp"

namespace hux {

/// Is a state where its equation is zero, but for rounding?
/// @param number of it, among the states beside v
bool stays(const equations& model, const double* derived_coefficients, std::size_t number, const double* state);

}  // namespace hux
