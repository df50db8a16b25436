#include <algorithm>
#include <cmath>
#include <string>

#include "equations/resting_state.hpp"
#include "hux/device/integrators/stage_input.hpp"
#include "hux/errors.hpp"
#include "validate/checks.hpp"
#include "validate/probe_parameters.hpp"
#include "validate/terminal_checks.hpp"
#include "validate/validate_parts.hpp"

namespace hux {
namespace {

/// Neurons are counted in 32 bits, with those that fill the last of their blocks.
constexpr std::uint32_t most_neurons = 1U << 31;

void check_parameters(const population& p, const equations& model, std::uint64_t seed) {
  for (const auto& [name, values] : p.parameters) {
    const auto& info = find_named(model.parameters, name, key_of(p) + ".parameters." + name, "parameter");
    check_values(given_to(p, seed, "parameters." + name, values, info.quantity), info.range);
  }
}

bool all_gates(const equations& model) { return std::ranges::all_of(model.states, &state_info::gate); }

void check_rest(const population& p, const equations& model, std::uint64_t seed) {
  if (p.at_rest && !resting_state(model, mean_parameters(p, model, seed))) throw no_rest(p.name, p.model);
}

void check_initial(const population& p, const equations& model, std::uint64_t seed) {
  if (p.initial_v)
    check_values(given_to(p, seed, "initial.v", *p.initial_v, resolved(quantity::voltage, model)), range::any);
  for (const auto& [name, values] : p.initial_states) {
    const auto& state =
        find_named(model.states, name, key_of(p) + ".initial." + name, all_gates(model) ? "gate" : "state");
    check_values(given_to(p, seed, "initial." + name, values, state.quantity),
                 state.gate ? range::fraction : range::any);
  }
}

/// A receptor's own variable must not be called as one that the model has.
void check_receptor_name(const population& p, const receptor& r, const equations& model, bool has_current) {
  const auto variable = (has_current ? "i_" : "g_") + r.name;
  const auto taken = [&](std::string_view name) { return name == variable || name == r.name; };
  if (std::ranges::any_of(names_of(model.states), taken) || std::ranges::any_of(names_of(model.observables), taken) ||
      r.name == "v" || r.name == "last_spike" || r.name == "last_spike_step")
    throw input_error(key_of(p, r), "the model '" + p.model + "' has a variable of the name '" + r.name + "' or '" +
                                        variable + "' already; expected another name");
}

/// Voltage-dependent receptors are worked on one by one in the inner loop, which has room for a few.
void check_voltage_dependent_receptors(const population& p, const catalog& known) {
  const auto dependent =
      std::ranges::count_if(p.receptors, [&](const receptor& r) { return synapse_of(known, p, r).opening != nullptr; });
  if (dependent > max_voltage_dependent)
    throw input_error(key_of(p) + ".receptor", std::to_string(dependent) +
                                                   " receptors have a voltage-dependent conductance; " +
                                                   "expected at most " + std::to_string(max_voltage_dependent));
}

void check_receptor(const population& p, const receptor& r, const equations& model, const catalog& known,
                    std::uint64_t seed) {
  const auto& synapse = synapse_of(known, p, r);
  check_receptor_name(p, r, model, synapse.is_current || synapse.joined);
  for (const auto& [name, value] : r.parameters) {
    const auto key = key_of(p, r) + "." + name;
    const auto& info = find_named(synapse.parameters, name, key, "parameter");
    check_value(key, value, resolved(info.quantity, model, synapse), info.range);
  }
  if (const auto mistake = synapse.mistake(parameters_of(r, synapse).data()); !mistake.empty())
    throw input_error(key_of(p, r), "with these parameters " + mistake);
  if (const double* initial = common_value(r.initial); synapse.signal && (!initial || *initial != 0))
    throw input_error(key_of(p, r) + ".initial", "what arrives follows from the state of its sources; expected none");
  if (const double* initial = common_value(r.initial); synapse.joined && (!initial || *initial != 0))
    throw input_error(key_of(p, r) + ".initial",
                      "the states of " + quotation(synapse.name) + " start as the synapse says; expected none");
  const auto unit = resolved(quantity::model_synaptic, model, synapse);
  check_values(given_to(p, seed, "receptor." + r.name + ".initial", r.initial, unit),
               synapse.is_current ? range::any : range::non_negative);
}

/// Checks each kind of layout for a population.
struct layout_check {
  const population& p;

  void operator()(const grid_layout& g) const {
    check_value(key("spacing"), g.spacing, quantity::length, range::positive);
    if (g.columns == 0 || p.size % g.columns != 0)
      throw input_error(key("columns"), std::to_string(g.columns) + " columns do not make whole rows of " +
                                            std::to_string(p.size) + " neurons; expected a divisor of the size");
  }
  void operator()(const random_layout& r) const {
    check_value(key("width"), r.width, quantity::length, range::positive);
    check_value(key("height"), r.height, quantity::length, range::non_negative);
    check_value(key("depth"), r.depth, quantity::length, range::non_negative);
  }
  void operator()(const listed_layout& l) const {
    check_distribution(key("x"), l.x, quantity::length, range::any, p.size);
    if (!l.y.empty()) check_distribution(key("y"), l.y, quantity::length, range::any, p.size);
    if (!l.z.empty()) check_distribution(key("z"), l.z, quantity::length, range::any, p.size);
  }

 private:
  [[nodiscard]] std::string key(const char* name) const { return key_of(p) + ".positions." + name; }
};

}  // namespace

void validate_population(const population& p, const catalog& known, const settings& s) {
  const auto& model = model_of(known, p);
  if (p.size == 0) throw input_error(key_of(p) + ".size", "0 neurons; expected at least 1");
  if (p.size > most_neurons)
    throw input_error(key_of(p) + ".size", std::to_string(p.size) + " neurons; expected at most " +
                                               std::to_string(most_neurons) + " (2^31) in one population");
  if (!p.preset.empty()) find_named(model.presets, p.preset, key_of(p) + ".preset", "preset");
  if (p.threshold) check_value(key_of(p) + ".threshold", *p.threshold, resolved(quantity::voltage, model));
  check_countable(key_of(p) + ".refractory", p.refractory, s.dt);
  if (p.positions) std::visit(layout_check{p}, *p.positions);  // formulas may use them
  check_parameters(p, model, s.seed);
  check_initial(p, model, s.seed);
  check_rest(p, model, s.seed);
  check_names(key_of(p) + ".receptor", p.receptors);
  for (const auto& r : p.receptors) check_receptor(p, r, model, known, s.seed);
  check_voltage_dependent_receptors(p, known);
  check_names(key_of(p) + ".terminal", p.terminals);
  for (const auto& t : p.terminals) check_terminal_of(p, known, find_terminal(known, p, t), t.parameters, key_of(p, t));
}

}  // namespace hux
