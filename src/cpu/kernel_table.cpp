#include "cpu/kernel_table.hpp"

#include "equations/built_in_kernels.hpp"
#include "hux/device/integrators/integrators.hpp"
#include "hux/errors.hpp"

namespace hux {
namespace cpu {
namespace {

template <class Integrator, class Real, int Bytes>
compiled_kernels compiled(std::size_t model) {
  return {std::string(Integrator::name), sizeof(Real), Bytes,
          built_in(built_in_kernels<Integrator, Real, Bytes>()[model])};
}

template <class Integrator, class Real>
void add(std::vector<compiled_kernels>& to, std::size_t model) {
  to.push_back(compiled<Integrator, Real, 32>(model));
#ifdef HUX_AVX512
  to.push_back(compiled<Integrator, Real, 64>(model));
#endif
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
const kernels<Real>& kernels_of(const equations& model, std::string_view integrator, int most_bytes) {
  for (const int bytes : {64, 32})
    if (const void* found = bytes > most_bytes ? nullptr : model.kernels_for(integrator, sizeof(Real), bytes))
      return *static_cast<const kernels<Real>*>(found);
  throw input_error("model " + model.name, "has not been compiled for a CPU under the integrator '" +
                                               std::string(integrator) + "'; expected another integrator");
}

template const kernels<float>& kernels_of(const equations&, std::string_view, int);
template const kernels<double>& kernels_of(const equations&, std::string_view, int);

}  // namespace cpu

std::vector<compiled_kernels> cpu_kernels(std::size_t model) {
  std::vector<compiled_kernels> all;
  for_each_type(all_integrators{}, [&](auto tag) {
    cpu::add<typename decltype(tag)::type, float>(all, model);
    cpu::add<typename decltype(tag)::type, double>(all, model);
  });
  return all;
}

}  // namespace hux
