#pragma once

#include <benchmark/benchmark.h>

namespace hux {

/// Counts what a benchmark has done: ns an item and, where a hard limit is known, the share of it that was reached
/// (1: no faster is possible). Limits hold for a Zen 3 core with AVX2 at 3.15 GHz: the instructions that the work
/// cannot do without, at the throughput of that core, or the memory that it must move.
inline void count_items(benchmark::State& state, double items, double limit_ns = 0) {
  using benchmark::Counter;
  state.counters["ns"] = Counter(items * 1e-9, Counter::kIsRate | Counter::kInvert);
  if (limit_ns > 0) state.counters["of_limit"] = Counter(items * 1e-9 * limit_ns, Counter::kIsRate);
}

}  // namespace hux
