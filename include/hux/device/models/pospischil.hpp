#pragma once

#include <array>

#include "hux/device/math.hpp"
#include "hux/device/models/model.hpp"
#include "hux/device/models/traub_miles.hpp"

namespace hux {

/// Densities, and the membrane area of the cell; by default those of the regular-spiking cell.
struct pospischil_parameters {
  double area = 28952.917895;  ///< of a cylinder of length and diameter 96 um
  double c_m = 1;
  double g_na = 50;
  double g_k = 5;
  double g_m = 0.07;
  double g_ca_l = 0;
  double g_ca_t = 0;
  double g_l = 0.1;
  double e_na = 50;
  double e_k = -100;
  double e_ca = 120;
  double e_l = -70;
  double v_t = -55;
  double tau_max = 1000;
};

/// Minimal cells of cortex and thalamus, of one compartment:
///   c_m V' = I / area - g_na m^3 h (V - e_na) - g_k n^4 (V - e_k) - g_m p (V - e_k)
///            - g_ca_l q^2 r (V - e_ca) - g_ca_t s_inf(V)^2 u (V - e_ca) - g_l (V - e_l)
/// m, h and n are those of traub_miles. Parameters are densities; currents and synaptic conductances are those of the
/// whole cell, whose membrane area is a parameter. Rates are those at 36 degC.
struct pospischil {
  static constexpr std::string_view name = "pospischil";
  static constexpr std::string_view description =
      "minimal cortical or thalamic cell: regular or fast spiking, bursting, low-threshold spiking";
  static constexpr std::string_view source = "Pospischil et al. 2008, Biol. Cybern. 99:427; values of ModelDB 123623";
  static constexpr quantity current = quantity::current;
  static constexpr quantity conductance = quantity::conductance;
  static constexpr double threshold = 0;
  static constexpr double initial_v = -70;

  using parameters = pospischil_parameters;
  static constexpr std::array parameter_table{
      member_parameter<parameters>{"area", &parameters::area, quantity::area, range::positive, "membrane area"},
      member_parameter<parameters>{"c_m", &parameters::c_m, quantity::capacitance_density, range::positive,
                                   "membrane capacitance"},
      member_parameter<parameters>{"g_na", &parameters::g_na, quantity::conductance_density, range::non_negative,
                                   "peak sodium conductance"},
      member_parameter<parameters>{"g_k", &parameters::g_k, quantity::conductance_density, range::non_negative,
                                   "peak delayed-rectifier potassium conductance"},
      member_parameter<parameters>{"g_m", &parameters::g_m, quantity::conductance_density, range::non_negative,
                                   "peak slow potassium (M) conductance"},
      member_parameter<parameters>{"g_ca_l", &parameters::g_ca_l, quantity::conductance_density, range::non_negative,
                                   "peak high-threshold (L) calcium conductance"},
      member_parameter<parameters>{"g_ca_t", &parameters::g_ca_t, quantity::conductance_density, range::non_negative,
                                   "peak low-threshold (T) calcium conductance"},
      member_parameter<parameters>{"g_l", &parameters::g_l, quantity::conductance_density, range::non_negative,
                                   "leak conductance"},
      member_parameter<parameters>{"e_na", &parameters::e_na, quantity::voltage, range::any,
                                   "sodium reversal potential"},
      member_parameter<parameters>{"e_k", &parameters::e_k, quantity::voltage, range::any,
                                   "potassium reversal potential"},
      member_parameter<parameters>{"e_ca", &parameters::e_ca, quantity::voltage, range::any,
                                   "calcium reversal potential"},
      member_parameter<parameters>{"e_l", &parameters::e_l, quantity::voltage, range::any, "leak reversal potential"},
      member_parameter<parameters>{"v_t", &parameters::v_t, quantity::voltage, range::any,
                                   "shift of the rates of m, h and n along the voltage axis"},
      member_parameter<parameters>{"tau_max", &parameters::tau_max, quantity::time, range::positive,
                                   "time constant of the slow potassium current, which scales all its kinetics"},
  };
  /// Cells of Pospischil et al.: regular and fast spiking, intrinsically bursting, low-threshold spiking.
  static constexpr std::array presets{
      model_preset<parameters>{"RS", {}},
      model_preset<parameters>{"FS", {.area = 14102.609422, .g_k = 10, .g_m = 0, .g_l = 0.15}},  // 67 um
      model_preset<parameters>{"IB", {.g_m = 0.03, .g_ca_l = 0.17, .g_l = 0.01, .e_l = -85}},
      model_preset<parameters>{"LTS", {.g_m = 0.03, .g_ca_t = 0.4, .g_l = 0.01, .e_l = -85}},
  };

