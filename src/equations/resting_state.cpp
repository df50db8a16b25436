#include "equations/resting_state.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hux {
namespace {

/// A neuron whose states are all where they are steady at v.
class settled_neuron {
 public:
  settled_neuron(const equations& model, const std::vector<double>& parameters)
      : model_(model), parameters_(parameters), k_(model.derived(parameters, 1.0)), all_(model.states.size()) {
    std::iota(all_.begin(), all_.end(), std::size_t{0});
  }

  [[nodiscard]] std::vector<double> at(double v) const {
    std::vector<double> state{v};
    for (const auto& s : model_.states) state.push_back(s.standard.value_or(s.first_guess()));
    model_.settle(k_.data(), all_, state.data());
    return state;
  }

  /// mV/ms; NaN where nothing is steady.
  [[nodiscard]] double slope(double v) const {
    const auto f = model_.membrane(k_.data(), at(v).data());
    return f.drive - f.decay * v;
  }

  /// Where v neither rises nor falls between two potentials, from the first of which it rises and from the second
  /// falls.
  [[nodiscard]] double root(double low, double high) const {
    constexpr double close = 1e-12;  // relative
    while (high - low > close * std::max(1.0, std::abs(low))) {
      const double middle = (low + high) / 2;
      if (middle == low || middle == high) break;
      (slope(middle) > 0 ? low : high) = middle;
    }
    return (low + high) / 2;
  }

  /// Does it come back to a potential from beside it?
  [[nodiscard]] bool stays_at(double v) const {
    constexpr double dt = 0.05;
    constexpr double duration = 1000;
    constexpr double beside = 0.5;
    constexpr double unit_of_time = 0.5;  // of crank_nicolson, in steps
    const auto stepper = model_.stepper_of("crank_nicolson");
    const auto k = model_.derived(parameters_, unit_of_time * dt);
    auto state = at(v);
    state[0] += beside;
    stepper.start(k.data(), state.data());
    for (double t = 0; t < duration; t += dt) stepper.step(k.data(), 0, state.data());
    return std::abs(state[0] - v) < beside / 10;
  }

 private:
  const equations& model_;
  const std::vector<double>& parameters_;
  std::vector<double> k_;
  std::vector<std::size_t> all_;
};

found_rests::state lowest_stable(const equations& model, const std::vector<double>& parameters) {
  constexpr double lowest = -150;
  constexpr double highest = 50;
  constexpr double step = 0.5;
  const settled_neuron neuron(model, parameters);
  for (double v = lowest; v < highest; v += step) {
    if (!(neuron.slope(v) > 0 && neuron.slope(v + step) <= 0)) continue;
    const double rest = neuron.root(v, v + step);
    if (neuron.stays_at(rest)) return neuron.at(rest);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<double>> resting_state(const equations& model, const std::vector<double>& parameters) {
  return model.rests.of(parameters, [&] { return lowest_stable(model, parameters); });
}

std::optional<std::vector<double>> resting_state_near(const equations& model, const std::vector<double>& parameters,
                                                      double v) {
  constexpr double farthest = 50;
  const settled_neuron neuron(model, parameters);
  for (double reach = 1; reach < farthest; reach *= 2)
    if (neuron.slope(v - reach) > 0 && neuron.slope(v + reach) <= 0)
      return neuron.at(neuron.root(v - reach, v + reach));
  return std::nullopt;
}

input_error no_rest(const std::string& population, const std::string& model) {
  return {"population." + population + ".initial",
          "a neuron of the model '" + model +
              "' with these parameters has no stable state of rest from -150 to 50 mV; expected initial values"};
}

}  // namespace hux
