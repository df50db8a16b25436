#pragma once

#include <tuple>
#include <vector>

#include "hux/inputs/edges.hpp"
#include "hux/neuron_values.hpp"
#include "hux/parameter.hpp"

namespace hux {

/// A current that is on in the half-open interval [start, stop), as in a current-clamp experiment.
struct step_current {
  neuron_values amplitude = 0.0;  ///< model current, for all neurons or one by one
  double start = 0;               ///< ms
  double stop = 0;                ///< ms

  /// The course of the current in time (ms) as a fraction of the amplitude.
  [[nodiscard]] double waveform(double t) const { return reached(t, start) && !reached(t, stop) ? 1.0 : 0.0; }
  /// Its integral over [a, b], ms.
  [[nodiscard]] double integral(double a, double b) const { return overlap(a, b, start, stop); }
  /// Is it switched inside (a, b)?
  [[nodiscard]] bool switched(double a, double b) const { return inside(a, b, start) || inside(a, b, stop); }

  static constexpr std::string_view name = "step";
  static constexpr std::string_view description = "a current that is on from start until stop";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"amplitude", quantity::model_current, 0, range::any,
                           "current; may differ from neuron to neuron", true},
            parameter_info{"start", quantity::time, 0, range::non_negative, "time at which the current is switched on",
                           true},
            parameter_info{"stop", quantity::time, 0, range::non_negative, "time at which the current is switched off",
                           true}};
  }
  /// Where they are kept.
  static constexpr std::tuple members{&step_current::amplitude, &step_current::start, &step_current::stop};
};

}  // namespace hux
