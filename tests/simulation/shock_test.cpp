#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "cells.hpp"
#include "data/reference.hpp"
#include "runs.hpp"

// Currents that are shorter than a step, or switched within one.

namespace {

using namespace hux::test;

/// Spike times of the squid axon under the shock of a run of the reference.
std::vector<double> shocked(const nlohmann::json& run, const std::string& integrator, double dt) {
  auto e = experiment_of({cells("axon", 1, "hodgkin_huxley")}, run.at("duration"), dt);
  e.settings.integrator = integrator;
  const hux::step_current shock{run.at("current").get<double>(), run.at("start"), run.at("stop")};
  e.network.inputs = {stimulate("shock", "axon", shock)};
  return hux::test::run(e).times(0);
}

void expect_reference(const std::string& integrator, double dt, double tolerance) {
  for (const auto& run : reference_of<hux::built_in::hodgkin_huxley>().at("shocks")) {
    const auto expected = run.at("spikes").get<std::vector<double>>();
    const auto times = shocked(run, integrator, dt);
    ASSERT_EQ(times.size(), expected.size()) << "shock at " << run.at("start");
    for (std::size_t i = 0; i < times.size(); ++i)
      EXPECT_NEAR(times[i], expected[i], tolerance) << "shock at " << run.at("start");
  }
}

TEST(shock, of_a_fifth_of_a_step_fires_an_axon_within_half_a_step_under_rk4) {
  expect_reference("rk4", 0.05, 0.05 / 2 + 0.01);
}
TEST(shock, of_a_fifth_of_a_step_fires_an_axon_within_half_a_step_under_crank_nicolson) {
  expect_reference("crank_nicolson", 0.05, 0.05 / 2 + 0.01);
}
TEST(shock, of_a_fifth_of_a_step_fires_an_axon_within_half_a_step_under_exponential_euler) {
  expect_reference("exponential_euler", 0.05, 0.05 / 2 + 0.01);
}
// The spike of forward Euler is late by 0.05 ms at this dt, whatever brings it.
TEST(shock, of_half_a_step_fires_an_axon_under_euler) { expect_reference("euler", 0.02, 0.05 + 0.02 / 2); }

// A cell without channels is carried over its threshold by a current that is switched on and off within that step.
TEST(shock, that_carries_over_the_threshold_puts_the_spike_into_its_step) {
  for (const char* integrator : {"rk4", "euler", "exponential_euler", "crank_nicolson"})
    for (double start = 3.001; start < 3.03; start += 0.003) {
      auto e = experiment_of({integrators("p", 1, -65)}, 5, 0.05);
      e.settings.integrator = integrator;
      e.network.inputs = {stimulate("shock", "p", hux::step_current{10000.0, start, start + 0.013})};
      const auto times = run(e).times(0);
      ASSERT_EQ(times.size(), 1) << integrator;
      EXPECT_NEAR(times[0], start + 65.0 / 10000, 0.05) << integrator;
      EXPECT_TRUE(times[0] >= 3 - 1e-9 && times[0] <= 3.05 + 1e-9) << integrator << " " << times[0];
    }
}

}  // namespace
