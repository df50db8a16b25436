#pragma once

#include <tuple>
#include <vector>

#include "hux/parameter.hpp"

namespace hux {

/// Gaussian noise current, independent for each neuron: a new value of the given mean and standard deviation is drawn
/// every interval and held. Its spectral density at low frequency is 2 std^2 interval, so to halve the interval and
/// keep the effect multiply std by sqrt(2).
struct white_noise {
  double mean = 0;      ///< model current
  double std = 0;       ///< model current
  double interval = 0;  ///< ms, a multiple of dt; 0: dt

  static constexpr std::string_view name = "white_noise";
  static constexpr std::string_view description =
      "Gaussian white-noise current, independent for each neuron, held for an interval";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"mean", quantity::model_current, 0, range::any, "mean current"},
            parameter_info{"std", quantity::model_current, 0, range::non_negative,
                           "standard deviation of the values held", true},
            parameter_info{"interval", quantity::time, 0, range::non_negative,
                           "time for which a value is held, a multiple of dt; 0 stands for dt"}};
  }
  /// Where they are kept.
  static constexpr std::tuple members{&white_noise::mean, &white_noise::std, &white_noise::interval};
};

}  // namespace hux
