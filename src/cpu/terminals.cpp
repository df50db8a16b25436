#include "cpu/terminals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hux::cpu {
namespace {

/// What roundings may add to the ends of its range is taken away.
double within_range(double released, double most) {
  constexpr double rounding = 1e-9;
  if (released < 0 && released >= -rounding * most) return 0;
  if (released > most && released <= most * (1 + rounding)) return most;
  return released;
}

}  // namespace

terminals::terminals(const built_network& network) : dt_(network.dt) {
  for (const auto& p : network.populations) {
    auto& kept = terminals_.emplace_back();
    for (const auto& t : p.terminals) {
      const std::uint32_t asked = t.equations->sees_last_spike ? p.size : 0;
      auto& one = kept.emplace_back(kept_terminal{
          &t, p.size, {}, buffer<std::int64_t>(p.size, 0), buffer<std::int64_t>(asked, terminal_flow::never)});
      for (const double initial : t.initial) one.states.emplace_back(p.size, initial);
    }
  }
}

std::int64_t terminals::last_spike(const kept_terminal& t, std::uint32_t neuron) {
  return t.last_spike.empty() ? terminal_flow::never : t.last_spike[neuron];
}

bool terminals::is_dead(const kept_terminal& t, std::uint32_t neuron, std::int64_t now) {
  const std::int64_t last = last_spike(t, neuron);
  return last != terminal_flow::never && static_cast<double>(now - last) < t.made_of->dead_steps;
}

terminals::neuron_states terminals::states_at(const kept_terminal& t, std::uint32_t neuron, std::int64_t step) {
  neuron_states s{};
  for (std::size_t i = 0; i < t.states.size(); ++i) s.at[i] = t.states[i][neuron];
  t.made_of->flow.advance(t.updated[neuron], step, last_spike(t, neuron), s.at);
  return s;
}

void terminals::states_at(std::size_t population, std::uint32_t neuron, std::int64_t step, double* states) const {
  for (const kept_terminal& t : terminals_[population]) {
    const neuron_states s = states_at(t, neuron, step);
    states = std::copy_n(s.at, t.states.size(), states);
  }
}

void terminals::send(std::size_t population, const std::vector<window_spike>& spikes, std::size_t from,
                     std::int64_t window_begin, std::vector<std::vector<release>>& to, bad_release& bad) {
  if (from == spikes.size()) return;
  for (std::size_t number = 0; number < terminals_[population].size(); ++number) {
    kept_terminal& t = terminals_[population][number];
    std::vector<double> scratch(t.made_of->equations->scratch);
    for (std::size_t i = from; i < spikes.size(); ++i) {
      const std::int64_t now = window_begin + spikes[i].step + 1;
      if (is_dead(t, spikes[i].neuron, now)) continue;
      bad_release found{now, population, number, spikes[i].neuron};
      found.value = released(t, spikes[i].neuron, now, scratch.data(), found.state);
      if (found.state == bad_release::none && found.value >= 0 && found.value <= t.made_of->equations->largest_release)
        to[number].push_back({spikes[i].neuron, spikes[i].step, static_cast<float>(found.value)});
      else
        bad.note(found);
    }
  }
}

double terminals::released(kept_terminal& t, std::uint32_t neuron, std::int64_t now, double* scratch,
                           std::size_t& lost) const {
  const terminal_equations& equations = *t.made_of->equations;
  neuron_states s = states_at(t, neuron, now);
  const std::int64_t last = last_spike(t, neuron);
  const double since =
      last == terminal_flow::never ? std::numeric_limits<double>::infinity() : time_after_spike(now - last, dt_);
  const double amount = equations.on_spike(t.made_of->parameters.data(), since, s.at, scratch);
  for (std::size_t k = 0; k < t.states.size(); ++k) t.states[k][neuron] = s.at[k];
  t.updated[neuron] = now;
  if (!t.last_spike.empty()) t.last_spike[neuron] = now;
  for (std::size_t k = t.states.size(); k-- > 0;)
    if (!std::isfinite(s.at[k])) lost = k;
  return lost == bad_release::none ? within_range(amount, equations.largest_release) : s.at[lost];
}

std::vector<double> terminals::read(std::size_t population, const state_row& row) const {
  const kept_terminal& t = terminals_[population][row.terminal];
  if (row.is == state_row::terminal_step) return {t.updated.data(), t.updated.data() + t.size};
  if (row.is == state_row::terminal_spike) return {t.last_spike.data(), t.last_spike.data() + t.size};
  return {t.states[row.number].data(), t.states[row.number].data() + t.size};
}

void terminals::write(std::size_t population, const state_row& row, const std::vector<double>& values) {
  kept_terminal& t = terminals_[population][row.terminal];
  for (std::uint32_t i = 0; i < t.size; ++i) {
    const double value = values.size() == 1 ? values[0] : values[i];
    if (row.is == state_row::terminal_step)
      t.updated[i] = std::isnan(value) ? 0 : static_cast<std::int64_t>(value);
    else if (row.is == state_row::terminal_spike)
      t.last_spike[i] = std::isnan(value) ? terminal_flow::never : static_cast<std::int64_t>(value);
    else
      t.states[row.number][i] = value;
  }
}

}  // namespace hux::cpu
