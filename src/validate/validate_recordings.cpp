#include "hux/core/errors.hpp"
#include "validate/checks.hpp"
#include "validate/validate_parts.hpp"

namespace hux {
namespace {

/// Everything of a population that can be sampled: "v", gates, observables, and what each receptor and each current
/// that is injected adds.
std::vector<std::string> variables_of(const population& p, const network& n) {
  const auto& model = model_of(p);
  std::vector<std::string> variables{"v"};
  variables.insert(variables.end(), model.gates.begin(), model.gates.end());
  for (const auto& o : model.observables) variables.emplace_back(o.name);
  for (const auto& r : p.receptors) variables.push_back((synapse_of(p, r).is_current ? "i_" : "g_") + r.name);
  for (const auto& in : n.inputs)
    if (in.population == p.name && has_course(in)) variables.push_back("i_" + in.name);
  return variables;
}

void check_variables(const recording& r, const population& p, const network& n) {
  const auto key = key_of(r) + ".variables";
  const auto known = variables_of(p, n);
  if (r.variables.empty()) throw input_error(key, "the list is empty; expected at least one, such as \"v\"");
  for (const auto& variable : r.variables)
    if (std::ranges::find(known, variable) == known.end())
      throw input_error(key, "population '" + p.name + "' has no variable '" + variable + "'; " +
                                 suggestion(variable, {known.begin(), known.end()}));
  check_unique(key, {r.variables.begin(), r.variables.end()});
}

void check_recording(const recording& r, const network& n, const settings& s) {
  const auto& p = find_named(n.populations, r.population, key_of(r) + ".population", "population");
  check_variables(r, p, n);
  check_neurons(key_of(r) + ".neurons", r.neurons, p.size);
  check_whole_steps(key_of(r) + ".interval", r.interval, s.dt);
}

void check_populations(const std::string& key, const std::vector<std::string>& names, const network& n) {
  for (const auto& name : names) find_named(n.populations, name, key, "population");
  check_unique(key, {names.begin(), names.end()});
}

}  // namespace

void validate_recordings(const recordings& r, const network& n, const settings& s) {
  if (r.spikes) check_populations("record.spikes", *r.spikes, n);
  check_populations("record.rates", r.rates, n);
  for (const auto& name : r.connections) find_named(n.projections, name, "record.connections", "projection");
  check_unique("record.connections", {r.connections.begin(), r.connections.end()});
  if (!r.rates.empty()) check_whole_steps("record.rate_bin", r.rate_bin, s.dt);
  check_names("recording", r.samples);
  for (const auto& sample : r.samples) check_recording(sample, n, s);
}

}  // namespace hux
