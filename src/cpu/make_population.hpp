#pragma once

#include <cstdint>
#include <vector>

#include "cpu/population_state.hpp"
#include "network/built_network.hpp"
#include "support/thread_team.hpp"

namespace hux::cpu {

/// Writes a row of values, of one for all neurons or one each. The padding repeats the last neuron, which keeps it
/// within the range of ordinary numbers.
template <class Real>
void fill_row(const std::vector<double>& values, std::uint32_t size, Real* row);

/// The state of a population at t = 0, made by a team.
template <class Real>
population_state<Real> make_population(const built_population& p, const built_network& network,
                                       const kernels<Real>& kernel, thread_team& team);

}  // namespace hux::cpu
