#pragma once

#include <string>

#include "hux/network.hpp"
#include "hux/simulation_state.hpp"
#include "network/built_network.hpp"

/// What can be changed of an experiment while it goes on, and what a state belongs to: experiments as TOML, in parts.
namespace hux {

/// All that a state belongs to: populations, projections, and what of the settings its numbers depend on.
std::string network_text(const experiment& e);

/// Lets a state say by what an experiment differs from what it was when it was built, in all that decides how the state
/// goes on: populations, projections and inputs.
void tell_changes(const experiment& built, const experiment& e, simulation_state& state);
/// What it says of that, without the lists; empty if they do not differ.
std::string changes_text(const experiment& built, const experiment& e);

/// An experiment with the populations, projections and inputs that a state has told of. Throws input_error.
/// @param built the experiment as it was built
experiment with_changes(const simulation_state& state, const experiment& built, const experiment& e);

/// What of an experiment cannot become what it is in another while a simulation goes on, in a sentence that names the
/// first such thing; empty if there is none.
std::string fixed_difference(const experiment& now, const experiment& next);

/// What a simulation of `now` goes on with when it is to go on as `next`. Throws input_error naming the first thing
/// that cannot be changed, or what of `next` is no valid experiment; memory_error if there is no room for it.
/// @param network built of `now`
experiment accepted_change(const experiment& now, experiment next, const built_network& network);

/// Do two projections that differ in nothing else have the same weights?
bool same_weights(const projection& a, const projection& b);

}  // namespace hux
