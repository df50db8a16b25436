#include "equations/listed_functions.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "equations/listed_observer.hpp"
#include "equations/listed_stepper.hpp"

namespace hux {
namespace {

using list_owner = std::shared_ptr<const model_lists>;

/// Numbers of which there are few, as a rule: probes evaluate equations some thousand times, and memory takes as long
/// as that does.
class scratch {
 public:
  explicit scratch(std::size_t size) : many_(size > few_.size() ? size : 0), size_(size) {}

  [[nodiscard]] std::span<double> values() { return {size_ > few_.size() ? many_.data() : few_.data(), size_}; }

 private:
  std::array<double, 256> few_;
  std::vector<double> many_;
  std::size_t size_;
};

/// Calls take(place, value) for each thing that a list makes of its inputs, some and then others.
template <class Take>
void evaluate_joined(const operation_list& list, std::span<const double> some, std::span<const double> others,
                     const Take& take) {
  scratch inputs(some.size() + others.size()), made(list.operations.size());
  std::ranges::copy(others, std::ranges::copy(some, inputs.values().begin()).out);
  const auto values = made.values();
  evaluate<double>(list, inputs.values(), values);
  for (std::size_t i = 0; i < list.outputs.size(); ++i) take(i, values[list.outputs[i]]);
}

/// What a list makes of parameters and the unit of time.
template <class Take>
void derive(const operation_list& list, const double* parameters, double tau, const Take& take) {
  evaluate_joined(list, {parameters, list.inputs - 1}, {&tau, 1}, take);
}

/// What equations make of v, the states and the coefficients.
template <class Take>
void evaluate_equations(const operation_list& list, const model_lists& lists, const double* coefficients,
                        const double* state, const Take& take) {
  evaluate_joined(list, {state, 1 + lists.states()}, {coefficients, lists.coefficients}, take);
}

/// The numbers 2 i and 2 i + 1 are drive and decay of variable i.
void put(linear<double>* equations, std::size_t number, double value) {
  (number % 2 == 0 ? equations[number / 2].drive : equations[number / 2].decay) = value;
}

}  // namespace

void give_functions(const list_owner& lists, equations& to) {
  to.lists = lists;
  to.coefficients = lists->coefficients;
  to.input = lists->input;
  to.derive = [lists](const double* parameters, double tau, double* coefficients) {
    derive(lists->derive, parameters, tau, [=](std::size_t i, double value) { coefficients[i] = value; });
  };
  to.kinetics = [lists](const double* k, const double* state, linear<double>* x) {
    evaluate_equations(lists->linear_form.kinetics, *lists, k, state,
                       [=](std::size_t i, double value) { put(x, i, value); });
  };
  to.membrane = [lists](const double* k, const double* state) {
    linear<double> v{};
    evaluate_equations(lists->linear_form.membrane, *lists, k, state,
                       [&](std::size_t i, double value) { put(&v, i, value); });
    return v;
  };
  to.observer_of = [lists](const std::vector<std::size_t>& wanted) { return listed_observer(*lists, wanted); };
  to.stepper_of = [lists](std::string_view integrator) { return listed_stepper(*lists, integrator); };
}

}  // namespace hux
