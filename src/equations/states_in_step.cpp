#include "equations/states_in_step.hpp"

#include <cstdint>

#include "hux/device/integrators/integrators.hpp"
#include "hux/device/type_list.hpp"

namespace hux {
namespace {

/// Equations that note the states for which they are asked.
template <class Model>
struct watched : Model {
  template <class Real>
  struct coefficients : Model::template coefficients<Real> {
    std::vector<std::vector<double>>* seen;
  };
  template <class Real, int Gates>
  static void kinetics(const Real& v, const Real (&state)[Gates], const coefficients<Real>& k,
                       linear<Real> (&x)[Gates]) {
    note(v, state, k);
    Model::kinetics(v, state, k, x);
  }
  template <class Real, int Gates>
  static linear<Real> membrane(const Real& v, const Real (&state)[Gates], const coefficients<Real>& k) {
    note(v, state, k);
    return Model::membrane(v, state, k);
  }

 private:
  template <class Real, int Gates>
  static void note(const Real& v, const Real (&state)[Gates], const coefficients<Real>& k) {
    auto& values = k.seen->emplace_back(std::vector<double>{v});
    for (std::uint32_t i = 0; i < k.lists->states(); ++i) values.push_back(state[Model::place(*k.lists, i)]);
  }
};

template <class Integrator, class Model>
void step_watched(const model_lists& lists, const double* k, const double* from,
                  std::vector<std::vector<double>>& seen) {
  neuron_state<double, Model::gates> s{};
  s.v = from[0];
  for (std::uint32_t i = 0; i < lists.states(); ++i) s.gate[Model::place(lists, i)] = from[1 + i];
  const typename watched<Model>::template coefficients<double> with{
      {&lists, std::vector<double>(k, k + lists.coefficients), k[lists.input]}, &seen};
  Integrator::template step<watched<Model>>(s, with, stage_input<double, type_list<>>{});
}

}  // namespace

std::vector<std::vector<double>> states_in_step(const model_lists& lists, std::string_view integrator,
                                                const double* coefficients, const double* state) {
  std::vector<std::vector<double>> seen;
  for_each_type(all_integrators{}, [&](auto tag) {
    using scheme = typename decltype(tag)::type;
    if (scheme::name != integrator) return;
    with_listed_model<scheme>(
        lists, [&](auto form) { step_watched<scheme, decltype(form)>(lists, coefficients, state, seen); });
  });
  return seen;
}

}  // namespace hux
