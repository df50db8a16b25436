#pragma once

#include <vector>

#include "hux/equations.hpp"

namespace hux {

/// Hux's own synapses that are text, as they were when the library was built (src/models/), in the order in which a
/// user should see them.
std::vector<synapse_equations> built_in_synapses();

}  // namespace hux
