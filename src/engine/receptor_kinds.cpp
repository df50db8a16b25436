#include "engine/receptor_kinds.hpp"

#include <algorithm>

namespace hux {

std::vector<const synapse_equations*> own_kinds(const std::vector<const synapse_equations*>& receptors) {
  std::vector<const synapse_equations*> kinds;
  bool all_built_in = true;
  for (const auto* s : receptors) {
    if (!s->opening) continue;
    all_built_in = all_built_in && s->kind >= 0;
    if (std::ranges::find(kinds, s) == kinds.end()) kinds.push_back(s);
  }
  std::ranges::sort(kinds, {}, &synapse_equations::name);  // one kernel for populations that have them in another order
  return all_built_in ? std::vector<const synapse_equations*>() : kinds;
}

}  // namespace hux
