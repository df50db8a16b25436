#pragma once

#include <cstddef>
#include <vector>

#include "experiment/population_names.hpp"
#include "network/built_network.hpp"

namespace hux {

/// What an input that is on becomes in a network, of which the populations have been built.
built_inputs build_input(const input& in, const settings& s, const population_names& names,
                         const built_network& network, thread_team& team);

/// Adds inputs behind those that there are.
void append(built_inputs more, built_inputs& to);

/// Puts what an input has become in the place of what it was, or where it would stand: sums of currents keep the order
/// of inputs.
/// @param inputs of the experiment
/// @param number of the one among them
/// @return what it was
built_inputs exchange_input(built_inputs& all, const std::vector<input>& inputs, std::size_t number,
                            built_inputs fresh);

}  // namespace hux
