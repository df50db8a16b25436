#pragma once

#include <array>
#include <bit>
#include <cstring>

#include "device/advance.hpp"
#include "host/kernel_table.hpp"
#include "hux/device/type_list.hpp"
#include "synapses/synapses.hpp"

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

  static void advance(const kernel_choice<Real>& choice, const launch_size& size, const launched_populations<Real>& p,
                      const window_view<Real>& w, device::stream_handle stream) {
    const auto start = [&](auto kernel) {
      device::launch(size.blocks, choice.threads, size.shared_bytes, stream, kernel, p, as_coefficients(choice.common),
                     w);
    };
    if (choice.blocked)
      start(cuda::advance<Model, Integrator, Real, true, true, built_in_openings>);
    else if (choice.common.empty())
      start(cuda::advance<Model, Integrator, Real, false, true, built_in_openings>);
    else
      start(cuda::advance<Model, Integrator, Real, false, false, built_in_openings>);
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
    coefficients k{};
    if (!values.empty()) std::memcpy(&k, values.data(), sizeof k);
    return k;
  }
};

template <class Integrator, class Real, class... Models>
constexpr std::array<kernels<Real>, sizeof...(Models)> instances_of(type_list<Models...> /*list*/) {
  return {{{instance<Models, Integrator, Real>::stagger, instance<Models, Integrator, Real>::advance}...}};
}

}  // namespace hux::cuda
