#include "cpu/kernel_table.hpp"
#include "hux/device/integrators/integrators.hpp"

namespace hux::cpu {
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
  for_each_type(all_integrators{}, [&](auto tag) {
    using method = typename decltype(tag)::type;
    if (method::name != integrator) return;
    const auto* table = &kernels_of<method, Real, 32>();
#ifdef HUX_AVX512
    if (vector_bytes == 64) table = &kernels_of<method, Real, 64>();
#endif
    for (const auto& entry : *table)
      if (entry.model == model) found = {entry.advance, entry.stagger, entry.width};
  });
  return found;
}

template kernels<float> find_kernels(std::string_view, std::string_view, int);
template kernels<double> find_kernels(std::string_view, std::string_view, int);

}  // namespace hux::cpu
