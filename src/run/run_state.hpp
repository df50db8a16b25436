#pragma once

#include <cstdint>

#include "engine/backend.hpp"
#include "hux/network.hpp"
#include "hux/simulation_state.hpp"
#include "network/built_network.hpp"

namespace hux {

/// The state of a run at a step, of which all windows that were started have been collected, without what it says of
/// the experiment.
/// @param in_flight spikes of which something arrives in the step or later
simulation_state state_of_run(const built_network& network, backend& engine, sent_spikes in_flight, std::int64_t step);

/// Before a network becomes another: where terminals will go on at other rates, brings the states that a saved state
/// has of them from each neuron's last spike to the step of the state.
void bring_terminals_up(simulation_state& state, const built_network& before, const built_network& after);

/// Brings a neuron's states of a terminal to a step.
/// @param rows of its states, and behind them of the steps at which each neuron had these
void bring_up(const built_terminal& t, std::int64_t step, std::size_t neuron,
              const std::vector<std::vector<double>*>& rows);

/// Throws input_error naming the first thing by which a state is not one of a network.
/// @param text network_text of the experiment as it was built
void require_fit(const simulation_state& state, const std::string& text, const built_network& network);

/// Writes a state that fits into a backend, but for the spikes in flight.
void write_state(const simulation_state& state, const built_network& network, backend& engine);

/// How far each correlated noise of a network is from its mean; of others nothing.
std::vector<std::vector<float>> deviations_of(const built_network& network, backend& engine);

/// The correlated noises of a network, and the same written into a backend; those of other inputs are left out.
std::vector<simulation_state::noise> noises_of(const built_network& network, backend& engine);
void write_noises(const std::vector<simulation_state::noise>& noises, const built_network& network, backend& engine);

/// Values for some neurons of a population, or for all if none are named. Throws input_error where they are not as
/// many, there is no such neuron, or no neuron can have such a value.
void require_values(const built_population& p, const state_row& row, const std::vector<double>& values,
                    const std::vector<std::uint32_t>& neurons);

}  // namespace hux
