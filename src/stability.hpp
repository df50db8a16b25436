#pragma once

#include "hux/network.hpp"

namespace hux {

/// Refuses a dt at which the integrator would not be stable. The fastest rate of each population is measured on a
/// probe: one neuron with the population's parameters (means, where they are distributed), driven to fire, integrated
/// in double precision with a step that is short enough for any. Throws input_error.
void check_stability(const experiment& e);

}  // namespace hux
