#include <algorithm>

#include "experiment/recordable.hpp"
#include "hux/errors.hpp"
#include "validate/checks.hpp"
#include "validate/validate_parts.hpp"

namespace hux {
namespace {

/// Refuses a variable that the population does not have, or that may mean one thing or another.
void check_variable(const std::string& key, const std::string& variable, const std::vector<recordable>& known,
                    const population& p) {
  const auto named = [&](const recordable& r) { return r.name == variable; };
  const auto one = std::ranges::find_if(known, named);
  if (one == known.end())
    throw input_error(key, "population '" + p.name + "' has no variable " + quotation(variable) + "; " +
                               suggestion(variable, names_of(known)));
  const auto another = std::find_if(one + 1, known.end(), named);
  if (another != known.end())
    throw input_error(key, quotation(variable) + " means " + one->meaning + " and " + another->meaning +
                               "; expected one meaning: rename the " + another->owner);
}

void check_variables(const recording& r, const population& p, const network& n) {
  const auto key = key_of(r) + ".variables";
  const auto known = recordables_of(p, n);
  if (r.variables.empty()) throw input_error(key, "the list is empty; expected at least one, such as \"v\"");
  for (const auto& variable : r.variables) check_variable(key, variable, known, p);
  check_unique(key, {r.variables.begin(), r.variables.end()});
}

void check_recording(const recording& r, const network& n, const population_names& populations, const settings& s) {
  const auto& p = populations.find(r.population, key_of(r) + ".population");
  check_variables(r, p, n);
  check_neurons(key_of(r) + ".neurons", r.neurons, p.size);
  check_whole_steps(key_of(r) + ".interval", r.interval, s.dt);
}

void check_populations(const std::string& key, const std::vector<std::string>& names,
                       const population_names& populations) {
  for (const auto& name : names) populations.find(name, key);
  check_unique(key, {names.begin(), names.end()});
}

}  // namespace

void validate_recordings(const recordings& r, const network& n, const population_names& populations,
                         const settings& s) {
  if (r.spikes) check_populations("record.spikes", *r.spikes, populations);
  check_populations("record.rates", r.rates, populations);
  for (const auto& name : r.connections) find_named(n.projections, name, "record.connections", "projection");
  check_unique("record.connections", {r.connections.begin(), r.connections.end()});
  if (!r.rates.empty()) check_whole_steps("record.rate_bin", r.rate_bin, s.dt);
  check_names("recording", r.samples);
  for (const auto& sample : r.samples) check_recording(sample, n, populations, s);
}

}  // namespace hux
