#include <benchmark/benchmark.h>

#include <cstddef>
#include <string>
#include <type_traits>

#include "cpu/block_findings.hpp"
#include "cpu/kernel_table.hpp"
#include "cpu/make_population.hpp"
#include "hard_limit.hpp"
#include "network/build_population.hpp"

/// What does one neuron cost for one step, on one core, by model, integrator, precision and the number of steps that
/// are fused? (goals with input: rk4 8 ns in single, 20 ns in double precision, for traub_miles and hodgkin_huxley)
namespace hux::cpu {
namespace {

constexpr std::uint32_t neurons = 4096;
constexpr std::int64_t window = 20;

population cells(std::string_view model, bool receptors) {
  population p;
  p.name = "cells";
  p.size = neurons;
  p.model = model;
  p.initial_v = uniform{-70, -50};
  if (receptors) {
    p.receptors = {{"exc", "exponential", {{"tau", 5}, {"e_rev", 0}}, 0.01},
                   {"inh", "exponential", {{"tau", 10}, {"e_rev", -80}}, 0.01}};
  }
  return p;
}

/// ns that traub_miles cannot do without; 0: not known.
double hard_limit(std::string_view model, std::string_view integrator, bool single) {
  if (model != "traub_miles") return 0;
  if (integrator == "rk4") return single ? 4.3 : 9;
  if (integrator == "crank_nicolson" && single) return 1.2;
  if (integrator == "exponential_euler" && single) return 1.9;
  return 0;
}

template <class Real>
void neuron_step(benchmark::State& state, std::string_view model, std::string_view integrator, bool receptors,
                 std::int64_t fused) {
  built_network network;
  network.dt = 0.05;
  network.window = window;
  network.integrator = &built_in_catalog()->integrator(integrator);
  settings s;
  s.dt = network.dt;
  thread_team alone(1);
  const built_population built = build_population(cells(model, receptors), {}, s, spike_time::interpolated, alone);
  const auto kernel = kernels_of<Real>(built, network);
  auto p = make_population<Real>(built, network, *kernel, alone);
  const buffer<fixed_point<Real>> sums(2 * window * neurons, 0);
  std::vector<window_spike> spikes;
  block_findings<Real> work;
  work.end = neurons;
  work.dt = network.dt;
  work.stride = neurons;
  work.window = window;
  work.arrivals = sums.data();
  work.spikes = &spikes;
  for (auto _ : state) {
    spikes.clear();
    for (std::int64_t step = 0; step < window; step += fused) {
      work.steps = {step, step + fused};
      kernel->advance(p.view, work, kernel->program);
    }
  }
  count_items(state, static_cast<double>(state.iterations()) * window * neurons,
              hard_limit(model, integrator, std::is_same_v<Real, float>));
}

template <class Real>
void add(std::string_view model, std::string_view integrator, const std::string& precision, bool receptors,
         std::int64_t fused) {
  const std::string name = std::string(model) + "/" + std::string(integrator) + "/" + precision +
                           (receptors ? "/input" : "/alone") + "/fused:" + std::to_string(fused);
  benchmark::RegisterBenchmark(name.c_str(),
                               [=](benchmark::State& s) { neuron_step<Real>(s, model, integrator, receptors, fused); });
}

}  // namespace
}  // namespace hux::cpu

int main(int argc, char** argv) {
  using namespace hux;
  benchmark::Initialize(&argc, argv);
  for (const auto& model : built_in_catalog()->models)
    for (const auto& integrator : built_in_catalog()->integrators) {
      for (const std::int64_t fused : {1, 2, 20}) {
        cpu::add<float>(model.name, integrator.name, "single", true, fused);
        cpu::add<double>(model.name, integrator.name, "double", true, fused);
      }
      cpu::add<float>(model.name, integrator.name, "single", false, 20);
    }
  benchmark::RunSpecifiedBenchmarks();
}
