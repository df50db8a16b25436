#pragma once

#include <cstdint>

#include "cpu/population_state.hpp"

namespace hux::cpu {

/// A pack some of whose neurons diverged in a step.
template <class Real>
struct pack_divergences {
  std::uint32_t first = 0;  ///< neuron
  std::int64_t step = 0;
  std::uint64_t lanes = 0;  ///< a bit for each neuron that did
  Real v[padding];          ///< mV, at the end of the step
};

/// Adds them to the work's.
template <class Real>
void keep_divergences(block_work<Real>& w, const pack_divergences<Real>& found);

}  // namespace hux::cpu
