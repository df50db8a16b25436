#include "engine/planned_state.hpp"

#include <algorithm>

#include "experiment/lookup.hpp"
#include "experiment/spontaneous_rate.hpp"
#include "experiment/terminals.hpp"

namespace hux {
namespace {

bool in_parts(const neuron_values& values) { return std::holds_alternative<std::vector<neuron_part>>(values); }

/// Some of them are given in parts, so that the neurons which no part names are listed meanwhile.
bool any_in_parts(const population& p) {
  const auto second = [](const auto& entry) { return in_parts(entry.second); };
  return std::ranges::any_of(p.parameters, second) || std::ranges::any_of(p.initial_states, second) ||
         (p.initial_v && in_parts(*p.initial_v)) || std::ranges::any_of(p.receptors, in_parts, &receptor::initial);
}

}  // namespace

planned_state planned_state_of(const population& p, const network& n) {
  const equations& model = neuron_equations(n, p);
  planned_state state;
  state.gates = model.states.size();
  state.coefficients = model.coefficients;
  state.receptors = p.receptors.size() - joined_receptors_of(*n.catalog, p).size();
  std::uint64_t drawn = 1 + state.gates;
  for (const auto& [name, given] : p.parameters) drawn += common_value(given) ? 0 : 1;
  state.own_parameters = drawn > 1 + state.gates;
  for (const auto& r : p.receptors) {
    const synapse_equations& synapse = synapse_of(*n.catalog, p, r);
    state.cascades += synapse.cascaded ? 1 : 0;
    state.receptors += synapse.sees_weights ? 1 : 0;
    drawn += common_value(r.initial) ? 0 : 1;
  }
  if (any_in_parts(p)) ++drawn;
  state.drawn_bytes = p.size * drawn * sizeof(double);
  return state;
}

std::uint64_t terminal_numbers(const network& n, const population& source) {
  std::uint64_t count = 0;
  for (const auto& t : terminals_of(n, source)) {
    const terminal_equations& equations = *t.synapse->terminal;
    count += equations.states.size() + (equations.sees_last_spike ? 2 : 1);
  }
  return count;
}

bool keeps_last_spikes(const network& n, const population& source) {
  return std::ranges::any_of(n.projections, [&](const projection& p) {
    return p.spontaneous && p.source == source.name && !spontaneous_rate(p).is_constant();
  });
}

}  // namespace hux
