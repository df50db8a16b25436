#include <benchmark/benchmark.h>

#include "hard_limit.hpp"
#include "hux/recorder.hpp"
#include "hux/simulation.hpp"

/// What does it cost to record a value, one that is part of the state and one that follows from it? With a recorder
/// that forgets all, on one core; beside what advancing the neurons takes ("nothing").
namespace hux {
namespace {

constexpr std::uint32_t neurons = 1000;
constexpr double dt = 0.05;  // ms

struct forgetful : recorder {
  void record(const window_results& /*results*/) override {}
};

void record(benchmark::State& state, const std::vector<std::string>& variables, const distribution& leak) {
  experiment e;
  e.settings.dt = dt;
  e.settings.duration = 1000;
  e.settings.threads = 1;
  e.settings.backend = backend_kind::cpu;
  population cells;
  cells.name = "cells";
  cells.size = neurons;
  cells.model = "traub_miles";
  cells.parameters = {{"g_l", leak}};
  e.network.populations = {cells};
  if (!variables.empty()) e.recordings.samples = {{"r", "cells", variables, {}, dt}};
  simulation s(e);
  forgetful to;
  s.record_to(to);
  constexpr double time = 5;  // ms
  for (auto _ : state) s.run(time);
  count_items(state, static_cast<double>(state.iterations()) * neurons * time / dt);
}

BENCHMARK_CAPTURE(record, nothing, {}, 10.0);
BENCHMARK_CAPTURE(record, v, {"v"}, 10.0);
BENCHMARK_CAPTURE(record, v_and_i_na, {"v", "i_na"}, 10.0);
BENCHMARK_CAPTURE(record, all_that_follows, {"g_na", "g_k", "i_na", "i_k", "i_l"}, 10.0);
BENCHMARK_CAPTURE(record, v_and_i_na_of_neurons_that_differ, {"v", "i_na"}, uniform{9, 11});

}  // namespace
}  // namespace hux

BENCHMARK_MAIN();
