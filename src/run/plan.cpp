#include "run/plan.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/backend.hpp"
#include "engine/gpu.hpp"
#include "engine/planned_state.hpp"
#include "engine/sampler.hpp"
#include "experiment/lookup.hpp"
#include "experiment/population_names.hpp"
#include "experiment/spontaneous_rate.hpp"
#include "experiment/terminals.hpp"
#include "network/built_network.hpp"
#include "network/draw.hpp"
#include "network/symmetric_rows.hpp"
#include "run/async_writer.hpp"
#include "run/choose_backend.hpp"
#include "run/memory.hpp"
#include "run/stages.hpp"

namespace hux {
namespace {

/// The longest delay that is reckoned with, ms.
double longest_delay(const projection& p, const ends& where) {
  constexpr double unbounded = 1000;  // where a law has no upper bound that could be met
  const double longest = delay_range(p, where).max;
  return std::isinf(longest) ? unbounded : longest;
}

std::vector<planned_projection> expected_projections(const experiment& e) {
  const population_names populations(e.network);
  const std::int64_t steps = steps_of(e.settings.duration, e.settings.dt);
  const std::int64_t window = window_steps(e);
  std::vector<planned_projection> planned;
  for (const auto& p : e.network.projections) {
    const std::size_t source = populations.index(p.source, key_of(p) + ".source");
    const std::size_t target = populations.index(p.target, key_of(p) + ".target");
    const wiring w = wiring_of(p, e.network.populations[source], e.network.populations[target], e.settings);
    synapse_number synapses = expected_synapses(w);
    if (p.symmetric && counts_pairs(p.rule)) synapses = {2 * synapses.mean, 2 * synapses.most};
    planned.push_back({w, source, target, synapses,
                       within_horizon(steps_of(longest_delay(p, w.where), e.settings.dt), steps, window),
                       has_own_weights(p) || has_terminal(*e.network.catalog, e.network.populations[target], p)});
  }
  return planned;
}

using components = std::vector<memory_plan::component>;

/// Synapses of all projections; what building needs for a moment counts once, as projections are built one by one.
/// @param bytes_of tells what a projection needs
template <class BytesOf>
void plan_synapses(const std::vector<planned_projection>& projections, components& parts, const BytesOf& bytes_of) {
  std::uint64_t transient = 0;
  for (const auto& p : projections) {
    const row_bytes bytes = bytes_of(p);
    parts.push_back({"projection " + p.made_of.projection.name + ": synapses", bytes.kept});
    transient = std::max(transient, bytes.transient);
  }
  if (transient > 0) parts.push_back({"building: largest projection, for a moment", transient});
}

void plan_cpu(const experiment& e, const std::vector<planned_projection>& projections, memory_plan& plan) {
  const unsigned threads = thread_count(e.settings);
  plan.components = plan_cpu_backend(e, projections, window_steps(e), threads);
  plan_synapses(projections, plan.components,
                [&](const auto& p) { return planned_bytes(p.made_of, p.synapses, threads); });
}

void plan_cuda(const experiment& e, const std::vector<planned_projection>& projections, memory_plan& plan) {
  gpu_plan on_gpu = plan_gpu_backend(e, projections, window_steps(e));
  plan.components = std::move(on_gpu.host);
  plan.device = std::move(on_gpu.device);
  plan_synapses(projections, plan.device, [&](const auto& p) { return planned_device_bytes(p.made_of, p.synapses); });
}

std::uint64_t recording_bytes(const experiment& e) {
  const population_names names(e.network);
  std::uint64_t a_window = 0;
  for (const auto& r : e.recordings.samples) {
    const auto& p = names.find(r.population, key_of(r) + ".population");
    const std::uint64_t neurons = r.neurons.empty() ? p.size : r.neurons.size();
    a_window += neurons * r.variables.size() * sizeof(float) * window_steps(e);
  }
  return 2 * a_window + async_writer::default_capacity;
}

/// What samplers keep of neurons that may differ.
std::uint64_t sampler_bytes(const experiment& e) {
  std::uint64_t bytes = 0;
  for (const auto& r : e.recordings.samples) bytes += sampler::planned_bytes(r, e.network);
  return bytes;
}

/// Minis that are kept as spikes are.
std::uint64_t sent_mini_bytes(const experiment& e, const std::vector<planned_projection>& projections) {
  double minis = 0;
  for (const auto& p : projections)
    if (p.made_of.projection.spontaneous)
      minis += p.synapses.mean * planned_rate(p.made_of.projection, e.settings.dt) * static_cast<double>(p.max_delay) *
               e.settings.dt;
  return static_cast<std::uint64_t>(2 * minis * sizeof(sent_mini));
}

/// Spikes that are kept for states as long as something of them is on its way, if every neuron fires at 50 Hz. Some
/// that have arrived are kept with them.
std::uint64_t sent_bytes(const experiment& e, const std::vector<planned_projection>& projections) {
  constexpr double rate = 0.05;  // spikes a ms
  std::vector<std::int64_t> longest(e.network.populations.size(), 0);
  double spikes = 0;
  const auto add = [&](std::size_t source, std::int64_t delay) {
    spikes += rate * e.network.populations[source].size * static_cast<double>(delay) * e.settings.dt;
  };
  std::map<std::pair<std::size_t, std::string>, std::int64_t> of_shared;  // terminals
  for (const auto& p : projections) {
    const projection& made_of = p.made_of.projection;
    if (is_continuous(*e.network.catalog, e.network.populations[p.target], made_of)) continue;
    const bool has_one = has_terminal(*e.network.catalog, e.network.populations[p.target], made_of);
    if (has_one && made_of.shared_terminal.empty()) {
      add(p.source, p.max_delay);
      continue;
    }
    std::int64_t& most = has_one ? of_shared[{p.source, made_of.shared_terminal}] : longest[p.source];
    most = std::max(most, p.max_delay);
  }
  for (std::size_t p = 0; p < longest.size(); ++p) add(p, longest[p]);
  for (const auto& [terminal, delay] : of_shared) add(terminal.first, delay);
  return static_cast<std::uint64_t>(2 * spikes * sizeof(sent_spike)) + sent_mini_bytes(e, projections);
}

/// Of an experiment without stages.
memory_plan plan_of_one(const experiment& e) {
  memory_plan plan;
  plan.steps = steps_of(e.settings.duration, e.settings.dt);
  plan.window = window_steps(e);
  const auto projections = expected_projections(e);
  for (const auto& p : projections) plan.expected_synapses += p.synapses.mean;
  const bool automatic = e.settings.backend == backend_kind::automatic;
  if (!automatic) require_equations_for(e);
  if ((automatic ? choose_backend(e).kind : e.settings.backend) == backend_kind::cuda)
    plan_cuda(e, projections, plan);
  else
    plan_cpu(e, projections, plan);
  plan.components.push_back({"spikes in flight, for states, at 50 Hz", sent_bytes(e, projections)});
  plan.components.push_back({"recording: buffers", recording_bytes(e)});
  if (const auto bytes = sampler_bytes(e); bytes > 0)
    plan.components.push_back({"recording: coefficients of neurons", bytes});
  return plan;
}

}  // namespace

std::uint64_t bytes_of_state(const experiment& e) {
  std::uint64_t bytes = 0;
  for (const auto& p : e.network.populations) {
    const std::uint64_t variables =
        planned_state_of(p, e.network).rows() + (p.refractory > 0 ? 1 : 0) + (keeps_last_spikes(e.network, p) ? 1 : 0);
    bytes += p.size * (variables + terminal_numbers(e.network, p)) * sizeof(double);
  }
  return bytes;
}

unsigned thread_count(const settings& s) {
  return s.threads > 0 ? s.threads : std::max(1U, std::thread::hardware_concurrency());
}

memory_plan plan(const experiment& e) {
  validate(e);
  return plan_validated(e);
}

memory_plan plan_validated(const experiment& e) {
  if (e.stages.empty()) return plan_of_one(e);
  memory_plan plan;
  for_each_stage(e, [&](const experiment& staged, std::size_t number) {
    memory_plan another = plan_of_one(staged);
    if (number == 0) plan = another;
    if (another.total() > plan.total()) plan.components = std::move(another.components);
    if (another.device_total() > plan.device_total()) plan.device = std::move(another.device);
  });
  plan.components.push_back({"stages: the state, for a moment", bytes_of_state(e)});
  return plan;
}

}  // namespace hux
