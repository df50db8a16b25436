#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "built.hpp"
#include "cells.hpp"
#include "runs.hpp"

// What arrives at a receptor in one step is summed as a 32-bit integer in single and a 64-bit one in double precision.
// The unit is a power of two, such that the largest sum possible takes 30 bits (50 in double precision); each weight
// is rounded to it once. weak_weights_test.cpp has what is too small for 30 bits.

namespace {

using namespace hux::test;

constexpr std::uint32_t many_axons = 2000;
constexpr double tau_r = 5;

int bits_of_sum(hux::precision real) { return real == hux::precision::single ? 30 : 50; }

/// Axons that all fire in the same steps, onto cells that nothing moves.
hux::experiment volley(const std::string& synapse, std::vector<hux::projection> projections, hux::precision real) {
  auto e = experiment_of({cells("axons", many_axons, "hodgkin_huxley"),
                          clamped("targets", 5, 0, {make_receptor("r", synapse, {{"tau", tau_r}})})},
                         3, time_step, real);
  e.settings.integrator = "crank_nicolson";
  e.recordings.spike_times = hux::spike_time::grid;
  e.network.inputs = {stimulate("drive", "axons", hux::constant_current{40.0})};
  e.network.projections = std::move(projections);
  return e;
}

/// What is left of a weight of 1 at the end of a volley.
double remainder_of(const outcome& o, double delay) {
  EXPECT_EQ(o.spikes[0].size(), many_axons) << "each fires once";
  EXPECT_EQ(o.spikes[0].front().time, o.spikes[0].back().time) << "all at once";
  return std::exp(-(3 - o.spikes[0].front().time - delay) / tau_r);
}

/// Of a sum: half a unit for each of its equal weights, and the rounding of the steps in which it decays.
double relative_precision(hux::precision real) {
  return many_axons * std::ldexp(1.0, -bits_of_sum(real)) + (real == hux::precision::single ? 4e-6 : 1e-13);
}

TEST(fixed_point, does_not_overflow_when_all_spikes_arrive_at_once) {
  for (const auto real : {hux::precision::single, hux::precision::double_})
    for (const double weight : {1e-12, 1e-3, 6.0, 67.0, 1e9, 1e20}) {
      const auto o =
          run(volley("exponential", {connect("p", "axons", "targets", "r", hux::all_to_all{}, weight, 0.1)}, real));
      const double expected = many_axons * weight * remainder_of(o, 0.1);
      for (const double x : o.state.at("targets r")) EXPECT_NEAR(x / expected, 1, relative_precision(real)) << weight;
    }
}

TEST(fixed_point, takes_weights_too_small_to_matter_for_zero) {
  for (const auto real : {hux::precision::single, hux::precision::double_})
    for (const double weight : {1e-40, 1e-300, 5e-324}) {
      const auto o =
          run(volley("exponential", {connect("p", "axons", "targets", "r", hux::all_to_all{}, weight, 0.1)}, real));
      EXPECT_EQ(o.state.at("targets r")[0], 0) << weight;
    }
}

TEST(fixed_point, refuses_weights_beyond_the_range_of_the_state) {
  for (const double weight : {1e28, 1e38, 1e300})
    for (const hux::distribution& d : {hux::distribution(weight), hux::distribution(hux::uniform{0, weight})})
      EXPECT_THROW(
          hux::simulation(volley("exponential", {connect("p", "axons", "targets", "r", hux::all_to_all{}, d, 0.1)},
                                 hux::precision::single)),
          hux::input_error)
          << weight;
}

TEST(fixed_point, adds_up_projections_of_both_signs) {
  for (const auto real : {hux::precision::single, hux::precision::double_}) {
    const auto o = run(volley("exponential_current",
                              {connect("up", "axons", "targets", "r", hux::all_to_all{}, 1e6, 0.1),
                               connect("down", "axons", "targets", "r", hux::all_to_all{}, -1e6, 0.1),
                               connect("rest", "axons", "targets", "r", hux::fixed_indegree{100}, -3.0, 0.1)},
                              real));
    const double quantum = std::ldexp(1.0, std::ilogb(2 * 2e9 + 300) + 1 - bits_of_sum(real));
    const double left = remainder_of(o, 0.1);
    EXPECT_NEAR(o.state.at("targets r")[0], -300 * left, 2100 * quantum / 2 + 1e-4);
  }
}

/// Weights over six orders of magnitude that single precision holds exactly; too many for 30 bits.
hux::explicit_list drawn_weights() {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> exponent(-3, 3);
  hux::explicit_list list;
  for (std::uint32_t source = 0; source < many_axons; ++source) {
    list.source.push_back(source);
    list.target.push_back(source % 5 % 2);  // 1200 and 800 synapses
    list.weight.push_back(static_cast<float>(std::pow(10, exponent(random))));
  }
  return list;
}

TEST(fixed_point, sums_are_exact_to_half_a_unit_a_synapse) {
  const auto list = drawn_weights();
  double sums[2] = {0, 0};
  for (std::size_t i = 0; i < list.source.size(); ++i) sums[list.target[i]] += list.weight[i];
  const double most = 1200 * *std::max_element(list.weight.begin(), list.weight.end());
  for (const auto real : {hux::precision::single, hux::precision::double_}) {
    const double unit = std::ldexp(1.0, std::ilogb(most) + 1 - 50);
    const auto o = run(volley("exponential", {connect("p", "axons", "targets", "r", list, 0.0, 0.1)}, real));
    const double left = remainder_of(o, 0.1);
    for (const std::size_t target : {0U, 1U})
      EXPECT_NEAR(o.state.at("targets r")[target], sums[target] * left,
                  1200 * unit / 2 + sums[target] * relative_precision(real));
  }
}

TEST(fixed_point, has_the_finest_unit_that_holds_the_largest_sum) {
  const hux::spike_times together{"r", 100, std::vector<std::uint32_t>(50, 3), std::vector<double>(50, 1.0)};
  for (const auto real : {hux::precision::single, hux::precision::double_})
    for (const double weight : {0.3, 1.0, 30.0}) {
      auto e = volley("exponential", {connect("p", "axons", "targets", "r", hux::all_to_all{}, weight, 0.1)}, real);
      e.network.inputs.push_back(stimulate("together", "targets", together));
      const double most = many_axons * weight + 50 * 100;
      const double units = most / built(e).populations[1].receptors[0].unit;
      EXPECT_LT(units, std::ldexp(1.0, bits_of_sum(real)));
      EXPECT_GE(units, std::ldexp(1.0, bits_of_sum(real) - 1));
    }
}

// The most spikes that a step can bring must fit as well, however improbable.
TEST(fixed_point, has_room_for_the_most_spikes_that_a_poisson_train_can_bring) {
  auto e = volley("exponential", {}, hux::precision::single);
  e.network.inputs.push_back(stimulate("rain", "targets", hux::poisson_train{"r", 1000, 2.0}));
  const auto network = built(e);
  const double most = 2.0 * static_cast<double>(network.poissons[0].thresholds.size());
  EXPECT_GE(most, 2.0 * 4);
  EXPECT_LT(most / network.populations[1].receptors[0].unit, std::ldexp(1.0, 30));
}

}  // namespace
