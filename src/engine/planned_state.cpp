#include "engine/planned_state.hpp"

#include <algorithm>

#include "experiment/lookup.hpp"

namespace hux {
namespace {

bool differs(const distribution& d) { return !std::holds_alternative<double>(d); }

}  // namespace

planned_state planned_state_of(const population& p, const catalog& known) {
  const equations& model = model_of(known, p);
  planned_state state;
  state.gates = model.states.size();
  state.coefficients = model.coefficients;
  state.receptors = p.receptors.size();
  std::uint64_t drawn = 1 + state.gates;
  for (const auto& [name, given] : p.parameters) drawn += differs(given) ? 1 : 0;
  state.own_parameters = drawn > 1 + state.gates;
  for (const auto& r : p.receptors) {
    state.cascades += synapse_of(known, p, r).cascaded ? 1 : 0;
    drawn += differs(r.initial) ? 1 : 0;
  }
  state.drawn_bytes = p.size * drawn * sizeof(double);
  return state;
}

}  // namespace hux
