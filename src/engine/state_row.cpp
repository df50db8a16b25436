#include "engine/state_row.hpp"

#include <string>
#include <tuple>

#include "experiment/lookup.hpp"

namespace hux {

std::vector<state_row> state_rows_of(const built_population& p) {
  std::vector<state_row> rows{{state_row::potential, "v", 0}};
  const auto add = [&rows](state_row::kind is, std::string name) {
    rows.push_back({is, std::move(name), rows.size()});
  };
  for (const auto& s : p.model->states) add(state_row::gate, s.name);
  for (const auto& r : p.receptors)
    if (!r.is_joined()) add(state_row::receptor, r.name);
  for (const auto& r : p.receptors)
    if (r.cascaded) add(state_row::cascade, r.name + ".y");
  if (p.refractory > 0) add(state_row::last_spike, "last_spike");
  if (p.keeps_last_spike) add(state_row::last_spike_step, "last_spike_step");
  for (std::size_t t = 0; t < p.terminals.size(); ++t) {
    const std::string& name = p.terminals[t].name;
    const auto& [states, sees_last_spike] =
        std::tie(p.terminals[t].equations->states, p.terminals[t].equations->sees_last_spike);
    for (std::size_t s = 0; s < states.size(); ++s)
      rows.push_back({state_row::terminal_state, name + "." + states[s].name, s, t});
    if (sees_last_spike) rows.push_back({state_row::terminal_spike, name + ".last_spike", 0, t});
    rows.push_back({state_row::terminal_step, name + ".updated", 0, t});
  }
  for (std::size_t i = 0; i < p.signals.size(); ++i) {
    const built_signal& s = p.signals[i];
    if (s.delay == 0) rows.push_back({state_row::signal_before, s.name + ".before", i, 0, 1});
    for (std::uint32_t k = 1; k <= s.delay; ++k)
      rows.push_back({state_row::signal_before, s.name + ".before." + std::to_string(k), i, 0, k});
  }
  return rows;
}

state_row state_row_of(const built_population& p, std::string_view name) {
  return find_named(state_rows_of(p), name, "population." + p.name, "state variable");
}

}  // namespace hux
