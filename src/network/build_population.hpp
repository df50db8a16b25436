#pragma once

#include "network/built_network.hpp"
#include "support/thread_team.hpp"

namespace hux {

/// Draws the parameters and the initial state of a population, by a team.
built_population build_population(const population& p, const catalog& known, const settings& s, spike_time times,
                                  thread_team& team);

}  // namespace hux
