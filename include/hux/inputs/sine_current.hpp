#pragma once

#include <array>
#include <tuple>

#include "hux/catalog.hpp"
#include "hux/core/distribution.hpp"
#include "hux/core/math.hpp"

namespace hux {

/// offset + amplitude sin(2 pi frequency (t - start) + phase) in the half-open interval [start, stop).
struct sine_current {
  distribution amplitude = 0.0;  ///< model current, for all neurons or one by one
  double offset = 0;             ///< added to the sine, as a fraction of the amplitude
  double frequency = 0;          ///< Hz
  double phase = 0;              ///< radians
  double start = 0;              ///< ms
  double stop = 0;               ///< ms

  /// The course of the current in time (ms) as a fraction of the amplitude.
  [[nodiscard]] double waveform(double t) const {
    return t >= start && t < stop ? offset + sine_of_turns(frequency * (t - start) / 1000.0 + phase / 6.283185307179586)
                                  : 0.0;
  }

  static constexpr std::string_view name = "sine";
  static constexpr std::string_view description = "a sinusoidal current, with an offset";
  static constexpr std::array parameters{
      parameter_info{"amplitude", quantity::model_current, 0, range::any,
                     "amplitude of the sine; may differ from neuron to neuron", true},
      parameter_info{"offset", quantity::dimensionless, 0, range::any,
                     "constant added to the sine, as a fraction of the amplitude"},
      parameter_info{"frequency", quantity::rate, 0, range::non_negative, "frequency", true},
      parameter_info{"phase", quantity::dimensionless, 0, range::any, "phase at start, in radians"},
      parameter_info{"start", quantity::time, 0, range::non_negative, "time at which the current is switched on", true},
      parameter_info{"stop", quantity::time, 0, range::non_negative, "time at which the current is switched off", true},
  };
  /// Where they are kept.
  static constexpr std::tuple members{&sine_current::amplitude, &sine_current::offset, &sine_current::frequency,
                                      &sine_current::phase,     &sine_current::start,  &sine_current::stop};
};

}  // namespace hux
