#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hux/equations.hpp"
#include "hux/network.hpp"
#include "network/given_values.hpp"

namespace hux {

/// What a population's neurons have of each parameter, in the model's order.
/// @param standards what they have where nothing is given
/// @param seed of the experiment
inline std::vector<value_summary> parameter_summaries(const population& p, const equations& model,
                                                      const std::vector<double>& standards, std::uint64_t seed) {
  constexpr double deviations = 5;
  std::vector<value_summary> all;
  for (const double standard : standards) {
    const auto& info = model.parameters[all.size()];
    const auto found = p.parameters.find(info.name);
    const neuron_values how = standard;
    const auto given =
        given_to(p, seed, "parameters." + info.name, found == p.parameters.end() ? how : found->second, info.quantity);
    all.push_back(summary_of(given, deviations, standard));
  }
  return all;
}

/// The parameters of a population's typical neuron, in the model's order: means, where they differ.
inline std::vector<double> mean_parameters(const population& p, const equations& model, std::uint64_t seed) {
  std::vector<double> means;
  for (const auto& summary : parameter_summaries(p, model, model.values_of(p.preset), seed))
    means.push_back(summary.mean);
  return means;
}

/// Have two experiments of one catalog the same neurons in the population of that number?
/// @param known null: it has none
inline bool have_same_neurons(const experiment* known, const experiment& e, std::size_t number) {
  if (!known || number >= known->network.populations.size()) return false;
  const population& a = known->network.populations[number];
  const population& b = e.network.populations[number];
  return a.name == b.name && a.model == b.model && a.preset == b.preset && a.parameters == b.parameters &&
         a.threshold == b.threshold;
}

}  // namespace hux
