#pragma once

#include <optional>
#include <tuple>
#include <vector>

#include "hux/neuron_values.hpp"
#include "hux/parameter.hpp"

namespace hux {

/// A voltage clamp through a series conductance g_s: the current g_s (command - V), always on. The command is the level
/// in the half-open interval [start, stop), the holding potential before it, and `after` from stop on.
struct voltage_clamp {
  double conductance = 0;       ///< model conductance, of the electrode: the larger, the nearer V is to the command
  double holding = 0;           ///< mV
  neuron_values level = 0.0;    ///< mV, for all neurons or one by one
  double start = 0;             ///< ms
  double stop = 0;              ///< ms
  std::optional<double> after;  ///< mV; none: the holding potential

  static constexpr std::string_view name = "voltage_clamp";
  static constexpr std::string_view description =
      "voltage clamp: the current conductance * (command - v), where the command is holding, then level, then after";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"conductance", quantity::model_conductance, 0, range::positive,
                           "series conductance; the larger, the nearer v is to the command", true},
            parameter_info{"holding", quantity::voltage, 0, range::any, "command until start", true},
            parameter_info{"level", quantity::voltage, 0, range::any,
                           "command from start until stop; may differ from neuron to neuron", true},
            parameter_info{"start", quantity::time, 0, range::non_negative, "time at which the level begins", true},
            parameter_info{"stop", quantity::time, 0, range::non_negative, "time at which the level ends", true},
            parameter_info{.name = "after",
                           .quantity = quantity::voltage,
                           .description = "command from stop on; left out: the holding potential",
                           .optional = true}};
  }
  /// Where they are kept.
  static constexpr std::tuple members{&voltage_clamp::conductance, &voltage_clamp::holding, &voltage_clamp::level,
                                      &voltage_clamp::start,       &voltage_clamp::stop,    &voltage_clamp::after};
};

}  // namespace hux
