#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "hux/catalog.hpp"
#include "hux/device/integrators/crossing.hpp"

namespace hux {

/// One neuron under a constant current from t = 0 on, when it is at the model's initial potential with its gates at
/// rest; in double precision. Times are in ms, currents as the model has them.
class firing_probe {
 public:
  /// @param parameters in the model's order
  firing_probe(const equations& model, const integrator_info& integrator, std::vector<double> parameters,
               double threshold)
      : model_(model),
        unit_of_time_(integrator.unit_of_time),
        stepper_(model.stepper_of(integrator.name)),
        parameters_(std::move(parameters)),
        threshold_(threshold) {}

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
  [[nodiscard]] std::vector<double> at_rest(const std::vector<double>& k) const {
    return model_.state_at(model_.initial_v, k.data());
  }

  /// In current for each mV.
  [[nodiscard]] double conductance_at_rest() const {
    const auto k = model_.derived(parameters_, 1.0);
    return model_.membrane(k.data(), at_rest(k).data()).decay / k[model_.input];
  }

  /// The potential at 0, dt, 2 dt, ... up to `end`.
  [[nodiscard]] std::vector<double> course(double current, double dt, double end) const {
    const auto k = model_.derived(parameters_, dt * unit_of_time_);
    auto state = at_rest(k);
    stepper_.start(k.data(), state.data());
    std::vector<double> v{state[0]};
    while (static_cast<double>(v.size()) * dt <= end) {
      stepper_.step(k.data(), current, state.data());
      v.push_back(state[0]);
    }
    return v;
  }

  const equations& model_;
  double unit_of_time_;
  neuron_stepper stepper_;
  std::vector<double> parameters_;
  double threshold_;
};

}  // namespace hux
