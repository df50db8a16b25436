#pragma once

#include <cstdint>
#include <vector>

#include "hux/recorder.hpp"

namespace hux {

/// A spike within a window, on its way to targets and recorders.
struct window_spike {
  double time;  ///< ms
  std::uint32_t neuron;
  std::uint32_t step;  ///< counted from the begin of the window
};

/// Spikes of a window in the order of time, as recorders want them; the step decides first, so that the order does not
/// depend on where windows end.
/// @param found in any order; sorted
/// @param ordered what was in it is overwritten
void put_in_order(std::vector<window_spike>& found, std::vector<spike>& ordered);

}  // namespace hux
