#include "io/experiment/experiment_defaults.hpp"

#include <algorithm>

#include "experiment/lookup.hpp"
#include "experiment/population_names.hpp"
#include "experiment/terminals.hpp"
#include "support/lookup_index.hpp"

namespace hux {
namespace {

template <class Map>
void fill(Map& values, const std::vector<parameter_info>& parameters) {
  for (const auto& p : parameters) values.try_emplace(std::string(p.name), p.standard);
}

/// The default for neurons that no part names.
void complete(neuron_values& values, double standard) {
  auto* parts = std::get_if<std::vector<neuron_part>>(&values);
  const auto of_rest = [](const neuron_part& part) { return part.neurons.empty(); };
  if (parts && std::ranges::none_of(*parts, of_rest)) parts->emplace_back().values = standard;
}

void fill_parameters(population& p, const equations& model) {
  if (!p.preset.empty()) find_named(model.presets, p.preset, key_of(p) + ".preset", "preset");
  const auto standard = model.values_of(p.preset);
  for (std::size_t i = 0; i < standard.size(); ++i)
    complete(p.parameters.try_emplace(model.parameters[i].name, standard[i]).first->second, standard[i]);
}

/// With the values that it has by its synapse.
void fill(terminal& t, const found_terminal& found) {
  for (const auto& name : terminal_parameters(*found.synapse))
    t.parameters[name] = found.parameters[index_of(found.synapse->parameters, name)];
}

}  // namespace

experiment with_defaults(experiment e) {
  for (auto& p : e.network.populations) {
    const auto& model = model_of(*e.network.catalog, p);
    fill_parameters(p, model);
    complete(p.initial_v ? *p.initial_v : p.initial_v.emplace(model.initial_v), model.initial_v);
    p.threshold = p.threshold.value_or(model.threshold);
    for (auto& r : p.receptors) fill(r.parameters, synapse_of(*e.network.catalog, p, r).parameters);
    for (auto& t : p.terminals) fill(t, find_terminal(*e.network.catalog, p, t));
  }
  const population_names names(e.network);
  for (auto& p : e.network.projections)
    if (p.terminal && !p.terminal->synapse.empty())  // else what is not given is said at the receptor
      fill(*p.terminal, find_terminal(*e.network.catalog, names.find(p.target, key_of(p) + ".target"), p));
  return e;
}

}  // namespace hux
