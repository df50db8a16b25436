#include "equations/steady.hpp"

#include <cmath>
#include <vector>

namespace hux {

bool stays(const equations& model, const double* derived_coefficients, std::size_t number, const double* state) {
  std::vector<linear<double>> x(model.states.size());
  model.kinetics(derived_coefficients, state, x.data());
  const double fall = x[number].decay * state[1 + number];
  return std::abs(x[number].drive - fall) <= 1e-6 * (std::abs(x[number].drive) + std::abs(fall));
}

}  // namespace hux
