#pragma once

#include <cstdint>

#include "equations/operations.hpp"

namespace hux {

/// How a conductance follows v, as operations.
struct opening_list {
  std::uint32_t coefficients = 0;
  operation_list derive;  ///< of the parameters, and a unit of time behind them that nothing depends on: coefficients
  operation_list open;    ///< of v (mV) and the coefficients: the fraction that is open
};

}  // namespace hux
