#pragma once

#include <vector>

#include "equations/operations.hpp"

namespace hux {

/// The current of a wire of weight 1, outward positive, as operations.
struct wire_list {
  operation_list derive;   ///< of the parameters, and a unit of time behind them that nothing depends on: coefficients
  operation_list current;  ///< of v_pre and v (mV) and the coefficients
};

/// By how much the current changes at most with one of the potentials, per mV; from -100 to 60 mV, millivolt by
/// millivolt. NaN where it is no number.
double steepest(const wire_list& wire, const std::vector<double>& coefficients);

}  // namespace hux
