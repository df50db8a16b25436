#include "network/build_population.hpp"

#include <algorithm>
#include <cmath>

#include "equations/resting_state.hpp"
#include "equations/steady.hpp"
#include "experiment/lookup.hpp"
#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "network/draw.hpp"

namespace hux {
namespace {

/// Steps that last a time at least, but for rounding.
std::int64_t steps_within(double time, double dt) {
  constexpr double rounding = 1e-9;  // relative; of a quotient of two decimal numbers
  return static_cast<std::int64_t>(std::ceil(time / dt * (1 - rounding)));
}

class population_builder {
 public:
  population_builder(const population& p, const catalog& known, const settings& s, spike_time times, thread_team& team)
      : p_(p), known_(known), s_(s), times_(times), team_(team) {}

  built_population build() {
    built_.name = p_.name;
    built_.size = p_.size;
    built_.model = &model_of(known_, p_);
    built_.refractory =
        times_ == spike_time::grid ? static_cast<double>(steps_within(p_.refractory, s_.dt)) : p_.refractory;
    build_model();
    for (const auto& r : p_.receptors) build_receptor(r);
    return std::move(built_);
  }

 private:
  void build_model() {
    const equations& model = *built_.model;
    built_.threshold = p_.threshold.value_or(model.threshold);
    const auto standard = model.values_of(p_.preset);
    for (std::size_t i = 0; i < standard.size(); ++i) {
      const auto given = p_.parameters.find(model.parameters[i].name);
      built_.parameters.push_back(given == p_.parameters.end()
                                      ? std::vector{standard[i]}
                                      : draw(given->second, "parameters." + given->first, true));
    }
    if (p_.at_rest) return build_at_rest(model);
    built_.v = draw(p_.initial_v.value_or(model.initial_v), "initial.v", false);
    build_states(model);
  }

  /// Each neuron where it stays without input; one that differs from the first near where that does.
  void build_at_rest(const equations& model) {
    const auto first = resting_state(model, built_.parameters_of(0));
    if (!first) throw no_rest(p_.name, p_.model);
    built_.v.assign(p_.size, first->front());
    for (std::size_t s = 0; s < model.states.size(); ++s) built_.gates.emplace_back(p_.size, (*first)[1 + s]);
    if (!built_.heterogeneous()) return;
    team_.for_each(p_.size, [&](std::uint32_t i, unsigned) {
      const auto rest = resting_state_near(model, built_.parameters_of(i), first->front());
      if (!rest) throw no_rest(p_.name, p_.model);
      built_.v[i] = rest->front();
      for (std::size_t s = 0; s < model.states.size(); ++s) built_.gates[s][i] = (*rest)[1 + s];
    });
  }

  /// States that are given, the others at the model's values, or at steady state for the initial membrane potential.
  void build_states(const equations& model) {
    std::vector<std::size_t> steady;
    for (const auto& s : model.states) {
      const auto given = p_.initial_states.find(s.name);
      const bool is_given = given != p_.initial_states.end();
      if (!is_given && !s.standard) steady.push_back(built_.gates.size());
      built_.gates.push_back(is_given ? draw(given->second, "initial." + s.name, false)
                                      : std::vector<double>(p_.size, s.standard.value_or(s.first_guess())));
    }
    if (!steady.empty()) settle(model, steady);
  }

  /// @param steady numbers of the states that come to steady state for the initial membrane potential
  void settle(const equations& model, const std::vector<std::size_t>& steady) {
    const auto derived = [&](std::uint32_t i) { return model.derived(built_.parameters_of(i), 1.0); };
    const bool alike = !built_.heterogeneous();
    const auto common = derived(0);
    team_.for_each(p_.size, [&](std::uint32_t i, unsigned) {
      std::vector<double> state{built_.v[i]};
      for (const auto& values : built_.gates) state.push_back(values[i]);
      const auto own = alike ? common : derived(i);
      const bool settled = model.settle(own.data(), steady, state.data());
      for (const std::size_t s : steady)
        built_.gates[s][i] = settled || stays(model, own.data(), s, state.data()) ? state[1 + s] : NAN;
    });
    for (const std::size_t s : steady) check_steady(model.states[s], built_.gates[s]);
  }

  void check_steady(const state_info& s, const std::vector<double>& values) const {
    const auto none = std::ranges::find_if_not(values, [](double x) { return std::isfinite(x); });
    if (none == values.end()) return;
    const auto neuron = static_cast<std::size_t>(none - values.begin());
    throw input_error("population." + p_.name + ".initial." + s.name,
                      "no steady state was found at v = " + format_quantity(built_.v[neuron], quantity::voltage) +
                          " for neuron " + std::to_string(neuron) + "; expected a value");
  }

  void build_receptor(const receptor& r) {
    built_receptor built;
    built.name = r.name;
    const synapse_equations& synapse = synapse_of(known_, p_, r);
    std::vector<double> values;
    for (const auto& parameter : synapse.parameters) {
      const auto given = r.parameters.find(parameter.name);
      values.push_back(given == r.parameters.end() ? parameter.standard : given->second);
    }
    built.synapse = &synapse;
    built.half = synapse.advance(values.data(), s_.dt / 2);
    built.full = synapse.advance(values.data(), s_.dt);
    built.jump = synapse.on_spike(values.data());
    built.cascaded = built.jump.y != 0;
    built.e_rev = synapse.reversal_potential(values.data());
    built.block = synapse.block_coefficient(values.data());
    built.initial = draw(r.initial, "receptor." + r.name + ".initial", true);
    built_.receptors.push_back(std::move(built));
  }

  /// Values by neuron; if `compact`, a single one where all are equal by definition.
  [[nodiscard]] std::vector<double> draw(const distribution& d, const std::string& what, bool compact) const {
    if (compact && std::holds_alternative<double>(d)) return {std::get<double>(d)};
    const std::string key = "population." + p_.name + "." + what;
    return draw_values(d, p_.size, stream(s_.seed, key), team_, key);
  }

  const population& p_;
  const catalog& known_;
  const settings& s_;
  spike_time times_;
  thread_team& team_;
  built_population built_;
};

}  // namespace

built_population build_population(const population& p, const catalog& known, const settings& s, spike_time times,
                                  thread_team& team) {
  return population_builder(p, known, s, times, team).build();
}

}  // namespace hux
