#include "run/run_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/divergence.hpp"
#include "engine/state_row.hpp"
#include "hux/device/models/model.hpp"
#include "hux/errors.hpp"
#include "hux_build_info.hpp"
#include "support/line_difference.hpp"
#include "validate/checks.hpp"

namespace hux {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw input_error("state", "it is not one of this network: " + why);
}

constexpr double most_steps = 0x1p52;  // that are counted exactly

struct value_limits {
  double least, most;
};

value_limits limits_of(const state_row& row, const equations& model) {
  constexpr double any = std::numeric_limits<double>::infinity(), finite = std::numeric_limits<double>::max();
  switch (row.is) {
    case state_row::potential:
      return {-v_limit, v_limit};
    case state_row::gate:
      return model.states[row.number - 1].gate ? value_limits{0, 1} : value_limits{-finite, finite};
    case state_row::last_spike:
      return {-any, any};
    case state_row::terminal_state:
      return {-finite, finite};
    case state_row::last_spike_step:
    case state_row::terminal_spike:
      return {terminal_flow::never, most_steps};
    case state_row::terminal_step:
      return {0, most_steps};
    default:
      return {-arrival_limit, arrival_limit};
  }
}

/// A state may have been read from a file that somebody else wrote.
void require_shape(const simulation_state::population& saved, const built_population& p) {
  const auto rows = state_rows_of(p);
  if (saved.name != p.name || saved.variables.size() != rows.size())
    refuse("population '" + saved.name + "' has other variables than '" + p.name + "'");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [name, values] = saved.variables[i];
    if (name != rows[i].name) refuse("it has '" + name + "' where population '" + p.name + "' has " + rows[i].name);
    if (values.size() != p.size)
      refuse(fmt::format("'{}' has {} values for {} neurons of population '{}'", name, values.size(), p.size, p.name));
  }
}

/// Variables of a neuron that was marked as diverged are no numbers.
void require_possible(const simulation_state::population& saved, const built_population& p, bool marks) {
  const auto rows = state_rows_of(p);
  const auto& v = saved.variables[0].values;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const value_limits within = limits_of(rows[i], *p.model);
    const auto& values = saved.variables[i].values;
    for (std::size_t n = 0; n < values.size(); ++n)
      if (!(values[n] >= within.least && values[n] <= within.most) && !(marks && std::isnan(v[n])))
        refuse(fmt::format("'{}' of neuron {} of population '{}' is {:g}", rows[i].name, n, p.name, values[n]));
  }
}

template <class Sent>
void require_spikes(const std::vector<Sent>& sent, const built_population& p, std::int64_t step) {
  std::int64_t last = 0;
  for (const Sent& s : sent) {
    if (s.neuron >= p.size || s.step < last || s.step >= step)
      refuse(fmt::format("neuron {} of population '{}' cannot have spiked in step {}", s.neuron, p.name, s.step));
    last = s.step;
  }
}

/// Steps up to that of the state; a neuron that was marked as diverged need have none.
void require_steps(const simulation_state::population& saved, const simulation_state::variable& steps,
                   std::int64_t least, std::int64_t step) {
  const auto& v = saved.variables[0].values;
  for (std::size_t n = 0; n < v.size(); ++n) {
    const double at = steps.values[n];
    const bool is_step = at >= static_cast<double>(least) && at <= static_cast<double>(step) && at == std::floor(at);
    if (!is_step && !(std::isnan(v[n]) && std::isnan(at)))
      refuse(
          fmt::format("'{}' of neuron {} of population '{}' is {:g} at step {}", steps.name, n, saved.name, at, step));
  }
}

/// A terminal's states may be brought to a step after its last spike, not before.
void require_order(const simulation_state::population& saved, const simulation_state::variable& last_spike,
                   const simulation_state::variable& updated) {
  for (std::size_t n = 0; n < updated.values.size(); ++n)
    if (std::isnan(last_spike.values[n]) != std::isnan(updated.values[n]) || last_spike.values[n] > updated.values[n])
      refuse(fmt::format("'{}' of neuron {} of population '{}' is {:g} where '{}' is {:g}", last_spike.name, n,
                         saved.name, last_spike.values[n], updated.name, updated.values[n]));
}

void require_minis(const simulation_state::projection& saved, const built_projection& p, std::int64_t step) {
  std::int64_t last = 0;
  for (const sent_mini& m : saved.in_flight) {
    if (m.synapse >= p.rows.count || m.step < last || m.step >= step)
      refuse(fmt::format("synapse {} of projection '{}' cannot have released in step {}", m.synapse, p.name, m.step));
    last = m.step;
  }
}

