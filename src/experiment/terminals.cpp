#include "experiment/terminals.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "experiment/lookup.hpp"
#include "experiment/population_names.hpp"
#include "experiment/receptor_factors.hpp"

namespace hux {
namespace {

bool has_any(const synapse_equations& synapse) { return synapse.terminal || synapse.signal; }

const synapse_equations& synapse_with_terminal(const catalog& known, const std::string& name, const std::string& key) {
  const auto& synapse = find_named(known.synapses, name, key, "synapse");
  if (!has_any(synapse))
    throw input_error(key, "the synapse " + quotation(name) + " has no terminal; expected one that has, such as '" +
                               "tsodyks_markram'");
  return synapse;
}

/// @param values of all parameters
void override_by(const std::map<std::string, double>& given, const synapse_equations& synapse,
                 std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (const auto found = given.find(synapse.parameters[i].name); found != given.end()) values[i] = found->second;
}

/// The receptors of a projection whose synapses have a terminal.
std::vector<const receptor*> receptors_with_terminal(const catalog& known, const population& target,
                                                     const projection& p) {
  std::vector<const receptor*> with;
  for (const auto& r : receptors_of(target, p))
    if (has_any(synapse_of(known, target, *r.of))) with.push_back(r.of);
  return with;
}

/// The receptor whose terminal a projection has unless it says another.
const receptor& receptor_of_terminal(const catalog& known, const population& target, const projection& p) {
  const auto with = receptors_with_terminal(known, target, p);
  if (with.empty()) {
    const auto receptors = receptors_of(target, p);
    const std::string of = receptors.size() == 1
                               ? "the synapse " + quotation(receptors.front().of->synapse) + " of the receptor has"
                               : std::string("the synapses of the receptors have");
    throw input_error(key_of(p) + ".terminal", of + " no terminal; expected " + key_of(p) +
                                                   ".terminal.synapse to name one that has, such as "
                                                   "'tsodyks_markram'");
  }
  if (with.size() > 1 && is_continuous(known, target, p))
    throw input_error(key_of(p) + ".receptor", "a signal arrives at one receptor; expected the name of one");
  if (with.size() > 1)
    throw input_error(key_of(p) + ".receptor", "receptors " + quotation(with[0]->name) + " and " +
                                                   quotation(with[1]->name) + " have a terminal each; expected " +
                                                   key_of(p) + ".terminal to say which, by its synapse");
  return *with.front();
}

/// Is there one among those that bring signals?
template <class Is>
bool any_projection(const network& n, const Is& is) {
  const population_names names(n);
  return std::ranges::any_of(n.projections, [&](const projection& p) {
    return is_continuous(names.known(), names.find(p.target, key_of(p) + ".target"), p) && is(p);
  });
}

/// Those of one kind.
template <class Is>
std::vector<found_terminal> terminals_where(const network& n, const population& source, const Is& is) {
  std::vector<found_terminal> found;
  const auto add = [&](found_terminal t) {
    if (is(*t.synapse)) found.push_back(std::move(t));
  };
  for (const auto& t : source.terminals) add(find_terminal(*n.catalog, source, t));
  for (const auto& p : n.projections) {
    if (p.source != source.name || !p.shared_terminal.empty()) continue;
    const auto& target = find_named(n.populations, p.target, key_of(p) + ".target", "population");
    if (has_terminal(*n.catalog, target, p) || is_continuous(*n.catalog, target, p))
      add(find_terminal(*n.catalog, target, p));
  }
  return found;
}

}  // namespace

const std::vector<std::string>& terminal_parameters(const synapse_equations& synapse) {
  return synapse.signal ? synapse.signal->parameters : synapse.terminal->parameters;
}

const std::vector<state_info>& terminal_states(const synapse_equations& synapse) {
  return synapse.signal ? synapse.signal->states : synapse.terminal->states;
}

bool is_continuous(const catalog& known, const population& target, const projection& p) {
  return std::ranges::any_of(receptors_of(target, p),
                             [&](const auto& r) { return synapse_of(known, target, *r.of).signal != nullptr; });
}

bool acts_at_once(const projection& p) { return p.delay == distribution(0.0); }

bool has_signal(const network& n) {
  return any_projection(n, [](const projection& /*p*/) { return true; });
}

bool has_signal_at_once(const network& n) { return any_projection(n, acts_at_once); }

std::string key_of(const population& p, const terminal& t) { return key_of(p) + ".terminal." + t.name; }

bool has_terminal(const catalog& known, const population& target, const projection& p) {
  if (is_continuous(known, target, p)) return false;
  if (p.terminal || !p.shared_terminal.empty()) return true;
  return !receptors_with_terminal(known, target, p).empty();
}

found_terminal find_terminal(const catalog& known, const population& source, const terminal& t) {
  const auto& synapse = synapse_with_terminal(known, t.synapse, key_of(source, t) + ".synapse");
  auto values = parameters_of(receptor{}, synapse);
  override_by(t.parameters, synapse, values);
  return {t.name, &synapse, std::move(values)};
}

found_terminal find_terminal(const catalog& known, const population& target, const projection& p) {
  const bool own = p.terminal && !p.terminal->synapse.empty();
  const receptor r = own ? receptor{} : receptor_of_terminal(known, target, p);
  const auto& synapse = own ? synapse_with_terminal(known, p.terminal->synapse, key_of(p) + ".terminal.synapse")
                            : synapse_of(known, target, r);
  auto values = parameters_of(r, synapse);
  if (p.terminal) override_by(p.terminal->parameters, synapse, values);
  return {p.name, &synapse, std::move(values)};
}

std::vector<found_terminal> terminals_of(const network& n, const population& source) {
  return terminals_where(n, source, [](const synapse_equations& s) { return s.terminal != nullptr; });
}

std::vector<found_terminal> signals_of(const network& n, const population& source) {
  return terminals_where(n, source, [](const synapse_equations& s) { return s.signal != nullptr; });
}

std::vector<found_receptor> joined_receptors_of(const catalog& known, const population& p) {
  std::vector<found_receptor> found;
  for (const auto& r : p.receptors)
    if (const auto& synapse = synapse_of(known, p, r); synapse.joined)
      found.push_back({r.name, &synapse, parameters_of(r, synapse)});
  return found;
}

const std::string& terminal_name(const projection& p) { return p.shared_terminal.empty() ? p.name : p.shared_terminal; }

const equations& neuron_equations(const network& n, const population& p) {
  const equations& model = model_of(*n.catalog, p);
  auto signals = signals_of(n, p);
  std::erase_if(signals, [](const found_terminal& t) { return t.synapse->signal->sent == "v"; });
  const auto receptors = joined_receptors_of(*n.catalog, p);
  return signals.empty() && receptors.empty() ? model : n.catalog->joined.of(model, signals, receptors);
}

std::vector<double> standard_parameters(const network& n, const population& p) {
  const equations& joined = neuron_equations(n, p);
  auto values = joined.values_of(p.preset);
  if (&joined == &model_of(*n.catalog, p)) return values;
  std::map<std::string, double> of_parts;
  const auto add = [&of_parts](const auto& part) {
    for (std::size_t i = 0; i < part.parameters.size(); ++i)
      of_parts.emplace(part.name + "." + part.synapse->parameters[i].name, part.parameters[i]);
  };
  std::ranges::for_each(signals_of(n, p), add);
  std::ranges::for_each(joined_receptors_of(*n.catalog, p), add);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (const auto found = of_parts.find(joined.parameters[i].name); found != of_parts.end()) values[i] = found->second;
  return values;
}

}  // namespace hux
