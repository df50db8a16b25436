#pragma once

#include "build/built_network.hpp"
#include "cpu/population_state.hpp"

namespace hux::cpu {

/// The state of a population at t = 0.
template <class Real>
population_state<Real> make_population(const built_population& p, const built_network& network,
                                       const kernels<Real>& kernel);

}  // namespace hux::cpu
