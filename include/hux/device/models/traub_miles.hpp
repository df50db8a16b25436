#pragma once

#include <array>

#include "hux/device/math.hpp"
#include "hux/device/models/model.hpp"

namespace hux {

/// Cortical cell with fast sodium and delayed-rectifier potassium currents:
///   c_m V' = I - g_na m^3 h (V - e_na) - g_k n^4 (V - e_k) - g_l (V - e_l)
struct traub_miles {
  static constexpr std::string_view name = "traub_miles";
  static constexpr std::string_view description = "cortical cell, fast sodium and delayed-rectifier potassium currents";
  static constexpr std::string_view source =
      "Traub & Miles 1991, Neuronal Networks of the Hippocampus; as used in Brette et al. 2007, J. Comput. Neurosci. "
      "23:349, benchmark 3";
  static constexpr quantity current = quantity::current;
  static constexpr quantity conductance = quantity::conductance;
  static constexpr double threshold = -20;
  static constexpr double initial_v = -65;

  struct parameters {
    double c_m = 200;
    double g_na = 20000;
    double g_k = 6000;
    double g_l = 10;
    double e_na = 50;
    double e_k = -90;
    double e_l = -60;
    double v_t = -63;
  };
  static constexpr std::array parameter_table{
      member_parameter<parameters>{"c_m", &parameters::c_m, quantity::capacitance, range::positive,
                                   "membrane capacitance"},
      member_parameter<parameters>{"g_na", &parameters::g_na, quantity::conductance, range::non_negative,
                                   "peak sodium conductance"},
      member_parameter<parameters>{"g_k", &parameters::g_k, quantity::conductance, range::non_negative,
                                   "peak potassium conductance"},
      member_parameter<parameters>{"g_l", &parameters::g_l, quantity::conductance, range::non_negative,
                                   "leak conductance"},
      member_parameter<parameters>{"e_na", &parameters::e_na, quantity::voltage, range::any,
                                   "sodium reversal potential"},
      member_parameter<parameters>{"e_k", &parameters::e_k, quantity::voltage, range::any,
                                   "potassium reversal potential"},
      member_parameter<parameters>{"e_l", &parameters::e_l, quantity::voltage, range::any, "leak reversal potential"},
      member_parameter<parameters>{"v_t", &parameters::v_t, quantity::voltage, range::any,
                                   "shift of all rates along the voltage axis"},
  };
  static constexpr std::array<model_preset<parameters>, 0> presets{};

  enum gate { m, h, n, gates };
  static constexpr std::array<std::string_view, gates> gate_names{"m", "h", "n"};
  /// Does a current depend on V through a gate without a state of its own?
  static constexpr bool instantaneous_gates = false;

  /// What the equations use, derived from the parameters once.
  template <class Real>
  struct coefficients {
    Real centre;  ///< (15 + v_t) / 40 log2(e)
    Real alpha_m, beta_m, log2_alpha_h, beta_h, alpha_n, beta_n;
    Real g_na, g_k, g_l, g_l_e_l, e_na, e_k;
    Real input;  ///< what a current of 1 adds to the drive
  };

  /// @param tau unit of time of the derivatives, ms
  static coefficients<double> derive(const parameters& p, double tau) {
    const double per_c = tau / p.c_m;
    return {.centre = (15 + p.v_t) / 40 * log2e,
            .alpha_m = 1.28 * tau,
            .beta_m = 1.4 * tau,
            .log2_alpha_h = log2e * log(0.128 * exp(2.0 / 18) * tau),
            .beta_h = 4 * tau,
            .alpha_n = 0.16 * 8 * ln2 * tau,
            .beta_n = 0.5 * exp(-1.0 / 8) * tau,
            .g_na = p.g_na * per_c,
            .g_k = p.g_k * per_c,
            .g_l = p.g_l * per_c,
            .g_l_e_l = p.g_l * p.e_l * per_c,
            .e_na = p.e_na,
            .e_k = p.e_k,
            .input = per_c};
  }

