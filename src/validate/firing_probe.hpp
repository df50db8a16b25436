#pragma once

#include <optional>
#include <vector>

#include "hux/integrators/crossing.hpp"
#include "hux/integrators/stage_input.hpp"

namespace hux {

/// One neuron under a constant current from t = 0 on, when it is at the model's initial potential with its gates at
/// rest; in double precision. Times are in ms, currents as the model has them.
template <class Model, class Integrator>
class firing_probe {
 public:
  firing_probe(const typename Model::parameters& parameters, double threshold)
      : parameters_(parameters), threshold_(threshold) {}

  /// Times of the spikes before `end`. Slopes of the potential are central differences.
  [[nodiscard]] std::vector<double> spikes(double current, double dt, double end) const {
    const auto v = course(current, dt, end + 2 * dt);
    std::vector<double> times;
    for (std::size_t i = 1; i + 2 < v.size(); ++i) {
      if (v[i] >= threshold_ || !(v[i + 1] >= threshold_)) continue;
      const double in_step =
          crossing_fraction(v[i], v[i + 1], (v[i + 1] - v[i - 1]) / 2, (v[i + 2] - v[i]) / 2, threshold_);
      const double time = (static_cast<double>(i) + in_step) * dt;
      if (time < end) times.push_back(time);
    }
    return times;
  }

  /// The least current, to 1 %, with which there are `count` spikes before `end`; none if there is no such current up
  /// to 10,000 mV times the conductance at rest.
  [[nodiscard]] std::optional<double> least_current(std::size_t count, double dt, double end) const {
    const auto fires = [&](double current) { return spikes(current, dt, end).size() >= count; };
    if (fires(0)) return 0;
    const double millivolt = conductance_at_rest();
    if (!(millivolt > 0)) return std::nullopt;
    double low = 0;
    double high = millivolt;
    for (; !fires(high); high *= 1.5) {
      if (high > 1e4 * millivolt) return std::nullopt;
      low = high;
    }
    while (high - low > 0.01 * high) {
      const double middle = (low + high) / 2;
      (fires(middle) ? high : low) = middle;
    }
    return high;
  }

 private:
  using state = neuron_state<double, Model::gates>;

  static state at_rest(const typename Model::template coefficients<double>& k) {
    state s;
    s.v = Model::initial_v;
    linear<double> x[Model::gates];
    Model::kinetics(s.v, k, x);
    for (int g = 0; g < Model::gates; ++g) s.gate[g] = x[g].drive / x[g].decay;
    return s;
  }

  /// In current for each mV.
  [[nodiscard]] double conductance_at_rest() const {
    const auto k = Model::derive(parameters_, 1.0);
    const state s = at_rest(k);
    return Model::membrane(s.v, s.gate, k).decay / k.input;
  }

  /// The potential at 0, dt, 2 dt, ... up to `end`.
  [[nodiscard]] std::vector<double> course(double current, double dt, double end) const {
    const auto k = Model::derive(parameters_, dt * Integrator::unit_of_time);
    state s = at_rest(k);
    if constexpr (Integrator::staggered) Integrator::template stagger<Model>(s, k);
    stage_input<double, false> input{};
    for (auto& sum : input.sum) sum = {current * k.input, 0};
    std::vector<double> v{s.v};
    while (static_cast<double>(v.size()) * dt <= end) {
      Integrator::template step<Model>(s, k, input);
      v.push_back(s.v);
    }
    return v;
  }

  typename Model::parameters parameters_;
  double threshold_;
};

}  // namespace hux
