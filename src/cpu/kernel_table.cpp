#include "cpu/kernel_table.hpp"

#include <algorithm>

#include "cpu/interpreter.hpp"
#include "engine/receptor_kinds.hpp"
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

bool follows_v(const built_population& p) {
  return std::ranges::any_of(p.receptors, [](const auto& r) { return r.synapse->opening != nullptr; });
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
std::shared_ptr<const kernels<Real>> kernels_of(const built_population& p, const built_network& network,
                                                const own_kernels& own, int most_bytes) {
  const equations& model = *p.model;
  const auto kinds = own_kinds(p.synapses());
  const auto of_own = [&](const auto& k) {
    return k.model == &model && k.follows_v == follows_v(p) && k.kinds == kinds;
  };
  if (const auto found = std::ranges::find_if(own, of_own); found != own.end())
    return std::static_pointer_cast<const kernels<Real>>(found->kernels.table);
  for (const int bytes : {64, 32})
    if (auto found = bytes > most_bytes || !kinds.empty()
                         ? nullptr
                         : model.kernels_for(network.integrator->name, sizeof(Real), bytes))
      return std::static_pointer_cast<const kernels<Real>>(found);
  if (model.lists) return interpreted_kernels<Real>(p, network, most_bytes);
  throw input_error("model " + model.name, "has not been compiled for a CPU under the integrator '" +
                                               network.integrator->name + "'; expected another integrator");
}

template std::shared_ptr<const kernels<float>> kernels_of(const built_population&, const built_network&,
                                                          const own_kernels&, int);
template std::shared_ptr<const kernels<double>> kernels_of(const built_population&, const built_network&,
                                                           const own_kernels&, int);

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