  enum gate { m, h, n, p, q, r, u, gates };
  static constexpr std::array<std::string_view, gates> gate_names{"m", "h", "n", "p", "q", "r", "u"};
  /// Does a current depend on V through a gate without a state of its own?
  static constexpr bool instantaneous_gates = true;

  /// What the equations use, derived from the parameters once.
  template <class Real>
  struct coefficients {
    traub_miles::coefficients<Real> fast;  ///< sodium, delayed rectifier and leak
    Real rate_p, alpha_q, beta_q, alpha_r, beta_r, rate_u;
    Real g_m, g_ca_l, g_ca_t, e_ca;
    Real input;  ///< what a current of 1 adds to the drive
  };

  /// @param tau unit of time of the derivatives, ms
  static coefficients<double> derive(const parameters& c, double tau) {
    const double per_c = tau / c.c_m;
    return {.fast = traub_miles::derive({.c_m = c.c_m,
                                         .g_na = c.g_na,
                                         .g_k = c.g_k,
                                         .g_l = c.g_l,
                                         .e_na = c.e_na,
                                         .e_k = c.e_k,
                                         .e_l = c.e_l,
                                         .v_t = c.v_t},
                                        tau),
            .rate_p = tau / c.tau_max,
            .alpha_q = 0.055 * 3.8 * ln2 * tau,
            .beta_q = 0.94 * tau,
            .alpha_r = 0.000457 * tau,
            .beta_r = 0.0065 * tau,
            .rate_u = power(3.0, 1.2) * tau,
            .g_m = c.g_m * per_c,
            .g_ca_l = c.g_ca_l * per_c,
            .g_ca_t = c.g_ca_t * per_c,
            .e_ca = c.e_ca,
            .input = per_c / whole_cell(c)};
  }

  static constexpr double slow_limit = 190;  ///< mV

  /// Kinetics of the gates at v; those of the slow gates stay what they are beyond 190 mV, so that no product of their
  /// denominators, some of which share a reciprocal, overflows, and no exponent leaves the range of exp2.
  template <class Real>
  HUX_FN static void kinetics(const Real& v, const coefficients<Real>& k, linear<Real> (&x)[gates]) {
    linear<Real> fast[traub_miles::gates];
    traub_miles::kinetics(v, k.fast, fast);
    x[m] = fast[traub_miles::m];
    x[h] = fast[traub_miles::h];
    x[n] = fast[traub_miles::n];
    const Real within = clamped(v, slow_limit);
    x[p] = slow_potassium(within, k);
    l_calcium(within, k, x[q], x[r]);
    x[u] = t_calcium(within, k);
  }

  /// The membrane equation without input: tau V' = drive - decay V.
  template <class Real>
  HUX_FN static linear<Real> membrane(const Real& v, const Real (&gate)[gates], const coefficients<Real>& k) {
    const Real fast_gate[traub_miles::gates] = {gate[m], gate[h], gate[n]};
    const linear<Real> fast = traub_miles::membrane(v, fast_gate, k.fast);
    const Real s = t_activation(clamped(v, slow_limit));
    const Real g_m = gate[p] * k.g_m;
    const Real g_ca = fma(gate[q] * gate[q], gate[r] * k.g_ca_l, (s * s) * (gate[u] * k.g_ca_t));
    return {fma(g_m, k.fast.e_k, fma(g_ca, k.e_ca, fast.drive)), (fast.decay + g_m) + g_ca};
  }

  static constexpr std::array observables{
      model_observable{"g_na", quantity::conductance},   model_observable{"g_k", quantity::conductance},
      model_observable{"g_m", quantity::conductance},    model_observable{"g_ca_l", quantity::conductance},
      model_observable{"g_ca_t", quantity::conductance}, model_observable{"i_na", quantity::current},
      model_observable{"i_k", quantity::current},        model_observable{"i_m", quantity::current},
      model_observable{"i_ca_l", quantity::current},     model_observable{"i_ca_t", quantity::current},
      model_observable{"i_l", quantity::current},
  };
  /// Conductances and ionic currents (outward positive) of the whole cell in a state, in the order of observables.
  static void observe(const parameters& c, double v, const double* gate, double* out) {
    const double s = t_activation(v);
    const double cell = whole_cell(c);
    out[0] = cell * c.g_na * gate[m] * gate[m] * gate[m] * gate[h];
    out[1] = cell * c.g_k * gate[n] * gate[n] * gate[n] * gate[n];
    out[2] = cell * c.g_m * gate[p];
    out[3] = cell * c.g_ca_l * gate[q] * gate[q] * gate[r];
    out[4] = cell * c.g_ca_t * s * s * gate[u];
    out[5] = out[0] * (v - c.e_na);
    out[6] = out[1] * (v - c.e_k);
    out[7] = out[2] * (v - c.e_k);
    out[8] = out[3] * (v - c.e_ca);
    out[9] = out[4] * (v - c.e_ca);
    out[10] = cell * c.g_l * (v - c.e_l);
  }

