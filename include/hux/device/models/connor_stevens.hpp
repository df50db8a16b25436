#pragma once

#include <array>

#include "hux/device/math.hpp"
#include "hux/device/models/model.hpp"

namespace hux {

/// Crustacean walking-leg axon: a transient potassium current (A) lets it fire at arbitrarily low rates (type I):
///   c_m V' = I - g_na m^3 h (V - e_na) - g_k n^4 (V - e_k) - g_a a^3 b (V - e_a) - g_l (V - e_l)
/// As published, a_inf exceeds 1 (by at most 0.013) above 42 mV, where the membrane hardly ever is.
struct connor_stevens {
  static constexpr std::string_view name = "connor_stevens";
  static constexpr std::string_view description = "crustacean axon, type-I excitability by an A current";
  static constexpr std::string_view source =
      "Connor & Stevens 1971, J. Physiol. 213:31; Connor, Walter & McKown 1977, Biophys. J. 18:81";
  static constexpr quantity current = quantity::current_density;
  static constexpr quantity conductance = quantity::conductance_density;
  static constexpr double threshold = 0;
  static constexpr double initial_v = -68;

  struct parameters {
    double c_m = 1;
    double g_na = 120;
    double g_k = 20;
    double g_a = 47.7;
    double g_l = 0.3;
    double e_na = 55;
    double e_k = -72;
    double e_a = -75;
    double e_l = -17;
  };
  static constexpr std::array parameter_table{
      member_parameter<parameters>{"c_m", &parameters::c_m, quantity::capacitance_density, range::positive,
                                   "membrane capacitance"},
      member_parameter<parameters>{"g_na", &parameters::g_na, quantity::conductance_density, range::non_negative,
                                   "peak sodium conductance"},
      member_parameter<parameters>{"g_k", &parameters::g_k, quantity::conductance_density, range::non_negative,
                                   "peak delayed-rectifier potassium conductance"},
      member_parameter<parameters>{"g_a", &parameters::g_a, quantity::conductance_density, range::non_negative,
                                   "peak transient potassium conductance"},
      member_parameter<parameters>{"g_l", &parameters::g_l, quantity::conductance_density, range::non_negative,
                                   "leak conductance"},
      member_parameter<parameters>{"e_na", &parameters::e_na, quantity::voltage, range::any,
                                   "sodium reversal potential"},
      member_parameter<parameters>{"e_k", &parameters::e_k, quantity::voltage, range::any,
                                   "delayed-rectifier potassium reversal potential"},
      member_parameter<parameters>{"e_a", &parameters::e_a, quantity::voltage, range::any,
                                   "transient potassium reversal potential"},
      member_parameter<parameters>{"e_l", &parameters::e_l, quantity::voltage, range::any, "leak reversal potential"},
  };
  static constexpr std::array<model_preset<parameters>, 0> presets{};

  enum gate { m, h, n, a, b, gates };
  static constexpr std::array<std::string_view, gates> gate_names{"m", "h", "n", "a", "b"};
  /// Does a current depend on V through a gate without a state of its own?
  static constexpr bool instantaneous_gates = false;

  /// What the equations use, derived from the parameters once.
  template <class Real>
  struct coefficients {
    Real alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n, speed;
    Real g_na, g_k, g_a, g_l, g_l_e_l, e_na, e_k, e_a;
    Real input;  ///< what a current of 1 adds to the drive
  };

  /// @param tau unit of time of the derivatives, ms
  static coefficients<double> derive(const parameters& p, double tau) {
    const double per_c = tau / p.c_m;
    return {.alpha_m = 3.8 * tau,
            .beta_m = 15.2 * tau,
            .alpha_h = 0.266 * exp(-0.115) * tau,
            .beta_h = 3.8 * tau,
            .alpha_n = 0.2 * 8 * ln2 * tau,
            .beta_n = 0.25 * exp(-0.125) * tau,
            .speed = tau,
            .g_na = p.g_na * per_c,
            .g_k = p.g_k * per_c,
            .g_a = p.g_a * per_c,
            .g_l = p.g_l * per_c,
            .g_l_e_l = p.g_l * p.e_l * per_c,
            .e_na = p.e_na,
            .e_k = p.e_k,
            .e_a = p.e_a,
            .input = per_c};
  }

  /// Kinetics of the gates at v; beyond 300 mV they stay what they are there, so that no product of their denominators,
  /// three of which share a reciprocal, overflows.
  template <class Real>
  HUX_FN static void kinetics(const Real& v, const coefficients<Real>& k, linear<Real> (&x)[gates]) {
    const Real within = clamped(v, 300);
    fast_kinetics(within, k, x);
    transient_kinetics(within, k, x);
  }

  /// The membrane equation without input: tau V' = drive - decay V.
  template <class Real>
  HUX_FN static linear<Real> membrane(const Real& /*v*/, const Real (&gate)[gates], const coefficients<Real>& k) {
    const Real n2 = gate[n] * gate[n];
    const Real g_na = (gate[m] * gate[m]) * ((gate[m] * gate[h]) * k.g_na);
    const Real g_k = n2 * (n2 * k.g_k);
    const Real g_a = (gate[a] * gate[a]) * ((gate[a] * gate[b]) * k.g_a);
    return {fma(g_na, k.e_na, fma(g_k, k.e_k, fma(g_a, k.e_a, k.g_l_e_l))), ((g_na + g_k) + g_a) + k.g_l};
  }

