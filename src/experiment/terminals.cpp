#include "experiment/terminals.hpp"

#include <map>
#include <utility>

#include "experiment/lookup.hpp"

namespace hux {
namespace {

const synapse_equations& synapse_with_terminal(const catalog& known, const std::string& name, const std::string& key) {
  const auto& synapse = find_named(known.synapses, name, key, "synapse");
  if (!synapse.terminal)
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

const receptor& receptor_of(const population& target, const projection& p) {
  return find_receptor(target, p.receptor, key_of(p) + ".receptor");
}

}  // namespace

std::string key_of(const population& p, const terminal& t) { return key_of(p) + ".terminal." + t.name; }

bool has_terminal(const catalog& known, const population& target, const projection& p) {
  if (p.terminal || !p.shared_terminal.empty()) return true;
  return synapse_of(known, target, receptor_of(target, p)).terminal != nullptr;
}

found_terminal find_terminal(const catalog& known, const population& source, const terminal& t) {
  const auto& synapse = synapse_with_terminal(known, t.synapse, key_of(source, t) + ".synapse");
  auto values = parameters_of(receptor{}, synapse);
  override_by(t.parameters, synapse, values);
  return {t.name, &synapse, std::move(values)};
}

found_terminal find_terminal(const catalog& known, const population& target, const projection& p) {
  const std::string key = key_of(p) + ".terminal";
  const receptor& r = receptor_of(target, p);
  const bool own = p.terminal && !p.terminal->synapse.empty();
  const auto& synapse =
      own ? synapse_with_terminal(known, p.terminal->synapse, key + ".synapse") : synapse_of(known, target, r);
  if (!synapse.terminal)
    throw input_error(key, "the synapse " + quotation(synapse.name) + " of the receptor has no terminal; expected " +
                               key_of(p) + ".terminal.synapse to name one that has, such as 'tsodyks_markram'");
  auto values = parameters_of(own ? receptor{} : r, synapse);
  if (p.terminal) override_by(p.terminal->parameters, synapse, values);
  return {p.name, &synapse, std::move(values)};
}

std::vector<found_terminal> terminals_of(const network& n, const population& source) {
  std::vector<found_terminal> found;
  for (const auto& t : source.terminals) found.push_back(find_terminal(*n.catalog, source, t));
  for (const auto& p : n.projections) {
    if (p.source != source.name || !p.shared_terminal.empty()) continue;
    const auto& target = find_named(n.populations, p.target, key_of(p) + ".target", "population");
    if (has_terminal(*n.catalog, target, p)) found.push_back(find_terminal(*n.catalog, target, p));
  }
  return found;
}

}  // namespace hux
