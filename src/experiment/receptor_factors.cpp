#include "experiment/receptor_factors.hpp"

#include <fmt/format.h>

#include "experiment/lookup.hpp"

namespace hux {

std::vector<receptor_factor> receptors_of(const population& target, const projection& p) {
  const std::string key = key_of(p) + ".receptor";
  if (p.receptors.empty()) return {{&find_receptor(target, p.receptor, key), 1, key}};
  std::vector<receptor_factor> found;
  for (const auto& [name, factor] : p.receptors) {
    const std::string at = fmt::format("{}.{}", key, name);
    found.push_back({&find_receptor(target, name, at), factor, at});
  }
  return found;
}

const synapse_equations& synapse_of_weights(const catalog& known, const population& target, const projection& p) {
  const auto receptors = receptors_of(target, p);
  const auto& first = synapse_of(known, target, *receptors.front().of);
  const auto kind = [](const synapse_equations& s) { return s.is_current ? "currents" : "conductances"; };
  for (const auto& r : receptors) {
    const auto& synapse = synapse_of(known, target, *r.of);
    if (synapse.is_current != first.is_current)
      throw input_error(r.key, std::string("weights are ") + kind(synapse) + " there, and " + kind(first) +
                                   " at receptor " + quotation(receptors.front().of->name) +
                                   "; expected receptors with weights of one kind");
  }
  return first;
}

}  // namespace hux