void require_minis(const simulation_state& state, const built_network& network) {
  std::size_t saved = 0;
  for (const auto& p : network.projections) {
    if (!p.spontaneous) continue;
    if (saved == state.projections.size() || state.projections[saved].name != p.name)
      refuse("it has no minis of projection '" + p.name + "'");
    require_minis(state.projections[saved++], p, state.step);
  }
  if (saved < state.projections.size()) refuse("projection '" + state.projections[saved].name + "' has no minis");
}

void require_terminals(const simulation_state::population& saved, const built_population& p, std::int64_t step) {
  if (!std::ranges::equal(saved.terminals, p.terminals, {}, &simulation_state::terminal::name, &built_terminal::name))
    refuse("population '" + p.name + "' has other terminals");
  for (std::size_t t = 0; t < p.terminals.size(); ++t) {
    require_spikes(saved.terminals[t].in_flight, p, step);
    for (const sent_release& s : saved.terminals[t].in_flight)
      if (!(s.amount >= 0 && s.amount <= static_cast<float>(p.terminals[t].equations->largest_release)))
        refuse(fmt::format("terminal '{}' of population '{}' cannot have released {:g}", p.terminals[t].name, p.name,
                           s.amount));
  }
  const auto rows = state_rows_of(p);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].is == state_row::last_spike_step) require_steps(saved, saved.variables[i], terminal_flow::never, step);
    if (rows[i].is == state_row::terminal_step) require_steps(saved, saved.variables[i], 0, step);
    if (rows[i].is != state_row::terminal_spike) continue;
    require_steps(saved, saved.variables[i], terminal_flow::never, step);
    require_order(saved, saved.variables[i], saved.variables[i + 1]);
  }
}

/// Is a saved noise that of an input? It may have been another population's.
bool is_of(const simulation_state::noise& saved, const built_network& network, const built_noise& n) {
  return n.correlation != 0 && saved.input == n.name && saved.population == network.populations[n.population].name;
}

std::vector<terminal_phase> phases_of(const built_terminal& t) { return t.equations->phases(t.parameters.data()); }

}  // namespace

