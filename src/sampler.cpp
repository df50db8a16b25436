#include "sampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "by_name.hpp"
#include "hux/core/errors.hpp"
#include "model_parameters.hpp"

namespace hux {
namespace {

constexpr std::size_t most_observables = 32;

template <class Model>
void observe(const std::vector<std::vector<double>>& parameters, std::uint32_t neuron, const double* state,
             double* out) {
  static_assert(Model::observables.size() <= most_observables);
  Model::observe(parameters_of<Model>(parameters, neuron), state[0], state + 1, out);
}

}  // namespace

sampler::sampler(const built_network& network, const built_recording& recording)
    : dt_(network.dt),
      marks_(network.on_divergence == divergence_policy::mark),
      population_(network.populations[recording.population]) {
  with_name(all_models{}, population_.model, [&](auto tag) {
    using model = typename decltype(tag)::type;
    gate_names_.assign(model::gate_names.begin(), model::gate_names.end());
    for (const auto& o : model::observables) observable_names_.push_back(o.name);
    observe_ = observe<model>;
  });
  for (const auto& name : recording.variables) {
    variables_.push_back(resolve(name));
    if (variables_.back().what != kind::injected) continue;
    auto& parts = injected_.emplace_back();
    for (const auto& c : network.currents)
      if (c.population == recording.population && name == "i_" + c.name) parts.push_back(&c);
  }
  find_needed();
}

/// Observables may follow from any gate, and what a block lets through, what flows and what clamps inject from v, which
/// also tells marked neurons.
void sampler::find_needed() {
  std::set<std::size_t> needed;
  if (marks_) needed.insert(0);
  for (const variable& v : variables_) {
    if (v.what != kind::state) needed.insert(0);
    if (v.what != kind::observable && v.what != kind::injected) needed.insert(v.index);
    for (std::size_t g = 0; v.what == kind::observable && g < gate_names_.size(); ++g) needed.insert(1 + g);
  }
  needed_.assign(needed.begin(), needed.end());
}

sampler::variable sampler::resolve(const std::string& name) const {
  if (name == "v") return {kind::state, 0};
  const auto gate = std::find(gate_names_.begin(), gate_names_.end(), name);
  if (gate != gate_names_.end()) return {kind::state, 1 + static_cast<std::size_t>(gate - gate_names_.begin())};
  if (variable of_receptor{}; resolve_receptor(name, of_receptor)) return of_receptor;
  const auto observable = std::find(observable_names_.begin(), observable_names_.end(), name);
  if (observable == observable_names_.end()) return {kind::injected, injected_.size()};
  return {kind::observable, static_cast<std::size_t>(observable - observable_names_.begin())};
}

bool sampler::resolve_receptor(const std::string& name, variable& found) const {
  for (std::size_t r = 0; r < population_.receptors.size(); ++r) {
    const auto& receptor = population_.receptors[r];
    const bool current = name == "i_" + receptor.name;
    if (!current && (receptor.is_current || name != "g_" + receptor.name)) continue;
    const kind what = receptor.is_current ? kind::state : current ? kind::receptor_current : kind::receptor_conductance;
    found = {what, 1 + gate_names_.size() + r};
    return true;
  }
  return false;
}

double sampler::conductance(const variable& v, const double* state) const {
  const auto& receptor = population_.receptors[v.index - 1 - gate_names_.size()];
  return receptor.blocked ? state[v.index] * nmda::open_fraction(state[0], receptor.magnesium) : state[v.index];
}

/// Outward positive, as ionic currents.
double sampler::receptor_current(const variable& v, const double* state) const {
  return conductance(v, state) * (state[0] - population_.receptors[v.index - 1 - gate_names_.size()].e_rev);
}

double sampler::injected(const variable& v, std::int64_t step, std::uint32_t neuron, double potential) const {
  const auto of = [neuron](const std::vector<double>& values) {
    return values.size() == 1 ? values[0] : values[neuron];
  };
  double current = 0;
  for (const auto* part : injected_[v.index]) {
    current += of(part->amplitude) * part->waveform.value(static_cast<double>(step) * dt_);
    if (!part->conductance.empty()) current -= of(part->conductance) * potential;
  }
  return current;
}

double sampler::value(const variable& v, std::int64_t step, std::uint32_t neuron, const double* state,
                      const double* observed) const {
  switch (v.what) {
    case kind::observable:
      return observed[v.index];
    case kind::injected:
      return injected(v, step, neuron, state[0]);
    case kind::receptor_conductance:
      return conductance(v, state);
    case kind::receptor_current:
      return receptor_current(v, state);
    case kind::state:
      break;
  }
  return state[v.index];
}

void sampler::sample(std::int64_t step, std::uint32_t neuron, const double* state, float* out,
                     std::size_t stride) const {
  if (marks_ && std::isnan(state[0])) {
    for (std::size_t i = 0; i < variables_.size(); ++i) out[i * stride] = std::numeric_limits<float>::quiet_NaN();
    return;
  }
  std::array<double, most_observables> observed{};
  const auto is_observable = [](const variable& v) { return v.what == kind::observable; };
  if (std::any_of(variables_.begin(), variables_.end(), is_observable))
    observe_(population_.parameters, neuron, state, observed.data());
  for (std::size_t i = 0; i < variables_.size(); ++i)
    out[i * stride] = static_cast<float>(value(variables_[i], step, neuron, state, observed.data()));
}

void size_samples(const built_recording& r, step_range window, sample_block& block) {
  block.first = (window.begin + r.interval - 1) / r.interval;
  block.count = (window.end + r.interval - 1) / r.interval - block.first;
  block.values.resize(static_cast<std::size_t>(block.count) * r.variables.size() * r.neurons.size());
}

std::size_t state_variable(const built_population& p, std::string_view name) {
  std::vector<std::string_view> names{"v"};
  with_name(all_models{}, p.model, [&](auto tag) {
    for (const auto gate : decltype(tag)::type::gate_names) names.push_back(gate);
  });
  for (const auto& r : p.receptors) names.push_back(r.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) throw error("there is no state variable '" + std::string(name) + "'");
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace hux
