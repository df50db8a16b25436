#include "engine/sampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "hux/errors.hpp"

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
  for (const auto& v : recording.variables) {
    auto& parts = variables_.emplace_back(variable{v.from, v.index, {}}).parts;
    for (const auto& c : network.currents)
      if (v.from == reading::input && c.population == recording.population && v.name == "i_" + c.name)
        parts.push_back(&c);
  }
  find_needed();
}

/// Observables may follow from any gate, and what a block lets through, what flows and what clamps inject from v, which
/// also tells marked neurons.
void sampler::find_needed() {
  std::set<std::size_t> needed;
  if (marks_) needed.insert(0);
  for (const variable& v : variables_) {
    if (v.from != reading::state) needed.insert(0);
    if (v.from != reading::observable && v.from != reading::input) needed.insert(v.index);
    for (std::size_t g = 0; v.from == reading::observable && g < gates(); ++g) needed.insert(1 + g);
  }
  needed_.assign(needed.begin(), needed.end());
}

double sampler::conductance(const variable& v, const double* state) const {
  const auto& receptor = population_.receptors[v.index - 1 - gates()];
  return state[v.index] * receptor.synapse->open_fraction(state[0], receptor.block);
}

/// Outward positive, as ionic currents.
double sampler::receptor_current(const variable& v, const double* state) const {
  return conductance(v, state) * (state[0] - population_.receptors[v.index - 1 - gates()].e_rev);
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
    case reading::state:
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
  const auto is_observable = [](const variable& v) { return v.from == reading::observable; };
  if (std::any_of(variables_.begin(), variables_.end(), is_observable)) observe(neuron, state, observed.data());
  for (std::size_t i = 0; i < variables_.size(); ++i)
    out[i * stride] = static_cast<float>(value(variables_[i], step, neuron, state, observed.data()));
}

void size_samples(const built_recording& r, step_range window, sample_block& block) {
  block.first = (window.begin + r.interval - 1) / r.interval;
  block.count = (window.end + r.interval - 1) / r.interval - block.first;
  block.values.resize(block.count * r.variables.size() * r.neurons.size());
}

}  // namespace hux
