#pragma once

#include <array>

#include "hux/device/math.hpp"
#include "hux/device/synapses/synapse.hpp"

namespace hux {

/// A conductance w (t / tau) exp(1 - t / tau) after a spike of weight w: its peak, at t = tau, is the weight.
struct alpha {
  static constexpr std::string_view name = "alpha";
  static constexpr std::string_view description = "conductance, alpha function";
  static constexpr std::string_view source = "Rall 1967, J. Neurophysiol. 30:1138";
  static constexpr bool is_current = false;
  static constexpr bool voltage_dependent = false;

  struct parameters {
    double tau = 2;
    double e_rev = 0;
  };
  static constexpr std::array parameter_table{
      member_parameter<parameters>{"tau", &parameters::tau, quantity::time, range::positive,
                                   "time from the spike to the peak"},
      member_parameter<parameters>{"e_rev", &parameters::e_rev, quantity::voltage, range::any, "reversal potential"},
  };

  /// @param h time to advance by, ms
  static cascade::propagator advance(const parameters& p, double h) {
    const double d = exp(-h / p.tau);
    return {d, d * h, d};
  }
  static cascade::jump on_spike(const parameters& p) { return {0, exp(1.0) / p.tau}; }
};

}  // namespace hux
