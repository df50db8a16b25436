#include "network/choose_units.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "hux/errors.hpp"
#include "network/joined.hpp"

namespace hux {
namespace {

/// The weights with which a projection or an input ends at a receptor.
struct incoming_weights {
  std::string key;        ///< dotted path
  double most = 0;        ///< that may arrive at a neuron in one step, in sum of |weight|
  double smallest = 0;    ///< |weight| that is not 0
  double mean = 0;        ///< |weight|
  bool drawn = false;     ///< at random
  double part = 1;        ///< of which that is told; 1 unless what is released of them differs
  bool factored = false;  ///< are these the products of weights and a factor?
};

incoming_weights one_weight(const std::string& input, double spikes, double weight) {
  const double w = std::abs(weight);
  return {"input." + input + ".weight", spikes * w, w, w, false};
}

/// Most spikes of a list for one neuron in one step.
std::int64_t most_at_once(const built_spike_times& s) {
  std::int64_t most = 0;
  std::int64_t run = 0;
  for (std::size_t i = 0; i < s.events.size(); ++i) {
    const bool again =
        i > 0 && s.events[i].step == s.events[i - 1].step && s.events[i].neuron == s.events[i - 1].neuron;
    run = again ? run + 1 : 1;
    most = std::max(most, run);
  }
  return most;
}

using weights_by_receptor = std::vector<std::vector<std::vector<incoming_weights>>>;  ///< [population][receptor]

/// What is released of a weight is to be exact as long as it is a hundredth of it.
/// @param receptor the name of that with the factor
incoming_weights weights_of(const built_projection& p, double factor, double largest_release,
                            const std::string& receptor) {
  const double part = p.terminal ? 0.01 : 1;
  return {"projection." + p.name + (factor == 1 ? ".weight" : ".receptor." + receptor),
          p.rows.largest_weight_sum() * factor * largest_release,
          p.rows.smallest_weight * factor * part,
          p.rows.mean_weight * factor * part,
          p.rows.drawn_weights,
          part,
          factor != 1};
}

/// At most one mini of each synapse in a step.
incoming_weights weights_of_minis(const built_projection& p, double factor) {
  incoming_weights w =
      one_weight("", static_cast<double>(p.rows.max_indegree), p.spontaneous ? p.spontaneous->weight * factor : 0);
  w.key = "projection." + p.name + ".spontaneous.weight";
  w.factored = factor != 1;
  return w;
}

/// By which a weight may be multiplied.
double largest_release(const built_network& network, const built_projection& p) {
  return p.terminal ? network.populations[p.source].terminals[*p.terminal].equations->largest_release : 1;
}

/// All that ends at each receptor and is not 0.
weights_by_receptor all_incoming(const built_network& network) {
  weights_by_receptor all;
  for (const auto& p : network.populations) all.emplace_back(p.receptors.size());
  const auto add = [&all](std::size_t population, std::size_t receptor, incoming_weights w) {
    if (w.most != 0) all[population][receptor].push_back(std::move(w));
  };
  for (const auto& p : network.projections)
    for (const auto& r : p.signal ? std::vector<built_factor>() : p.receptors) {
      add(p.target, r.receptor,
          weights_of(p, r.factor, largest_release(network, p),
                     network.populations[p.target].receptors[r.receptor].name));
      add(p.target, r.receptor, weights_of_minis(p, r.factor));
    }
  for (const auto& p : network.poissons)
    add(p.population, p.receptor, one_weight(p.name, static_cast<double>(p.thresholds.size()), p.weight));
  for (const auto& s : network.spike_trains)
    add(s.population, s.receptor, one_weight(s.name, static_cast<double>(most_at_once(s)), s.weight));
  return all;
}

/// The finest power of two with which fixed-point sums up to `most` cannot overflow.
/// @param bits of a sum, with none for the sign and for rounding up
double unit_for(double most, int bits) {
  constexpr int finest = -100;  // 1e-30 is far below what a receptor keeps, and its inverse is still a float
  return std::ldexp(1.0, std::max(std::ilogb(most) + 1 - bits, finest));
}

// Two bits are left free; double precision converts sums below 2^51 exactly.
constexpr int narrow_bits = 30;
constexpr int wide_bits = 50;

bool some_vanish(const incoming_weights& w, double unit) { return w.smallest < unit / 2; }

/// The weight of which a share is asked for: where weights are drawn their mean, as roundings average out.
double reference(const incoming_weights& w) { return w.drawn ? w.mean : w.smallest; }

/// The share of it by which weights in whole units are off: of one weight, exactly; of several at most.
double share_off(const incoming_weights& w, double unit) {
  const double weight = reference(w);
  const bool one = w.part == 1 && w.smallest == w.mean;
  return (one ? std::abs(std::round(weight / unit) * unit - weight) : unit / 2) / weight;
}

bool is_coarse(const incoming_weights& w, double unit) {
  constexpr double given = 1e-4;
  constexpr double drawn = 1e-3;
  return some_vanish(w, unit) || share_off(w, unit) > (w.drawn ? drawn : given);
}

/// What a user should know of weights in whole units; empty if they are all but exact.
std::string rounding_of(const incoming_weights& w, double unit) {
  constexpr double noticeable = 1e-3;
  const char* of = w.part == 1 ? "" : "a hundredth of ";
  const char* from = w.factored ? " of a weight" : "";
  if (some_vanish(w, unit)) return joined(of, w.smallest / w.part, from, " becomes 0");
  const double off = share_off(w, unit);
  if (off <= noticeable) return "";
  const bool exact = w.part == 1 && w.smallest == w.mean;
  return joined(of, w.drawn ? "a mean of " : "", reference(w) / w.part, from, exact ? " is off by " : " may be off by ",
                100 * off, " %");
}

void warn(const std::vector<incoming_weights>& weights, const built_population& population, const built_receptor& r,
          double most, std::vector<std::string>& warnings) {
  for (const auto& w : weights)
    if (const std::string rounding = rounding_of(w, r.unit); !rounding.empty())
      warnings.push_back(joined(w.key, ": ", rounding, ", as receptor '", r.name, "' of population '", population.name,
                                "' keeps weights in multiples of ", r.unit, " beside the ", most,
                                " that may arrive in one step"));
}

/// Of a receptor's sums.
struct chosen_unit {
  double unit = 1;
  bool wide = false;
  double most = 0;  ///< that may arrive in one step

