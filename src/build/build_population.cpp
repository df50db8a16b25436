#include "build/build_population.hpp"

#include <algorithm>
#include <cmath>

#include "build/draw.hpp"
#include "by_name.hpp"
#include "hux/models/model.hpp"
#include "model_parameters.hpp"

namespace hux {
namespace {

/// Steps that last a time at least, but for rounding.
std::int64_t steps_within(double time, double dt) {
  constexpr double rounding = 1e-9;  // relative; of a quotient of two decimal numbers
  return static_cast<std::int64_t>(std::ceil(time / dt * (1 - rounding)));
}

class population_builder {
 public:
  population_builder(const population& p, const settings& s, spike_time times, thread_team& team)
      : p_(p), s_(s), times_(times), team_(team) {}

  built_population build() {
    built_.name = p_.name;
    built_.size = p_.size;
    built_.model = p_.model;
    built_.refractory =
        times_ == spike_time::grid ? static_cast<double>(steps_within(p_.refractory, s_.dt)) : p_.refractory;
    with_name(all_models{}, p_.model, [&](auto tag) { build_model<typename decltype(tag)::type>(); });
    for (const auto& r : p_.receptors) build_receptor(r);
    return std::move(built_);
  }

 private:
  template <class Model>
  void build_model() {
    built_.threshold = p_.threshold.value_or(Model::threshold);
    typename Model::parameters standard;
    for (const auto& preset : Model::presets)
      if (preset.name == p_.preset) standard = preset.values;
    for (const auto& parameter : Model::parameter_table) {
      const auto given = p_.parameters.find(std::string(parameter.name));
      built_.parameters.push_back(given == p_.parameters.end()
                                      ? std::vector{standard.*(parameter.member)}
                                      : draw(given->second, "parameters." + given->first, true));
    }
    built_.v = draw(p_.initial_v.value_or(Model::initial_v), "initial.v", false);
    build_gates<Model>();
  }

  /// Gates that are given, the others at steady state for the initial membrane potential.
  template <class Model>
  void build_gates() {
    built_.gates.resize(Model::gates);
    if (p_.initial_gates.size() < Model::gates) settle_gates<Model>();
    for (std::size_t g = 0; g < Model::gates; ++g) {
      const auto given = p_.initial_gates.find(std::string(Model::gate_names[g]));
      if (given != p_.initial_gates.end()) built_.gates[g] = draw(given->second, "initial." + given->first, false);
    }
  }

  /// All gates at steady state for the initial membrane potential.
  template <class Model>
  void settle_gates() {
    for (auto& gate : built_.gates) gate.resize(p_.size);
    team_.for_each(p_.size, [&](std::uint32_t i, unsigned) {
      const auto k = Model::derive(parameters_of<Model>(built_.parameters, i), 1.0);
      linear<double> x[Model::gates];
      Model::kinetics(built_.v[i], k, x);
      for (std::size_t g = 0; g < Model::gates; ++g) built_.gates[g][i] = x[g].drive / x[g].decay;
    });
  }

  void build_receptor(const receptor& r) {
    built_receptor built;
    built.name = r.name;
    with_name(all_synapses{}, r.synapse, [&](auto tag) {
      using synapse = typename decltype(tag)::type;
      typename synapse::parameters parameters;
      for (const auto& parameter : synapse::parameter_table) {
        const auto given = r.parameters.find(std::string(parameter.name));
        if (given != r.parameters.end()) parameters.*(parameter.member) = given->second;
      }
      built.is_current = synapse::is_current;
      built.half = synapse::advance(parameters, s_.dt / 2);
      built.full = synapse::advance(parameters, s_.dt);
      built.jump = synapse::on_spike(parameters);
      built.cascaded = built.jump.y != 0;
      if constexpr (!synapse::is_current) built.e_rev = parameters.e_rev;
      if constexpr (synapse::voltage_dependent) {
        built.blocked = true;
        built.magnesium = synapse::block_coefficient(parameters);
      }
    });
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
  const settings& s_;
  spike_time times_;
  thread_team& team_;
  built_population built_;
};

}  // namespace

built_population build_population(const population& p, const settings& s, spike_time times, thread_team& team) {
  return population_builder(p, s, times, team).build();
}

}  // namespace hux
