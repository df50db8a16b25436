#pragma once

#include <array>
#include <cmath>
#include <tuple>

#include "hux/catalog.hpp"
#include "hux/core/distribution.hpp"

namespace hux {

/// Rectangular pulses: on in [start + k period, start + k period + width) for k = 0, 1, ... while before stop.
struct pulse_train {
  distribution amplitude = 0.0;  ///< model current, for all neurons or one by one
  double start = 0;              ///< ms
  double stop = 0;               ///< ms
  double period = 0;             ///< ms
  double width = 0;              ///< ms

  /// The course of the current in time (ms) as a fraction of the amplitude.
  [[nodiscard]] double waveform(double t) const {
    if (t < start || t >= stop) return 0.0;
    const double since = t - start;
    return since - period * std::floor(since / period) < width ? 1.0 : 0.0;
  }

  static constexpr std::string_view name = "pulses";
  static constexpr std::string_view description = "a train of rectangular current pulses";
  static constexpr std::array parameters{
      parameter_info{"amplitude", quantity::model_current, 0, range::any, "current; may differ from neuron to neuron",
                     true},
      parameter_info{"start", quantity::time, 0, range::non_negative, "time at which the first pulse begins", true},
      parameter_info{"stop", quantity::time, 0, range::non_negative, "time at which the train ends", true},
      parameter_info{"period", quantity::time, 0, range::positive, "time from one pulse to the next", true},
      parameter_info{"width", quantity::time, 0, range::positive, "length of a pulse", true},
  };
  /// Where they are kept.
  static constexpr std::tuple members{&pulse_train::amplitude, &pulse_train::start, &pulse_train::stop,
                                      &pulse_train::period, &pulse_train::width};
};

}  // namespace hux
