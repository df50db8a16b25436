#include <algorithm>
#include <set>

#include "cpu/block_size.hpp"
#include "cpu/coupling.hpp"
#include "cpu/minis.hpp"
#include "cpu/projection_delivery.hpp"
#include "cpu/views.hpp"
#include "engine/backend.hpp"
#include "engine/planned_state.hpp"
#include "experiment/spontaneous_rate.hpp"
#include "experiment/terminals.hpp"
#include "network/built_network.hpp"

namespace hux {
namespace {

using cpu::padded;

std::uint64_t state_bytes(const population& p, const planned_state& state, std::uint64_t real) {
  return padded(p.size) * (state.variables() * real + (p.refractory > 0 ? sizeof(double) : 0));
}

cpu::network_shape network_shape_of(const experiment& e, std::int64_t window) {
  cpu::network_shape shape;
  for (const auto& p : e.network.populations) {
    shape.neurons += p.size;
    shape.receptors = std::max<std::uint64_t>(shape.receptors, p.receptors.size());
  }
  shape.window = window;
  shape.bytes_of_sum = e.settings.precision == precision::single ? 4 : 8;
  shape.block_size = e.settings.block_size;
  return shape;
}

/// Events in flight if every neuron fires at 50 Hz.
std::uint64_t event_bytes(const experiment& e, const planned_projection& p, const cpu::network_shape& shape,
                          unsigned threads) {
  constexpr double rate = 0.05;  // spikes a ms
  const double flight = static_cast<double>(p.max_delay + shape.window) * e.settings.dt;
  return cpu::projection_delivery::planned_bytes({p.synapses.mean, e.network.populations[p.target].size, p.max_delay,
                                                  shape.window, cpu::block_bits(shape, threads), p.own_weights},
                                                 p.synapses.mean * rate * flight);
}

std::uint64_t coupling_bytes(const experiment& e, const planned_projection& p, std::int64_t window) {
  const cpu::planned_link link{p.synapses.mean, e.network.populations[p.source].size,
                               e.network.populations[p.target].size, has_own_weights(p.made_of.projection),
                               delay_of_signal(p.made_of.projection, e.settings.dt) + window};
  return e.settings.precision == precision::single ? cpu::coupling<float>::planned_bytes(link)
                                                   : cpu::coupling<double>::planned_bytes(link);
}

/// Of populations between which signals act at once: what arrives in a window is kept for each.
std::uint64_t neurons_at_once(const experiment& e, const std::vector<planned_projection>& projections) {
  std::set<std::size_t> populations;
  for (const auto& p : projections)
    if (is_continuous(*e.network.catalog, e.network.populations[p.target], p.made_of.projection) &&
        acts_at_once(p.made_of.projection))
      populations.insert({p.source, p.target});
  std::uint64_t neurons = 0;
  for (const std::size_t p : populations) neurons += e.network.populations[p].size;
  return neurons;
}

/// Minis found in a window and on their way, in lists of which each has a chunk, and what threads know of the rate.
std::uint64_t mini_bytes(const experiment& e, const planned_projection& p, const cpu::network_shape& shape,
                         unsigned threads) {
  const double rate = p.synapses.mean * planned_rate(p.made_of.projection, e.settings.dt) * e.settings.dt;  // a step
  const auto steps = static_cast<double>(p.max_delay + shape.window);
  const unsigned block_bits = cpu::block_bits(shape, threads);
  const cpu::traffic events{
      p.synapses.mean, e.network.populations[p.target].size, p.max_delay, shape.window, block_bits, true};
  const auto lists = static_cast<double>(events.ring() * events.blocks());
  const double chunks = std::min(lists, rate * steps) * sizeof(cpu::event_chunk);
  const double found = 4 * rate * static_cast<double>(shape.window) * sizeof(mini);
  return static_cast<std::uint64_t>(chunks + rate * steps * sizeof(std::uint32_t) + found +
                                    lists * sizeof(std::uint32_t*)) +
         (spontaneous_rate(p.made_of.projection).is_constant() ? 0
                                                               : threads * cpu::rate_table::most_kept * sizeof(double));
}

}  // namespace

std::vector<memory_plan::component> plan_cpu_backend(const experiment& e,
                                                     const std::vector<planned_projection>& projections,
                                                     std::int64_t window, unsigned threads) {
  const cpu::network_shape shape = network_shape_of(e, window);
  const std::uint64_t real = e.settings.precision == precision::single ? 4 : 8;
  std::vector<memory_plan::component> parts;
  for (const auto& p : e.network.populations) {
    const planned_state state = planned_state_of(p, e.network);
    parts.push_back({"population " + p.name + ": state", state_bytes(p, state, real)});
    parts.push_back({"population " + p.name + ": drawn values", state.drawn_bytes});
    if (const auto numbers = terminal_numbers(e.network, p); numbers > 0)
      parts.push_back({"population " + p.name + ": terminals", p.size * numbers * sizeof(double)});
    if (keeps_last_spikes(e.network, p))
      parts.push_back({"population " + p.name + ": last spikes", p.size * sizeof(std::int64_t)});
  }
  for (const auto& p : projections) {
    const std::string name = "projection " + p.made_of.projection.name;
    const population& target = e.network.populations[p.target];
    if (is_continuous(*e.network.catalog, target, p.made_of.projection))
      parts.push_back({name + ": synapses by target", coupling_bytes(e, p, window)});
    else
      parts.push_back({name + ": spikes in flight, at 50 Hz", event_bytes(e, p, shape, threads)});
  }
  for (const auto& p : projections)
    if (p.made_of.projection.spontaneous)
      parts.push_back({"projection " + p.made_of.projection.name + ": minis", mini_bytes(e, p, shape, threads)});
  const std::uint64_t block = window << cpu::block_bits(shape, threads);
  // Which receptors of single precision get wide sums, their weights tell, which are not drawn yet.
  const std::uint64_t slots = threads * block + neurons_at_once(e, projections) * window;
  parts.push_back({"threads: scratch", slots * (shape.receptors * sizeof(wide_fixed_point) + real)});
  return parts;
}

}  // namespace hux
