#include "validate/stability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "by_name.hpp"
#include "hux/core/errors.hpp"
#include "hux/core/units.hpp"
#include "validate/probe_parameters.hpp"

namespace hux {
namespace {

/// The fastest decays (1/ms) of a neuron.
struct rates {
  double gate = 0;
  double membrane = 0;

  /// Longest dt at which both are stable.
  template <class Integrator>
  [[nodiscard]] double longest_dt() const {
    return std::min(Integrator::gate_limit / gate, Integrator::membrane_limit / membrane);
  }
};

/// A step of x' = drive - decay x.
double half_implicit(double x, const linear<double>& slope, double step) {
  return (x * (1 - step / 2 * slope.decay) + step * slope.drive) / (1 + step / 2 * slope.decay);
}

/// The largest decay rates along an action potential: the probe starts depolarised by 40 mV
/// with its gates at rest, which makes a cell with sodium channels fire at once.
/// @param clamped conductance of all voltage clamps, which adds to the membrane's
/// @param dt of the experiment, ms: rates that half of it cannot follow are those that are too fast
template <class Model>
rates fastest_rates(const typename Model::parameters& parameters, double clamped, double dt) {
  constexpr double duration = 10;
  const double step = std::clamp(dt / 2, 1e-3, 1e-2);
  const auto k = Model::derive(parameters, 1.0);
  linear<double> x[Model::gates];
  double gate[Model::gates];
  double v = Model::initial_v;
  Model::kinetics(v, k, x);
  for (int g = 0; g < Model::gates; ++g) gate[g] = x[g].drive / x[g].decay;
  v += 40;
  rates fastest;
  for (int i = 0; i < static_cast<int>(duration / step); ++i) {
    // The trapezoidal rule for each equation in turn: stable at any rate, of second order.
    Model::kinetics(v, k, x);
    for (int g = 0; g < Model::gates; ++g) {
      fastest.gate = std::max(fastest.gate, x[g].decay);
      gate[g] = half_implicit(gate[g], x[g], step);
    }
    const linear<double> membrane = Model::membrane(v, gate, k);
    fastest.membrane = std::max(fastest.membrane, membrane.decay + clamped * k.input);
    v = half_implicit(v, membrane, step);
  }
  return fastest;
}

/// A neuron that a population may have.
template <class Model>
struct possible_neuron {
  typename Model::parameters values;
  std::string extremes;  ///< those of its parameters that are not at their means, as in "g_na = 80000 nS"

  void set(const model_parameter<typename Model::parameters>& parameter, double value) {
    values.*(parameter.member) = value;
    extremes += (extremes.empty() ? "" : ", ") + std::string(parameter.name) + " = " +
                format_quantity(value, parameter.quantity);
  }
};

/// The neuron of all means, those with one parameter at an extreme, and that of the fastest membrane.
template <class Model>
std::vector<possible_neuron<Model>> possible_neurons(const population& p) {
  constexpr double deviations = 5;
  std::vector<possible_neuron<Model>> neurons{{mean_parameters<Model>(p), ""}};
  const auto mean = neurons.front();
  auto fastest = mean;
  for (const auto& parameter : Model::parameter_table) {
    const auto given = p.parameters.find(std::string(parameter.name));
    if (given == p.parameters.end() || std::holds_alternative<double>(given->second)) continue;
    const value_range ends = range_of(given->second, deviations);
    for (const double value : {ends.min, ends.max}) neurons.emplace_back(mean).set(parameter, value);
    const auto q = parameter.quantity;
    if (q == quantity::conductance || q == quantity::conductance_density) fastest.set(parameter, ends.max);
    if (q == quantity::capacitance || q == quantity::capacitance_density) fastest.set(parameter, ends.min);
  }
  if (!fastest.extremes.empty()) neurons.push_back(fastest);
  return neurons;
}

/// Checks one population after the other; what was found of a neuron serves all that are the same.
template <class Integrator>
class stability_check {
 public:
  explicit stability_check(const experiment& e) : settings_(e.settings) {
    for (const auto& in : e.network.inputs)
      if (const auto* clamp = std::get_if<voltage_clamp>(&in.what)) clamped_[in.population] += clamp->conductance;
  }

  void check(const population& p) {
    with_name(all_models{}, p.model, [&](auto tag) { check_as<typename decltype(tag)::type>(p); });
  }

 private:
  template <class Model>
  void check_as(const population& p) {
    const auto clamp = clamped_.find(p.name);
    const double clamped = clamp == clamped_.end() ? 0 : clamp->second;
    const auto neurons = possible_neurons<Model>(p);
    const auto longest_dt = [&](const auto& n) {
      return rates_of<Model>(n, clamped).template longest_dt<Integrator>();
    };
    const auto slower = [&](const auto& a, const auto& b) { return longest_dt(a) < longest_dt(b); };
    const auto& fastest = *std::min_element(neurons.begin(), neurons.end(), slower);
    if (settings_.dt > longest_dt(fastest)) refuse(p, fastest.extremes, rates_of<Model>(fastest, clamped));
  }

  template <class Model>
  const rates& rates_of(const possible_neuron<Model>& n, double clamped) {
    auto values = listed_parameters<Model>(n.values);
    values.push_back(clamped);
    const auto [place, is_new] = known_.try_emplace({Model::name, std::move(values)});
    if (is_new) place->second = fastest_rates<Model>(n.values, clamped, settings_.dt);
    return place->second;
  }

  [[noreturn]] void refuse(const population& p, const std::string& extremes, const rates& fastest) const {
    throw input_error(
        "simulation.dt",
        fmt::format(
            "{:g} ms is too long for {} with population '{}' ({}{}), whose gates have rates of up to {:.3g} per "
            "ms and whose membrane of up to {:.3g} per ms; expected at most {:.2g} ms, or the integrator "
            "exponential_euler",
            settings_.dt, settings_.integrator, p.name, p.model, extremes.empty() ? "" : " with " + extremes,
            fastest.gate, fastest.membrane, fastest.template longest_dt<Integrator>()));
  }

  const settings& settings_;
  std::map<std::string, double> clamped_;  ///< by population, as if all its clamps were on one neuron
  std::map<std::pair<std::string_view, std::vector<double>>, rates> known_;
};

}  // namespace

void check_stability(const experiment& e) {
  with_name(all_integrators{}, e.settings.integrator, [&](auto tag) {
    stability_check<typename decltype(tag)::type> stability(e);
    for (const auto& p : e.network.populations) stability.check(p);
  });
}

}  // namespace hux
