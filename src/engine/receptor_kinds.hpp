#pragma once

#include <vector>

#include "hux/equations.hpp"

namespace hux {

/// The synapses of a population's receptors that follow v, each once, if built-in kernels do not have them all: kernels
/// that are compiled for it know receptors by their places in this list. Empty: by synapse_equations::kind.
/// @param receptors the synapse of each
std::vector<const synapse_equations*> own_kinds(const std::vector<const synapse_equations*>& receptors);

}  // namespace hux
