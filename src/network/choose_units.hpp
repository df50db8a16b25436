#pragma once

#include "network/built_network.hpp"

namespace hux {

/// Chooses the unit of every receptor's fixed-point sums, the finest power of two with which they cannot overflow, and
/// which receptors get wide sums. Says in network.warnings what is rounded noticeably all the same. All of this depends
/// on the weights alone.
/// Throws input_error if what may arrive in one step is beyond the range of the state.
void choose_units(built_network& network);

/// Are the units of a network those that would be chosen for it? Throws as choose_units.
bool has_chosen_units(const built_network& network);

}  // namespace hux
