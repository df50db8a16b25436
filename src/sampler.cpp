#include "sampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "hux/core/errors.hpp"
#include "hux/synapses/nmda.hpp"

namespace hux {
namespace {

constexpr std::size_t most_observables = 32;

}  // namespace

sampler::sampler(const built_network& network, const built_recording& recording)
    : dt_(network.dt),
      marks_(network.on_divergence == divergence_policy::mark),
      population_(network.populations[recording.population]) {
  if (population_.model->observables.size() > most_observables)
    throw error("the model '" + population_.model->name + "' has more observables than can be recorded");
  if (!population_.heterogeneous()) common_ = population_.parameters_of(0);
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
    for (std::size_t g = 0; v.what == kind::observable && g < gates().size(); ++g) needed.insert(1 + g);
  }
  needed_.assign(needed.begin(), needed.end());
}

sampler::variable sampler::resolve(const std::string& name) const {
  if (name == "v") return {kind::state, 0};
  const auto gate = std::ranges::find(gates(), name);
  if (gate != gates().end()) return {kind::state, 1 + static_cast<std::size_t>(gate - gates().begin())};
  if (variable of_receptor{}; resolve_receptor(name, of_receptor)) return of_receptor;
  const auto& observables = population_.model->observables;
  const auto observable = std::ranges::find(observables, name, &variable_info::name);
  if (observable == observables.end()) return {kind::injected, injected_.size()};
  return {kind::observable, static_cast<std::size_t>(observable - observables.begin())};
}

bool sampler::resolve_receptor(const std::string& name, variable& found) const {
  for (std::size_t r = 0; r < population_.receptors.size(); ++r) {
    const auto& receptor = population_.receptors[r];
    const bool current = name == "i_" + receptor.name;
    if (!current && (receptor.is_current || name != "g_" + receptor.name)) continue;
    const kind what = receptor.is_current ? kind::state : current ? kind::receptor_current : kind::receptor_conductance;
    found = {what, 1 + gates().size() + r};
    return true;
  }
  return false;
}

double sampler::conductance(const variable& v, const double* state) const {
  const auto& receptor = population_.receptors[v.index - 1 - gates().size()];
  return receptor.blocked ? state[v.index] * nmda::open_fraction(state[0], receptor.magnesium) : state[v.index];
}

/// Outward positive, as ionic currents.
double sampler::receptor_current(const variable& v, const double* state) const {
  return conductance(v, state) * (state[0] - population_.receptors[v.index - 1 - gates().size()].e_rev);
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

void sampler::observe(std::uint32_t neuron, const double* state, double* observed) const {
  if (!common_.empty()) return population_.model->observe(common_.data(), state, observed);
  population_.model->observe(population_.parameters_of(neuron).data(), state, observed);
}

void sampler::sample(std::int64_t step, std::uint32_t neuron, const double* state, float* out,
                     std::size_t stride) const {
  if (marks_ && std::isnan(state[0])) {
    for (std::size_t i = 0; i < variables_.size(); ++i) out[i * stride] = std::numeric_limits<float>::quiet_NaN();
    return;
  }
  std::array<double, most_observables> observed{};
  const auto is_observable = [](const variable& v) { return v.what == kind::observable; };
  if (std::any_of(variables_.begin(), variables_.end(), is_observable)) observe(neuron, state, observed.data());
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
  names.insert(names.end(), p.model->gates.begin(), p.model->gates.end());
  for (const auto& r : p.receptors) names.push_back(r.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) throw error("there is no state variable '" + std::string(name) + "'");
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace hux
