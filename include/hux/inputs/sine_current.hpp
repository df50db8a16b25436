#pragma once

#include <tuple>
#include <vector>

#include "hux/device/math.hpp"
#include "hux/inputs/edges.hpp"
#include "hux/neuron_values.hpp"
#include "hux/parameter.hpp"

namespace hux {

/// offset + amplitude sin(2 pi frequency (t - start) + phase) in the half-open interval [start, stop).
struct sine_current {
  neuron_values amplitude = 0.0;  ///< model current, for all neurons or one by one
  double offset = 0;              ///< added to the sine, as a fraction of the amplitude
  double frequency = 0;           ///< Hz
  double phase = 0;               ///< radians
  double start = 0;               ///< ms
  double stop = 0;                ///< ms

  /// The course of the current in time (ms) as a fraction of the amplitude.
  [[nodiscard]] double waveform(double t) const {
    return reached(t, start) && !reached(t, stop) ? offset + sine_after(t - start) : 0.0;
  }
  /// Its integral over [a, b], ms. A sine's mean is its value in the middle times a factor: nothing cancels.
  [[nodiscard]] double integral(double a, double b) const {
    const double from = within(a, b, start);
    const double to = within(a, b, stop);
    const double middle = 0.5 * ((from - start) + (to - start));
    return (to - from) * (offset + sine_after(middle) * mean_of_cosine(frequency * (to - from) / 1000.0));
  }
  /// Is it switched inside (a, b)?
  [[nodiscard]] bool switched(double a, double b) const { return inside(a, b, start) || inside(a, b, stop); }

  static constexpr std::string_view name = "sine";
  static constexpr std::string_view description = "a sinusoidal current, with an offset";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"amplitude", quantity::model_current, 0, range::any,
                           "amplitude of the sine; may differ from neuron to neuron", true},
            parameter_info{"offset", quantity::dimensionless, 0, range::any,
                           "constant added to the sine, as a fraction of the amplitude"},
            parameter_info{"frequency", quantity::rate, 0, range::non_negative, "frequency", true},
            parameter_info{"phase", quantity::dimensionless, 0, range::any, "phase at start, in radians"},
            parameter_info{"start", quantity::time, 0, range::non_negative, "time at which the current is switched on",
                           true},
            parameter_info{"stop", quantity::time, 0, range::non_negative, "time at which the current is switched off",
                           true}};
  }
  /// Where they are kept.
  static constexpr std::tuple members{&sine_current::amplitude, &sine_current::offset, &sine_current::frequency,
                                      &sine_current::phase,     &sine_current::start,  &sine_current::stop};

 private:
  /// The sine at a time (ms) since start.
  [[nodiscard]] double sine_after(double since) const {
    return sine_of_turns(frequency * since / 1000.0 + phase / 6.283185307179586);
  }
  /// Mean of a cosine over so many turns around its crest.
  static double mean_of_cosine(double turns) {
    return turns > 0 ? sine_of_turns(0.5 * turns) / (3.141592653589793 * turns) : 1.0;
  }
};

}  // namespace hux
