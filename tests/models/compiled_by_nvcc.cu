// The equations, as the CPU backend compiles them, in a kernel that keeps the state in registers: every model under
// every integrator is CUDA, too.
#include "hux/core/rng.hpp"
#include "hux/integrators/integrators.hpp"
#include "hux/models/models.hpp"

namespace {

template <class Model, class Integrator, class Real>
__global__ void advance(Real* v, Real* gates, int neurons, int steps, typename Model::template coefficients<Real> k) {
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (i >= neurons) return;
  hux::neuron_state<Real, Model::gates> s;
  s.v = v[i];
  for (int g = 0; g < Model::gates; ++g) s.gate[g] = gates[g * neurons + i];
  hux::stage_input<Real, false> input;
  for (auto& sum : input.sum) sum = {Real(0), Real(0)};
  for (int step = 0; step < steps; ++step) Integrator::template step<Model>(s, k, input);
  v[i] = s.v;
  for (int g = 0; g < Model::gates; ++g) gates[g * neurons + i] = s.gate[g];
}

template <class Model, class Integrator, class Real>
void launch() {
  advance<Model, Integrator, Real><<<1, 32>>>(nullptr, nullptr, 0, 0, {});
}

}  // namespace

void launch_all() {
  hux::for_each_type(hux::all_models{}, [](auto model) {
    hux::for_each_type(hux::all_integrators{}, [](auto integrator) {
      launch<typename decltype(model)::type, typename decltype(integrator)::type, float>();
      launch<typename decltype(model)::type, typename decltype(integrator)::type, double>();
    });
  });
}
