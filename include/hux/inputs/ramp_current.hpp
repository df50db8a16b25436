#pragma once

#include <tuple>
#include <vector>

#include "hux/inputs/edges.hpp"
#include "hux/neuron_values.hpp"
#include "hux/parameter.hpp"

namespace hux {

/// A current that grows linearly from 0 at start to the amplitude at stop, and is off outside [start, stop).
struct ramp_current {
  neuron_values amplitude = 0.0;  ///< model current, for all neurons or one by one
  double start = 0;               ///< ms
  double stop = 0;                ///< ms

  /// The course of the current in time (ms) as a fraction of the amplitude.
  [[nodiscard]] double waveform(double t) const {
    return reached(t, start) && !reached(t, stop) ? (t - start) / (stop - start) : 0.0;
  }
  /// Its integral over [a, b], ms.
  [[nodiscard]] double integral(double a, double b) const {
    const double from = within(a, b, start);
    const double to = within(a, b, stop);
    return (to - from) * ((from - start) + (to - start)) / (2 * (stop - start));
  }
  /// Is it switched inside (a, b)?
  [[nodiscard]] bool switched(double a, double b) const { return inside(a, b, start) || inside(a, b, stop); }

  static constexpr std::string_view name = "ramp";
  static constexpr std::string_view description =
      "a current that grows linearly from 0 at start to the amplitude at stop";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"amplitude", quantity::model_current, 0, range::any,
                           "current at the end; may differ from neuron to neuron", true},
            parameter_info{"start", quantity::time, 0, range::non_negative, "time at which the ramp begins", true},
            parameter_info{"stop", quantity::time, 0, range::non_negative, "time at which the ramp ends", true}};
  }
  /// Where they are kept.
  static constexpr std::tuple members{&ramp_current::amplitude, &ramp_current::start, &ramp_current::stop};
};

}  // namespace hux
