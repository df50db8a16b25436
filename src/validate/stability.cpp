#include "validate/stability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "equations/listed_model.hpp"
#include "experiment/lookup.hpp"
#include "experiment/terminals.hpp"
#include "hux/errors.hpp"
#include "hux/units.hpp"
#include "validate/largest_conductance.hpp"
#include "validate/probe_parameters.hpp"

namespace hux {
namespace {

/// The fastest decays (1/ms) of a neuron.
struct rates {
  double gate = 0;
  std::size_t fastest = 0;  ///< of the states: that which has it
  double membrane = 0;

  /// Longest dt at which both are stable.
  [[nodiscard]] double longest_dt(const integrator_info& integrator) const {
    return std::min(integrator.gate_limit / gate, integrator.membrane_limit / membrane);
  }
};

/// A step of x' = drive - decay x.
double half_implicit(double x, const linear<double>& slope, double step) {
  return (x * (1 - step / 2 * slope.decay) + step * slope.drive) / (1 + step / 2 * slope.decay);
}

/// The largest decay rates along an action potential: the probe starts depolarised by 40 mV
/// with its gates at rest, which makes a cell with sodium channels fire at once. One of plain numbers starts where it
/// is.
/// @param clamped conductance of all voltage clamps and signals, which adds to the membrane's
/// @param dt of the experiment, ms: rates that half of it cannot follow are those that are too fast
rates fastest_rates(const equations& model, const std::vector<double>& parameters, double clamped, double dt) {
  constexpr double duration = 10;
  const double step = std::clamp(dt / 2, 1e-3, 1e-2);
  const auto k = model.derived(parameters, 1.0);
  std::vector<linear<double>> x(model.states.size());
  auto state = model.state_at(model.initial_v, k.data());
  double& v = state[0];
  if (model.current != quantity::dimensionless) v += 40;
  rates fastest;
  const std::uint32_t exponential = model.lists ? model.lists->exponential : 0;  // stable at any rate
  for (int i = 0; i < static_cast<int>(duration / step); ++i) {
    // The trapezoidal rule for each equation in turn: stable at any rate, of second order.
    model.kinetics(k.data(), state.data(), x.data());
    for (std::size_t g = 0; g < x.size(); ++g) {
      const bool counts = (exponential >> g & 1U) == 0 || !std::isfinite(x[g].decay);
      if (counts && x[g].decay > fastest.gate) fastest.fastest = g;
      if (counts) fastest.gate = std::max(fastest.gate, x[g].decay);
      state[1 + g] = half_implicit(state[1 + g], x[g], step);
    }
    const linear<double> membrane = model.membrane(k.data(), state.data());
    fastest.membrane = std::max(fastest.membrane, membrane.decay + clamped * k[model.input]);
    v = half_implicit(v, membrane, step);
    if (!(std::abs(v) < v_limit)) break;  // what follows would be no neuron's
  }
  return fastest;
}

/// A neuron that a population may have.
struct possible_neuron {
  std::vector<double> values;  ///< of its parameters
  std::string extremes;        ///< those of them that are not at their means, as in "g_na = 80000 nS"

  void set(const equations& model, std::size_t parameter, double value) {
    values[parameter] = value;
    const auto& info = model.parameters[parameter];
    extremes += (extremes.empty() ? "" : ", ") + info.name + " = " + format_quantity(value, info.quantity);
  }
};

/// The neuron of all means, those with one parameter at an extreme, and that of the fastest membrane.
std::vector<possible_neuron> possible_neurons(const network& n, const population& p, const equations& model,
                                              std::uint64_t seed) {
  const auto summaries = parameter_summaries(p, model, standard_parameters(n, p), seed);
  possible_neuron mean;
  for (const auto& summary : summaries) mean.values.push_back(summary.mean);
  std::vector<possible_neuron> neurons{mean};
  auto fastest = mean;
  for (std::size_t i = 0; i < model.parameters.size(); ++i) {
    const auto given = p.parameters.find(model.parameters[i].name);
    if (given == p.parameters.end() || common_value(given->second)) continue;
    const value_range ends = summaries[i].range;
    for (const double value : {ends.min, ends.max}) neurons.emplace_back(mean).set(model, i, value);
    const auto q = model.parameters[i].quantity;
    if (q == quantity::conductance || q == quantity::conductance_density) fastest.set(model, i, ends.max);
    if (q == quantity::capacitance || q == quantity::capacitance_density) fastest.set(model, i, ends.min);
  }
  if (!fastest.extremes.empty()) neurons.push_back(fastest);
  return neurons;
}

/// Checks one population after the other; what was found of a neuron serves all that are the same.
class stability_check {
 public:
  explicit stability_check(const experiment& e)
      : network_(e.network),
        catalog_(*e.network.catalog),
        settings_(e.settings),
        integrator_(integrator_of(catalog_, settings_)) {
    for (const auto& in : e.network.inputs)
      if (const auto* clamp = std::get_if<voltage_clamp>(&in.what); clamp && in.on)
        clamped_[in.population] += clamp->conductance;
    coupled_ = largest_conductances(e.network, e.settings);
  }

