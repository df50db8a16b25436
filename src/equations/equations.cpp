#include "hux/equations.hpp"

namespace hux {

const void* equations::kernels_for(std::string_view integrator, std::size_t real_bytes, int vector_bytes) const {
  for (const auto& k : kernels)
    if (k.integrator == integrator && k.real_bytes == real_bytes && k.vector_bytes == vector_bytes)
      return k.table.get();
  return nullptr;
}

std::vector<double> equations::values_of(std::string_view preset) const {
  for (const auto& known : presets)
    if (known.name == preset) return known.values;
  std::vector<double> values;
  for (const auto& p : parameters) values.push_back(p.standard);
  return values;
}

std::vector<double> equations::derived(const std::vector<double>& parameter_values, double tau) const {
  std::vector<double> made(coefficients);
  derive(parameter_values.data(), tau, made.data());
  return made;
}

void equations::settle(const double* derived_coefficients, double v, double* gate) const {
  std::vector<linear<double>> x(gates.size());
  kinetics(derived_coefficients, v, x.data());
  for (const auto& equation : x) *gate++ = equation.drive / equation.decay;
}

}  // namespace hux
