#include <benchmark/benchmark.h>

#include <type_traits>

#include "cpu/projection_delivery.hpp"
#include "hard_limit.hpp"
#include "support/thread_team.hpp"

/// What does one synaptic event cost on one core, from a spike in a list to its weight in the target's sum, by the size
/// of the network and the layout of its rows? (goals: 6 ns at 1e5 neurons x 1000 synapses, 8 ns at 1e6 x 80)
namespace hux::cpu {
namespace {

constexpr double dt = 0.05;  // ms

window_spike sent(std::uint32_t neuron, std::uint32_t step, window_spike /*kind*/) { return {0, neuron, step}; }
release sent(std::uint32_t neuron, std::uint32_t step, release /*kind*/) { return {neuron, step, 0.4F}; }

/// Spikes of one window, or what a terminal releases of them: each neuron fires with 40 Hz.
template <class Spike>
std::vector<Spike> spikes_of(std::uint32_t neurons, std::int64_t window, std::uint64_t w) {
  const auto chance = static_cast<float>(0.04 * dt * static_cast<double>(window));
  const stream draws(1, "benchmark spikes");
  std::vector<Spike> spikes;
  for (std::uint32_t i = 0; i < neurons; ++i) {
    const random_words words = draws.draw(i, w);
    if (open_uniform(words[0]) < chance)
      spikes.push_back(sent(i, words[1] % static_cast<std::uint32_t>(window), Spike{}));
  }
  return spikes;
}

/// ns of an event that its memory traffic takes: of rows of 1000 synapses, and of rows of 80 in a network of a million.
double hard_limit(std::uint32_t neurons) {
  if (neurons == 100000) return 0.5;
  return neurons == 1000000 ? 1.1 : 0;
}

/// @tparam Spike window_spike, or release where there is a terminal
/// @param window steps
template <class Spike = window_spike>
void synaptic_event(benchmark::State& state, std::uint32_t neurons, double probability, const distribution& weight,
                    const distribution& delay, std::int64_t window = 20, unsigned block_bits = 12) {
  thread_team team(1);
  projection p;
  p.name = "benchmark";
  p.rule = fixed_probability{probability};
  p.weight = weight;
  p.delay = delay;
  built_projection built{"benchmark", 0, 0, {}, {}, build_rows({p, neurons, neurons, true, dt, 1, {}}, team)};
  if (std::is_same_v<Spike, release>) built.terminal = 0;
  chunk_arena arena;
  constexpr std::int64_t horizon = std::int64_t{1} << 40;
  projection_delivery d(built, window, horizon, block_bits, {{0, ((neurons - 1) >> block_bits) + 1}}, arena);
  std::vector<std::vector<Spike>> windows;
  for (std::uint64_t w = 0; w < 8; ++w) windows.push_back(spikes_of<Spike>(neurons, window, w));
  buffer<std::int32_t> sums(static_cast<std::size_t>(window) << block_bits, 0);
  const receptor_sums to{sums.data(), 1000};
  std::int64_t w = 0;
  double events = 0;
  for (auto _ : state) {
    const auto& spikes = windows[static_cast<std::size_t>(w % 8)];
    for (std::uint32_t block = 0; block << block_bits < neurons; ++block) {
      d.receive(block, w, {&to, 1}, 0, 0);
      std::fill(sums.begin(), sums.end(), 0);
    }
    d.send(spikes, w++, 0);
    for (const auto& s : spikes)
      events += static_cast<double>(built.rows.offset[s.neuron + 1] - built.rows.offset[s.neuron]);
  }
  count_items(state, events, hard_limit(neurons));
}

/// The same of what a terminal releases, so that each event brings a weight.
void released_event(benchmark::State& state, std::uint32_t neurons, double probability, const distribution& weight,
                    const distribution& delay) {
  synaptic_event<release>(state, neurons, probability, weight, delay);
}

const distribution drawn_weight = normal{6.0, 1.0, {0.0, 12.0, out_of_bounds::redraw}};
const distribution drawn_delay = uniform{1.0, 2.5};
const distribution long_delay = uniform{1.0, 400.0};  // target and delay do not fit into 32 bits together

BENCHMARK_CAPTURE(synaptic_event, 1e5x1000_one_delay, 100000, 0.01, 6.0, 1.5);
BENCHMARK_CAPTURE(synaptic_event, 1e5x1000_delays, 100000, 0.01, 6.0, drawn_delay);
BENCHMARK_CAPTURE(synaptic_event, 1e5x1000_weights_and_delays, 100000, 0.01, drawn_weight, drawn_delay);
BENCHMARK_CAPTURE(synaptic_event, 1e6x80_one_delay, 1000000, 8e-5, 6.0, 1.5);
BENCHMARK_CAPTURE(synaptic_event, 1e6x80_delays, 1000000, 8e-5, 6.0, drawn_delay);
BENCHMARK_CAPTURE(synaptic_event, 1e6x80_weights_and_delays, 1000000, 8e-5, drawn_weight, drawn_delay);
BENCHMARK_CAPTURE(synaptic_event, 1e6x80_wide_rows, 1000000, 8e-5, 6.0, long_delay);
BENCHMARK_CAPTURE(synaptic_event, 4e3x80_delays, 4000, 0.02, 6.0, drawn_delay);
BENCHMARK_CAPTURE(released_event, 1e5x1000_delays, 100000, 0.01, 6.0, drawn_delay);
BENCHMARK_CAPTURE(released_event, 1e5x1000_weights_and_delays, 100000, 0.01, drawn_weight, drawn_delay);
BENCHMARK_CAPTURE(released_event, 1e6x80_weights_and_delays, 1000000, 8e-5, drawn_weight, drawn_delay);
BENCHMARK_CAPTURE(synaptic_event, 4e3x80_counted, 4000, 0.02, 6.0, 0.1, 2, 8);
BENCHMARK_CAPTURE(synaptic_event, 4e3x80_listed, 4000, 0.02, drawn_weight, 0.1, 2, 8);

}  // namespace
}  // namespace hux::cpu

BENCHMARK_MAIN();
