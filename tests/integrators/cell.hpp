#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "data/reference.hpp"
#include "hux/device/integrators/integrators.hpp"

namespace hux::test {

/// One neuron without synapses, advanced step by step.
template <class Model, class Integrator, class Real = double>
class cell {
 public:
  /// @param p none: the defaults
  /// @param closed all gates start at 0; else at their steady state
  cell(const std::vector<double>& p, double dt, bool closed = false,
       double initial_v = equations_for<Model>().initial_v)
      : k_(coefficients<Model, Real>(p, dt * Integrator::unit_of_time)) {
    state_.v = static_cast<Real>(initial_v);
    linear<Real> x[Model::gates];
    Model::kinetics(state_.v, state_.gate, k_, x);
    for (int i = 0; i < Model::gates; ++i) state_.gate[i] = closed ? Real(0) : x[i].drive / x[i].decay;
    if constexpr (Integrator::staggered) Integrator::template stagger<Model>(state_, k_);
  }

  void step(double current) { step({current, current, current}); }

  /// @param current at the stages of the step
  void step(const std::array<double, stages>& current) {
    stage_input<Real, type_list<>> input{};
    for (int s = 0; s < stages; ++s)
      input.sum[s] = {static_cast<Real>(current[static_cast<std::size_t>(s)]) * k_.input, Real(0)};
    Integrator::template step<Model>(state_, k_, input);
  }

  [[nodiscard]] double v() const { return static_cast<double>(state_.v); }
  [[nodiscard]] double gate(int i) const { return static_cast<double>(state_.gate[i]); }

 private:
  typename Model::template coefficients<Real> k_;
  neuron_state<Real, Model::gates> state_;
};

/// Membrane potential at 0, dt, 2 dt, ... under the current step of a run of the reference.
template <class Model, class Integrator, class Real = double>
std::vector<double> course(const nlohmann::json& run, double dt) {
  const auto p =
      parameters_of<Model>(run.value("preset", ""), run.value("parameters", std::map<std::string, double>{}));
  cell<Model, Integrator, Real> c(p, dt, run.at("gates") == "zero",
                                  run.value("initial_v", equations_for<Model>().initial_v));
  const auto on = std::lround(run.at("start").get<double>() / dt);
  const auto off = std::lround(run.at("stop").get<double>() / dt);
  const auto last = std::lround(run.at("duration").get<double>() / dt);
  const auto current = run.at("current").get<double>();
  std::vector<double> v{c.v()};
  for (long i = 0; i < last; ++i) {
    c.step(i >= on && i < off ? current : 0.0);
    v.push_back(c.v());
  }
  return v;
}

/// The polynomial through six samples at 0 ... 5, at x (Neville).
inline double through_six(const double* sample, double x) {
  double p[6];
  std::copy(sample, sample + 6, p);
  for (int level = 1; level < 6; ++level)
    for (int i = 0; i + level < 6; ++i) p[i] = ((x - i - level) * p[i] + (i - x) * p[i + 1]) / -level;
  return p[0];
}

/// Times of upward crossings of the threshold, on a polynomial of degree 5, whose error is below that of the course.
inline std::vector<double> crossings(const std::vector<double>& v, double threshold, double dt) {
  std::vector<double> times;
  for (std::size_t i = 2; i + 3 < v.size(); ++i) {
    if (v[i] >= threshold || v[i + 1] < threshold) continue;
    double below = 2;
    double above = 3;
    while (above - below > 1e-12) {
      const double middle = (below + above) / 2;
      (through_six(&v[i - 2], middle) < threshold ? below : above) = middle;
    }
    times.push_back((static_cast<double>(i) - 2 + below) * dt);
  }
  return times;
}

/// Spike times under the current step of a run of the reference.
template <class Model, class Integrator, class Real = double>
std::vector<double> spike_times_of(const nlohmann::json& run, double dt) {
  return crossings(course<Model, Integrator, Real>(run, dt), equations_for<Model>().threshold, dt);
}

}  // namespace hux::test