  /// The conductance of all clamps of a population, and of the signals that arrive there.
  [[nodiscard]] double clamped_of(const population& p) const {
    const auto clamp = clamped_.find(p.name);
    return (clamp == clamped_.end() ? 0 : clamp->second) + coupled_of(p).total();
  }

  [[nodiscard]] largest_conductance coupled_of(const population& p) const {
    const auto coupled = coupled_.find(p.name);
    return coupled == coupled_.end() ? largest_conductance{} : coupled->second;
  }

  void check(const population& p) {
    const equations& model = neuron_equations(network_, p);
    const double clamped = clamped_of(p);
    const auto neurons = possible_neurons(network_, p, model, settings_.seed);
    for (const auto& n : neurons) check_junctions(p, model, n);
    const auto longest_dt = [&](const auto& n) { return rates_of(model, n, clamped).longest_dt(integrator_); };
    const auto slower = [&](const auto& a, const auto& b) { return longest_dt(a) < longest_dt(b); };
    const auto& fastest = *std::min_element(neurons.begin(), neurons.end(), slower);
    if (settings_.dt > longest_dt(fastest)) refuse(p, fastest.extremes, rates_of(model, fastest, clamped));
  }

 private:
  /// The potentials on the other side of junctions are those of the step before, with what they have changed by: where
  /// two neurons have opposite ones, that is stable, with every integrator, while a junction's rate times dt is
  /// below 1. Currents of wires have both potentials from there, which halves it.
  void check_junctions(const population& p, const equations& model, const possible_neuron& n) const {
    constexpr double limit = 0.9;
    const largest_conductance most = coupled_of(p);
    const double rate = (most.junctions + 2 * most.wires) * model.derived(n.values, 1.0)[model.input];
    if (settings_.dt * rate > limit)
      throw input_error(
          "simulation.dt",
          fmt::format("{:g} ms is too long for population '{}', whose junctions have rates of up to {:.3g} "
                      "per ms; expected at most {:.2g} ms, or weaker junctions",
                      settings_.dt, p.name, rate, limit / rate));
  }

  const rates& rates_of(const equations& model, const possible_neuron& n, double clamped) {
    auto values = n.values;
    values.push_back(clamped);
    const auto [place, is_new] = known_.try_emplace({&model, std::move(values)});
    if (is_new) place->second = fastest_rates(model, n.values, clamped, settings_.dt);
    return place->second;
  }

  [[noreturn]] void refuse(const population& p, const std::string& extremes, const rates& fastest) const {
    if (!std::isfinite(fastest.gate) || !std::isfinite(fastest.membrane))
      throw input_error("population." + p.name,
                        fmt::format("the equations of '{}'{} come to infinite rates in the first 10 ms; expected none "
                                    "that divides by what may be zero",
                                    p.model, extremes.empty() ? "" : " with " + extremes));
    throw input_error(
        "simulation.dt",
        fmt::format("{:g} ms is too long for {} with population '{}' ({}{}), whose {} rates of up to {:.3g} per "
                    "ms and whose membrane of up to {:.3g} per ms; expected at most {:.2g} ms, {}or the integrator "
                    "exponential_euler",
                    settings_.dt, settings_.integrator, p.name, p.model, extremes.empty() ? "" : " with " + extremes,
                    holder_of(p, fastest.fastest), fastest.gate, fastest.membrane, fastest.longest_dt(integrator_),
                    proposal(p, fastest)));
  }

  /// What a state that asks for a shorter dt than the membrane may say for itself.
  [[nodiscard]] std::string proposal(const population& p, const rates& fastest) const {
    const equations& model = neuron_equations(network_, p);
    const bool membrane = integrator_.membrane_limit / fastest.membrane < settings_.dt;
    const bool can = model.lists && (model.lists->linear >> fastest.fastest & 1U) != 0;
    const auto& state = model.states[fastest.fastest];
    return !membrane && can && !state.gate ? "method = \"exponential\" of that state, " : "";
  }

  /// "gates have", but for another state.
  [[nodiscard]] std::string holder_of(const population& p, std::size_t state) const {
    const auto& held = neuron_equations(network_, p).states[state];
    return held.gate ? "gates have" : "state '" + held.name + "' has";
  }

  const network& network_;
  const catalog& catalog_;
  const settings& settings_;
  const integrator_info& integrator_;
  std::map<std::string, double> clamped_;  ///< by population, as if all its clamps were on one neuron
  std::map<std::string, largest_conductance> coupled_;
  std::map<std::pair<const equations*, std::vector<double>>, rates> known_;
};

}  // namespace

void check_stability(const experiment& e, const experiment* known) {
  stability_check stability(e);
  const stability_check before(known ? *known : e);
  for (std::size_t i = 0; i < e.network.populations.size(); ++i) {
    const population& p = e.network.populations[i];
    const bool same =
        have_same_neurons(known, e, i) && before.clamped_of(p) == stability.clamped_of(p) &&
        before.coupled_of(p) == stability.coupled_of(p) &&
        standard_parameters(known->network, known->network.populations[i]) == standard_parameters(e.network, p);
    if (!same) stability.check(p);
  }
}

}  // namespace hux
