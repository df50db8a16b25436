#include "network/build_population.hpp"

#include <algorithm>
#include <cmath>

#include "equations/listed_model.hpp"
#include "equations/resting_state.hpp"
#include "equations/steady.hpp"
#include "equations/wire_list.hpp"
#include "experiment/lookup.hpp"
#include "experiment/terminals.hpp"
#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "network/given_values.hpp"

namespace hux {
namespace {

/// Steps that last a time at least, but for rounding.
std::int64_t steps_within(double time, double dt) {
  constexpr double rounding = 1e-9;  // relative; of a quotient of two decimal numbers
  return static_cast<std::int64_t>(std::ceil(time / dt * (1 - rounding)));
}

class population_builder {
 public:
  population_builder(const population& p, const network& n, const settings& s, spike_time times, thread_team& team,
                     initial_state at_start)
      : p_(p), network_(n), known_(*n.catalog), s_(s), times_(times), team_(team), at_start_(at_start) {}

  built_population build() {
    built_.name = p_.name;
    built_.size = p_.size;
    built_.model = &neuron_equations(network_, p_);
    built_.refractory =
        times_ == spike_time::grid ? static_cast<double>(steps_within(p_.refractory, s_.dt)) : p_.refractory;
    build_model();
    for (const auto& r : p_.receptors)
      if (!synapse_of(known_, p_, r).joined) build_receptor(r);
    const std::size_t receptors = built_.receptors.size();
    for (std::size_t r = 0; r < receptors; ++r)
      if (built_.receptors[r].synapse->sees_weights) add_sum_of_weights(r);
    for (const auto& r : joined_receptors_of(known_, p_)) add_joined(r);
    return std::move(built_);
  }

 private:
  void build_model() {
    const equations& model = *built_.model;
    built_.threshold = p_.threshold.value_or(model.threshold);
    const auto standard = standard_parameters(network_, p_);
    for (std::size_t i = 0; i < standard.size(); ++i) {
      const auto given = p_.parameters.find(model.parameters[i].name);
      built_.parameters.push_back(
          given == p_.parameters.end()
              ? std::vector{standard[i]}
              : draw_or_one(given->second, "parameters." + given->first, model.parameters[i].quantity, standard[i]));
    }
    if (at_start_ == initial_state::replaced) return leave_state(model);
    if (p_.at_rest) return build_at_rest(model);
    built_.v =
        draw(p_.initial_v.value_or(model.initial_v), "initial.v", resolved(quantity::voltage, model), model.initial_v);
    build_states(model);
  }

