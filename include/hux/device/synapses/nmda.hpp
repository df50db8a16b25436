#pragma once

#include <array>

#include "hux/device/math.hpp"
#include "hux/device/parameter.hpp"

namespace hux {

/// A double-exponential conductance under the voltage-dependent block by magnesium.
struct nmda {
  static constexpr std::string_view name = "nmda";
  static constexpr std::string_view description = "NMDA conductance, exponential rise and decay, magnesium block";
  static constexpr std::string_view source = "Jahr & Stevens 1990, J. Neurosci. 10:3178";
  static constexpr std::string_view course = "double_exponential";  ///< whose parameters come first

  struct parameters {
    double tau_rise = 2;
    double tau_decay = 100;
    double e_rev = 0;
    double c_mg = 1;
  };
  static constexpr std::array parameter_table{
      member_parameter<parameters>{"tau_rise", &parameters::tau_rise, quantity::time, range::positive,
                                   "rise time constant"},
      member_parameter<parameters>{"tau_decay", &parameters::tau_decay, quantity::time, range::positive,
                                   "decay time constant"},
      member_parameter<parameters>{"e_rev", &parameters::e_rev, quantity::voltage, range::any, "reversal potential"},
      member_parameter<parameters>{"c_mg", &parameters::c_mg, quantity::concentration, range::non_negative,
                                   "extracellular magnesium concentration"},
  };

  /// What open_fraction needs beside v.
  static double block_coefficient(const parameters& p) { return p.c_mg / 3.57; }
  /// Fraction of the conductance that magnesium leaves open at v (mV): 1 / (1 + c_mg / 3.57 mM exp(-0.062 v)).
  template <class Real>
  HUX_FN static Real open_fraction(const Real& v, const Real& magnesium) {
    const Real one = constant<Real>(1);
    return one / fma(magnesium, exp(constant<Real>(-0.062) * v), one);
  }
};

}  // namespace hux
