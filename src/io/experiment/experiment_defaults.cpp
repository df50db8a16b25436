#include "io/experiment/experiment_defaults.hpp"

#include "experiment/lookup.hpp"

namespace hux {
namespace {

template <class Map>
void fill(Map& values, const std::vector<parameter_info>& parameters) {
  for (const auto& p : parameters) values.try_emplace(std::string(p.name), p.standard);
}

void fill_preset(population& p, const equations& model) {
  if (p.preset.empty()) return;
  const auto& preset = find_named(model.presets, p.preset, key_of(p) + ".preset", "preset");
  for (std::size_t i = 0; i < model.parameters.size(); ++i)
    p.parameters.try_emplace(std::string(model.parameters[i].name), preset.values[i]);
}

}  // namespace

experiment with_defaults(experiment e) {
  for (auto& p : e.network.populations) {
    const auto& model = model_of(*e.network.catalog, p);
    fill_preset(p, model);
    fill(p.parameters, model.parameters);
    if (!p.initial_v) p.initial_v = model.initial_v;
    p.threshold = p.threshold.value_or(model.threshold);
    for (auto& r : p.receptors) fill(r.parameters, synapse_of(*e.network.catalog, p, r).parameters);
  }
  return e;
}

}  // namespace hux
