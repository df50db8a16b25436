#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "cells.hpp"
#include "hux/errors.hpp"
#include "runs.hpp"

// Under a clamp the potential is known, and with it, in closed form, everything else.

namespace {

using namespace hux::test;
using hux::voltage_clamp;

constexpr double fine_step = 0.01;  // ms

/// Passive cells of capacitance 1 and leak 0.3 at -54.3, clamped through a conductance of 2.
hux::experiment leaky(std::uint32_t size, const voltage_clamp& clamp, std::vector<std::uint32_t> neurons = {}) {
  auto p = cells("p", size, "hodgkin_huxley");
  p.parameters = {{"g_na", 0.0}, {"g_k", 0.0}};
  p.initial_v = -65.0;
  auto e = experiment_of({p}, 10, fine_step);
  e.network.inputs = {stimulate("clamp", "p", clamp, std::move(neurons))};
  return e;
}

/// V of such a cell at t after it was at v: a first-order equation.
double relaxed(double v, double command, double t) {
  const double g = 2.3;
  const double target = (2 * command + 0.3 * -54.3) / g;
  return target + (v - target) * std::exp(-g * t);
}

TEST(voltage_clamp, brings_a_passive_cell_to_each_command_as_its_series_conductance_says) {
  auto e = leaky(1, {2, -70, -10.0, 3, 7, -90});
  const double before = relaxed(-65, -70, 3);
  const double at_stop = relaxed(before, -10, 4);
  for (const auto& [t, v] : {std::pair{1.0, relaxed(-65, -70, 1)},
                             {3.0, before},
                             {3.5, relaxed(before, -10, 0.5)},
                             {7.0, at_stop},
                             {8.0, relaxed(at_stop, -90, 1)}}) {
    e.settings.duration = t;
    EXPECT_NEAR(final_state(e, "p", "v")[0], v, 1e-6) << t;
  }
}

TEST(voltage_clamp, goes_back_to_the_holding_potential_if_nothing_comes_after) {
  auto e = leaky(1, {2, -70, -10.0, 3, 4, {}});
  e.settings.duration = 30;
  EXPECT_NEAR(final_state(e, "p", "v")[0], relaxed(0, -70, 1e9), 1e-9);
}

TEST(voltage_clamp, holds_for_every_integrator) {
  for (const std::string integrator : {"euler", "exponential_euler", "crank_nicolson"}) {
    auto e = leaky(1, {2, -70, -10.0, 3, 20, {}});
    e.settings.integrator = integrator;
    EXPECT_NEAR(final_state(e, "p", "v")[0], relaxed(0, -10, 7), 1e-4) << integrator;
  }
}

TEST(voltage_clamp, gives_each_neuron_its_level) {
  auto e = leaky(21, {2, -70, hux::linspace{-100, 100}, 0, 20, {}});
  const auto v = final_state(e, "p", "v");
  for (std::size_t i = 0; i < v.size(); ++i)
    EXPECT_NEAR(v[i], relaxed(-65, -100 + 10.0 * static_cast<double>(i), 10), 1e-6) << i;
}

TEST(voltage_clamp, leaves_other_neurons_alone) {
  const auto v = final_state(leaky(40, {2, -70, std::vector<double>{-20, 30}, 0, 20, {}}, {30, 7}), "p", "v");
  const double free = -54.3 + (-65 + 54.3) * std::exp(-0.3 * 10);
  for (std::size_t i = 0; i < v.size(); ++i)
    EXPECT_NEAR(v[i], i == 30 ? relaxed(-65, -20, 10) : i == 7 ? relaxed(-65, 30, 10) : free, 1e-6) << i;
}

// Hodgkin & Huxley 1952: under a perfect clamp each gate relaxes exponentially to its steady state.
TEST(voltage_clamp, of_an_axon_gives_the_currents_of_the_closed_form) {
  auto p = cells("axon", 1, "hodgkin_huxley");
  auto e = experiment_of({p}, 6, 0.001);
  e.settings.integrator = "exponential_euler";
  e.network.inputs = {stimulate("clamp", "axon", voltage_clamp{1e6, -65, 0.0, 1, 20, {}})};
  e.recordings.samples = {sample("s", "axon", {"i_na", "i_k", "v"}, 0.25)};
  const auto s = run(e).samples[0];
  const auto gate = [](double alpha0, double beta0, double alpha, double beta, double t) {
    const double from = alpha0 / (alpha0 + beta0);
    const double to = alpha / (alpha + beta);
    return to + (from - to) * std::exp(-(alpha + beta) * t);
  };
  for (double t = 0.25; t < 5; t += 0.25) {
    const double m = gate(2.5 / std::expm1(2.5), 4, 4 / (1 - std::exp(-4.0)), 4 * std::exp(-65.0 / 18), t);
    const double h = gate(0.07, 1 / (1 + std::exp(3.0)), 0.07 * std::exp(-3.25), 1 / (1 + std::exp(-3.5)), t);
    const double n = gate(0.1 / std::expm1(1.0), 0.125, 0.55 / (1 - std::exp(-5.5)), 0.125 * std::exp(-65.0 / 80), t);
    const auto at = static_cast<std::size_t>(std::lround((1 + t) / 0.25)) * 3;
    EXPECT_NEAR(s[at], 120 * m * m * m * h * (0 - 50), 0.5) << t;
    EXPECT_NEAR(s[at + 1], 36 * std::pow(n, 4) * 77, 0.5) << t;
    EXPECT_NEAR(s[at + 2], 0, 0.01) << t;
  }
}

TEST(voltage_clamp, current_is_recorded_as_what_flows_through_the_series_conductance) {
  auto e = leaky(3, {2, -70, hux::linspace{-40, 20}, 3, 7, -90});
  e.recordings.samples = {sample("s", "p", {"i_clamp", "v"}, 0.5)};
  const auto s = run(e).samples[0];
  for (std::size_t i = 0; i < 20; ++i)
    for (std::size_t n = 0; n < 3; ++n) {
      const double t = 0.5 * static_cast<double>(i);
      const double command = t < 3 ? -70 : t < 7 ? -40 + 30.0 * static_cast<double>(n) : -90;
      EXPECT_NEAR(s[i * 6 + n], 2 * (command - s[i * 6 + 3 + n]), 1e-4) << t << " ms, neuron " << n;
    }
}

TEST(samples, of_an_injected_current_are_its_course) {
  auto e = experiment_of({integrators("p", 3)}, 10, fine_step);
  e.network.inputs = {stimulate("push", "p", hux::ramp_current{hux::linspace{0, 4}, 2, 6})};
  e.recordings.samples = {sample("s", "p", {"i_push"}, 1)};
  const auto s = run(e).samples[0];
  for (std::size_t i = 0; i < 10; ++i)
    for (std::size_t n = 0; n < 3; ++n) {
      const double risen = i >= 2 && i < 6 ? (static_cast<double>(i) - 2) / 4 : 0;
      EXPECT_NEAR(s[i * 3 + n], 2 * static_cast<double>(n) * risen, 1e-6) << i << " ms, neuron " << n;
    }
}

TEST(voltage_clamp, is_refused_where_the_integrator_cannot_follow_its_conductance) {
  auto e = leaky(1, {1000, -70, -10.0, 3, 7, {}});
  EXPECT_THROW(hux::validate(e), hux::input_error);
  e.settings.integrator = "crank_nicolson";
  EXPECT_NO_THROW(hux::validate(e));
}

}  // namespace
