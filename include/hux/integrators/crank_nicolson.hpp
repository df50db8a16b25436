#pragma once

#include <limits>

#include "hux/integrators/stage_input.hpp"

namespace hux {

/// Crank-Nicolson in staggered order: gates live half a step ahead of the membrane potential, so that each equation
/// is linear while it is solved and no iteration is needed. Order 2, one evaluation a step.
struct crank_nicolson {
  static constexpr std::string_view name = "crank_nicolson";
  static constexpr std::string_view description = "Crank-Nicolson, staggered, order 2";
  static constexpr std::string_view source = "Hines 1984, Int. J. Biomed. Comput. 15:69";
  static constexpr double unit_of_time = 0.5;  ///< of the coefficients, in steps
  static constexpr bool staggered = true;      ///< do the gates run half a step ahead of the membrane potential?
  static constexpr double stability_limit = std::numeric_limits<double>::infinity();

  template <class Model, class Real, class Input>
  HUX_FN static void step(neuron_state<Real, Model::gates>& s, const typename Model::template coefficients<Real>& k,
                          const Input& input) {
    s.v = relaxed(s.v, membrane_at_middle<Model>(s, k, input, 1), constant<Real>(1));
    advance_gates<Model>(s, k, constant<Real>(1));
  }

  /// Brings gates that belong to the time of the membrane potential half a step ahead.
  template <class Model, class Real>
  HUX_FN static void stagger(neuron_state<Real, Model::gates>& s,
                             const typename Model::template coefficients<Real>& k) {
    advance_gates<Model>(s, k, constant<Real>(0.5));
  }

 private:
  template <class Model, class Real>
  HUX_FN static void advance_gates(neuron_state<Real, Model::gates>& s,
                                   const typename Model::template coefficients<Real>& k, const Real& h) {
    linear<Real> x[Model::gates];
    Model::kinetics(s.v, k, x);
    for (int i = 0; i < Model::gates; ++i) s.gate[i] = relaxed(s.gate[i], x[i], h);
  }

  /// The trapezoidal rule over h steps: x + (h / 2) (x' at the begin + x' at the end), solved for the end.
  template <class Real>
  HUX_FN static Real relaxed(const Real& x, const linear<Real>& f, const Real& h) {
    const Real b = h * f.decay;
    return fma(constant<Real>(2) * h, f.drive, fma(constant<Real>(0) - b, x, x)) / (constant<Real>(1) + b);
  }
};

}  // namespace hux
