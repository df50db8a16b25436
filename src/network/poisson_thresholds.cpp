#include "network/poisson_thresholds.hpp"

#include <cmath>

#include "hux/device/math.hpp"

namespace hux {

std::vector<std::uint32_t> poisson_thresholds(double mean) {
  constexpr double words = 4294967296.0;
  std::vector<std::uint32_t> thresholds;
  if (mean == 0) return thresholds;
  double log_probability = -mean;  // of k
  double cumulative = exp(log_probability);
  for (int k = 1;; ++k) {
    const double threshold = std::floor(cumulative * words + 0.5);
    if (threshold >= words || (k > mean + 1 && thresholds.back() == threshold)) return thresholds;
    thresholds.push_back(static_cast<std::uint32_t>(threshold));
    log_probability += log(mean / k);
    cumulative += exp(log_probability);
  }
}

}  // namespace hux
