#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "equations/evaluate.hpp"
#include "hux/device/models/model.hpp"

namespace hux {

/// The operations of a neuron's equations. Their inputs are v, the states, and the coefficients.
struct model_lists {
  std::uint32_t gates = 0;            ///< states that staggered schemes have half a step ahead of v; they come first
  std::uint32_t pools = 0;            ///< the other states, at the time of v
  bool instantaneous = false;         ///< does a current depend on v through more than states?
  std::uint32_t linear = 0;           ///< bits of the states whose equations are linear in themselves
  std::uint32_t exponential = 0;      ///< bits of the states that any integrator solves exactly
  std::uint32_t receptor_states = 0;  ///< bits of the states that are of receptors
  std::uint32_t input = 0;            ///< the coefficient that a current of 1 adds to the membrane's drive
  std::uint32_t coefficients = 0;
  operation_list derive;  ///< of the parameters, and the unit of time: the coefficients
  /// Equations that integrators of explicit form take, and those that solve each as if it were linear take. They differ
  /// where an equation is not linear in its own variable.
  struct form {
    operation_list kinetics;  ///< drive and decay of each state
    operation_list membrane;  ///< drive and decay of v

    bool operator==(const form&) const = default;
  };
  form explicit_form, linear_form;
  operation_list observe_derive;  ///< of the parameters: coefficients of `observe`
  operation_list observe;         ///< what can be recorded beside the states

  [[nodiscard]] std::uint32_t states() const { return gates + pools; }

  bool operator==(const model_lists&) const = default;
};

/// What a list makes of its inputs.
template <class Real>
std::vector<Real> results_of(const operation_list& list, std::span<const Real> inputs) {
  std::vector<Real> values(list.operations.size(), Real(scalar_t<Real>(0)));
  evaluate<Real>(list, inputs, values);
  std::vector<Real> results;
  for (const auto place : list.outputs) results.push_back(values[place]);
  return results;
}

/// What a list makes of parameters, and of the unit of time behind them.
inline std::vector<double> coefficients_of(const operation_list& derive, const double* parameters, double tau) {
  std::vector<double> inputs(parameters, parameters + derive.inputs - 1);
  inputs.push_back(tau);
  return results_of<double>(derive, inputs);
}

/// Most states of one kind, gates or pools, of equations that are lists.
inline constexpr int most_listed = 32;

/// Equations that are lists in the form that integrators take, over any real type: numbers, or what is recorded.
/// @tparam Pools has it any?
/// @tparam Linear are they wanted in the linear form?
/// @tparam Exponential is any of them solved exactly?
template <bool Instantaneous, bool Pools, bool Linear, bool Exponential>
struct listed_model {
  static constexpr int gates = Pools ? 2 * most_listed : most_listed;
  static constexpr int pools = Pools ? most_listed : 0;
  static constexpr bool instantaneous_gates = Instantaneous;
  static constexpr bool has_exponential = Exponential;

  template <class Real>
  struct coefficients {
    const model_lists* lists;
    std::vector<Real> values;
    Real input;
  };

  template <class Real>
  static void kinetics(const Real& v, const Real (&state)[gates], const coefficients<Real>& k,
                       linear<Real> (&x)[gates]) {
    const auto made = results<Real>(form(k).kinetics, v, state, k);
    for (std::uint32_t i = 0; i < k.lists->states(); ++i) x[place(*k.lists, i)] = {made[2 * i], made[2 * i + 1]};
  }

  template <class Real>
  static linear<Real> membrane(const Real& v, const Real (&state)[gates], const coefficients<Real>& k) {
    const auto made = results<Real>(form(k).membrane, v, state, k);
    return {made[0], made[1]};
  }

  template <class Real>
  static bool is_exponential(int i, const coefficients<Real>& k) {
    const auto at = static_cast<std::uint32_t>(i);
    const std::uint32_t first_pool = gates - pools;
    const std::uint32_t state = at < first_pool ? at : at - first_pool + k.lists->gates;
    return state < k.lists->states() && (k.lists->exponential >> state & 1U) != 0;
  }

  /// Where in the state of an integrator a state of the lists is.
  static std::size_t place(const model_lists& lists, std::uint32_t state) {
    return state < lists.gates ? state : gates - pools + (state - lists.gates);
  }

 private:
  template <class Real>
  static const model_lists::form& form(const coefficients<Real>& k) {
    return Linear ? k.lists->linear_form : k.lists->explicit_form;
  }

  template <class Real>
  static std::vector<Real> results(const operation_list& list, const Real& v, const Real (&state)[gates],
                                   const coefficients<Real>& k) {
    std::vector<Real> inputs{v};
    for (std::uint32_t i = 0; i < k.lists->states(); ++i) inputs.push_back(state[place(*k.lists, i)]);
    inputs.insert(inputs.end(), k.values.begin(), k.values.end());
    return results_of<Real>(list, inputs);
  }
};

/// Calls f with the form of listed_model that the equations have under an integrator.
template <class Integrator, class Function>
decltype(auto) with_listed_model(const model_lists& lists, Function&& f) {
  constexpr bool linear = Integrator::staggered;
  if (lists.exponential != 0) return f(listed_model<true, true, linear, true>{});
  if (lists.pools > 0) return f(listed_model<true, true, linear, false>{});
  if (lists.instantaneous) return f(listed_model<true, false, linear, false>{});
  return f(listed_model<false, false, linear, false>{});
}

}  // namespace hux
