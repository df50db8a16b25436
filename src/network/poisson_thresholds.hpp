#pragma once

#include <cstdint>
#include <vector>

namespace hux {

/// The cumulative law of a Poisson variate, in units of 2^-32, as far as 32 bits can tell: the variate is how many of
/// these a uniform 32-bit word reaches.
std::vector<std::uint32_t> poisson_thresholds(double mean);

}  // namespace hux
