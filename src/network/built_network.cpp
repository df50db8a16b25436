#include "network/built_network.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "experiment/lookup.hpp"
#include "experiment/population_names.hpp"
#include "experiment/receptor_factors.hpp"
#include "experiment/terminals.hpp"
#include "network/build_inputs.hpp"
#include "network/build_population.hpp"
#include "network/choose_units.hpp"
#include "network/draw.hpp"
#include "network/joined.hpp"
#include "network/platform.hpp"
#include "network/symmetric_rows.hpp"
#include "support/lookup_index.hpp"

namespace hux {
namespace {

/// What describes rows that are not taken yet.
synapse_rows description_of(const synapse_rows& rows) {
  synapse_rows described;
  static_cast<row_summary&>(described) = rows;
  return described;
}

/// The variable of the source that a projection brings.
built_signal signal_of(const projection& p, const network& n, const population& source, const built_population& built,
                       double origin, std::uint32_t delay) {
  const std::string& terminal = terminal_name(p);
  const auto signals = signals_of(n, source);
  const std::string& sent = signals[index_of(signals, terminal)].synapse->signal->sent;
  const std::string name = sent == "v" ? sent : terminal + "." + (sent.empty() ? "signal" : sent);
  built_signal signal{name + (origin == 0 ? "" : ".relative"), sent.empty(), 0, origin, delay};
  if (sent.empty())
    signal.number = index_of(built.model->observables, name);
  else if (sent != "v")
    signal.number = 1 + index_of(built.model->states, name);
  return signal;
}

/// The number of a signal among those of its population, which has each once, and what is delayed apart.
std::size_t number_of(const built_signal& signal, std::vector<built_signal>& all) {
  const auto found = std::ranges::find_if(all, [&](const built_signal& other) {
    return other.name == signal.name && (other.delay == 0) == (signal.delay == 0);
  });
  if (found == all.end()) {
    all.push_back(signal);
    return all.size() - 1;
  }
  found->delay = std::max(found->delay, signal.delay);
  return found - all.begin();
}

/// Delays of rows are at least 1.
synapse_rows build_rows_of_signal(projection p, const population_names& names, const built_projection& built,
                                  const settings& s, platform& on) {
  const std::uint32_t delay = delay_of_signal(p, s.dt);
  p.delay = s.dt;
  if (p.symmetric && !std::holds_alternative<explicit_list>(p.rule)) p.autapses = false;
  synapse_rows rows = on.build_rows(wiring_of(p, names[built.source], names[built.target], s));
  if (p.symmetric) rows = made_symmetric(rows, p);
  rows.min_delay = rows.max_delay = delay;
  return rows;
}

built_projection build_projection(const projection& p, const population_names& names, built_network& network,
                                  const experiment& e, platform& on, const synapse_rows* known) {
  const settings& s = e.settings;
  built_projection built;
  built.name = p.name;
  built.connects_all = std::holds_alternative<all_to_all>(p.rule);
  built.source = names.index(p.source, key_of(p) + ".source");
  built.target = names.index(p.target, key_of(p) + ".target");
  for (const auto& r : receptors_of(names[built.target], p))
    built.receptors.push_back({index_of(network.populations[built.target].receptors, r.of->name), r.factor});
  if (has_terminal(*network.catalog, names[built.target], p))
    built.terminal = index_of(network.populations[built.source].terminals, terminal_name(p));
  if (is_continuous(*network.catalog, names[built.target], p)) {
    built_population& source = network.populations[built.source];
    const double origin = network.populations[built.target].receptors[built.receptors.front().receptor].origin;
    const built_signal signal = signal_of(p, e.network, names[built.source], source, origin, delay_of_signal(p, s.dt));
    built.signal = number_of(signal, source.signals);
    built_population& target = network.populations[built.target];
    if (target.receptors[built.receptors.front().receptor].synapse->wire)
      built.target_signal = number_of({.name = signal.name}, target.signals);
  }
  if (known)
    built.rows = description_of(*known);
  else if (built.signal)
    built.rows = build_rows_of_signal(p, names, built, s, on);
  else
    built.rows = on.build_rows(wiring_of(p, names[built.source], names[built.target], s));
  if (p.spontaneous)
    built.spontaneous = {spontaneous_rate(p), p.spontaneous->weight,
                         stream(s.seed, "projection " + p.name + " spontaneous")};
  return built;
}

/// Of junctions that join potentials within a population.
void warn_of_one_way(const built_projection& p, bool symmetric, const built_network& network,
                     std::vector<std::string>& warnings) {
  if (!p.signal || symmetric) return;
  const built_signal& signal = network.populations[p.source].signals[*p.signal];
  if (signal.observed || signal.number != 0 || signal.origin == 0 || p.source != p.target ||
      (p.connects_all && !p.rows.own_weights))
    return;
  if (const auto found = first_one_way(p.rows))
    warnings.push_back(joined("projection.", p.name, ": neuron ", found->source, " has a junction with ", found->target,
                              ", which has none of that weight with it; symmetric = true draws each pair once"));
}

std::vector<built_terminal> build_terminals(const network& n, const population& source, double dt) {
  std::vector<built_terminal> all;
  for (const auto& t : terminals_of(n, source)) {
    const terminal_equations& equations = *t.synapse->terminal;
    const double* parameters = t.parameters.data();
    all.push_back({t.name, t.synapse->name, &equations, t.parameters,
                   terminal_flow(equations.states.size(), equations.phases(parameters), dt),
                   equations.initial(parameters), steps_after_spike(equations.dead_time(parameters), dt)});
  }
  return all;
}

built_recording build_recording(const recording& r, const population_names& names, const built_network& network,
                                const experiment& e) {
  built_recording built;
  built.population = names.index(r.population, key_of(r) + ".population");
  const auto known = recordables_of(names[built.population], e.network);
  for (const auto& name : r.variables) built.variables.push_back(find_named(known, name, key_of(r), "variable"));
  built.neurons = r.neurons;
  if (built.neurons.empty()) {
    built.neurons.resize(network.populations[built.population].size);
    std::iota(built.neurons.begin(), built.neurons.end(), 0U);
  }
  built.interval = steps_of(r.interval, network.dt);
  return built;
}

}  // namespace

std::int64_t steps_of(double time, double dt) { return std::llround(time / dt); }

std::uint32_t delay_of_signal(const projection& p, double dt) {
  return static_cast<std::uint32_t>(steps_of(std::get<double>(p.delay), dt));
}

std::int64_t window_steps(const experiment& e) {
  // Keeps a stop, a progress report and a diverged neuron near, also where a step has very many synapses of signals.
  const std::int64_t longest = has_signal_at_once(e.network) ? 16 : 64;
  std::int64_t window = e.settings.window > 0 ? e.settings.window : longest;
  const population_names names(e.network);
  for (const auto& p : e.network.projections) {
    const population& target = names.find(p.target, key_of(p) + ".target");
    const bool continuous = is_continuous(names.known(), target, p);
    if (continuous && acts_at_once(p)) continue;
    const std::int64_t shortest =
        continuous ? delay_of_signal(p, e.settings.dt)
                   : delay_steps(delay_range(p, {}).min, e.settings.dt, "projection." + p.name + ".delay");
    window = std::min(window, shortest);
  }
  return window;
}

built_network build_network(const experiment& e, platform& on, thread_team& team,
                            const std::vector<synapse_rows*>* known) {
  built_network network;
  network.catalog = e.network.catalog;
  network.dt = e.settings.dt;
  network.steps = steps_of(e.settings.duration, e.settings.dt);
  network.window = window_steps(e);
  network.block_size = e.settings.block_size;
  network.integrator = &integrator_of(*network.catalog, e.settings);
  network.real = e.settings.precision;
  network.spike_times = e.recordings.spike_times;
  network.on_divergence = e.settings.on_divergence;
  const initial_state at_start = known ? initial_state::replaced : initial_state::wanted;
  for (const auto& p : e.network.populations)
    network.populations.push_back(build_population(p, e.network, e.settings, network.spike_times, team, at_start));
  for (std::size_t i = 0; i < network.populations.size(); ++i)
    network.populations[i].terminals = build_terminals(e.network, e.network.populations[i], network.dt);
  const population_names names(e.network);
  const auto& projections = e.network.projections;
  const auto known_rows = [&](std::size_t i) { return known ? (*known)[i] : nullptr; };
  for (std::size_t i = 0; i < projections.size(); ++i)
    network.projections.push_back(build_projection(projections[i], names, network, e, on, known_rows(i)));
  for (const auto& p : network.projections)
    if (p.spontaneous && !p.spontaneous->rate.is_constant()) network.populations[p.source].keeps_last_spike = true;
  for (const auto& in : e.network.inputs)
    if (in.on) append(build_input(in, e.settings, names, network, team), network);
  choose_units(network);
  for (const auto& r : e.recordings.samples) network.recordings.push_back(build_recording(r, names, network, e));
  for (std::size_t i = 0; i < projections.size(); ++i)
    if (!known_rows(i)) warn_of_one_way(network.projections[i], projections[i].symmetric, network, network.warnings);
  for (std::size_t i = 0; i < projections.size(); ++i)
    if (known_rows(i)) network.projections[i].rows = std::move(*known_rows(i));
  return network;
}

}  // namespace hux
