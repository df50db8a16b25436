#pragma once

#include <cmath>
#include <tuple>
#include <vector>

#include "hux/inputs/edges.hpp"
#include "hux/neuron_values.hpp"
#include "hux/parameter.hpp"

namespace hux {

/// Rectangular pulses: on in [start + k period, start + k period + width) for k = 0, 1, ... while before stop.
struct pulse_train {
  neuron_values amplitude = 0.0;  ///< model current, for all neurons or one by one
  double start = 0;               ///< ms
  double stop = 0;                ///< ms
  double period = 0;              ///< ms
  double width = 0;               ///< ms

  /// The course of the current in time (ms) as a fraction of the amplitude.
  [[nodiscard]] double waveform(double t) const {
    if (!reached(t, start) || reached(t, stop)) return 0.0;
    return reached(width, period) || !reached(t, begin_of(last_begun(t)) + width) ? 1.0 : 0.0;
  }
  /// Its integral over [a, b], ms.
  [[nodiscard]] double integral(double a, double b) const {
    const double from = within(a, b, start);
    const double to = within(a, b, stop);
    if (reached(width, period)) return to - from;
    const double first = last_begun(from);
    const double last = last_begun(to);
    const double of_first = of_pulse(first, from, to);
    return last > first ? of_first + (last - first - 1) * width + of_pulse(last, from, to) : of_first;
  }
  /// Is it switched inside (a, b)?
  [[nodiscard]] bool switched(double a, double b) const {
    const double on = integral(a, b);
    return on > 0 && on < b - a;
  }

  static constexpr std::string_view name = "pulses";
  static constexpr std::string_view description = "a train of rectangular current pulses";
  static std::vector<parameter_info> parameters() {
    return {
        parameter_info{"amplitude", quantity::model_current, 0, range::any, "current; may differ from neuron to neuron",
                       true},
        parameter_info{"start", quantity::time, 0, range::non_negative, "time at which the first pulse begins", true},
        parameter_info{"stop", quantity::time, 0, range::non_negative, "time at which the train ends", true},
        parameter_info{"period", quantity::time, 0, range::positive, "time from one pulse to the next", true},
        parameter_info{"width", quantity::time, 0, range::positive, "length of a pulse", true}};
  }
  /// Where they are kept.
  static constexpr std::tuple members{&pulse_train::amplitude, &pulse_train::start, &pulse_train::stop,
                                      &pulse_train::period, &pulse_train::width};

 private:
  [[nodiscard]] double begin_of(double pulse) const { return start + pulse * period; }
  /// Number of the last pulse that has begun at t.
  [[nodiscard]] double last_begun(double t) const {
    const double pulse = std::floor((t - start) / period);
    return reached(t, begin_of(pulse + 1)) ? pulse + 1 : pulse;
  }
  /// For how long of [a, b] a pulse is on. After a long time its width is known better than the time at which it ends.
  [[nodiscard]] double of_pulse(double pulse, double a, double b) const {
    const double begin = begin_of(pulse);
    const double from = within(a, b, begin);
    const double to = within(a, b, begin + width);
    return a < to && to < b ? width - (from - begin) : to - from;
  }
};

}  // namespace hux
