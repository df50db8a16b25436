#pragma once

#include <limits>

#include "hux/integrators/stage_input.hpp"

namespace hux {

/// Exponential Euler (Rush-Larsen) in staggered order: gates live half a step ahead of the membrane potential, so
/// that each is advanced with the other's value in the middle of its own step. Order 2, one evaluation a step.
struct exponential_euler {
  static constexpr std::string_view name = "exponential_euler";
  static constexpr std::string_view description = "exponential Euler (Rush-Larsen), staggered, order 2";
  static constexpr std::string_view source = "Rush & Larsen 1978, IEEE Trans. Biomed. Eng. 25:389";
  static constexpr double unit_of_time = 1;  ///< of the coefficients, in steps
  static constexpr bool staggered = true;    ///< do the gates run half a step ahead of the membrane potential?
  static constexpr double stability_limit = std::numeric_limits<double>::infinity();

  template <class Model, class Real, class Input>
  HUX_FN static void step(neuron_state<Real, Model::gates>& s, const typename Model::template coefficients<Real>& k,
                          const Input& input) {
    s.v = relaxed(s.v, membrane_at_middle<Model>(s, k, input, 0.5), constant<Real>(1));
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

  /// The exact solution after h: x goes to drive / decay exponentially.
  template <class Real>
  HUX_FN static Real relaxed(const Real& x, const linear<Real>& f, const Real& h) {
    const Real decay = away_from_zero(f.decay);
    const Real gone = expm1(constant<Real>(0) - h * decay);
    return fma(x - f.drive / decay, gone, x);
  }
};

}  // namespace hux
