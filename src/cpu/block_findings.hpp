#pragma once

#include <cstddef>
#include <vector>

#include "cpu/views.hpp"
#include "engine/divergence.hpp"
#include "hux/device/window_spike.hpp"

namespace hux::cpu {

/// Work on a block, and what is found in it.
template <class Real>
struct block_findings : block_work<Real> {
  block_findings();

  std::size_t population = 0;
  double dt = 0;                                ///< ms
  std::vector<window_spike>* spikes = nullptr;  ///< of neurons that are not refractory
  bool stops = false;                           ///< does one that diverges end the run?
  std::vector<divergence> diverged;             ///< in any order; if one ends the run, the first
};

}  // namespace hux::cpu
