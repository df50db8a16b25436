#include <benchmark/benchmark.h>

#include "hux/simulation.hpp"

/// How fast does a whole network run, and what does a second core bring? COBAHH (Brette et al. 2007) at several sizes,
/// 80 synapses a neuron, delays of 0.5 to 2 ms so that windows of 10 steps are fused. (goal: two threads at least 1.8
/// times as fast as one)
namespace hux {
namespace {

population cells(const char* name, std::uint32_t size) {
  population p;
  p.name = name;
  p.size = size;
  p.model = "traub_miles";
  p.refractory = 3;
  p.initial_v = normal{-60, 5, {}};
  p.receptors = {{"exc", "exponential", {{"tau", 5}, {"e_rev", 0}}, uniform{0, 80}},
                 {"inh", "exponential", {{"tau", 10}, {"e_rev", -80}}, uniform{0, 400}}};
  return p;
}

experiment cobahh(std::uint32_t neurons, unsigned threads) {
  experiment e;
  e.settings.duration = 50;
  e.settings.threads = threads;
  e.recordings.spikes = std::vector<std::string>{};
  e.network.populations = {cells("E", neurons / 5 * 4), cells("I", neurons / 5)};
  for (const char* source : {"E", "I"})
    for (const char* target : {"E", "I"}) {
      const bool excitatory = *source == 'E';
      projection p;
      p.name = std::string(source) + target;
      p.source = source;
      p.target = target;
      p.receptor = excitatory ? "exc" : "inh";
      p.rule = fixed_probability{80.0 / neurons};
      p.weight = excitatory ? 6.0 : 67.0;
      p.delay = uniform{0.5, 2.0};
      e.network.projections.push_back(p);
    }
  return e;
}

void network(benchmark::State& state) {
  const auto neurons = static_cast<std::uint32_t>(state.range(0));
  const experiment e = cobahh(neurons, static_cast<unsigned>(state.range(1)));
  double steps = 0;
  double seconds = 0;
  for (auto _ : state) {
    simulation s(e);
    const run_summary summary = s.run();
    state.SetIterationTime(summary.spent.simulation);
    steps += summary.time / e.settings.dt;
    seconds += summary.spent.simulation;
  }
  state.counters["ns_a_neuron_step"] = seconds * 1e9 / (steps * neurons);
  state.counters["x_real_time"] = steps * e.settings.dt / 1000 / seconds;
}

BENCHMARK(network)
    ->ArgNames({"neurons", "threads"})
    ->ArgsProduct({{4000, 100000, 1000000}, {1, 2}})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hux

BENCHMARK_MAIN();
