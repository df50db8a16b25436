#pragma once

#include <array>

#include "hux/device/math.hpp"
#include "hux/device/models/model.hpp"

namespace hux {

/// Fast-spiking interneuron; sodium activation follows the voltage without delay:
///   c_m V' = I - g_na m_inf(V)^3 h (V - e_na) - g_k n^4 (V - e_k) - g_l (V - e_l)
/// The rates of h and n are multiplied by phi.
struct wang_buzsaki {
  static constexpr std::string_view name = "wang_buzsaki";
  static constexpr std::string_view description = "fast-spiking interneuron, instantaneous sodium activation";
  static constexpr std::string_view source = "Wang & Buzsaki 1996, J. Neurosci. 16:6402";
  static constexpr quantity current = quantity::current_density;
  static constexpr quantity conductance = quantity::conductance_density;
  static constexpr double threshold = 0;
  static constexpr double initial_v = -65;

  struct parameters {
    double c_m = 1;
    double g_na = 35;
    double g_k = 9;
    double g_l = 0.1;
    double e_na = 55;
    double e_k = -90;
    double e_l = -65;
    double phi = 5;
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
      member_parameter<parameters>{"phi", &parameters::phi, quantity::dimensionless, range::positive,
                                   "speeds the gates h and n"},
  };
  static constexpr std::array<model_preset<parameters>, 0> presets{};

  enum gate { h, n, gates };
  static constexpr std::array<std::string_view, gates> gate_names{"h", "n"};
  /// Does a current depend on V through a gate without a state of its own?
  static constexpr bool instantaneous_gates = true;

  /// What the equations use, derived from the parameters once.
  template <class Real>
  struct coefficients {
    Real alpha_h, beta_h, alpha_n, beta_n;
    Real g_na, g_k, g_l, g_l_e_l, e_na, e_k;
    Real input;  ///< what a current of 1 adds to the drive
  };

  /// @param tau unit of time of the derivatives, ms
  static coefficients<double> derive(const parameters& p, double tau) {
    const double phi = tau * p.phi;
    const double per_c = tau / p.c_m;
    return {.alpha_h = 0.07 * exp(-1.2) * phi,
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

  /// Kinetics of the gates at v. All rates come from e^(-(v + 34) / 80):
  ///   alpha_h = 0.07 exp(-(v + 58) / 20)                    beta_h = 1 / (1 + exp(-(v + 28) / 10))
  ///   alpha_n = 0.01 (v + 34) / (1 - exp(-(v + 34) / 10))   beta_n = 0.125 exp(-(v + 44) / 80)
  /// The two denominators share a reciprocal. Beyond |v + 34| = 360 mV the rates stay what they are there, so that
  /// their product does not overflow.
  template <class Real>
  HUX_FN static void kinetics(const Real& v, const coefficients<Real>& k, linear<Real> (&x)[gates]) {
    const Real one = constant<Real>(1);
    // -(v + 34) / 80 log2(e)
    const Real x80 =
        away_from_zero(clamped(fma(v, constant<Real>(-log2e / 80), constant<Real>(-log2e * 34 / 80)), 4.5 * log2e));
    const Real d80 = exp2m1(x80);
    const Real d20 = expm1_doubled(expm1_doubled(d80));
    const Real d10 = expm1_doubled(d20);  // e^(-(v + 34) / 10) - 1

    const Real alpha_h = fma(d20, k.alpha_h, k.alpha_h);
    const Real q =
        fma(d10, constant<Real>(1.8221188003905089), constant<Real>(1.8221188003905089));  // e^(-(v + 28) / 10)
    const auto [per_a, per_d10] = reciprocals(one + q, d10);
    x[h] = {alpha_h, fma(k.beta_h, per_a, alpha_h)};

    const Real alpha_n = k.alpha_n * (x80 * per_d10);
    x[n] = {alpha_n, alpha_n + fma(d80, k.beta_n, k.beta_n)};
  }

  /// m_inf = alpha_m / (alpha_m + beta_m), with both rates from e^(-(v + 35) / 90):
  ///   alpha_m = 0.1 (v + 35) / (1 - exp(-(v + 35) / 10))   beta_m = 4 exp(-(v + 60) / 18)
  template <class Real>
  HUX_FN static Real sodium_activation(const Real& v) {
    // -(v + 35) / 90 log2(e)
    const Real x90 =
        away_from_zero(clamped(fma(v, constant<Real>(-log2e / 90), constant<Real>(-log2e * 35 / 90)), 4 * log2e));
    const Real d90 = exp2m1(x90);
    const Real d22 = expm1_doubled(expm1_doubled(d90));   // of (v + 35) / 22.5
    const Real d18 = expm1_sum(d22, d90);                 // of (v + 35) / 18
    const Real d10 = expm1_sum(expm1_doubled(d22), d90);  // of (v + 35) / 10
    const Real beta_m = fma(d18, constant<Real>(0.99740883510918490), constant<Real>(0.99740883510918490));
    const Real y = constant<Real>(9 * ln2) * x90;  // alpha_m = y / d10
    return y * reciprocal(fma(beta_m, d10, y));
  }

  /// The membrane equation without input: tau V' = drive - decay V.
  template <class Real>
  HUX_FN static linear<Real> membrane(const Real& v, const Real (&gate)[gates], const coefficients<Real>& k) {
    const Real m = sodium_activation(v);
    const Real n2 = gate[n] * gate[n];
    const Real g_na = (m * m) * ((m * gate[h]) * k.g_na);
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
    const double m = sodium_activation(v);
    out[0] = p.g_na * m * m * m * gate[h];
    out[1] = p.g_k * gate[n] * gate[n] * gate[n] * gate[n];
    out[2] = out[0] * (v - p.e_na);
    out[3] = out[1] * (v - p.e_k);
    out[4] = p.g_l * (v - p.e_l);
  }
};

}  // namespace hux
