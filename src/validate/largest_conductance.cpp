#include "validate/largest_conductance.hpp"

#include <algorithm>
#include <cmath>
#include <variant>
#include <vector>

#include "equations/listed_model.hpp"
#include "equations/wire_list.hpp"
#include "experiment/lookup.hpp"
#include "experiment/population_names.hpp"
#include "experiment/terminals.hpp"
#include "network/draw.hpp"
#include "network/symmetric_rows.hpp"
#include "network/synapse_rows.hpp"

namespace hux {
namespace {

/// The largest sum of weights that a list gives a target.
double largest_sum(const explicit_list& list, const projection& p, std::uint32_t targets) {
  std::vector<double> sums(targets, 0.0);
  const double common = list.weight.empty() ? mean_of(p.weight) : 0;
  for (std::size_t i = 0; i < list.target.size(); ++i) {
    const double weight = list.weight.empty() ? common : list.weight[i];
    sums[list.target[i]] += weight;
    if (p.symmetric && list.source[i] != list.target[i]) sums[list.source[i]] += weight;
  }
  return std::ranges::max(sums);
}

double largest_sum(const projection& p, const population& source, const population& target, const settings& s) {
  if (const auto* list = std::get_if<explicit_list>(&p.rule)) return largest_sum(*list, p, target.size);
  const double twice = p.symmetric && counts_pairs(p.rule) ? 2 : 1;
  const double mean = twice * expected_synapses(wiring_of(p, source, target, s)).mean / target.size;
  const bool same_for_all = std::holds_alternative<all_to_all>(p.rule) || std::holds_alternative<one_to_one>(p.rule) ||
                            std::holds_alternative<fixed_indegree>(p.rule);
  return (mean + (same_for_all ? 0 : 5 * std::sqrt(mean))) * mean_of(p.weight);
}

}  // namespace

std::map<std::string, largest_conductance> largest_conductances(const network& n, const settings& s) {
  std::map<std::string, largest_conductance> all;
  const population_names names(n);
  for (const auto& p : n.projections) {
    const population& target = names.find(p.target, key_of(p) + ".target");
    if (!is_continuous(names.known(), target, p)) continue;
    const receptor& r = find_receptor(target, p.receptor, key_of(p) + ".receptor");
    const synapse_equations& synapse = synapse_of(names.known(), target, r);
    if (synapse.is_current && !synapse.wire) continue;
    const auto parameters = parameters_of(r, synapse);
    const auto factor = synapse.on_spike(parameters.data());
    const double sum = largest_sum(p, names.find(p.source, key_of(p) + ".source"), target, s);
    largest_conductance& most = all[p.target];
    if (synapse.wire) {
      const auto coefficients = coefficients_of(synapse.wire->derive, parameters.data(), 1);
      most.wires += std::abs(sum) * steepest(*synapse.wire, coefficients);
      continue;
    }
    (synapse.sees_weights && acts_at_once(p) ? most.junctions : most.graded) +=
        sum * (synapse.sees_weights ? factor.y : factor.x);
  }
  return all;
}

}  // namespace hux
