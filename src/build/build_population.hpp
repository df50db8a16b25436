#pragma once

#include "build/built_network.hpp"

namespace hux {

/// Draws the parameters and the initial state of a population.
built_population build_population(const population& p, const settings& s);

}  // namespace hux
