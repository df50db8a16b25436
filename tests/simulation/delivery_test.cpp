#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cells.hpp"
#include "runs.hpp"

// A spike on the grid at time t (the end of the step in which the threshold was crossed) that travels for a delay d
// adds its weight at t + d, before the step that begins there. A sample at t + d is taken before that step, so the
// first one to show the spike is at t + d + dt, and what it shows has decayed for one step: w exp(-dt / tau).

namespace {

using namespace hux::test;

constexpr double tau_in = 5;
constexpr double weight_in = 3;
constexpr std::uint32_t few_axons = 8;

/// Squid axons that fire at different times onto a receptor of `targets` cells.
hux::experiment volleys(std::uint32_t targets, hux::connection_rule rule, const hux::distribution& delay) {
  auto axons = cells("axons", few_axons, "hodgkin_huxley");
  auto e = experiment_of(
      {axons, clamped("targets", targets, -65, {make_receptor("in", "exponential", {{"tau", tau_in}})})}, 40);
  e.network.inputs = {stimulate("drive", "axons", hux::constant_current{hux::linspace{8, 30}})};
  e.network.projections = {connect("p", "axons", "targets", "in", std::move(rule), weight_in, delay)};
  e.recordings.spike_times = hux::spike_time::grid;
  e.recordings.samples = {sample("in", "targets", {"g_in"}, time_step)};
  return e;
}

std::int64_t steps(double ms) { return std::llround(ms / time_step); }

/// The course of a conductance, sampled every step, from the steps at which spikes arrive.
std::vector<double> course(const std::vector<std::int64_t>& arrivals, std::int64_t samples) {
  std::vector<double> g(static_cast<std::size_t>(samples), 0.0);
  for (const std::int64_t arrival : arrivals)
    for (std::int64_t i = arrival + 1; i < samples; ++i)
      g[static_cast<std::size_t>(i)] += weight_in * std::exp(-static_cast<double>(i - arrival) * time_step / tau_in);
  return g;
}

/// Samples of one target.
std::vector<double> sampled(const outcome& o, std::size_t target, std::size_t targets) {
  std::vector<double> g;
  for (std::size_t i = target; i < o.samples[0].size(); i += targets) g.push_back(o.samples[0][i]);
  return g;
}

void expect_equal(const std::vector<double>& g, const std::vector<double>& expected) {
  ASSERT_EQ(g.size(), expected.size());
  for (std::size_t i = 0; i < g.size(); ++i) {
    ASSERT_EQ(g[i] == 0, expected[i] == 0) << "sample " << i;
    ASSERT_NEAR(g[i], expected[i], 1e-6 * weight_in * few_axons) << "sample " << i;
  }
}

TEST(delivery, is_on_the_exact_step_for_every_delay_and_window) {
  for (const std::int64_t delay : {1, 2, 3, 10, 63, 64, 65, 300})
    for (const std::uint32_t window : {0U, 1U, 3U, 64U}) {
      auto e = volleys(few_axons, hux::one_to_one{}, time_step * static_cast<double>(delay));
      e.settings.window = window;
      const auto o = run(e);
      for (std::uint32_t i = 0; i < few_axons; ++i) {
        SCOPED_TRACE("delay " + std::to_string(delay) + ", window " + std::to_string(window));
        std::vector<std::int64_t> arrivals;
        for (const auto& s : o.spikes[0])
          if (s.neuron == i) arrivals.push_back(steps(s.time) + delay);
        EXPECT_GE(arrivals.size(), 2U);
        expect_equal(sampled(o, i, few_axons), course(arrivals, steps(40)));
      }
    }
}

TEST(delivery, rounds_a_delay_to_the_nearest_step) {
  for (const auto& [ms, whole] : {std::pair{0.05, 1}, {0.074, 1}, {0.075, 2}, {0.1249, 2}, {0.3, 6}}) {
    const auto o = run(volleys(few_axons, hux::one_to_one{}, ms));
    expect_equal(sampled(o, 0, few_axons), [&] {
      std::vector<std::int64_t> arrivals;
      for (const auto& s : o.spikes[0])
        if (s.neuron == 0) arrivals.push_back(steps(s.time) + whole);
      return course(arrivals, steps(40));
    }());
  }
}

TEST(delivery, follows_the_delays_of_a_list) {
  hux::explicit_list list;
  for (std::uint32_t i = 0; i < few_axons; ++i)
    for (const std::uint32_t delay : {2U + i, 40U - i, 200U}) {  // three synapses on one pair
      list.source.push_back(i);
      list.target.push_back(i / 2);
      list.delay.push_back(time_step * delay);
    }
  for (const std::uint32_t window : {0U, 1U}) {
    auto e = volleys(few_axons / 2, list, 0.0);
    e.settings.window = window;
    const auto o = run(e);
    for (std::uint32_t target = 0; target < few_axons / 2; ++target) {
      std::vector<std::int64_t> arrivals;
      for (const auto& s : o.spikes[0])
        for (std::size_t k = 0; k < list.source.size(); ++k)
          if (list.source[k] == s.neuron && list.target[k] == target)
            arrivals.push_back(steps(s.time) + steps(list.delay[k]));
      expect_equal(sampled(o, target, few_axons / 2), course(arrivals, steps(40)));
    }
  }
}

// The delays drawn are not known, but the first arrival shows each, and all later spikes must have the same.
TEST(delivery, keeps_the_delay_that_was_drawn_for_a_synapse) {
  constexpr std::uint32_t targets = 150;
  auto e = volleys(targets, hux::all_to_all{}, hux::uniform{0.2, 4});
  e.network.populations[0].size = 1;
  const auto o = run(e);
  ASSERT_GE(o.spikes[0].size(), 2U);
  std::set<std::int64_t> delays;
  for (std::uint32_t target = 0; target < targets; ++target) {
    const auto g = sampled(o, target, targets);
    const auto first = std::find_if(g.begin(), g.end(), [](double x) { return x > 0; }) - g.begin() - 1;
    const std::int64_t delay = first - steps(o.spikes[0][0].time);
    delays.insert(delay);
    std::vector<std::int64_t> arrivals;
    for (const auto& s : o.spikes[0]) arrivals.push_back(steps(s.time) + delay);
    expect_equal(g, course(arrivals, steps(40)));
  }
  EXPECT_GE(*delays.begin(), 4);
  EXPECT_LE(*delays.rbegin(), 80);
  EXPECT_GT(delays.size(), 50U);  // 150 draws from 77 steps fill 66 of them in the mean, and never so few
}

TEST(spike_times, arrive_at_the_step_nearest_to_them) {
  auto e = experiment_of({clamped("targets", 3, -65, {make_receptor("in", "exponential", {{"tau", tau_in}})})}, 5);
  e.network.inputs = {
      stimulate("in", "targets", hux::spike_times{"in", weight_in, {0, 2, 2, 0, 0}, {2, 1.024, 0, 0.55, 0.55}})};
  e.recordings.samples = {sample("in", "targets", {"g_in"}, time_step)};
  for (const std::uint32_t window : {0U, 1U, 7U}) {
    e.settings.window = window;
    const auto o = run(e);
    expect_equal(sampled(o, 0, 3), course({11, 11, 40}, steps(5)));
    expect_equal(sampled(o, 1, 3), course({}, steps(5)));
    expect_equal(sampled(o, 2, 3), course({0, 20}, steps(5)));
  }
}

}  // namespace
