#pragma once

#include "network/built_network.hpp"

namespace hux {

/// Chooses the unit of every receptor's fixed-point sums, the finest power of two with which they cannot overflow, and
/// which receptors get wide sums. Says in network.warnings what is rounded noticeably all the same. All of this depends
/// on the weights alone.
/// Throws input_error if what may arrive in one step is beyond the range of the state.
void choose_units(built_network& network);

}  // namespace hux
