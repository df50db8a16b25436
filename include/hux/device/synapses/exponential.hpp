#pragma once

#include <array>

#include "hux/device/math.hpp"
#include "hux/device/synapses/synapse.hpp"

namespace hux {

/// A conductance that a spike raises by its weight at once and that decays exponentially: g' = -g / tau.
struct exponential {
  static constexpr std::string_view name = "exponential";
  static constexpr std::string_view description = "conductance, instantaneous rise, exponential decay";
  static constexpr std::string_view source = "Brette et al. 2007, J. Comput. Neurosci. 23:349";
  static constexpr bool is_current = false;
  static constexpr bool voltage_dependent = false;

  struct parameters {
    double tau = 5;
    double e_rev = 0;
  };
  static constexpr std::array parameter_table{
      member_parameter<parameters>{"tau", &parameters::tau, quantity::time, range::positive, "decay time constant"},
      member_parameter<parameters>{"e_rev", &parameters::e_rev, quantity::voltage, range::any, "reversal potential"},
  };

  /// @param h time to advance by, ms
  static cascade::propagator advance(const parameters& p, double h) { return {exp(-h / p.tau), 0, 0}; }
  static cascade::jump on_spike(const parameters& /*p*/) { return {1, 0}; }
};

}  // namespace hux
