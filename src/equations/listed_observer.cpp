#include "equations/listed_observer.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

#include "equations/prepared_list.hpp"

namespace hux {
namespace {

std::vector<std::uint32_t> places_of(const operation_list& list, const std::vector<std::size_t>& outputs) {
  std::vector<std::uint32_t> places;
  for (const auto i : outputs) places.push_back(list.outputs[i]);
  return places;
}

}  // namespace

observer listed_observer(const model_lists& lists, const std::vector<std::size_t>& wanted) {
  const prepared_list list(needed_part(lists.observe, places_of(lists.observe, wanted)));
  const auto first_coefficient = std::ranges::lower_bound(list.inputs, 1 + lists.states());
  const std::vector<std::size_t> states(list.inputs.begin(), first_coefficient);
  std::vector<std::size_t> coefficients;
  for (auto i = first_coefficient; i != list.inputs.end(); ++i) coefficients.push_back(*i - 1 - lists.states());
  const auto derived = needed_part(lists.observe_derive, places_of(lists.observe_derive, coefficients));

  observer made;
  made.states = states;
  made.coefficients = coefficients.size() + list.constants.size();
  made.scratch = list.values();
  made.derive = [derived, constants = list.constants](const double* parameters, double* k) {
    k = std::ranges::copy(coefficients_of(derived, parameters, 1), k).out;
    std::ranges::copy(constants, k);
  };
  made.observe = [states, list, fixed = made.coefficients, size = made.scratch](const double* k, const double* state,
                                                                                double* scratch, double* observed) {
    const std::span<double> values(scratch, size);
    double* next = scratch;
    for (const auto i : states) *next++ = state[i];
    for (std::size_t i = 0; i < fixed; ++i) *next++ = k[i];
    list.execute(values);
    for (const auto place : list.outputs) *observed++ = scratch[place];
  };
  return made;
}

}  // namespace hux
