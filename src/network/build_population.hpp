#pragma once

#include <cstdint>

#include "network/built_network.hpp"
#include "support/thread_team.hpp"

namespace hux {

/// Is the state at t = 0 looked at, or is another written in its place? Then it is 0.
enum class initial_state : std::uint8_t { wanted, replaced };

/// Draws the parameters and the initial state of a population, by a team.
built_population build_population(const population& p, const network& n, const settings& s, spike_time times,
                                  thread_team& team, initial_state at_start = initial_state::wanted);

}  // namespace hux