  void leave_state(const equations& model) {
    built_.v.assign(p_.size, 0);
    built_.gates.assign(model.states.size(), built_.v);
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

  /// States that are given, the others at the model's values, or at steady state for the initial membrane potential:
  /// those are no number until then.
  void build_states(const equations& model) {
    for (const auto& s : model.states) {
      const double otherwise = s.standard.value_or(NAN);
      const auto given = p_.initial_states.find(s.name);
      built_.gates.push_back(given == p_.initial_states.end()
                                 ? std::vector<double>(p_.size, otherwise)
                                 : draw(given->second, "initial." + s.name, s.quantity, otherwise));
    }
    const auto is_open = [](const std::vector<double>& values) {
      return std::ranges::any_of(values, [](double x) { return std::isnan(x); });
    };
    if (std::ranges::any_of(built_.gates, is_open)) settle(model);
  }

  /// Brings the states of each neuron that are no numbers to steady state for its membrane potential.
  void settle(const equations& model) {
    const auto derived = [&](std::uint32_t i) { return model.derived(built_.parameters_of(i), 1.0); };
    const bool alike = !built_.heterogeneous();
    const auto common = derived(0);
    team_.for_each(p_.size, [&](std::uint32_t i, unsigned) {
      std::vector<std::size_t> steady;
      std::vector<double> state{built_.v[i]};
      for (std::size_t s = 0; s < built_.gates.size(); ++s) {
        const bool is_given = !std::isnan(built_.gates[s][i]);
        state.push_back(is_given ? built_.gates[s][i] : model.states[s].first_guess());
        if (!is_given) steady.push_back(s);
      }
      const auto own = alike ? common : derived(i);
      const bool settled = model.settle(own.data(), steady, state.data());
      for (const std::size_t s : steady)
        built_.gates[s][i] = settled || stays(model, own.data(), s, state.data()) ? state[1 + s] : NAN;
    });
    for (std::size_t s = 0; s < built_.gates.size(); ++s) check_steady(model.states[s], built_.gates[s]);
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
    const auto values = parameters_of(r, synapse);
    built.synapse = &synapse;
    built.is_current = synapse.is_current || synapse.sees_weights || synapse.wire;
    built.half = synapse.advance(values.data(), s_.dt / 2);
    built.full = synapse.advance(values.data(), s_.dt);
    (synapse.signal ? built.signal : built.jump) = synapse.on_spike(values.data());
    if (synapse.signal) built.half.xy = 0.5;  // y is by how much x changes in the step
    built.cascaded = synapse.cascaded;
    built.e_rev = synapse.reversal_potential(values.data());
    built.opening = synapse.opening_coefficients(values.data());
    if (synapse.wire) built.wire = coefficients_of(synapse.wire->derive, values.data(), 1);
    const auto unit = resolved(quantity::model_synaptic, *built_.model, synapse);
    built.initial = at_start_ == initial_state::replaced
                        ? std::vector{0.0}
                        : draw_or_one(r.initial, "receptor." + r.name + ".initial", unit, 0);
    built_.receptors.push_back(std::move(built));
  }

  void add_joined(const found_receptor& r) {
    built_receptor built;
    built.name = r.name;
    built.synapse = r.synapse;
    built.is_current = r.synapse->is_current;
    const receptor_equations& equations = *r.synapse->joined;
    const auto added = equations.added(r.parameters.data());
    for (const auto& s : equations.states) {
      const auto of_neuron = std::ranges::find(built_.model->states, r.name + "." + s.name, &state_info::name);
      built.arrivals.push_back({static_cast<std::size_t>(of_neuron - built_.model->states.begin())});
    }
    for (std::size_t a = 0; a < added.size(); ++a) built.arrivals[equations.arrivals[a]].jump = added[a];
    built_.receptors.push_back(std::move(built));
  }

  /// A conductance that stays as it is.
  void add_sum_of_weights(std::size_t receptor) {
    built_receptor sum = built_.receptors[receptor];
    sum.name += ".weights";
    sum.is_current = sum.cascaded = false;
    sum.half = sum.full = {1, 0, 0};
    // weights (v - e) - arriving is weights (v - e') - what arrives of potentials less their origin.
    if (sum.synapse->signal->unit == "mV") built_.receptors[receptor].origin = origin_of_potentials;
    sum.e_rev += sum.signal.x / sum.signal.y * built_.receptors[receptor].origin;
    built_.receptors[receptor].e_rev = 0;
    built_.receptors[receptor].weights_receptor = built_.receptors.size();
    built_.receptors.push_back(std::move(sum));
  }

  /// Values by neuron.
  /// @param otherwise what neurons have to which nothing is given
  [[nodiscard]] std::vector<double> draw(const neuron_values& values, const std::string& what, quantity q,
                                         double otherwise) const {
    const auto given = given_to(p_, s_.seed, what, values, q);
    return draw_values(given, stream(s_.seed, given.key), team_, otherwise);
  }

  /// A single one where all are equal by definition.
  [[nodiscard]] std::vector<double> draw_or_one(const neuron_values& values, const std::string& what, quantity q,
                                                double otherwise) const {
    const double* common = common_value(values);
    return common ? std::vector{*common} : draw(values, what, q, otherwise);
  }

  const population& p_;
  const network& network_;
  const catalog& known_;
  const settings& s_;
  spike_time times_;
  thread_team& team_;
  initial_state at_start_;
  built_population built_;
};

}  // namespace

built_population build_population(const population& p, const network& n, const settings& s, spike_time times,
                                  thread_team& team, initial_state at_start) {
  return population_builder(p, n, s, times, team, at_start).build();
}

}  // namespace hux
