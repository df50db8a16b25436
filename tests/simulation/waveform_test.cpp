#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "cells.hpp"
#include "runs.hpp"

// Currents into cells that only integrate: V(t) - V(0) is the charge until t, over a capacitance of 1.

namespace {

using namespace hux::test;

/// Charge of a stimulus until the end of a run.
double charge_of(const hux::stimulus& what, double duration, const char* integrator = "rk4", double step = time_step) {
  auto e = experiment_of({integrators("p", 1)}, duration, step);
  e.network.inputs = {stimulate("in", "p", what)};
  e.settings.integrator = integrator;
  return final_state(e, "p", "v")[0];
}

TEST(currents, of_a_constant_bring_their_charge) { EXPECT_NEAR(charge_of(hux::constant_current{3.0}, 20), 60, 1e-10); }

TEST(currents, of_a_step_are_on_from_start_to_stop) {
  const hux::step_current step{10.0, 2, 7.5};
  EXPECT_EQ(charge_of(step, 2), 0);
  EXPECT_NEAR(charge_of(step, 2 + time_step), 10 * time_step, 1e-12);
  EXPECT_NEAR(charge_of(step, 7.5), 55, 1e-10);
  EXPECT_NEAR(charge_of(step, 20), 55, 1e-10);
}

TEST(currents, of_a_pulse_train_bring_the_charge_of_each_pulse) {
  const hux::pulse_train pulses{4.0, 1, 21, 5, 1.5};
  for (int k = 0; k < 4; ++k) {
    EXPECT_NEAR(charge_of(pulses, 1 + 5 * k + time_step), 4 * (1.5 * k + time_step), 1e-9) << "begin of pulse " << k;
    EXPECT_NEAR(charge_of(pulses, 1 + 5 * k + 1.5), 4 * 1.5 * (k + 1), 1e-9) << "end of pulse " << k;
    EXPECT_NEAR(charge_of(pulses, 1 + 5 * k + 4.9), 4 * 1.5 * (k + 1), 1e-9) << "pause after pulse " << k;
  }
  EXPECT_NEAR(charge_of(pulses, 60), 4 * 1.5 * 4, 1e-9) << "the fifth would begin when the train ends";
}

// A period and a width that binary numbers do not hold: over a thousand pulses, an error of the phase would add up.
TEST(currents, of_a_pulse_train_keep_their_phase) {
  const hux::pulse_train pulses{1.0, 0, 1000, 0.35, 0.15};
  EXPECT_NEAR(charge_of(pulses, 350), 150, 1e-6);
}

TEST(currents, of_a_ramp_grow_linearly) {
  const hux::ramp_current ramp{8.0, 2, 12};
  EXPECT_EQ(charge_of(ramp, 2), 0);
  EXPECT_NEAR(charge_of(ramp, 7), 8 * 5 * 5 / (2 * 10.0), 1e-7);
  EXPECT_NEAR(charge_of(ramp, 12), 40, 1e-7);
  EXPECT_NEAR(charge_of(ramp, 15), 40, 1e-7) << "off after stop";
}

TEST(currents, of_a_sine_have_its_frequency_phase_and_offset) {
  const double f = 0.08;  // per ms
  const hux::sine_current sine{6.0, 0.25, 80, 0.4, 1, 24};
  const auto exact = [&](double t) {
    const double w = 2 * std::numbers::pi * f;
    return 6 * (0.25 * (t - 1) + (std::cos(0.4) - std::cos(w * (t - 1) + 0.4)) / w);
  };
  for (const double t : {3.0, 8.0, 15.5, 24.0}) EXPECT_NEAR(charge_of(sine, t), exact(t), 1e-10) << t;
  EXPECT_NEAR(charge_of(sine, 30), exact(24), 1e-10);
}

// ---- edges off the grid, under every integrator ----

class currents_off_the_grid : public testing::TestWithParam<const char*> {
 protected:
  /// Calls try_one(start, width, dt) for edges and steps that have nothing to do with each other.
  template <class Function>
  static void often(const Function& try_one) {
    std::mt19937_64 random(3);
    const auto between = [&](double a, double b) { return std::uniform_real_distribution(a, b)(random); };
    for (const double part : {0.01, 0.2, 1.0, 1.7, 60.0})
      for (int i = 0; i < 4; ++i) {
        const double step = between(0.01, 0.1);
        const double start = between(0, 3);
        SCOPED_TRACE(testing::Message() << part << " steps of " << step << " from " << start << " on");
        try_one(start, part * step, step);
      }
  }

