#pragma once

namespace hux {

/// Mean and variance of the number of synapses that a rule makes.
struct number_law {
  double mean = 0;
  double variance = 0;
  double uncertainty = 0;  ///< of the mean, relative
};

}  // namespace hux
