#pragma once

#include <tuple>
#include <vector>

#include "hux/parameter.hpp"

namespace hux {

/// Ornstein-Uhlenbeck current, independent for each neuron: dI = (mean - I) / tau dt + std sqrt(2 / tau) dW, started
/// from its stationary law and advanced exactly from step to step (Gillespie 1996, Phys. Rev. E 54:2084).
struct ornstein_uhlenbeck {
  double mean = 0;  ///< model current
  double std = 0;   ///< model current, of the stationary law
  double tau = 0;   ///< ms

  static constexpr std::string_view name = "ornstein_uhlenbeck";
  static constexpr std::string_view description =
      "Ornstein-Uhlenbeck current (noise with correlation time tau), independent for each neuron";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"mean", quantity::model_current, 0, range::any, "mean current"},
            parameter_info{"std", quantity::model_current, 0, range::non_negative, "standard deviation", true},
            parameter_info{"tau", quantity::time, 0, range::positive, "correlation time", true}};
  }
  /// Where they are kept.
  static constexpr std::tuple members{&ornstein_uhlenbeck::mean, &ornstein_uhlenbeck::std, &ornstein_uhlenbeck::tau};
};

}  // namespace hux
