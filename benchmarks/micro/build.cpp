#include <benchmark/benchmark.h>

#include "hard_limit.hpp"
#include "network/synapse_rows.hpp"

/// How many synapses a second does one core build, by rule? (goal: 20 million for constant weight and delay)
namespace hux {
namespace {

projection of_rule(const connection_rule& rule) {
  projection p;
  p.name = "benchmark";
  p.rule = rule;
  p.weight = 6.0;
  p.delay = 1.5;
  return p;
}

void build(benchmark::State& state, const projection& p, std::uint32_t neurons) {
  thread_team team(1);
  double synapses = 0;
  for (auto _ : state) {
    const auto rows = build_rows({p, neurons, neurons, true, 0.05, 1, {}}, team);
    benchmark::DoNotOptimize(rows.narrow.data());
    synapses += static_cast<double>(rows.count);
  }
  count_items(state, synapses);
  state.counters["synapses"] = benchmark::Counter(synapses, benchmark::Counter::kIsRate);
}

projection without_replacement(projection p) {
  p.multapses = false;
  return p;
}

projection with_drawn_values(projection p) {
  p.weight = normal{6.0, 1.0, {0.0, 12.0, out_of_bounds::redraw}};
  p.delay = uniform{0.5, 2.0};
  return p;
}

BENCHMARK_CAPTURE(build, fixed_probability_1e5x1000, of_rule(fixed_probability{0.01}), 100000)
    ->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(build, fixed_probability_1e6x80, of_rule(fixed_probability{8e-5}), 1000000)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(build, fixed_indegree_1e5x1000, of_rule(fixed_indegree{1000}), 100000)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(build, fixed_indegree_1e6x80, of_rule(fixed_indegree{80}), 1000000)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(build, fixed_indegree_1e5x1000_distinct, without_replacement(of_rule(fixed_indegree{1000})), 100000)
    ->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(build, fixed_outdegree_1e5x1000, of_rule(fixed_outdegree{1000}), 100000)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(build, fixed_total_number_1e5x1000, of_rule(fixed_total_number{100000000}), 100000)
    ->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(build, all_to_all_1e4, of_rule(all_to_all{}), 10000)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(build, drawn_weights_and_delays_1e5x100, with_drawn_values(of_rule(fixed_probability{0.001})), 100000)
    ->Unit(benchmark::kSecond);

}  // namespace
}  // namespace hux

BENCHMARK_MAIN();