  static constexpr std::array observables{
      model_observable{"g_na", quantity::conductance_density}, model_observable{"g_k", quantity::conductance_density},
      model_observable{"g_a", quantity::conductance_density},  model_observable{"i_na", quantity::current_density},
      model_observable{"i_k", quantity::current_density},      model_observable{"i_a", quantity::current_density},
      model_observable{"i_l", quantity::current_density},
  };
  /// Conductances and ionic currents (outward positive) of a state, in the order of observables.
  static void observe(const parameters& p, double v, const double* gate, double* out) {
    out[0] = p.g_na * gate[m] * gate[m] * gate[m] * gate[h];
    out[1] = p.g_k * gate[n] * gate[n] * gate[n] * gate[n];
    out[2] = p.g_a * gate[a] * gate[a] * gate[a] * gate[b];
    out[3] = out[0] * (v - p.e_na);
    out[4] = out[1] * (v - p.e_k);
    out[5] = out[2] * (v - p.e_a);
    out[6] = p.g_l * (v - p.e_l);
  }

 private:
  /// Sodium and delayed rectifier. All rates but beta_m come from e^(-(v + 45.7) / 80):
  ///   alpha_m = 0.38 (v + 29.7) / (1 - exp(-(v + 29.7) / 10))   beta_m = 15.2 exp(-0.0556 (v + 54.7))
  ///   alpha_h = 0.266 exp(-0.05 (v + 48))                       beta_h = 3.8 / (1 + exp(-0.1 (v + 18)))
  ///   alpha_n = 0.02 (v + 45.7) / (1 - exp(-(v + 45.7) / 10))   beta_n = 0.25 exp(-0.0125 (v + 55.7))
  template <class Real>
  HUX_FN static void fast_kinetics(const Real& v, const coefficients<Real>& k, linear<Real> (&x)[gates]) {
    const Real one = constant<Real>(1);
    // -(v + 45.7) / 80 log2(e)
    const Real x80 = away_from_zero(fma(v, constant<Real>(-log2e / 80), constant<Real>(-log2e * 45.7 / 80)));
    const Real d80 = exp2m1(x80);
    const Real d20 = expm1_doubled(expm1_doubled(d80));
    const Real d10 = expm1_doubled(d20);  // e^(-(v + 45.7) / 10) - 1

    const Real q =
        fma(d10, constant<Real>(15.958634009794029), constant<Real>(15.958634009794029));  // e^(-(v + 18) / 10)
    // e^(-(v + 29.7) / 10) - 1; never 0, as no product of a number and the one constant is the other.
    const Real a = fma(d10, constant<Real>(4.9530324243951149), constant<Real>(3.9530324243951149));
    const auto [per_a, per_b, per_d10] = reciprocals(a, one + q, d10);

    const Real y_m = fma(x80, constant<Real>(8 * ln2), constant<Real>(1.6));  // -(v + 29.7) / 10
    const Real alpha_m = k.alpha_m * exponential_ratio(y_m, y_m * per_a);
    x[m] = {alpha_m, fma(k.beta_m, exp_of_line(v, -0.0556, -0.0556 * 54.7), alpha_m)};

    const Real alpha_h = fma(d20, k.alpha_h, k.alpha_h);
    x[h] = {alpha_h, fma(k.beta_h, per_b, alpha_h)};

    const Real alpha_n = k.alpha_n * (x80 * per_d10);
    x[n] = {alpha_n, alpha_n + fma(d80, k.beta_n, k.beta_n)};
  }

  /// A current:
  ///   a_inf = (0.0761 exp(0.0314 (v + 94.22)) / (1 + exp(0.0346 (v + 1.17))))^(1/3)
  ///   tau_a = 0.3632 + 1.158 / (1 + exp(0.0497 (v + 55.96)))
  ///   b_inf = (1 + exp(0.0688 (v + 53.3)))^-4
  ///   tau_b = 1.24 + 2.678 / (1 + exp(0.0624 (v + 50)))
  template <class Real>
  HUX_FN static void transient_kinetics(const Real& v, const coefficients<Real>& k, linear<Real> (&x)[gates]) {
    const Real one = constant<Real>(1);
    const Real e_a = exp_of_line(v, 0.0497, 0.0497 * 55.96);
    const Real e_b = exp_of_line(v, 0.0624, 0.0624 * 50);
    const Real open = one + exp_of_line(v, 0.0688, 0.0688 * 53.3);
    const Real slow_a = fma(e_a, constant<Real>(0.3632), constant<Real>(1.5212));
    const Real slow_b = fma(e_b, constant<Real>(1.24), constant<Real>(3.918));
    const auto [closed, per_slow_a, per_slow_b] = reciprocals(open, slow_a, slow_b);

    const Real rate_a = k.speed * ((one + e_a) * per_slow_a);
    x[a] = {rate_a * steady_a(v), rate_a};

    const Real rate_b = k.speed * ((one + e_b) * per_slow_b);
    x[b] = {rate_b * ((closed * closed) * (closed * closed)), rate_b};
  }

  /// a_inf. With p = 0.0346 (v + 1.17), (1 + e^p)^(-1/3) is e^(-max(p, 0) / 3) (1 + e^-|p|)^(-1/3).
  template <class Real>
  HUX_FN static Real steady_a(const Real& v) {
    // p / 3 log2(e)
    const Real p3 = fma(v, constant<Real>(0.0346 / 3 * log2e), constant<Real>(0.0346 * 1.17 / 3 * log2e));
    const Real above = maximum(p3, constant<Real>(0));
    const Real e3 = exp2(-absolute(p3));
    const Real rise = fma(v, constant<Real>(0.0314 / 3 * log2e), constant<Real>(0.0314 * 94.22 / 3 * log2e));
    const Real numerator = exp2(rise - above) * constant<Real>(0.42376805873793480);  // 0.0761^(1/3)
    return numerator * inverse_cube_root(fma(e3, e3 * e3, constant<Real>(1)));
  }
};

}  // namespace hux
