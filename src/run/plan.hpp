#pragma once

#include "hux/simulation.hpp"

namespace hux {

/// plan() of an experiment that has been validated.
memory_plan plan_validated(const experiment& e);

/// What keeping a state takes, but for its spikes in flight.
std::uint64_t bytes_of_state(const experiment& e);

}  // namespace hux
