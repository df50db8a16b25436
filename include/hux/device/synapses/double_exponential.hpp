#pragma once

#include <array>

#include "hux/device/math.hpp"
#include "hux/device/synapses/synapse.hpp"

namespace hux {

/// A conductance that rises with tau_rise and decays with tau_decay; its peak after a single spike is the weight.
struct double_exponential {
  static constexpr std::string_view name = "double_exponential";
  static constexpr std::string_view description = "conductance, exponential rise and decay";
  static constexpr std::string_view source =
      "Roth & van Rossum 2009, in Computational Modeling Methods for Neuroscientists";
  static constexpr bool is_current = false;
  static constexpr bool voltage_dependent = false;

  struct parameters {
    double tau_rise = 0.5;
    double tau_decay = 5;
    double e_rev = 0;
  };
  static constexpr std::array parameter_table{
      member_parameter<parameters>{"tau_rise", &parameters::tau_rise, quantity::time, range::positive,
                                   "rise time constant"},
      member_parameter<parameters>{"tau_decay", &parameters::tau_decay, quantity::time, range::positive,
                                   "decay time constant"},
      member_parameter<parameters>{"e_rev", &parameters::e_rev, quantity::voltage, range::any, "reversal potential"},
  };

  /// @param h time to advance by, ms
  static cascade::propagator advance(const parameters& p, double h) {
    const double decay = exp(-h / p.tau_decay);
    const double rise = exp(-h / p.tau_rise);
    const double gap = 1 / p.tau_rise - 1 / p.tau_decay;
    // (decay - rise) / gap, and its limit as the time constants become equal
    // The slower of the two is divided out, so that neither a product of 0 and infinity nor cancellation is met.
    const double spread = absolute(gap);
    const double xy = spread * h < 1e-9 ? h * decay : -maximum(decay, rise) * expm1(-spread * h) / spread;
    return {decay, xy, rise};
  }
  static cascade::jump on_spike(const parameters& p) {
    // The peak of (exp(-t / tau_decay) - exp(-t / tau_rise)) / gap is scaled to 1.
    const double gap = 1 / p.tau_rise - 1 / p.tau_decay;
    const double peak = absolute(gap) * p.tau_rise < 1e-9 ? p.tau_decay : log(p.tau_decay / p.tau_rise) / gap;
    return {0, 1 / advance(p, peak).xy};
  }
};

}  // namespace hux
