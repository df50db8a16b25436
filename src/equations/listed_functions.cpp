#include "equations/listed_functions.hpp"

#include <algorithm>

#include "hux/device/integrators/integrators.hpp"
#include "hux/device/type_list.hpp"

namespace hux {
namespace {

using list_owner = std::shared_ptr<const model_lists>;

std::vector<double> joined(const double* first, std::size_t count, const std::vector<double>& second) {
  std::vector<double> all(first, first + count);
  all.insert(all.end(), second.begin(), second.end());
  return all;
}

std::vector<double> derived(const operation_list& derive, const double* parameters, double tau) {
  std::vector<double> inputs(parameters, parameters + derive.inputs - 1);
  inputs.push_back(tau);
  return results_of<double>(derive, inputs);
}

/// What equations make of v, the states and the coefficients.
std::vector<double> results(const operation_list& list, const model_lists& lists, const double* coefficients,
                            const double* state) {
  const std::vector<double> k(coefficients, coefficients + lists.coefficients);
  return results_of<double>(list, joined(state, 1 + lists.states(), k));
}

/// One neuron by an integrator's template, over numbers.
template <class Model>
struct numbers {
  using state = neuron_state<double, Model::gates>;
  using coefficients = typename Model::template coefficients<double>;

  static state loaded(const model_lists& lists, const double* values) {
    state s{};
    s.v = values[0];
    for (std::uint32_t i = 0; i < lists.states(); ++i) s.gate[Model::place(lists, i)] = values[1 + i];
    return s;
  }
  static void store(const model_lists& lists, const state& s, double* to) {
    to[0] = s.v;
    for (std::uint32_t i = 0; i < lists.states(); ++i) to[1 + i] = s.gate[Model::place(lists, i)];
  }
  static coefficients of(const model_lists& lists, const double* k) {
    return {&lists, std::vector<double>(k, k + lists.coefficients), k[lists.input]};
  }
};

template <class Integrator, class Model>
neuron_stepper stepper(const list_owner& lists) {
  using with = numbers<Model>;
  const auto start = [lists](const double* k, double* values) {
    if constexpr (Integrator::staggered) {
      auto s = with::loaded(*lists, values);
      Integrator::template stagger<Model>(s, with::of(*lists, k));
      with::store(*lists, s, values);
    }
  };
  const auto step = [lists](const double* k, double current, double* values) {
    const auto all = with::of(*lists, k);
    stage_input<double, type_list<>> input{};
    for (auto& sum : input.sum) sum = {current * all.input, 0};
    auto s = with::loaded(*lists, values);
    Integrator::template step<Model>(s, all, input);
    with::store(*lists, s, values);
  };
  return {start, step};
}

}  // namespace

void give_functions(const list_owner& lists, equations& to) {
  to.lists = lists;
  to.coefficients = lists->coefficients;
  to.input = lists->input;
  to.derive = [lists](const double* parameters, double tau, double* coefficients) {
    std::ranges::copy(derived(lists->derive, parameters, tau), coefficients);
  };
  to.kinetics = [lists](const double* k, const double* state, linear<double>* x) {
    const auto made = results(lists->linear_form.kinetics, *lists, k, state);
    for (std::uint32_t i = 0; i < lists->states(); ++i) x[i] = {made[2 * i], made[2 * i + 1]};
  };
  to.membrane = [lists](const double* k, const double* state) {
    const auto made = results(lists->linear_form.membrane, *lists, k, state);
    return linear<double>{made[0], made[1]};
  };
  to.observe = [lists](const double* parameters, const double* state, double* observables) {
    const auto k = derived(lists->observe_derive, parameters, 1);
    std::ranges::copy(results_of<double>(lists->observe, joined(state, 1 + lists->states(), k)), observables);
  };
  for_each_type(all_integrators{}, [&](auto tag) {
    using scheme = typename decltype(tag)::type;
    with_listed_model<scheme>(*lists, [&](auto form) {
      to.steppers.insert_or_assign(std::string(scheme::name), stepper<scheme, decltype(form)>(lists));
    });
  });
}

}  // namespace hux
