#pragma once

#include <cstdint>

namespace hux {

/// A spike within a window, on its way to targets and recorders.
struct window_spike {
  double time;  ///< ms
  std::uint32_t neuron;
  std::uint32_t step;  ///< counted from the begin of the window
};

}  // namespace hux