  [[nodiscard]] bool is_of(const built_receptor& r) const { return unit == r.unit && wide == r.wide_sums; }
};

chosen_unit choose_unit(const built_network& network, const built_population& population,
                        const built_receptor& receptor, const std::vector<incoming_weights>& weights) {
  chosen_unit chosen;
  for (const auto& w : weights) chosen.most += w.most;
  if (!(chosen.most < arrival_limit))
    throw input_error("population." + population.name + ".receptor." + receptor.name,
                      joined("spikes may add ", chosen.most, " to it in one step; expected less than ", arrival_limit));
  if (chosen.most == 0) return chosen;
  const double finest = unit_for(chosen.most, wide_bits);
  const double narrow = unit_for(chosen.most, narrow_bits);
  const auto coarse = [narrow](const incoming_weights& w) { return is_coarse(w, narrow); };
  chosen.wide =
      network.real == precision::single && finest < narrow && std::any_of(weights.begin(), weights.end(), coarse);
  chosen.unit = network.real == precision::single && !chosen.wide ? narrow : finest;
  return chosen;
}

void number_sums(built_population& population) {
  std::array<std::uint32_t, 2> rows{};
  for (auto& r : population.receptors) r.sums_row = rows[r.wide_sums ? 1 : 0]++;
}

}  // namespace

void choose_units(built_network& network) {
  const auto weights = all_incoming(network);
  for (std::size_t p = 0; p < network.populations.size(); ++p) {
    built_population& population = network.populations[p];
    for (std::size_t r = 0; r < population.receptors.size(); ++r) {
      built_receptor& receptor = population.receptors[r];
      const chosen_unit chosen = choose_unit(network, population, receptor, weights[p][r]);
      receptor.unit = chosen.unit;
      receptor.wide_sums = chosen.wide;
      warn(weights[p][r], population, receptor, chosen.most, network.warnings);
    }
    number_sums(population);
  }
}

bool has_chosen_units(const built_network& network) {
  const auto weights = all_incoming(network);
  for (std::size_t p = 0; p < network.populations.size(); ++p) {
    const built_population& population = network.populations[p];
    for (std::size_t r = 0; r < population.receptors.size(); ++r)
      if (!choose_unit(network, population, population.receptors[r], weights[p][r]).is_of(population.receptors[r]))
        return false;
  }
  return true;
}

}  // namespace hux
