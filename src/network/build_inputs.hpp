#pragma once

#include "experiment/population_names.hpp"
#include "network/built_network.hpp"
#include "support/thread_team.hpp"

namespace hux {

/// Resolves the stimuli of an experiment into the inputs of a network whose populations are built; a team draws.
void build_inputs(const experiment& e, const population_names& names, built_network& network, thread_team& team);

}  // namespace hux
