#pragma once

#include <array>
#include <bit>
#include <cstring>

#include "device/advance.hpp"
#include "host/kernel_table.hpp"
#include "hux/device/models/models.hpp"

namespace hux::cuda {

/// What the host does with the kernel of a model, an integrator and a precision.
template <class Model, class Integrator, class Real>
class instance {
  using coefficients = typename Model::template coefficients<Real>;
  static constexpr std::size_t coefficient_count = sizeof(coefficients) / sizeof(Real);

 public:
  static void stagger(host_state<Real>& s) {
    if constexpr (Integrator::staggered)
      for (std::size_t i = 0; i < s.v.size(); ++i) stagger(s, i);
  }

  static void advance(const block_partition& s, const population_view<Real>& p, const std::vector<Real>& common,
                      bool blocked, const window_view<Real>& w, device::stream_handle stream) {
    const auto start = [&](auto kernel) {
      device::launch(s.blocks, s.threads, s.shared_bytes, stream, kernel, p, as_coefficients(common), w);
    };
    if (blocked)
      start(cuda::advance<Model, Integrator, Real, true, true>);
    else if (p.sets > 1)
      start(cuda::advance<Model, Integrator, Real, false, true>);
    else
      start(cuda::advance<Model, Integrator, Real, false, false>);
  }

 private:
  static void stagger(host_state<Real>& s, std::size_t neuron) {
    neuron_state<Real, Model::gates> state;
    state.v = s.v[neuron];
    for (std::size_t g = 0; g < Model::gates; ++g) state.gate[g] = s.gates[g * s.v.size() + neuron];
    std::array<Real, coefficient_count> k;
    for (std::size_t c = 0; c < coefficient_count; ++c) k[c] = s.coefficients[c * s.sets + (s.sets == 1 ? 0 : neuron)];
    Integrator::template stagger<Model>(state, std::bit_cast<coefficients>(k));
    for (std::size_t g = 0; g < Model::gates; ++g) s.gates[g * s.v.size() + neuron] = state.gate[g];
  }

  static coefficients as_coefficients(const std::vector<Real>& values) {
    coefficients k;
    std::memcpy(&k, values.data(), sizeof k);
    return k;
  }
};

template <class Integrator, class Real, class... Models>
constexpr std::array<kernels<Real>, all_models::size> instances_of(type_list<Models...> /*list*/) {
  return {{{instance<Models, Integrator, Real>::stagger, instance<Models, Integrator, Real>::advance}...}};
}

template <class Integrator, class Real>
const std::array<kernels<Real>, all_models::size>& built_in_kernels() {
  static constexpr auto instances = instances_of<Integrator, Real>(all_models{});
  return instances;
}

}  // namespace hux::cuda
