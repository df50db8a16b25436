#pragma once

#include "build/built_network.hpp"

namespace hux {

/// Resolves the stimuli of an experiment into the inputs of a network whose populations are built.
void build_inputs(const experiment& e, built_network& network);

}  // namespace hux
