#include "experiment/receptor_shares.hpp"

#include "experiment/lookup.hpp"

namespace hux {

std::vector<receptor_share> receptors_of(const population& target, const projection& p) {
  const std::string key = key_of(p) + ".receptor";
  if (p.receptors.empty()) return {{&find_receptor(target, p.receptor, key), 1, key}};
  std::vector<receptor_share> found;
  for (const auto& [name, share] : p.receptors) {
    const std::string at = key + "." + name;
    found.push_back({&find_receptor(target, name, at), share, at});
  }
  return found;
}

const synapse_equations& synapse_of_weights(const catalog& known, const population& target, const projection& p) {
  return synapse_of(known, target, *receptors_of(target, p).front().of);
}

}  // namespace hux
