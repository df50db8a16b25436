#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>

#include "hard_limit.hpp"
#include "io/result/result_file.hpp"

/// How many MB/s reach the result file, as spikes and as reports of sampled potentials, on one core? To the folder for
/// temporary files; bytes are those of the file.
namespace hux {
namespace {

constexpr std::uint32_t neurons = 100000;
constexpr int windows = 200;

experiment recorded(bool spikes, std::uint32_t sampled) {
  experiment e;
  e.settings.duration = windows;
  e.settings.window = 20;  // steps of 0.05 ms
  population cells;
  cells.name = "cells";
  cells.size = neurons;
  cells.model = "traub_miles";
  e.network.populations = {cells};
  if (!spikes) e.recordings.spikes = std::vector<std::string>{};
  if (sampled > 0) {
    recording r{"course", "cells", {"v"}, {}, 0.1};
    for (std::uint32_t i = 0; i < sampled; ++i) r.neurons.push_back(i);
    e.recordings.samples = {r};
  }
  return e;
}

/// A window of 1 ms in which some neurons fire and some are sampled ten times.
window_results window(std::int64_t k, std::size_t spikes, std::uint32_t sampled) {
  window_results w;
  w.steps = {20 * k, 20 * (k + 1)};
  w.spikes.resize(1);
  for (std::size_t i = 0; i < spikes; ++i)
    w.spikes[0].push_back({static_cast<double>(k) + static_cast<double>(i) / static_cast<double>(spikes),
                           static_cast<std::uint32_t>(i * 2654435761U % neurons)});
  if (sampled > 0) w.samples = {{std::vector<float>(std::size_t{10} * sampled, -65.0F), 10 * k, 10}};
  return w;
}

void output(benchmark::State& state, std::size_t spikes, std::uint32_t sampled) {
  const auto file = std::filesystem::temp_directory_path() / ("hux_benchmark_" + std::to_string(getpid()) + ".h5");
  const experiment e = recorded(spikes > 0, sampled);
  std::vector<window_results> results;
  for (std::int64_t k = 0; k < windows; ++k) results.push_back(window(k, spikes, sampled));
  double bytes = 0;
  for (auto _ : state) {
    result_file to(file, e, true);
    for (const auto& w : results) to.record(w);
    to.finish({}, "complete");
    bytes += static_cast<double>(std::filesystem::file_size(file));
  }
  std::filesystem::remove(file);
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  count_items(state, static_cast<double>(state.iterations()) * windows * (static_cast<double>(spikes) + 10 * sampled));
}

// 40 Hz; what a few electrodes see, and a whole population.
BENCHMARK_CAPTURE(output, spikes, 4000, 0)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(output, report_of_10_neurons, 0, 10)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(output, report_of_10000_neurons, 0, 10000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(output, spikes_and_report, 4000, 1000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hux

BENCHMARK_MAIN();
