#pragma once

#include <tuple>
#include <vector>

#include "hux/neuron_values.hpp"
#include "hux/parameter.hpp"

namespace hux {

/// A current that never changes.
struct constant_current {
  neuron_values amplitude = 0.0;  ///< model current, for all neurons or one by one

  /// The course of the current in time (ms) as a fraction of the amplitude.
  [[nodiscard]] double waveform(double /*t*/) const { return 1.0; }
  /// Its integral over [a, b], ms.
  [[nodiscard]] double integral(double a, double b) const { return b - a; }
  /// Is it switched inside (a, b)?
  [[nodiscard]] bool switched(double /*a*/, double /*b*/) const { return false; }

  static constexpr std::string_view name = "constant";
  static constexpr std::string_view description = "a constant current";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"amplitude", quantity::model_current, 0, range::any,
                           "current; may differ from neuron to neuron", true}};
  }
  /// Where they are kept.
  static constexpr std::tuple members{&constant_current::amplitude};
};

}  // namespace hux
