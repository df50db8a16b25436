#pragma once

#include "cpu/population_state.hpp"
#include "network/built_network.hpp"

namespace hux::cpu {

/// The state of a population at t = 0.
template <class Real>
population_state<Real> make_population(const built_population& p, const built_network& network,
                                       const kernels<Real>& kernel);

}  // namespace hux::cpu
