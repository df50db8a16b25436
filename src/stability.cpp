#include "stability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "by_name.hpp"
#include "hux/core/errors.hpp"
#include "hux/models/model.hpp"

namespace hux {
namespace {

struct mean_of {
  double operator()(double x) const { return x; }
  double operator()(const uniform& u) const { return (u.low + u.high) / 2; }
  double operator()(const normal& n) const { return n.mean; }
  double operator()(const lognormal& n) const { return n.mean; }
  double operator()(const linspace& l) const { return (l.first + l.last) / 2; }
  double operator()(const std::vector<double>& v) const {
    double sum = 0;
    for (const double x : v) sum += x;
    return v.empty() ? 0 : sum / static_cast<double>(v.size());
  }
};

template <class Model>
typename Model::parameters mean_parameters(const population& p) {
  typename Model::parameters values;
  for (const auto& preset : Model::presets)
    if (preset.name == p.preset) values = preset.values;
  for (const auto& parameter : Model::parameter_table) {
    const auto given = p.parameters.find(std::string(parameter.name));
    if (given != p.parameters.end()) values.*(parameter.member) = std::visit(mean_of{}, given->second);
  }
  return values;
}

/// The fastest decays (1/ms) of a neuron.
struct rates {
  double gate = 0;
  double membrane = 0;
};

/// The largest decay rates along an action potential: the probe starts depolarised by 40 mV
/// with its gates at rest, which makes a cell with sodium channels fire at once.
/// @param clamped conductance of all voltage clamps, which adds to the membrane's
template <class Model>
rates fastest_rates(const typename Model::parameters& parameters, double clamped) {
  constexpr double step = 1e-3;
  constexpr double duration = 10;
  const auto k = Model::derive(parameters, 1.0);
  linear<double> x[Model::gates];
  double gate[Model::gates];
  double v = Model::initial_v;
  Model::kinetics(v, k, x);
  for (int g = 0; g < Model::gates; ++g) gate[g] = x[g].drive / x[g].decay;
  v += 40;
  rates fastest;
  for (int i = 0; i < static_cast<int>(duration / step); ++i) {
    // Backward Euler for each equation in turn: stable at any rate.
    Model::kinetics(v, k, x);
    for (int g = 0; g < Model::gates; ++g) {
      fastest.gate = std::max(fastest.gate, x[g].decay);
      gate[g] = (gate[g] + step * x[g].drive) / (1 + step * x[g].decay);
    }
    const linear<double> membrane = Model::membrane(v, gate, k);
    fastest.membrane = std::max(fastest.membrane, membrane.decay + clamped * k.input);
    v = (v + step * membrane.drive) / (1 + step * membrane.decay);
  }
  return fastest;
}

/// The conductance of all voltage clamps of a population, as if all were on one neuron.
double clamped_conductance(const population& p, const network& n) {
  double sum = 0;
  for (const auto& in : n.inputs)
    if (const auto* clamp = std::get_if<voltage_clamp>(&in.what); clamp && in.population == p.name)
      sum += clamp->conductance;
  return sum;
}

template <class Integrator>
void check_population(const population& p, const experiment& e) {
  with_name(all_models{}, p.model, [&](auto tag) {
    using model = typename decltype(tag)::type;
    const rates fastest = fastest_rates<model>(mean_parameters<model>(p), clamped_conductance(p, e.network));
    const double longest =
        std::min(Integrator::gate_limit / fastest.gate, Integrator::membrane_limit / fastest.membrane);
    const double dt = e.settings.dt;
    if (dt > longest)
      throw input_error(
          "simulation.dt",
          fmt::format("{:g} ms is too long for {} with population '{}' ({}), whose gates have rates of up to "
                      "{:.3g} per ms and whose membrane of up to {:.3g} per ms; expected at most {:.2g} ms, "
                      "or the integrator exponential_euler",
                      dt, e.settings.integrator, p.name, p.model, fastest.gate, fastest.membrane, longest));
  });
}

}  // namespace

void check_stability(const experiment& e) {
  with_name(all_integrators{}, e.settings.integrator, [&](auto tag) {
    for (const auto& p : e.network.populations) check_population<typename decltype(tag)::type>(p, e);
  });
}

}  // namespace hux
