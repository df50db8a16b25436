#pragma once

#include "hux/device/math.hpp"
#include "hux/device/models/model.hpp"
#include "hux/device/type_list.hpp"

namespace hux {

/// Instants of a step at which an integrator may ask for the input.
enum instant { at_begin, at_middle, at_end, stages };

/// Most receptors with a voltage-dependent conductance that one population may have.
inline constexpr int max_voltage_dependent = 4;

/// Most numbers that such a conductance may need beside V.
inline constexpr int max_opening_coefficients = 8;

/// Room for the coefficients of any of some kinds.
template <class... Kinds>
constexpr int most_opening_coefficients(type_list<Kinds...> /*kinds*/) {
  int most = 1;
  ((most = Kinds::coefficients > most ? Kinds::coefficients : most), ...);
  return most;
}

/// How conductances of several kinds of synapse follow V.
/// @tparam Kinds a type_list of what has `coefficients`, how many numbers it needs beside V, and open_fraction(v, k)
template <class Kinds>
struct openings;

template <class... Kinds>
struct openings<type_list<Kinds...>> {
  static constexpr int most = most_opening_coefficients(type_list<Kinds...>{});

  template <class Real>
  using coefficients = Real[most];

  /// The fraction that is open at v.
  /// @param kind place in the list
  template <class Real>
  HUX_FN static Real fraction(int kind, const Real& v, const Real* k) {
    return fraction(type_list<Kinds...>{}, kind, v, k);
  }

 private:
  template <class Real, class Kind, class... Others>
  HUX_FN static Real fraction(type_list<Kind, Others...> /*kinds*/, int kind, const Real& v, const Real* k) {
    if constexpr (sizeof...(Others) > 0)
      if (kind > 0) return fraction(type_list<Others...>{}, kind - 1, v, k);
    return Kind::open_fraction(v, k);
  }
};

/// All input to a neuron during one step: what does not depend on its membrane potential summed up, and
/// voltage-dependent conductances one by one. Scaled like the model's equations (by its coefficient `input`).
/// @tparam Kinds a type_list of those that such conductances may be of. Without any the inner loop has no branch.
template <class Real, class Kinds>
struct stage_input;

template <class Real>
struct stage_input<Real, type_list<>> {
  static constexpr bool follows_v = false;  ///< does the input depend on V otherwise than linearly?
  linear<Real> sum[stages];

  [[nodiscard]] HUX_FN linear<Real> at(instant s, const Real& /*v*/) const { return sum[s]; }
};

template <class Real, class Kinds>
struct stage_input {
  static constexpr bool follows_v = true;
  using kinds = openings<Kinds>;
  linear<Real> sum[stages];
  int voltage_dependent = 0;  ///< receptors
  Real conductance[max_voltage_dependent][stages];
  Real e_rev[max_voltage_dependent];
  typename kinds::template coefficients<Real> opening[max_voltage_dependent];
  int kind[max_voltage_dependent];

  [[nodiscard]] HUX_FN linear<Real> at(instant s, const Real& v) const {
    linear<Real> total = sum[s];
    for (int r = 0; r < max_voltage_dependent; ++r) {
      if (r >= voltage_dependent) break;
      const Real g = conductance[r][s] * kinds::fraction(kind[r], v, opening[r]);
      total.drive = fma(g, e_rev[r], total.drive);
      total.decay = total.decay + g;
    }
    return total;
  }
};

/// The whole membrane equation at v: the model's currents and the input.
template <class Model, class Real, class Input>
HUX_FN linear<Real> membrane_with_input(const Real& v, const gate_array<Real, Model::gates>& gate,
                                        const typename Model::template coefficients<Real>& k, const Input& input,
                                        instant s) {
  const linear<Real> own = Model::membrane(v, gate, k);
  const linear<Real> in = input.at(s, v);
  return {own.drive + in.drive, own.decay + in.decay};
}

/// The derivative of a linear equation at x.
template <class Real>
HUX_FN Real slope(const linear<Real>& f, const Real& x) {
  return fma(-f.decay, x, f.drive);
}

/// Has a model states that every integrator solves exactly, as its is_exponential says?
template <class Model>
constexpr bool has_exponential_states() {
  if constexpr (requires { Model::has_exponential; }) return Model::has_exponential;
  return false;
}

/// The derivatives of a state, in the unit of time of its coefficients.
/// @param x the equations of all but v there
template <class Model, class Real, class Input>
HUX_FN neuron_state<Real, Model::gates> derivative(const neuron_state<Real, Model::gates>& s,
                                                   const typename Model::template coefficients<Real>& k,
                                                   const Input& input, instant at,
                                                   gate_array<linear<Real>, Model::gates>& x) {
  neuron_state<Real, Model::gates> d;
  Model::kinetics(s.v, s.gate, k, x);
  for (int i = 0; i < Model::gates; ++i) d.gate[i] = slope(x[i], s.gate[i]);
  d.v = slope(membrane_with_input<Model>(s.v, s.gate, k, input, at), s.v);
  return d;
}

template <class Model, class Real, class Input>
HUX_FN neuron_state<Real, Model::gates> derivative(const neuron_state<Real, Model::gates>& s,
                                                   const typename Model::template coefficients<Real>& k,
                                                   const Input& input, instant at) {
  gate_array<linear<Real>, Model::gates> x;
  return derivative<Model>(s, k, input, at, x);
}

/// The exact solution of a linear equation after h steps: x goes to drive / decay exponentially.
template <class Real>
HUX_FN Real relaxed_exactly(const Real& x, const linear<Real>& f, const Real& h) {
  const Real decay = away_from_zero(f.decay);
  const Real gone = expm1(-(h * decay));
  return fma(x - f.drive / decay, gone, x);
}

/// Puts the states of a model that are solved exactly where they are after h, from where they were.
template <class Model, class Real>
HUX_FN void relax_exponential(neuron_state<Real, Model::gates>& s, const neuron_state<Real, Model::gates>& from,
                              const typename Model::template coefficients<Real>& k,
                              const gate_array<linear<Real>, Model::gates>& x, const Real& h) {
  if constexpr (has_exponential_states<Model>())
    for (int i = 0; i < Model::gates; ++i)
      if (Model::is_exponential(i, k)) s.gate[i] = relaxed_exactly(from.gate[i], x[i], h);
}

/// x after an implicit (backward Euler) step.
/// @param h in the unit of time of the equation
template <class Real>
HUX_FN Real implicit_step(const Real& x, const linear<Real>& f, const Real& h) {
  return fma(h, f.drive, x) / fma(h, f.decay, constant<Real>(1));
}

/// The membrane equation in the middle of a step of a staggered scheme. Where a conductance follows V at once, V there
/// is predicted by an implicit half step, without which the scheme would lose its second order.
/// @param half half a step in the unit of time of the coefficients
template <class Model, class Real, class Input>
HUX_FN linear<Real> membrane_at_middle(const neuron_state<Real, Model::gates>& s,
                                       const typename Model::template coefficients<Real>& k, const Input& input,
                                       double half) {
  const linear<Real> first = membrane_with_input<Model>(s.v, s.gate, k, input, at_middle);
  if constexpr (!Model::instantaneous_gates && !Input::follows_v) return first;
  const Real middle = implicit_step(s.v, first, constant<Real>(half));
  return membrane_with_input<Model>(middle, s.gate, k, input, at_middle);
}

}  // namespace hux
