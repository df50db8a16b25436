#include "engine/sampler.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "engine/planned_state.hpp"
#include "experiment/lookup.hpp"
#include "experiment/population_names.hpp"
#include "experiment/terminals.hpp"

namespace hux {
namespace {

/// The observables among what is recorded, by their numbers.
std::vector<std::size_t> observables_in(const std::vector<recordable>& variables) {
  std::vector<std::size_t> numbers;
  for (const auto& v : variables)
    if (v.from == reading::observable) numbers.push_back(v.index);
  return numbers;
}

}  // namespace

sampler::sampler(const built_network& network, const built_recording& recording)
    : dt_(network.dt),
      marks_(network.on_divergence == divergence_policy::mark),
      population_(network.populations[recording.population]),
      neurons_(recording.neurons) {
  const auto observables = observables_in(recording.variables);
  for (const auto& v : recording.variables) add(v, network, recording.population);
  if (!observables.empty()) {
    observer_ = population_.model->observer_of(observables);
    derive_coefficients();
  }
  find_needed();
}

void sampler::add(const recordable& v, const built_network& network, std::size_t population) {
  const std::size_t index = v.from == reading::observable ? observables_++ : v.index;
  auto& parts = variables_.emplace_back(variable{v.from, index, {}}).parts;
  for (const auto& c : network.currents)
    if (v.from == reading::input && c.population == population && v.name == "i_" + c.name) parts.push_back(&c);
}

void sampler::derive_coefficients() {
  const bool own = population_.heterogeneous();
  const std::size_t sets = own ? neurons_.size() : 1;
  own_ = own ? observer_.coefficients : 0;
  coefficients_.resize(sets * observer_.coefficients);
  for (std::size_t i = 0; i < sets; ++i)
    observer_.derive(population_.parameters_of(own ? neurons_[i] : 0).data(), coefficients_.data() + i * own_);
}

/// What a block lets through, what flows and what clamps inject follow from v, which also tells marked neurons.
void sampler::find_needed() {
  std::set<std::size_t> needed(observer_.states.begin(), observer_.states.end());
  if (marks_) needed.insert(0);
  for (const variable& v : variables_) {
    if (v.from != reading::state && v.from != reading::observable) needed.insert(0);
    if (v.from != reading::observable && v.from != reading::input) needed.insert(v.index);
    if (v.from == reading::coupling && receptor_of(v).weights_receptor) needed.insert(weights_of(v));
  }
  needed_.assign(needed.begin(), needed.end());
}

const built_receptor& sampler::receptor_of(const variable& v) const {
  return population_.receptors[v.index - 1 - gates()];
}

double sampler::conductance(const variable& v, const double* state) const {
  const auto& receptor = receptor_of(v);
  return state[v.index] * receptor.synapse->open_fraction(state[0], receptor.opening);
}

/// The conductance that the sum of the weights makes, beside a receptor's own variable.
std::size_t sampler::weights_of(const variable& v) const { return 1 + gates() + *receptor_of(v).weights_receptor; }

/// Outward positive, as ionic currents.
double sampler::coupling_current(const variable& v, const double* state) const {
  if (receptor_of(v).synapse->wire) return -state[v.index];
  const std::size_t weights = weights_of(v);
  return state[weights] * (state[0] - population_.receptors[weights - 1 - gates()].e_rev) - state[v.index];
}

/// Outward positive, as ionic currents.
double sampler::receptor_current(const variable& v, const double* state) const {
  return conductance(v, state) * (state[0] - receptor_of(v).e_rev);
}

double sampler::injected(const variable& v, std::int64_t step, std::uint32_t neuron, double potential) const {
  const auto of = [neuron](const std::vector<double>& values) {
    return values.size() == 1 ? values[0] : values[neuron];
  };
  double current = 0;
  for (const auto* part : v.parts) {
    current += of(part->amplitude) * part->waveform.value(static_cast<double>(step) * dt_);
    if (!part->conductance.empty()) current -= of(part->conductance) * potential;
  }
  return current;
}

double sampler::value(const variable& v, std::int64_t step, std::uint32_t neuron, const double* state,
                      const double* observed) const {
  switch (v.from) {
    case reading::observable:
      return observed[v.index];
    case reading::input:
      return injected(v, step, neuron, state[0]);
    case reading::conductance:
      return conductance(v, state);
    case reading::current:
      return receptor_current(v, state);
    case reading::coupling:
      return coupling_current(v, state);
    case reading::state:
      break;
  }
  return state[v.index];
}

void sampler::sample(std::int64_t step, std::size_t column, const double* state, std::vector<double>& scratch,
                     float* out, std::size_t stride) const {
  if (marks_ && std::isnan(state[0])) {
    for (std::size_t i = 0; i < variables_.size(); ++i) out[i * stride] = std::numeric_limits<float>::quiet_NaN();
    return;
  }
  double* observed = scratch.data();
  if (observables_ > 0)
    observer_.observe(coefficients_.data() + column * own_, state, observed + observables_, observed);
  for (std::size_t i = 0; i < variables_.size(); ++i)
    out[i * stride] = static_cast<float>(value(variables_[i], step, neurons_[column], state, observed));
}

std::uint64_t sampler::planned_bytes(const recording& r, const network& n) {
  const population& p = population_names(n).find(r.population, key_of(r) + ".population");
  if (!planned_state_of(p, n).own_parameters) return 0;
  std::vector<recordable> variables = recordables_of(p, n);
  std::erase_if(variables, [&](const recordable& v) { return std::ranges::count(r.variables, v.name) == 0; });
  const auto observables = observables_in(variables);
  if (observables.empty()) return 0;
  const std::size_t neurons = r.neurons.empty() ? p.size : r.neurons.size();
  return neurons * neuron_equations(n, p).observer_of(observables).coefficients * sizeof(double);
}

void size_samples(const built_recording& r, step_range window, sample_block& block) {
  block.first = (window.begin + r.interval - 1) / r.interval;
  block.count = (window.end + r.interval - 1) / r.interval - block.first;
  block.values.resize(block.count * r.variables.size() * r.neurons.size());
}

}  // namespace hux
