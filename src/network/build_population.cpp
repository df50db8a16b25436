#include "network/build_population.hpp"

#include <algorithm>
#include <cmath>

#include "experiment/lookup.hpp"
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
    built_.v = draw(p_.initial_v.value_or(model.initial_v), "initial.v", false);
    build_gates(model);
  }

  /// Gates that are given, the others at steady state for the initial membrane potential.
  void build_gates(const equations& model) {
    built_.gates.resize(model.gates.size());
    if (p_.initial_gates.size() < model.gates.size()) settle_gates(model);
    for (std::size_t g = 0; g < model.gates.size(); ++g) {
      const auto given = p_.initial_gates.find(model.gates[g]);
      if (given != p_.initial_gates.end()) built_.gates[g] = draw(given->second, "initial." + given->first, false);
    }
  }

  /// All gates at steady state for the initial membrane potential.
  void settle_gates(const equations& model) {
    for (auto& gate : built_.gates) gate.resize(p_.size);
    const auto derived = [&](std::uint32_t i) { return model.derived(built_.parameters_of(i), 1.0); };
    const bool alike = !built_.heterogeneous();
    const auto common = derived(0);
    team_.for_each(p_.size, [&](std::uint32_t i, unsigned) {
      std::vector<double> gates(model.gates.size());
      model.settle((alike ? common : derived(i)).data(), built_.v[i], gates.data());
      for (std::size_t g = 0; g < gates.size(); ++g) built_.gates[g][i] = gates[g];
    });
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
