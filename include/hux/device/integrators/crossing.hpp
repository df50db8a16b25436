#pragma once

#include <limits>

#include "hux/device/host_device.hpp"

namespace hux {

/// Where in a step the membrane potential crosses the threshold upward, as a fraction in [0, 1]: the root of the
/// cubic that has the values v0, v1 and the slopes d0, d1 (mV a step) at the ends (Hermite).
/// Computed in double precision by a fixed number of operations, so that it is the same on every backend.
HUX_FN double crossing_fraction(double v0, double v1, double d0, double d1, double threshold) {
  const double rise = v1 - v0;
  const double c2 = 3 * rise - 2 * d0 - d1;
  const double c3 = d0 + d1 - 2 * rise;
  double x = (threshold - v0) / rise;
  for (int i = 0; i < 5; ++i) {
    const double value = v0 + x * (d0 + x * (c2 + x * c3)) - threshold;
    const double slope = d0 + x * (2 * c2 + x * 3 * c3);
    // Where the cubic is not steep, as it may be if the slopes at the ends oppose the rise, the chord serves.
    x -= value / (slope > 0.1 * rise ? slope : rise);
    x = x < 0 ? 0 : x > 1 ? 1 : x;
  }
  return x;
}

/// The last spike of a neuron that had none.
inline constexpr double no_spike = -std::numeric_limits<double>::infinity();

/// May a neuron spike now, its last spike at least the refractory time ago? If so, this is its last. All in one unit.
HUX_FN bool past_refractory(double refractory, double now, double& last) {
  if (now - last < refractory) return false;
  last = now;
  return true;
}

}  // namespace hux