std::vector<std::vector<float>> deviations_of(const built_network& network, backend& engine) {
  std::vector<std::vector<float>> found(network.noises.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    if (network.noises[i].correlation != 0) found[i] = engine.deviations(i);
  return found;
}

simulation_state state_of_run(const built_network& network, backend& engine, sent_spikes in_flight, std::int64_t step) {
  simulation_state state;
  state.version = HUX_VERSION;
  state.single = network.real == precision::single;
  state.dt = network.dt;
  state.step = step;
  for (std::size_t p = 0; p < network.populations.size(); ++p) {
    auto& saved = state.populations.emplace_back();
    saved.name = network.populations[p].name;
    saved.in_flight = std::move(in_flight.spikes[p]);
    for (std::size_t t = 0; t < network.populations[p].terminals.size(); ++t)
      saved.terminals.push_back({network.populations[p].terminals[t].name, std::move(in_flight.releases[p][t])});
    for (const auto& row : state_rows_of(network.populations[p])) {
      auto& values = saved.variables.emplace_back(simulation_state::variable{row.name, engine.read(p, row)}).values;
      // Synapses of neurons that were marked have minis as before.
      if (row.is != state_row::last_spike_step) hide_marked(saved.variables[0].values, values);
    }
  }
  for (std::size_t p = 0; p < network.projections.size(); ++p)
    if (network.projections[p].spontaneous)
      state.projections.push_back({network.projections[p].name, std::move(in_flight.minis[p])});
  state.noises = noises_of(network, engine);
  return state;
}

void bring_up(const built_terminal& t, std::int64_t step, std::size_t neuron,
              const std::vector<std::vector<double>*>& rows) {
  double& updated = (*rows.back())[neuron];
  if (std::isnan(updated)) return;
  double x[linear_system::most_states];
  const std::size_t states = t.equations->states.size();
  for (std::size_t s = 0; s < states; ++s) x[s] = (*rows[s])[neuron];
  const auto last_spike =
      t.equations->sees_last_spike ? static_cast<std::int64_t>((*rows[states])[neuron]) : terminal_flow::never;
  t.flow.advance(static_cast<std::int64_t>(updated), step, last_spike, x);
  for (std::size_t s = 0; s < states; ++s) (*rows[s])[neuron] = x[s];
  updated = static_cast<double>(step);
}

void bring_terminals_up(simulation_state& state, const built_network& before, const built_network& after) {
  for (std::size_t p = 0; p < before.populations.size(); ++p) {
    const auto& terminals = before.populations[p].terminals;
    std::vector<std::vector<std::vector<double>*>> rows(terminals.size());
    const auto known = state_rows_of(before.populations[p]);
    for (std::size_t i = 0; i < known.size(); ++i)
      if (is_terminal(known[i])) rows[known[i].terminal].push_back(&state.populations[p].variables[i].values);
    for (std::size_t t = 0; t < terminals.size(); ++t)
      if (phases_of(terminals[t]) != phases_of(after.populations[p].terminals[t]))
        for (std::size_t n = 0; n < before.populations[p].size; ++n) bring_up(terminals[t], state.step, n, rows[t]);
  }
}

std::vector<simulation_state::noise> noises_of(const built_network& network, backend& engine) {
  std::vector<simulation_state::noise> noises;
  auto deviations = deviations_of(network, engine);
  for (std::size_t i = 0; i < deviations.size(); ++i)
    if (!deviations[i].empty())
      noises.push_back(
          {network.noises[i].name, network.populations[network.noises[i].population].name, std::move(deviations[i])});
  return noises;
}

void write_noises(const std::vector<simulation_state::noise>& noises, const built_network& network, backend& engine) {
  for (std::size_t i = 0; i < network.noises.size(); ++i)
    for (const auto& saved : noises)
      if (is_of(saved, network, network.noises[i])) engine.set_deviations(i, saved.deviations);
}

void require_fit(const simulation_state& state, const std::string& text, const built_network& network) {
  if (const auto found = first_differing_line(state.network, text))
    refuse("it has " + found.first + " where the experiment has " + found.second);
  const bool marks = network.on_divergence == divergence_policy::mark;
  if (state.dt != network.dt)
    refuse(fmt::format("its steps are of {:g} ms where the experiment has {:g} ms", state.dt, network.dt));
  if (state.step < 0 || static_cast<double>(state.step) > most_steps ||
      state.populations.size() != network.populations.size())
    refuse(fmt::format("it has {} populations at step {}", state.populations.size(), state.step));
  for (std::size_t p = 0; p < network.populations.size(); ++p) {
    require_shape(state.populations[p], network.populations[p]);
    require_possible(state.populations[p], network.populations[p], marks);
    require_spikes(state.populations[p].in_flight, network.populations[p], state.step);
    require_terminals(state.populations[p], network.populations[p], state.step);
  }
  require_minis(state, network);
  for (const auto& n : state.noises) {
    const auto population = std::ranges::find(network.populations, n.population, &built_population::name);
    if (population == network.populations.end() || n.deviations.size() != population->size)
      refuse(fmt::format("input '{}' has noise for {} neurons of population '{}'", n.input, n.deviations.size(),
                         n.population));
  }
}

void write_state(const simulation_state& state, const built_network& network, backend& engine) {
  for (std::size_t p = 0; p < network.populations.size(); ++p) {
    const auto rows = state_rows_of(network.populations[p]);
    for (std::size_t i = 0; i < rows.size(); ++i) engine.write(p, rows[i], state.populations[p].variables[i].values);
  }
  write_noises(state.noises, network, engine);
}

void require_values(const built_population& p, const state_row& row, const std::vector<double>& values,
                    const std::vector<std::uint32_t>& neurons) {
  const std::string key = "population." + p.name + "." + row.name;
  if (row.is == state_row::terminal_step || row.is == state_row::terminal_spike)
    throw input_error(key, "follows from the spikes; expected a state of the terminal, which holds from now on");
  if (row.is == state_row::last_spike_step)
    throw input_error(key, "follows from the spikes; expected a state of the neurons");
  const auto is_of = [&](const built_receptor& r) {
    return r.synapse->signal && (row.name == r.name || row.name == r.name + ".y");
  };
  if (row.is == state_row::signal_before || std::ranges::any_of(p.receptors, is_of))
    throw input_error(key, "follows from the states of the sources; expected one of these");
  check_neurons(key, neurons, p.size);
  const std::size_t expected = neurons.empty() ? p.size : neurons.size();
  if (values.size() != expected && values.size() != 1)
    throw input_error(
        key, fmt::format("{} values for {} neurons; expected one for all, or as many", values.size(), expected));
  const value_limits within = limits_of(row, *p.model);
  for (const double value : values)
    if (!(value >= within.least && value <= within.most))
      throw input_error(key, fmt::format("{:g} is not a value that a neuron can have; expected {:g} to {:g}", value,
                                         within.least, within.most));
}

}  // namespace hux