  /// Kinetics of the gates at v. With u = v - v_t, all rates but alpha_h come from e^((15 - u) / 40):
  ///   alpha_m = 0.32 (13 - u) / (exp((13 - u) / 4) - 1)    beta_m = 0.28 (u - 40) / (exp((u - 40) / 5) - 1)
  ///   alpha_h = 0.128 exp((17 - u) / 18)                   beta_h = 4 / (1 + exp((40 - u) / 5))
  ///   alpha_n = 0.032 (15 - u) / (exp((15 - u) / 5) - 1)   beta_n = 0.5 exp((10 - u) / 40)
  /// The four denominators share two reciprocals. Beyond |u - 15| = 180 mV the rates stay what they are there, so that
  /// no product of them overflows.
  template <class Real>
  HUX_FN static void kinetics(const Real& v, const coefficients<Real>& k, linear<Real> (&x)[gates]) {
    const Real one = constant<Real>(1);
    // (15 - u) / 40 log2(e)
    const Real x40 = away_from_zero(clamped(fma(v, constant<Real>(-log2e / 40), k.centre), 4.5 * log2e));
    const Real d40 = exp2m1(x40);
    const Real d20 = expm1_doubled(d40);
    const Real d5 = expm1_doubled(expm1_doubled(d20));  // e^((15 - u) / 5) - 1
    const Real d4 = expm1_sum(d5, d20);                 // e^((15 - u) / 4) - 1
    const Real q = fma(d5, constant<Real>(148.41315910257660), constant<Real>(148.41315910257660));  // e^((40 - u) / 5)

    // e^((13 - u) / 4) - 1 and 1 - q. Neither is ever 0: no product of a number and the one constant is the other.
    const Real a = fma(d4, constant<Real>(0.60653065971263342), constant<Real>(-0.39346934028736658));
    const Real b = fma(d5, constant<Real>(-148.41315910257660), constant<Real>(-147.41315910257660));
    const auto [per_a, per_b] = reciprocals(a, b);
    const Real y_m = fma(x40, constant<Real>(10 * ln2), constant<Real>(-0.5));  // (13 - u) / 4
    const Real alpha_m = k.alpha_m * exponential_ratio(y_m, y_m * per_a);
    const Real y_b = fma(x40, constant<Real>(-8 * ln2), constant<Real>(-5));  // (u - 40) / 5
    const Real ratio_b = exponential_ratio(y_b, (y_b * q) * per_b);
    x[m] = {alpha_m, fma(k.beta_m, ratio_b, alpha_m)};

    const auto [per_c, per_d5] = reciprocals(one + q, d5);
    const Real alpha_h = exp2(fma(x40, constant<Real>(40.0 / 18), k.log2_alpha_h));
    x[h] = {alpha_h, fma(k.beta_h, per_c, alpha_h)};

    const Real alpha_n = k.alpha_n * (x40 * per_d5);
    x[n] = {alpha_n, alpha_n + fma(d40, k.beta_n, k.beta_n)};
  }

  /// The membrane equation without input: tau V' = drive - decay V.
  template <class Real>
  HUX_FN static linear<Real> membrane(const Real& /*v*/, const Real (&gate)[gates], const coefficients<Real>& k) {
    const Real n2 = gate[n] * gate[n];
    const Real g_na = (gate[m] * gate[m]) * ((gate[m] * gate[h]) * k.g_na);
    const Real g_k = n2 * (n2 * k.g_k);
    return {fma(g_na, k.e_na, fma(g_k, k.e_k, k.g_l_e_l)), (g_na + g_k) + k.g_l};
  }

  static constexpr std::array observables{
      model_observable{"g_na", quantity::conductance}, model_observable{"g_k", quantity::conductance},
      model_observable{"i_na", quantity::current},     model_observable{"i_k", quantity::current},
      model_observable{"i_l", quantity::current},
  };
  /// Conductances and ionic currents (outward positive) of a state, in the order of observables.
  static void observe(const parameters& p, double v, const double* gate, double* out) {
    out[0] = p.g_na * gate[m] * gate[m] * gate[m] * gate[h];
    out[1] = p.g_k * gate[n] * gate[n] * gate[n] * gate[n];
    out[2] = out[0] * (v - p.e_na);
    out[3] = out[1] * (v - p.e_k);
    out[4] = p.g_l * (v - p.e_l);
  }
};

}  // namespace hux
