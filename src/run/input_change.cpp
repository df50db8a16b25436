#include <utility>
#include <variant>

#include "experiment/lookup.hpp"
#include "network/build_inputs.hpp"
#include "network/choose_units.hpp"
#include "run/run_state.hpp"
#include "run/simulation_implementation.hpp"
#include "support/lookup_index.hpp"
#include "validate/validate_parts.hpp"

namespace hux {
namespace {

experiment with_input(const experiment& e, std::size_t number, input next) {
  experiment changed = e;
  changed.network.inputs[number] = std::move(next);
  return changed;
}

/// Clamps have a part in what dt is stable.
bool clamps_more(const input& now, const input& next) {
  const auto* before = std::get_if<voltage_clamp>(&now.what);
  const auto* after = std::get_if<voltage_clamp>(&next.what);
  return after && next.on && !(now.on && after->conductance <= before->conductance);
}

}  // namespace

void simulation::implementation::change_input(input next) {
  require_changeable({});
  const auto& inputs = e.network.inputs;
  const std::size_t number = &find_named(inputs, next.name, "input", "input") - inputs.data();
  if (!can_exchange(inputs[number], next)) return change(with_input(e, number, std::move(next)));
  validate_input(next, population_names(e.network), e.settings);
  if (!exchange(number, next)) return change(with_input(e, number, std::move(next)));
  results_to.note_change(time(), e, next);
  if (!built) built = settled.e;
  settled.e.network.inputs[number] = std::move(next);
}

/// May one input take the place of another in the network as it is? Spikes may yet need other units.
bool simulation::implementation::can_exchange(const input& before, const input& next) const {
  return engine->can_take_inputs() && before.what.index() == next.what.index() &&
         before.population == next.population && !clamps_more(before, next);
}

/// Lets the network and the backend go on with another input; if that needs other units of weights, it is false, and
/// nothing has changed.
bool simulation::implementation::exchange(std::size_t number, const input& next) {
  const auto& inputs = e.network.inputs;
  const auto noises = noises_of(network, *engine);
  built_inputs before;
  if (next.on) before = build_input(next, e.settings, population_names(e.network), network, team);
  before = exchange_input(network, inputs, number, std::move(before));
  if (!is_current(next) && !has_chosen_units(network)) {
    exchange_input(network, inputs, number, std::move(before));
    return false;
  }
  engine->take_inputs();
  write_noises(noises, network, *engine);
  noise.emplace(network);
  noise->restart(deviations_of(network, *engine));
  return true;
}

}  // namespace hux
