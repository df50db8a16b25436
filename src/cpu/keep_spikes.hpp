#pragma once

#include <cstdint>

#include "cpu/population_state.hpp"

namespace hux::cpu {

/// A pack some of whose neurons crossed the threshold upwards in a step.
template <class Real>
struct pack_crossings {
  std::uint32_t first = 0;  ///< neuron
  std::int64_t step = 0;
  std::uint64_t lanes = 0;        ///< a bit for each neuron that did
  Real v0[padding], v1[padding];  ///< mV, at the begin and the end of the step
  Real d0[padding], d1[padding];  ///< slopes there; only for interpolated spike times
};

/// Adds the spikes of those neurons that are not refractory to the work's.
/// @param per_step units of time of the slopes in a step
template <class Real>
void keep_spikes(population_state<Real>& p, block_work<Real>& w, const pack_crossings<Real>& found, double per_step);

}  // namespace hux::cpu
