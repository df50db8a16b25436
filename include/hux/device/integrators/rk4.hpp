#pragma once

#include <string_view>

#include "hux/device/integrators/stage_input.hpp"
#include "hux/device/math.hpp"

namespace hux {

/// The classical Runge-Kutta method: order 4, four evaluations of the equations a step.
struct rk4 {
  static constexpr std::string_view name = "rk4";
  static constexpr std::string_view description = "classical Runge-Kutta, order 4";
  static constexpr std::string_view source = "Kutta 1901, Z. Math. Phys. 46:435";
  static constexpr double unit_of_time = 0.5;  ///< of the coefficients, in steps: slopes come out as half increments
  static constexpr bool staggered = false;     ///< do the gates run half a step ahead of the membrane potential?
  static constexpr bool simpson = true;        ///< does it weigh the input at all stages, as Simpson's rule does?
  static constexpr double gate_limit = 2.785;  ///< largest dt times rate for which a decay stays a decay
  /// The membrane's rate is largest while the sodium channels are open, for a step or two, in which nothing grows by
  /// much if it is a little beyond the limit.
  static constexpr double membrane_limit = 1.1 * gate_limit;

  template <class Model, class Real, class Input>
  HUX_FN static void step(neuron_state<Real, Model::gates>& s, const typename Model::template coefficients<Real>& k,
                          const Input& input) {
    using state = neuron_state<Real, Model::gates>;
    if constexpr (has_exponential_states<Model>()) return step_with_exponential<Model>(s, k, input);
    const state k1 = derivative<Model>(s, k, input, at_begin);
    const state k2 = derivative<Model>(plus(s, k1), k, input, at_middle);
    state sum = moved(k1, constant<Real>(2), k2);
    const state k3 = derivative<Model>(plus(s, k2), k, input, at_middle);
    sum = moved(sum, constant<Real>(2), k3);
    const state k4 = derivative<Model>(moved(s, constant<Real>(2), k3), k, input, at_end);
    s = moved(s, constant<Real>(1.0 / 3), plus(sum, k4));
  }

 private:
  /// The same with states that are solved exactly: each stage has them where the equations of the stage before take
  /// them from the start of the step, and the end of the step where Simpson's mean of the stages' equations does.
  /// Order 2 for them, stable at any rate.
  template <class Model, class Real, class Input>
  HUX_FN static void step_with_exponential(neuron_state<Real, Model::gates>& s,
                                           const typename Model::template coefficients<Real>& k, const Input& input) {
    using state = neuron_state<Real, Model::gates>;
    const Real half = constant<Real>(1);
    const Real whole = constant<Real>(2);
    gate_array<linear<Real>, Model::gates> x, mean;
    const state k1 = derivative<Model>(s, k, input, at_begin, mean);
    state at = plus(s, k1);
    relax_exponential<Model>(at, s, k, mean, half);
    const state k2 = derivative<Model>(at, k, input, at_middle, x);
    add<Model>(mean, whole, x);
    state sum = moved(k1, whole, k2);
    at = plus(s, k2);
    relax_exponential<Model>(at, s, k, x, half);
    const state k3 = derivative<Model>(at, k, input, at_middle, x);
    add<Model>(mean, whole, x);
    sum = moved(sum, whole, k3);
    at = moved(s, whole, k3);
    relax_exponential<Model>(at, s, k, x, whole);
    const state k4 = derivative<Model>(at, k, input, at_end, x);
    add<Model>(mean, half, x);
    at = moved(s, constant<Real>(1.0 / 3), plus(sum, k4));
    // The mean is a sixth of the sum over twice the unit of time.
    relax_exponential<Model>(at, s, k, mean, constant<Real>(1.0 / 3));
    s = at;
  }

  /// sum + weight x
  template <class Model, class Real>
  HUX_FN static void add(gate_array<linear<Real>, Model::gates>& sum, const Real& weight,
                         const gate_array<linear<Real>, Model::gates>& x) {
    for (int i = 0; i < Model::gates; ++i) {
      sum[i].drive = fma(weight, x[i].drive, sum[i].drive);
      sum[i].decay = fma(weight, x[i].decay, sum[i].decay);
    }
  }

  template <class Real, int Gates>
  HUX_FN static neuron_state<Real, Gates> plus(const neuron_state<Real, Gates>& a, const neuron_state<Real, Gates>& b) {
    neuron_state<Real, Gates> r;
    r.v = a.v + b.v;
    for (int i = 0; i < Gates; ++i) r.gate[i] = a.gate[i] + b.gate[i];
    return r;
  }

  /// a + h b
  template <class Real, int Gates>
  HUX_FN static neuron_state<Real, Gates> moved(const neuron_state<Real, Gates>& a, const Real& h,
                                                const neuron_state<Real, Gates>& b) {
    neuron_state<Real, Gates> r;
    r.v = fma(h, b.v, a.v);
    for (int i = 0; i < Gates; ++i) r.gate[i] = fma(h, b.gate[i], a.gate[i]);
    return r;
  }
};

}  // namespace hux
