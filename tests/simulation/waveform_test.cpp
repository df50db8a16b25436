#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "simulation/cells.hpp"
#include "simulation/runs.hpp"

// Currents into cells that only integrate: V(t) - V(0) is the charge until t, over a capacitance of 1.

namespace {

using namespace hux::test;

constexpr double dt = 0.05;

/// Charge of a stimulus until the end of a run.
double charge(const hux::stimulus& what, double duration, const char* integrator = "rk4", double step = dt) {
  auto e = experiment_of({integrators("p", 1)}, duration, step);
  e.network.inputs = {stimulate("in", "p", what)};
  e.settings.integrator = integrator;
  return final_state(e, "p", "v")[0];
}

TEST(currents, of_a_constant_bring_their_charge) { EXPECT_NEAR(charge(hux::constant_current{3.0}, 20), 60, 1e-10); }

TEST(currents, of_a_step_are_on_from_start_to_stop) {
  const hux::step_current step{10.0, 2, 7.5};
  EXPECT_EQ(charge(step, 2), 0);
  EXPECT_NEAR(charge(step, 2 + dt), 10 * dt, 1e-12);
  EXPECT_NEAR(charge(step, 7.5), 55, 1e-10);
  EXPECT_NEAR(charge(step, 20), 55, 1e-10);
}

TEST(currents, of_a_pulse_train_bring_the_charge_of_each_pulse) {
  const hux::pulse_train pulses{4.0, 1, 21, 5, 1.5};
  for (int k = 0; k < 4; ++k) {
    EXPECT_NEAR(charge(pulses, 1 + 5 * k + dt), 4 * (1.5 * k + dt), 1e-9) << "begin of pulse " << k;
    EXPECT_NEAR(charge(pulses, 1 + 5 * k + 1.5), 4 * 1.5 * (k + 1), 1e-9) << "end of pulse " << k;
    EXPECT_NEAR(charge(pulses, 1 + 5 * k + 4.9), 4 * 1.5 * (k + 1), 1e-9) << "pause after pulse " << k;
  }
  EXPECT_NEAR(charge(pulses, 60), 4 * 1.5 * 4, 1e-9) << "the fifth would begin when the train ends";
}

// A period and a width that binary numbers do not hold: over a thousand pulses, an error of the phase would add up.
TEST(currents, of_a_pulse_train_keep_their_phase) {
  const hux::pulse_train pulses{1.0, 0, 1000, 0.35, 0.15};
  EXPECT_NEAR(charge(pulses, 350), 150, 1e-6);
}

TEST(currents, of_a_ramp_grow_linearly) {
  const hux::ramp_current ramp{8.0, 2, 12};
  EXPECT_EQ(charge(ramp, 2), 0);
  EXPECT_NEAR(charge(ramp, 7), 8 * 5 * 5 / (2 * 10.0), 1e-7);
  EXPECT_NEAR(charge(ramp, 12), 40, 1e-7);
  EXPECT_NEAR(charge(ramp, 15), 40, 1e-7) << "off after stop";
}

TEST(currents, of_a_sine_have_its_frequency_phase_and_offset) {
  const double f = 0.08;  // per ms
  const hux::sine_current sine{6.0, 0.25, 80, 0.4, 1, 24};
  const auto exact = [&](double t) {
    const double w = 2 * std::numbers::pi * f;
    return 6 * (0.25 * (t - 1) + (std::cos(0.4) - std::cos(w * (t - 1) + 0.4)) / w);
  };
  // Three points a step integrate the sine as Simpson's rule does, with an error of (w dt)^4 / 2880.
  for (const double t : {3.0, 8.0, 15.5, 24.0}) EXPECT_NEAR(charge(sine, t), exact(t), 1e-6) << t;
  EXPECT_NEAR(charge(sine, 30), exact(24), 1e-6);
}

// Each integrator sees the three points of a step in its own way.
TEST(currents, of_a_ramp_bring_their_charge_under_every_integrator) {
  const hux::ramp_current ramp{8.0, 2, 12};
  EXPECT_NEAR(charge(ramp, 15, "exponential_euler"), 40, 1e-7);
  EXPECT_NEAR(charge(ramp, 15, "crank_nicolson"), 40, 1e-7);
  EXPECT_NEAR(charge(ramp, 15, "euler"), 40 - 8 * dt / 2, 1e-5) << "the value at the begin of each step";
}

TEST(currents, may_differ_from_neuron_to_neuron) {
  auto e = experiment_of({integrators("p", 5)}, 10, dt);
  e.network.inputs = {stimulate("in", "p", hux::step_current{hux::linspace{0, 4}, 0, 5})};
  const auto v = final_state(e, "p", "v");
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(v[i], 5.0 * static_cast<double>(i), 1e-10);
}

TEST(currents, go_to_the_chosen_neurons_in_the_order_in_which_they_are_named) {
  auto e = experiment_of({integrators("p", 40)}, 10, dt);
  e.network.inputs = {stimulate("in", "p", hux::constant_current{std::vector<double>{1, 2, 3}}, {30, 7, 16})};
  const auto v = final_state(e, "p", "v");
  for (std::size_t i = 0; i < 40; ++i) EXPECT_NEAR(v[i], i == 30 ? 10 : i == 7 ? 20 : i == 16 ? 30 : 0, 1e-10) << i;
}

TEST(currents, of_several_inputs_add_up) {
  auto e = experiment_of({integrators("p", 2)}, 10, dt);
  e.network.inputs = {stimulate("a", "p", hux::constant_current{1.0}),
                      stimulate("b", "p", hux::step_current{2.0, 1, 3}),
                      stimulate("c", "p", hux::constant_current{-4.0}, {1})};
  const auto v = final_state(e, "p", "v");
  EXPECT_NEAR(v[0], 14, 1e-10);
  EXPECT_NEAR(v[1], -26, 1e-10);
}

}  // namespace
