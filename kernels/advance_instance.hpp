#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "advance.hpp"
#include "hux/models/models.hpp"
#include "kernel_table.hpp"
#include "model_parameters.hpp"

namespace hux::cuda {

/// What the host does with the kernel of a model, an integrator and a precision.
template <class Model, class Integrator, class Real>
class instance {
  using coefficients = typename Model::template coefficients<Real>;
  static constexpr std::size_t coefficient_count = sizeof(coefficients) / sizeof(Real);

 public:
  static host_state<Real> initial(const built_population& p, double dt) {
    host_state<Real> s;
    s.v.assign(p.v.begin(), p.v.end());
    for (const auto& g : p.gates) s.gates.insert(s.gates.end(), g.begin(), g.end());
    s.sets = p.heterogeneous() ? p.size : 1;
    s.coefficients.resize(coefficient_count * s.sets);
    for (std::uint32_t i = 0; i < s.sets; ++i) {
      const auto derived = derive(p, i, dt);
      for (std::size_t c = 0; c < coefficient_count; ++c) s.coefficients[c * s.sets + i] = derived[c];
    }
    if constexpr (Integrator::staggered)
      for (std::uint32_t i = 0; i < p.size; ++i) stagger(p, i, dt, s);
    return s;
  }

  static void advance(const slicing& s, const population_view<Real>& p, const std::vector<Real>& common, bool blocked,
                      const window_view<Real>& w, device::stream_handle stream) {
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
  static std::array<Real, coefficient_count> derive(const built_population& p, std::uint32_t neuron, double dt) {
    const auto derived = Model::derive(parameters_of<Model>(p.parameters, neuron), Integrator::unit_of_time * dt);
    const auto values = std::bit_cast<std::array<double, coefficient_count>>(derived);
    std::array<Real, coefficient_count> rounded;
    std::transform(values.begin(), values.end(), rounded.begin(), [](double x) { return static_cast<Real>(x); });
    return rounded;
  }

  static void stagger(const built_population& p, std::uint32_t neuron, double dt, host_state<Real>& s) {
    neuron_state<Real, Model::gates> state;
    state.v = s.v[neuron];
    for (std::size_t g = 0; g < Model::gates; ++g) state.gate[g] = s.gates[g * p.size + neuron];
    Integrator::template stagger<Model>(state, std::bit_cast<coefficients>(derive(p, neuron, dt)));
    for (std::size_t g = 0; g < Model::gates; ++g) s.gates[g * p.size + neuron] = state.gate[g];
  }

  static coefficients as_coefficients(const std::vector<Real>& values) {
    coefficients k;
    std::memcpy(&k, values.data(), sizeof k);
    return k;
  }
};

template <class Integrator, class Real>
kernel_table<Real> kernels_of() {
  kernel_table<Real> table;
  for_each_type(all_models{}, [&](auto tag) {
    using model = typename decltype(tag)::type;
    using of = instance<model, Integrator, Real>;
    table.emplace_back(model::name, kernels<Real>{of::initial, of::advance});
  });
  return table;
}

}  // namespace hux::cuda