  /// Charge of a stimulus until the end of the step that holds an instant.
  static double brought(const hux::stimulus& what, double until, double step) {
    return charge_of(what, std::ceil(until / step) * step, GetParam(), step);
  }
};

INSTANTIATE_TEST_SUITE_P(under, currents_off_the_grid,
                         testing::Values("rk4", "euler", "exponential_euler", "crank_nicolson"),
                         [](const auto& integrator) { return std::string(integrator.param); });

TEST_P(currents_off_the_grid, of_a_step_bring_their_charge) {
  often([](double start, double width, double step) {
    EXPECT_NEAR(brought(hux::step_current{9.0, start, start + width}, 10, step) / (9 * width), 1, 1e-6);
  });
}

TEST_P(currents_off_the_grid, of_a_pulse_train_bring_their_charge) {
  often([](double start, double width, double step) {
    const hux::pulse_train pulses{5.0, start, start + 7.5 * width, 2 * width, width};  // four pulses
    EXPECT_NEAR(brought(pulses, start + 8 * width, step) / (5 * 4 * width), 1, 1e-6);
  });
}

TEST_P(currents_off_the_grid, of_a_ramp_bring_their_charge) {
  often([](double start, double width, double step) {
    EXPECT_NEAR(brought(hux::ramp_current{8.0, start, start + width}, 10, step) / (4 * width), 1, 1e-6);
  });
}

TEST_P(currents_off_the_grid, of_a_sine_bring_their_charge) {
  const double w = 2 * std::numbers::pi * 0.0731;  // 73.1 Hz, per ms
  often([&](double start, double width, double step) {
    const double exact = 5 * (0.5 * width + (std::cos(0.2) - std::cos(w * width + 0.2)) / w);
    EXPECT_NEAR(brought(hux::sine_current{5.0, 0.5, 73.1, 0.2, start, start + width}, 10, step) / exact, 1, 1e-6);
  });
}

// Through a conductance so small that V does not come anywhere, what flows follows the command alone.
TEST_P(currents_off_the_grid, of_a_clamp_follow_its_command) {
  often([](double start, double width, double step) {
    const double g = 1e-9;
    const double duration = std::ceil(10 / step) * step;
    const double exact = 80 * width - 30 * (duration - start - width);
    const hux::voltage_clamp clamp{g, 0, 80.0, start, start + width, -30};
    EXPECT_NEAR(brought(clamp, 10, step) / (g * exact), 1, 1e-6);
  });
}

TEST(currents, may_differ_from_neuron_to_neuron) {
  auto e = experiment_of({integrators("p", 5)}, 10);
  e.network.inputs = {stimulate("in", "p", hux::step_current{hux::linspace{0, 4}, 0, 5})};
  const auto v = final_state(e, "p", "v");
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(v[i], 5.0 * static_cast<double>(i), 1e-10);
}

TEST(currents, go_to_the_chosen_neurons_in_the_order_in_which_they_are_named) {
  auto e = experiment_of({integrators("p", 40)}, 10);
  e.network.inputs = {stimulate("in", "p", hux::constant_current{std::vector<double>{1, 2, 3}}, {30, 7, 16})};
  const auto v = final_state(e, "p", "v");
  for (std::size_t i = 0; i < 40; ++i) EXPECT_NEAR(v[i], i == 30 ? 10 : i == 7 ? 20 : i == 16 ? 30 : 0, 1e-10) << i;
}

TEST(currents, of_several_inputs_add_up) {
  auto e = experiment_of({integrators("p", 2)}, 10);
  e.network.inputs = {stimulate("a", "p", hux::constant_current{1.0}),
                      stimulate("b", "p", hux::step_current{2.0, 1, 3}),
                      stimulate("c", "p", hux::constant_current{-4.0}, {1})};
  const auto v = final_state(e, "p", "v");
  EXPECT_NEAR(v[0], 14, 1e-10);
  EXPECT_NEAR(v[1], -26, 1e-10);
}

}  // namespace
