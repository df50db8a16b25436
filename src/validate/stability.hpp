#pragma once

#include "hux/network.hpp"

namespace hux {

/// Refuses a dt at which the integrator would not be stable. The fastest rates of each population are measured on
/// probes: neurons with the population's parameters, driven to fire, integrated in double precision with a step that is
/// short enough for any. Where parameters are distributed there is a probe with their means, one with each of them
/// alone at either end of its range (its bounds, or 5 standard deviations), and one with all conductances at their
/// largest and the capacitance at its smallest. Throws input_error.
/// @param known an experiment that was checked before, which differs in no settings; what its populations share with
/// these is not checked again. Null: none
void check_stability(const experiment& e, const experiment* known = nullptr);

}  // namespace hux
