#pragma once

#include "hux/device/integrators/stage_input.hpp"
#include "hux/device/math.hpp"

namespace hux {

/// The order of work of schemes whose gates live half a step ahead of the membrane potential: each equation is linear
/// while it is solved, with the other's value in the middle of its own step. Order 2, one evaluation a step.
/// @tparam Scheme solves one linear equation over h steps: relaxed(x, equation, h) the membrane's, relaxed_gate a
/// gate's
template <class Scheme>
struct staggered_order {
  static constexpr bool staggered = true;  ///< do the gates run half a step ahead of the membrane potential?
  static constexpr bool simpson = false;   ///< does it weigh the input at all stages, as Simpson's rule does?

  template <class Model, class Real, class Input>
  HUX_FN static void step(neuron_state<Real, Model::gates>& s, const typename Model::template coefficients<Real>& k,
                          const Input& input) {
    constexpr double half = 0.5 / Scheme::unit_of_time;
    if constexpr (Model::pools > 0)
      advance_with_pools<Model>(s, k, input, constant<Real>(half));
    else
      s.v = Scheme::relaxed(s.v, membrane_at_middle<Model>(s, k, input, half), constant<Real>(1));
    advance_gates<Model>(s, k, constant<Real>(1));
  }

  /// Brings gates that belong to the time of the membrane potential half a step ahead.
  template <class Model, class Real>
  HUX_FN static void stagger(neuron_state<Real, Model::gates>& s,
                             const typename Model::template coefficients<Real>& k) {
    advance_gates<Model>(s, k, constant<Real>(0.5));
  }

 private:
  /// V and the pools, which live at its time, from the equations in the middle of the step, where both are predicted by
  /// an implicit half step: the same second order.
  template <class Model, class Real, class Input>
  HUX_FN static void advance_with_pools(neuron_state<Real, Model::gates>& s,
                                        const typename Model::template coefficients<Real>& k, const Input& input,
                                        const Real& half) {
    neuron_state<Real, Model::gates> middle = s;
    gate_array<linear<Real>, Model::gates> x;
    Model::kinetics(s.v, s.gate, k, x);
    middle.v = implicit_step(s.v, membrane_with_input<Model>(s.v, s.gate, k, input, at_middle), half);
    for (int i = Model::gates - Model::pools; i < Model::gates; ++i)
      middle.gate[i] = implicit_step(s.gate[i], x[i], half);
    Model::kinetics(middle.v, middle.gate, k, x);
    s.v =
        Scheme::relaxed(s.v, membrane_with_input<Model>(middle.v, middle.gate, k, input, at_middle), constant<Real>(1));
    for (int i = Model::gates - Model::pools; i < Model::gates; ++i)
      s.gate[i] = Scheme::relaxed(s.gate[i], x[i], constant<Real>(1));
  }

  template <class Model, class Real>
  HUX_FN static void advance_gates(neuron_state<Real, Model::gates>& s,
                                   const typename Model::template coefficients<Real>& k, const Real& h) {
    gate_array<linear<Real>, Model::gates> x;
    Model::kinetics(s.v, s.gate, k, x);
    for (int i = 0; i < Model::gates - Model::pools; ++i) s.gate[i] = Scheme::relaxed_gate(s.gate[i], x[i], h);
  }
};

}  // namespace hux
