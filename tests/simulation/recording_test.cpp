#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "cells.hpp"
#include "everything.hpp"
#include "runs.hpp"

namespace {

using namespace hux::test;

/// Squid axons from silent to fast.
hux::experiment axons(double duration = 60) {
  auto e = experiment_of({cells("axons", 20, "hodgkin_huxley")}, duration);
  e.network.inputs = {stimulate("drive", "axons", hux::constant_current{hux::linspace{0, 40}})};
  return e;
}

TEST(samples, are_taken_at_0_and_at_each_interval_before_the_end) {
  for (const auto& [interval, count] : {std::pair{0.05, 1200U}, {0.7, 86U}, {59.95, 2U}, {60.0, 1U}, {200.0, 1U}})
    for (const std::uint32_t window : {0U, 1U, 3U}) {
      auto e = axons();
      e.settings.window = window;
      e.recordings.samples = {sample("v", "axons", {"v"}, interval, {4})};
      const auto v = run(e).samples[0];
      EXPECT_EQ(v.size(), count) << interval << " ms";
      EXPECT_EQ(v[0], -65.0F);
    }
}

TEST(samples, are_the_state_at_their_time) {
  auto e = everything();
  e.recordings.samples = {sample("s", "cortex", {"n", "v", "g_exc", "i_push", "m"}, 0.4, {1100, 3, 700})};
  const auto all = run(e).samples[0];
  const std::vector<std::string> variables{"n", "v", "exc", "push", "m"};
  const std::vector<std::size_t> neurons{3, 700, 1100};  // in ascending order, however they were named
  for (const std::size_t i : {1U, 12U, 40U}) {
    e.settings.duration = 0.4 * static_cast<double>(i);
    const auto o = run(e);
    for (std::size_t v = 0; v < variables.size(); ++v)
      for (std::size_t n = 0; n < neurons.size(); ++n)
        EXPECT_EQ(all[(i * variables.size() + v) * neurons.size() + n],
                  static_cast<float>(o.state.at("cortex " + variables[v])[neurons[n]]))
            << variables[v] << " of neuron " << neurons[n] << " at " << e.settings.duration << " ms";
  }
}

TEST(samples, are_said_to_be_of_the_neurons_in_the_order_in_which_they_come) {
  auto e = everything();
  e.recordings.samples = {sample("s", "cortex", {"v"}, 0.4, {1100, 3, 700})};
  const hux::simulation s(e);
  EXPECT_EQ(s.settled().recordings.samples[0].neurons, (std::vector<std::uint32_t>{3, 700, 1100}));
}

// The equations of Hodgkin & Huxley 1952, from the sampled state.
TEST(samples, of_currents_and_conductances_follow_from_the_state) {
  auto e = axons(20);
  e.recordings.samples = {sample("a", "axons", {"v", "m", "h", "n", "g_na", "g_k", "i_na", "i_k", "i_l"}, 0.5, {15})};
  const auto s = run(e).samples[0];
  for (std::size_t i = 0; i < s.size(); i += 9) {
    const double v = s[i];
    const double g_na = 120 * std::pow(s[i + 1], 3) * s[i + 2];
    const double g_k = 36 * std::pow(s[i + 3], 4);
    EXPECT_NEAR(s[i + 4], g_na, 1e-5 * g_na);
    EXPECT_NEAR(s[i + 5], g_k, 1e-5 * g_k);
    EXPECT_NEAR(s[i + 6], g_na * (v - 50), 1e-4 + 1e-5 * g_na * 100);
    EXPECT_NEAR(s[i + 7], g_k * (v + 77), 1e-4 + 1e-5 * g_k * 100);
    EXPECT_NEAR(s[i + 8], 0.3 * (v + 54.3), 1e-4);
  }
}

TEST(samples, of_currents_follow_from_the_parameters_of_their_own_neuron) {
  auto p = cells("axons", 20, "hodgkin_huxley");
  p.parameters = {{"g_l", hux::linspace{0.1, 0.5}}};
  auto e = experiment_of({p}, 2);
  e.recordings.samples = {sample("a", "axons", {"i_l", "v", "i_k"}, 0.5, {3, 7, 19})};
  const auto s = run(e).samples[0];
  const std::vector<double> neurons{3, 7, 19};
  for (std::size_t i = 0; i < s.size(); i += 9)
    for (std::size_t n = 0; n < 3; ++n)
      EXPECT_NEAR(s[i + n], (0.1 + 0.4 * neurons[n] / 19) * (s[i + 3 + n] + 54.3), 1e-5) << neurons[n];
}

TEST(samples, of_a_current_are_the_same_whatever_is_recorded_beside_it) {
  auto e = axons(20);
  e.recordings.samples = {sample("all", "axons", {"g_na", "g_k", "i_na", "i_k", "i_l"}, 0.5),
                          sample("some", "axons", {"i_k", "v", "g_na"}, 0.5), sample("one", "axons", {"i_k"}, 0.5)};
  const auto s = run(e).samples;
  constexpr std::size_t size = 20;
  const auto row = [&](std::size_t of, std::size_t i, std::size_t rows) {
    const auto begin = s[of].begin() + static_cast<std::ptrdiff_t>(i * rows * size);
    return [=](std::size_t variable) {
      const auto at = begin + static_cast<std::ptrdiff_t>(variable * size);
      return std::vector<float>(at, at + size);
    };
  };
  for (std::size_t i = 0; i < s[2].size() / size; ++i) {
    EXPECT_EQ(row(1, i, 3)(0), row(0, i, 5)(3));
    EXPECT_EQ(row(1, i, 3)(2), row(0, i, 5)(0));
    EXPECT_EQ(row(2, i, 1)(0), row(0, i, 5)(3));
  }
}

// g (v - e_rev), under the block that Jahr & Stevens 1990 found: outward positive, as ionic currents.
TEST(samples, of_the_currents_of_receptors_follow_from_the_potential) {
  auto fast = make_receptor("fast", "exponential", {{"tau", 1e9}, {"e_rev", -70}});
  auto slow = make_receptor("slow", "nmda", {{"tau_decay", 1e9}, {"e_rev", 5}, {"c_mg", 1.2}});
  auto push = make_receptor("push", "exponential_current", {{"tau", 1e9}});
  fast.initial = 2.0;
  slow.initial = 3.0;
  push.initial = 4.0;
  auto e = experiment_of({clamped("p", 1, -40, {fast, slow, push})}, 1);
  e.recordings.samples = {sample("s", "p", {"i_fast", "i_slow", "i_push"}, 0.5)};
  const auto s = run(e).samples[0];
  ASSERT_EQ(s.size(), 6U);
  const double open = 1 / (1 + 1.2 / 3.57 * std::exp(0.062 * 40));
  for (std::size_t i = 0; i < s.size(); i += 3) {
    EXPECT_NEAR(s[i], 2 * (-40 + 70), 1e-4);
    EXPECT_NEAR(s[i + 1], 3 * open * (-40 - 5), 1e-4);
    EXPECT_NEAR(s[i + 2], 4, 1e-6);
  }
}

TEST(windows, follow_each_other_without_a_gap) {
  auto e = axons(10);
  for (const std::uint32_t window : {0U, 1U, 7U}) {
    e.settings.window = window;
    hux::simulation s(e);
    collector kept;
    s.record_to(kept);
    s.run();
    EXPECT_TRUE(kept.gapless);
    EXPECT_EQ(kept.steps, 200);
  }
}

TEST(spikes, are_in_the_order_of_time_and_neuron) {
  const auto o = run(everything());
  for (const auto& spikes : o.spikes)
    EXPECT_TRUE(std::is_sorted(spikes.begin(), spikes.end(), [](const auto& a, const auto& b) {
      return a.time != b.time ? a.time < b.time : a.neuron < b.neuron;
    }));
}

TEST(spikes, on_the_grid_follow_those_between_within_a_step) {
  auto e = axons();
  const auto between = run(e).spikes[0];
  e.recordings.spike_times = hux::spike_time::grid;
  auto grid = run(e).spikes[0];
  ASSERT_GT(between.size(), 50U);
  ASSERT_EQ(grid.size(), between.size());
  std::map<std::uint32_t, std::vector<double>> by_neuron;
  for (const auto& s : grid) by_neuron[s.neuron].push_back(s.time);
  std::map<std::uint32_t, std::size_t> next;
  for (const auto& s : between) {
    const double end = by_neuron[s.neuron][next[s.neuron]++];
    EXPECT_NEAR(end / time_step, std::round(end / time_step), 1e-9);
    EXPECT_TRUE(s.time <= end && s.time > end - time_step * (1 + 1e-9)) << s.time << " and " << end;
  }
}

// The axon under 10 uA/cm2, solved by an adaptive method at a tolerance of 1e-12.
TEST(spikes, between_steps_are_as_accurate_as_the_integrator) {
  auto e = experiment_of({cells("axon", 1, "hodgkin_huxley")}, 100, 0.05);
  e.network.inputs = {stimulate("drive", "axon", hux::constant_current{10.0})};
  const double expected[] = {1.897977, 16.806214, 31.441397, 46.064463, 60.686632, 75.308734, 89.930831};
  const auto t = run(e).times(0);
  ASSERT_EQ(t.size(), std::size(expected));
  for (std::size_t i = 0; i < t.size(); ++i) EXPECT_NEAR(t[i], expected[i], 3e-4) << "spike " << i;
}

/// Spike times of a cell whose potential swings through its threshold at 1.05, 2.05, ... ms.
std::vector<double> swinging(double refractory) {
  auto p = integrators("p", 1, -65);
  p.threshold = -65 + 20 / (2 * std::numbers::pi) * std::sin(2 * std::numbers::pi * 0.05);
  p.refractory = refractory;
  auto e = experiment_of({p}, 20, 0.02);
  e.network.inputs = {stimulate("swing", "p", hux::sine_current{20.0, 0, 1000, std::numbers::pi / 2, 0, 20})};
  return run(e).times(0);
}

TEST(spikes, are_never_closer_than_the_refractory_time) {
  for (const auto& [refractory, every] : {std::pair{0.0, 1}, {0.5, 1}, {1.5, 2}, {3.98, 4}, {4.02, 5}, {7.5, 8}}) {
    const auto t = swinging(refractory);
    ASSERT_EQ(t.size(), static_cast<std::size_t>(20 + every - 1) / every) << refractory << " ms";
    for (std::size_t i = 0; i < t.size(); ++i)
      EXPECT_NEAR(t[i], 0.05 + every * static_cast<double>(i), 1e-5) << refractory << " ms";
  }
}

/// Spike times of a cell that follows pulses of a period that is no multiple of the step, its refractory time longer.
std::vector<double> driven_by_pulses(hux::spike_time times, double refractory) {
  auto p = cells("p", 1, "hodgkin_huxley");
  p.parameters = {{"g_na", 0.0}, {"g_k", 0.0}, {"g_l", 10.0}, {"e_l", -65.0}};
  p.threshold = -60;
  p.refractory = refractory;
  auto e = experiment_of({p}, 300, 0.01);
  e.recordings.spike_times = times;
  e.network.inputs = {stimulate("pulses", "p", hux::pulse_train{100.0, 0.5, 300, 0.996, 0.498})};
  return run(e).times(0);
}

double shortest_interval(const std::vector<double>& times) {
  double shortest = 1e9;
  for (std::size_t i = 1; i < times.size(); ++i) shortest = std::min(shortest, times[i] - times[i - 1]);
  return shortest;
}

TEST(spikes, between_steps_are_refractory_from_the_time_that_is_recorded) {
  for (const double refractory : {1.0, 0.997, 1.0035, 2.5}) {
    const auto t = driven_by_pulses(hux::spike_time::interpolated, refractory);
    EXPECT_GE(shortest_interval(t), refractory);
    EXPECT_GT(t.size(), 95U);
  }
}

TEST(spikes, on_the_grid_are_refractory_for_whole_steps_that_last_long_enough) {
  for (const double refractory : {1.0, 0.997, 1.0035, 2.5}) {
    const auto t = driven_by_pulses(hux::spike_time::grid, refractory);
    EXPECT_GE(shortest_interval(t), refractory - 1e-9);
    EXPECT_GT(t.size(), 95U);
  }
}

TEST(spikes, are_upward_crossings_of_the_threshold_that_was_set) {
  auto e = axons(60);
  e.network.populations[0].threshold = 200;
  EXPECT_EQ(run(e).summary.spikes, 0U);
  // An integrating cell that ramps up crosses once, exactly when it gets there.
  auto p = integrators("p", 1, -65);
  p.threshold = -60;
  e = experiment_of({p}, 10);
  e.network.inputs = {stimulate("up", "p", hux::step_current{2.0, 1, 6}),
                      stimulate("down", "p", hux::step_current{-2.0, 6, 9})};
  const auto t = run(e).times(0);
  ASSERT_EQ(t.size(), 1U);
  EXPECT_NEAR(t[0], 3.5, 1e-9);
}

TEST(summary, counts_what_happened) {
  const auto e = everything();
  hux::simulation s(e);
  const auto summary = s.run();
  const auto o = run(e);
  std::size_t spikes = 0;
  for (const auto& of_population : o.spikes) spikes += of_population.size();
  std::uint64_t synapses = 0;
  for (const auto& p : e.network.projections) synapses += s.synapses(p.name);
  EXPECT_EQ(summary.spikes, spikes);
  EXPECT_EQ(summary.synapses, synapses);
  EXPECT_DOUBLE_EQ(summary.time, 20);
  EXPECT_TRUE(summary.complete);
  EXPECT_EQ(s.synapses("ff"), 333U * 333U);
  EXPECT_EQ(s.synapses("cb"), 270U * 10U);
}

TEST(progress, stops_a_run_at_the_end_of_the_window_that_has_been_begun) {
  auto e = axons();
  e.settings.window = 10;
  hux::simulation s(e);
  collector kept;
  s.record_to(kept);
  int calls = 0;
  s.on_progress([&](const hux::progress& p) {
    EXPECT_DOUBLE_EQ(p.time, 10 * time_step * ++calls);
    EXPECT_EQ(p.duration, 60);
    return calls < 7;
  });
  const auto summary = s.run();
  EXPECT_EQ(calls, 7);
  EXPECT_FALSE(summary.complete);
  EXPECT_DOUBLE_EQ(summary.time, 80 * time_step);
  EXPECT_EQ(kept.steps, 80);
}

TEST(simulation, runs_once) {
  hux::simulation s(axons(1));
  s.run();
  EXPECT_THROW(s.run(), hux::error);
}

TEST(simulation, refuses_to_tell_what_it_does_not_know) {
  const hux::simulation s(axons(1));
  EXPECT_THROW((void)s.state("axons", "w"), hux::error);
  EXPECT_THROW((void)s.state("dendrites", "v"), hux::error);
  EXPECT_THROW((void)s.synapses("none"), hux::error);
}

TEST(simulation, tells_its_state_before_it_has_run) {
  auto e = axons(1);
  e.network.populations[0].initial_v = hux::linspace{-80, -50};
  const auto v = hux::simulation(e).state("axons", "v");
  EXPECT_EQ(v.size(), 20U);
  EXPECT_EQ(v.front(), -80);
  EXPECT_EQ(v.back(), -50);
}

TEST(simulation, fills_in_what_was_left_to_be_chosen) {
  auto e = axons(1);
  e.settings.threads = 0;
  const hux::simulation s(e);
  EXPECT_GT(s.settled().settings.threads, 0U);
  EXPECT_GT(s.settled().settings.window, 0U);
  EXPECT_EQ(s.settled().settings.backend, hux::backend_kind::cpu);
}

}  // namespace