 private:
  /// The cell's value of a density of 1: 1 mS/cm2 is 0.01 nS/um2, and the same holds for uF and pF, uA and pA.
  static double whole_cell(const parameters& c) { return 0.01 * c.area; }

  /// Gate p of the slow potassium current:
  ///   p_inf = 1 / (1 + exp(-(v + 35) / 10))   tau_p = tau_max / (3.3 exp((v + 35) / 20) + exp(-(v + 35) / 20))
  template <class Real>
  HUX_FN static linear<Real> slow_potassium(const Real& v, const coefficients<Real>& k) {
    const Real closing = exp_of_line(v, -0.05, -1.75);
    const Real closed = fma(closing, closing, constant<Real>(1));
    const auto [per_closing, per_closed] = reciprocals(closing, closed);
    const Real rate = k.rate_p * fma(per_closing, constant<Real>(3.3), closing);
    return {rate * per_closed, rate};
  }

  /// Gates q and r of the L-type calcium current:
  ///   alpha_q = 0.055 (-27 - v) / (exp((-27 - v) / 3.8) - 1)   beta_q = 0.94 exp((-75 - v) / 17)
  ///   alpha_r = 0.000457 exp((-13 - v) / 50)                   beta_r = 0.0065 / (exp((-15 - v) / 28) + 1)
  template <class Real>
  HUX_FN static void l_calcium(const Real& v, const coefficients<Real>& k, linear<Real>& q_gate, linear<Real>& r_gate) {
    const Real one = constant<Real>(1);
    const Real x_q = away_from_zero(fma(v, constant<Real>(-log2e / 3.8), constant<Real>(-log2e * 27 / 3.8)));
    const Real d_q = exp2m1(x_q);
    const Real closing = one + exp_of_line(v, -1.0 / 28, -15.0 / 28);
    const auto [per_d_q, per_closing] = reciprocals(d_q, closing);

    const Real alpha_q = k.alpha_q * (x_q * per_d_q);
    q_gate = {alpha_q, fma(k.beta_q, exp_of_line(v, -1.0 / 17, -75.0 / 17), alpha_q)};

    const Real alpha_r = k.alpha_r * exp_of_line(v, -1.0 / 50, -13.0 / 50);
    r_gate = {alpha_r, fma(k.beta_r, per_closing, alpha_r)};
  }

  /// Gate u of the T-type calcium current; with w = v + 2:
  ///   u_inf = 1 / (1 + exp((w + 81) / 4))
  ///   tau_u = (30.8 + (211.4 + exp((w + 113.2) / 5)) / (1 + exp((w + 84) / 3.2))) / 3^1.2
  /// Its exponentials are taken with falling exponents, so that none overflows above threshold.
  template <class Real>
  HUX_FN static linear<Real> t_calcium(const Real& v, const coefficients<Real>& k) {
    const Real one = constant<Real>(1);
    const Real e4 = exp_of_line(v, -0.25, -20.75);      // of -(w + 81) / 4
    const Real e3 = exp_of_line(v, -0.3125, -26.875);   // of -(w + 84) / 3.2
    const Real slow = exp_of_line(v, -0.1125, -3.835);  // e3 exp((w + 113.2) / 5)
    const Real duration = fma(e3, constant<Real>(242.2), constant<Real>(30.8)) + slow;
    const Real opening = one + e4;
    const auto [per_duration, per_opening] = reciprocals(duration, opening);
    const Real rate = k.rate_u * ((one + e3) * per_duration);
    return {rate * (e4 * per_opening), rate};
  }

  /// s_inf = 1 / (1 + exp(-(w + 57) / 6.2)), w = v + 2.
  template <class Real>
  HUX_FN static Real t_activation(const Real& v) {
    const Real one = constant<Real>(1);
    return reciprocal(one + exp_of_line(v, -1.0 / 6.2, -59.0 / 6.2));
  }
};

}  // namespace hux
