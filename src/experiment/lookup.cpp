#include "experiment/lookup.hpp"

#include "hux/model_page.hpp"

namespace hux {

std::string suggestion(std::string_view misspelt, const std::vector<std::string_view>& known) {
  if (const auto near = nearest(misspelt, known); !near.empty()) return "did you mean '" + near + "'?";
  if (known.empty()) return "there are none";
  std::string text = "known are ";
  for (std::size_t i = 0; i < known.size(); ++i) text.append(i ? ", " : "").append(known[i]);
  return text;
}

const receptor& find_receptor(const population& p, std::string_view name, const std::string& key) {
  return find_named(p.receptors, name, key, "receptor of population '" + p.name + "' called");
}

const equations& model_of(const catalog& known, const population& p) {
  return find_named(known.models, p.model, key_of(p) + ".model", "model");
}

const synapse_equations& synapse_of(const catalog& known, const population& p, const receptor& r) {
  return find_named(known.synapses, r.synapse, key_of(p, r) + ".synapse", "synapse");
}

const integrator_info& integrator_of(const catalog& known, const settings& s) {
  return find_named(known.integrators, s.integrator, "simulation.integrator", "integrator");
}

std::vector<double> parameters_of(const receptor& r, const synapse_equations& synapse) {
  std::vector<double> values;
  for (const auto& parameter : synapse.parameters) {
    const auto given = r.parameters.find(parameter.name);
    values.push_back(given == r.parameters.end() ? parameter.standard : given->second);
  }
  return values;
}

bool is_current(const input& in) {
  return !std::holds_alternative<poisson_train>(in.what) && !std::holds_alternative<spike_times>(in.what);
}

quantity resolved(quantity q, const equations& model) {
  if (q == quantity::voltage && model.page && model.page->per == membrane_of::none) return quantity::dimensionless;
  if (q == quantity::model_current) return model.current;
  if (q == quantity::model_conductance) return model.conductance;
  return q;
}

quantity resolved(quantity q, const equations& model, const synapse_equations& synapse) {
  if (q == quantity::model_synaptic) return synapse.is_current ? model.current : model.conductance;
  return resolved(q, model);
}

std::string key_of(const population& p) { return "population." + p.name; }
std::string key_of(const population& p, const receptor& r) { return key_of(p) + ".receptor." + r.name; }
std::string key_of(const projection& p) { return "projection." + p.name; }
std::string key_of(const input& in) { return "input." + in.name; }
std::string key_of(const recording& r) { return "recording." + r.name; }

std::string key_of_element(const std::string& list, std::string_view name, std::size_t number) {
  return list + (name.empty() ? "[" + std::to_string(number) + "]" : "." + std::string(name));
}

std::string key_of(const stage& s, std::size_t number) { return key_of_element("stage", s.name, number); }

}  // namespace hux
