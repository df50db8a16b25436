#include "build/built_network.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "backend.hpp"
#include "build/build_inputs.hpp"
#include "build/build_population.hpp"
#include "build/draw.hpp"
#include "build/joined.hpp"
#include "lookup_index.hpp"

namespace hux {
namespace {

built_projection build_projection(const projection& p, const built_network& network, const experiment& e,
                                  platform& on) {
  built_projection built;
  built.name = p.name;
  built.source = index_of(network.populations, p.source);
  built.target = index_of(network.populations, p.target);
  const auto& target = network.populations[built.target];
  built.receptor = index_of(target.receptors, p.receptor);
  const ends where(p, e.network.populations[built.source], e.network.populations[built.target], e.settings.seed);
  built.rows = on.build_rows(p, network.populations[built.source].size, target.size, built.source == built.target,
                             e.settings.dt, e.settings.seed, where);
  return built;
}

built_recording build_recording(const recording& r, const built_network& network) {
  built_recording built;
  built.population = index_of(network.populations, r.population);
  built.variables = r.variables;
  built.neurons = r.neurons;
  if (built.neurons.empty()) {
    built.neurons.resize(network.populations[built.population].size);
    std::iota(built.neurons.begin(), built.neurons.end(), 0U);
  }
  built.interval = steps_of(r.interval, network.dt);
  return built;
}

/// Most that spikes of a list may add to one neuron in one step.
double largest_sum(const built_spike_times& s) {
  std::int64_t most = 0;
  std::int64_t run = 0;
  for (std::size_t i = 0; i < s.events.size(); ++i) {
    const bool again =
        i > 0 && s.events[i].step == s.events[i - 1].step && s.events[i].neuron == s.events[i - 1].neuron;
    run = again ? run + 1 : 1;
    most = std::max(most, run);
  }
  return static_cast<double>(most) * std::abs(s.weight);
}

/// Most that may arrive at a neuron in one step, in sum of |weight|.
double largest_arrival(const built_network& network, std::size_t population, std::size_t receptor) {
  double most = 0;
  for (const auto& p : network.projections)
    if (p.target == population && p.receptor == receptor) most += p.rows.largest_weight_sum();
  for (const auto& p : network.poissons)
    if (p.population == population && p.receptor == receptor)
      most += static_cast<double>(p.thresholds.size()) * std::abs(p.weight);
  for (const auto& s : network.spike_trains)
    if (s.population == population && s.receptor == receptor) most += largest_sum(s);
  return most;
}

/// The finest power of two with which fixed-point sums up to `most` cannot overflow.
double unit_for(double most, precision real) {
  // Two bits are left for the sign and for rounding up; double precision converts sums below 2^51 exactly.
  const int bits = real == precision::single ? 30 : 50;
  constexpr int finest = -100;  // 1e-30 is far below what a receptor keeps, and its inverse is still a float
  return std::ldexp(1.0, std::max(std::ilogb(most) + 1 - bits, finest));
}

void choose_units(built_network& network) {
  constexpr double limit = 1e30;  // leaves room for products with potentials in single precision
  for (std::size_t p = 0; p < network.populations.size(); ++p) {
    auto& population = network.populations[p];
    for (std::size_t r = 0; r < population.receptors.size(); ++r) {
      const double most = largest_arrival(network, p, r);
      if (!(most < limit))
        throw input_error("population." + population.name + ".receptor." + population.receptors[r].name,
                          joined("spikes may add ", most, " to it in one step; expected less than ", limit));
      if (most > 0) population.receptors[r].unit = unit_for(most, network.real);
    }
  }
}

}  // namespace

std::int64_t steps_of(double time, double dt) { return std::llround(time / dt); }

std::int64_t window_steps(const experiment& e) {
  constexpr std::int64_t longest = 64;  // keeps a stop, a progress report and a diverged neuron near
  std::int64_t window = e.settings.window > 0 ? e.settings.window : longest;
  for (const auto& p : e.network.projections) {
    const std::uint32_t shortest =
        delay_steps(delay_range(p, {}).min, e.settings.dt, "projection." + p.name + ".delay");
    window = std::min<std::int64_t>(window, shortest);
  }
  return window;
}

built_network build_network(const experiment& e, platform& on, thread_team& team) {
  built_network network;
  network.dt = e.settings.dt;
  network.steps = steps_of(e.settings.duration, e.settings.dt);
  network.window = window_steps(e);
  network.block_size = e.settings.block_size;
  network.integrator = e.settings.integrator;
  network.real = e.settings.precision;
  network.spike_times = e.recordings.spike_times;
  network.on_divergence = e.settings.on_divergence;
  for (const auto& p : e.network.populations) network.populations.push_back(build_population(p, e.settings, team));
  for (const auto& p : e.network.projections) network.projections.push_back(build_projection(p, network, e, on));
  build_inputs(e, network, team);
  choose_units(network);
  for (const auto& r : e.recordings.samples) network.recordings.push_back(build_recording(r, network));
  return network;
}

}  // namespace hux
