#include <algorithm>
#include <array>
#include <bit>

#include "by_name.hpp"
#include "cpu/kernel_table.hpp"
#include "model_parameters.hpp"

namespace hux::cpu {
namespace {

/// Writes the coefficients of each neuron, or of one for all, in packs of `width`.
template <class Model, class Real>
buffer<std::byte> packed_coefficients(const std::vector<std::vector<double>>& parameters, double unit_of_time,
                                      std::uint32_t neurons, std::uint32_t width) {
  constexpr auto count = sizeof(typename Model::template coefficients<double>) / sizeof(double);
  const std::uint32_t padded_neurons = (neurons + width - 1) / width * width;
  buffer<std::byte> packs(count * padded_neurons * sizeof(Real));
  for (std::uint32_t i = 0; i < padded_neurons; ++i) {
    const auto derived = Model::derive(parameters_of<Model>(parameters, std::min(i, neurons - 1)), unit_of_time);
    const auto values = std::bit_cast<std::array<double, count>>(derived);
    auto* to = reinterpret_cast<Real*>(packs.data()) + i / width * width * count + i % width;
    for (std::size_t c = 0; c < count; ++c) to[c * width] = static_cast<Real>(values[c]);
  }
  return packs;
}

template <class Model, class Integrator, class Real>
void derive(const std::vector<std::vector<double>>& parameters, double dt, std::uint32_t width,
            population_state<Real>& p) {
  p.coefficients =
      packed_coefficients<Model, Real>(parameters, Integrator::unit_of_time * dt, p.heterogeneous ? p.size : 1, width);
}

}  // namespace

int widest_vectors() {
#ifdef HUX_AVX512
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return 64;
#endif
  return 32;
}

template <class Real>
kernels<Real> find_kernels(std::string_view model, std::string_view integrator, [[maybe_unused]] int vector_bytes) {
  kernels<Real> found{};
  with_name(all_integrators{}, integrator, [&](auto tag) {
    using method = typename decltype(tag)::type;
    const auto* table = &kernels_of<method, Real, 32>();
#ifdef HUX_AVX512
    if (vector_bytes == 64) table = &kernels_of<method, Real, 64>();
#endif
    for (const auto& entry : *table) {
      if (entry.model != model) continue;
      found.advance = entry.advance;
      found.stagger = entry.stagger;
      found.width = entry.width;
    }
    with_name(all_models{}, model,
              [&](auto name) { found.derive = derive<typename decltype(name)::type, method, Real>; });
  });
  return found;
}

template kernels<float> find_kernels(std::string_view, std::string_view, int);
template kernels<double> find_kernels(std::string_view, std::string_view, int);

}  // namespace hux::cpu
