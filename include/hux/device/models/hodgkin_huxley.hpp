#pragma once

#include <array>

#include "hux/device/math.hpp"
#include "hux/device/models/model.hpp"

namespace hux {

/// The squid giant axon, in the modern sign convention:
///   c_m V' = I - g_na m^3 h (V - e_na) - g_k n^4 (V - e_k) - g_l (V - e_l)
/// All rates are multiplied by 3^((temperature - 6.3) / 10).
struct hodgkin_huxley {
  static constexpr std::string_view name = "hodgkin_huxley";
  static constexpr std::string_view description = "squid giant axon, sodium and potassium currents, with temperature";
  static constexpr std::string_view source = "Hodgkin & Huxley 1952, J. Physiol. 117:500";
  static constexpr quantity current = quantity::current_density;
  static constexpr quantity conductance = quantity::conductance_density;
  static constexpr double threshold = 0;
  static constexpr double initial_v = -65;

  struct parameters {
    double c_m = 1;
    double g_na = 120;
    double g_k = 36;
    double g_l = 0.3;
    double e_na = 50;
    double e_k = -77;
    double e_l = -54.3;
    double temperature = 6.3;
  };
  static constexpr std::array parameter_table{
      member_parameter<parameters>{"c_m", &parameters::c_m, quantity::capacitance_density, range::positive,
                                   "membrane capacitance"},
      member_parameter<parameters>{"g_na", &parameters::g_na, quantity::conductance_density, range::non_negative,
                                   "peak sodium conductance"},
      member_parameter<parameters>{"g_k", &parameters::g_k, quantity::conductance_density, range::non_negative,
                                   "peak potassium conductance"},
      member_parameter<parameters>{"g_l", &parameters::g_l, quantity::conductance_density, range::non_negative,
                                   "leak conductance"},
      member_parameter<parameters>{"e_na", &parameters::e_na, quantity::voltage, range::any,
                                   "sodium reversal potential"},
      member_parameter<parameters>{"e_k", &parameters::e_k, quantity::voltage, range::any,
                                   "potassium reversal potential"},
      member_parameter<parameters>{"e_l", &parameters::e_l, quantity::voltage, range::any, "leak reversal potential"},
      member_parameter<parameters>{"temperature", &parameters::temperature, quantity::temperature, range::any,
                                   "speeds all gates 3-fold for 10 degC"},
  };
  static constexpr std::array<model_preset<parameters>, 0> presets{};

  enum gate { m, h, n, gates };
  static constexpr std::array<std::string_view, gates> gate_names{"m", "h", "n"};
  /// Does a current depend on V through a gate without a state of its own?
  static constexpr bool instantaneous_gates = false;

  /// What the equations use, derived from the parameters once.
  template <class Real>
  struct coefficients {
    Real alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n;
    Real g_na, g_k, g_l, g_l_e_l, e_na, e_k;
    Real input;  ///< what a current of 1 adds to the drive
  };

  /// @param tau unit of time of the derivatives, ms
  static coefficients<double> derive(const parameters& p, double tau) {
    const double phi = tau * power(3.0, (p.temperature - 6.3) / 10);
    const double per_c = tau / p.c_m;
    return {.alpha_m = phi,
            .beta_m = 4 * exp(-10.0 / 18) * phi,
            .alpha_h = 0.07 * exp(-0.5) * phi,
            .beta_h = phi,
            .alpha_n = 0.1 * 8 * ln2 * phi,
            .beta_n = 0.125 * exp(-1.0 / 8) * phi,
            .g_na = p.g_na * per_c,
            .g_k = p.g_k * per_c,
            .g_l = p.g_l * per_c,
            .g_l_e_l = p.g_l * p.e_l * per_c,
            .e_na = p.e_na,
            .e_k = p.e_k,
            .input = per_c};
  }

  /// Kinetics of the gates at v. All rates but beta_m come from e^(-(v + 55) / 80):
  ///   alpha_m = 0.1 (v + 40) / (1 - exp(-(v + 40) / 10))    beta_m = 4 exp(-(v + 65) / 18)
  ///   alpha_h = 0.07 exp(-(v + 65) / 20)                    beta_h = 1 / (1 + exp(-(v + 35) / 10))
  ///   alpha_n = 0.01 (v + 55) / (1 - exp(-(v + 55) / 10))   beta_n = 0.125 exp(-(v + 65) / 80)
  /// The three denominators share a reciprocal. Beyond |v + 55| = 264 mV the rates stay what they are there, so that
  /// their product does not overflow.
  template <class Real>
  HUX_FN static void kinetics(const Real& v, const coefficients<Real>& k, linear<Real> (&x)[gates]) {
    const Real one = constant<Real>(1);
    // -(v + 55) / 80 log2(e)
    const Real x80 =
        away_from_zero(clamped(fma(v, constant<Real>(-log2e / 80), constant<Real>(-log2e * 55 / 80)), 3.3 * log2e));
    const Real d80 = exp2m1(x80);
    const Real d20 = expm1_doubled(expm1_doubled(d80));
    const Real d10 = expm1_doubled(d20);  // e^(-(v + 55) / 10) - 1

    const Real q =
        fma(d10, constant<Real>(7.3890560989306495), constant<Real>(7.3890560989306495));  // e^(-(v + 35) / 10)
    // e^(-(v + 40) / 10) - 1; never 0, as no product of a number and the one constant is the other.
    const Real a = fma(d10, constant<Real>(4.4816890703380645), constant<Real>(3.4816890703380645));
    const auto [per_a, per_b, per_d10] = reciprocals(a, one + q, d10);

    const Real y_m = fma(x80, constant<Real>(8 * ln2), constant<Real>(1.5));  // -(v + 40) / 10
    const Real alpha_m = k.alpha_m * exponential_ratio(y_m, y_m * per_a);
    x[m] = {alpha_m, fma(k.beta_m, exp2(constant<Real>(80.0 / 18) * x80), alpha_m)};

    const Real alpha_h = fma(d20, k.alpha_h, k.alpha_h);
    x[h] = {alpha_h, fma(k.beta_h, per_b, alpha_h)};

    const Real alpha_n = k.alpha_n * (x80 * per_d10);
    x[n] = {alpha_n, alpha_n + fma(d80, k.beta_n, k.beta_n)};
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
      model_observable{"g_na", quantity::conductance_density}, model_observable{"g_k", quantity::conductance_density},
      model_observable{"i_na", quantity::current_density},     model_observable{"i_k", quantity::current_density},
      model_observable{"i_l", quantity::current_density},
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
