#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "cells.hpp"
#include "runs.hpp"

// The course of a receptor after a spike, against its closed form. Neuron i gets a spike at step i, so that the state
// at the end of a run of n steps holds the course at n dt, (n - 1) dt, ..., dt.

namespace {

using namespace hux::test;

using closed_form = std::function<double(double)>;
constexpr std::uint32_t spike_count = 400;
constexpr double spike_weight = 2.5;

std::vector<double> courses(const hux::receptor& r, hux::precision real) {
  auto e = experiment_of({clamped("p", spike_count, -65, {r})}, time_step * spike_count, time_step, real);
  hux::spike_times spikes{r.name, spike_weight, {}, {}};
  for (std::uint32_t i = 0; i < spike_count; ++i) {
    spikes.neuron.push_back(i);
    spikes.time.push_back(time_step * i);
  }
  e.network.inputs = {stimulate("spikes", "p", spikes)};
  auto x = final_state(e, "p", r.name);
  std::reverse(x.begin(), x.end());  // element i: i + 1 steps after the spike
  return x;
}

double after(std::size_t i) { return time_step * static_cast<double>(i + 1); }

void expect_course(const hux::receptor& r, const closed_form& exact) {
  const auto x = courses(r, hux::precision::double_);
  for (std::size_t i = 0; i < x.size(); ++i)
    ASSERT_NEAR(x[i], spike_weight * exact(after(i)), 1e-12 * spike_weight) << after(i);
  // In single precision each step rounds x, y and their factors: a few units in the last place a step.
  const auto single = courses(r, hux::precision::single);
  for (std::size_t i = 0; i < single.size(); ++i)
    ASSERT_NEAR(single[i], spike_weight * exact(after(i)), spike_weight * 1.2e-7 * 2 * static_cast<double>(i + 2))
        << after(i);
}

/// (exp(-t / decay) - exp(-t / rise)), scaled to a peak of 1.
closed_form difference_of_exponentials(double rise, double decay) {
  const double peak = std::log(decay / rise) * rise * decay / (decay - rise);
  const auto f = [=](double t) { return std::exp(-t / decay) - std::exp(-t / rise); };
  return [=](double t) { return f(t) / f(peak); };
}

closed_form alpha_function(double tau) {
  return [=](double t) { return t / tau * std::exp(1 - t / tau); };
}

TEST(receptors, of_kind_exponential_decay_exactly) {
  expect_course(make_receptor("r", "exponential", {{"tau", 5}}), [](double t) { return std::exp(-t / 5); });
  expect_course(make_receptor("r", "exponential", {{"tau", 0.3}}), [](double t) { return std::exp(-t / 0.3); });
}

TEST(receptors, of_kind_exponential_current_decay_exactly) {
  expect_course(make_receptor("r", "exponential_current", {{"tau", 2}}), [](double t) { return std::exp(-t / 2); });
}

TEST(receptors, of_kind_alpha_follow_the_alpha_function) {
  expect_course(make_receptor("r", "alpha", {{"tau", 2}}), alpha_function(2));
  expect_course(make_receptor("r", "alpha_current", {{"tau", 0.7}}), alpha_function(0.7));
}

TEST(receptors, of_kind_double_exponential_rise_and_decay_exactly) {
  expect_course(make_receptor("r", "double_exponential", {{"tau_rise", 0.5}, {"tau_decay", 5}}),
                difference_of_exponentials(0.5, 5));
}

TEST(receptors, of_kind_double_exponential_may_rise_more_slowly_than_they_decay) {
  expect_course(make_receptor("r", "double_exponential", {{"tau_rise", 4}, {"tau_decay", 1.5}}),
                difference_of_exponentials(4, 1.5));
}

TEST(receptors, of_kind_double_exponential_may_decay_a_thousand_times_in_a_step) {
  expect_course(make_receptor("r", "double_exponential", {{"tau_rise", 10}, {"tau_decay", 5e-5}}),
                difference_of_exponentials(10, 5e-5));
}

TEST(receptors, of_kind_double_exponential_with_equal_times_are_alpha_functions) {
  expect_course(make_receptor("r", "double_exponential", {{"tau_rise", 3}, {"tau_decay", 3}}), alpha_function(3));
}

TEST(receptors, of_kind_nmda_rise_and_decay_exactly_before_the_block) {
  expect_course(make_receptor("r", "nmda", {{"tau_rise", 2}, {"tau_decay", 100}}), difference_of_exponentials(2, 100));
}

/// Which step after the spike has the largest value, and that value.
std::pair<std::size_t, double> peak(const std::vector<double>& x) {
  const auto largest = std::max_element(x.begin(), x.end());
  return {static_cast<std::size_t>(largest - x.begin()) + 1, *largest};
}

TEST(receptors, peak_at_their_weight_at_the_right_time) {
  const auto a = peak(courses(make_receptor("r", "alpha", {{"tau", 2}}), hux::precision::double_));
  EXPECT_EQ(a.first, 40U);
  EXPECT_NEAR(a.second, spike_weight, 1e-12);
  // ln(decay / rise) / (1 / rise - 1 / decay) = 2 ms where decay = 2 rise = 2 / ln 2 ms
  const double rise = 1 / std::log(2.0);
  const auto d = peak(courses(make_receptor("r", "double_exponential", {{"tau_rise", rise}, {"tau_decay", 2 * rise}}),
                              hux::precision::double_));
  EXPECT_EQ(d.first, 40U);
  EXPECT_NEAR(d.second, spike_weight, 1e-12);
}

TEST(receptors, add_up_their_spikes) {
  for (const std::string synapse : {"exponential", "double_exponential", "alpha", "exponential_current",
                                    "alpha_current", "tsodyks_markram", "nmda"}) {
    auto e = experiment_of({clamped("p", 3, -65, {make_receptor("r", synapse)})}, 12);
    e.network.inputs = {stimulate("a", "p", hux::spike_times{"r", 2, {0, 2}, {1, 1}}),
                        stimulate("b", "p", hux::spike_times{"r", 0.75, {1, 1, 2, 2}, {4, 4, 4, 4}})};
    const auto x = final_state(e, "p", "r");
    EXPECT_GT(x[0], 0) << synapse;
    EXPECT_NEAR(x[0] + x[1], x[2], 1e-12) << synapse;
  }
}

TEST(receptors, start_from_their_initial_values) {
  auto r = make_receptor("r", "exponential", {{"tau", 4}});
  r.initial = std::vector<double>{1, 20, 0};
  const auto x = final_state(experiment_of({clamped("p", 3, -65, {r})}, 8), "p", "r");
  EXPECT_NEAR(x[0], std::exp(-2), 1e-12);
  EXPECT_NEAR(x[1], 20 * std::exp(-2), 1e-12 * 20);
  EXPECT_EQ(x[2], 0);
}

TEST(receptors, end_at_zero_before_they_become_denormal) {
  auto r = make_receptor("r", "exponential", {{"tau", 0.1}});
  r.initial = 1.0;
  for (const auto real : {hux::precision::single, hux::precision::double_})
    EXPECT_EQ(final_state(experiment_of({clamped("p", 1, -65, {r})}, 10, time_step, real), "p", "r")[0], 0);
}

// Jahr & Stevens 1990, equation 4a: 1 / (1 + [Mg] / 3.57 mM exp(-0.062 V / mV)).
TEST(nmda_receptors, are_open_as_jahr_and_stevens_found) {
  for (const double c_mg : {0.0, 0.5, 1.0, 2.0}) {
    auto r = make_receptor("r", "nmda", {{"c_mg", c_mg}});
    r.initial = 3.0;
    auto p = clamped("p", 15, 0, {r});
    p.initial_v = hux::linspace{-100, 40};
    auto e = experiment_of({p}, time_step);
    e.recordings.samples = {sample("r", "p", {"g_r"}, time_step)};
    const auto g = run(e).samples[0];
    for (std::size_t i = 0; i < g.size(); ++i) {
      const double v = -100 + 10 * static_cast<double>(i);
      EXPECT_NEAR(g[i], 3 / (1 + c_mg / 3.57 * std::exp(-0.062 * v)), 1e-6 * 3) << v << " mV";
    }
  }
}

// c_m V' = w exp(-t / tau) gives V = w tau / c_m (1 - exp(-t / tau)), whatever the membrane potential.
TEST(exponential_currents, charge_the_membrane) {
  for (const double w : {40.0, -40.0}) {
    auto p = integrators("p", 1, -20);
    p.receptors = {make_receptor("r", "exponential_current", {{"tau", 2}})};
    auto e = experiment_of({p}, 9);
    e.network.inputs = {stimulate("spike", "p", hux::spike_times{"r", w, {0}, {1}})};
    EXPECT_NEAR(final_state(e, "p", "v")[0], -20 + w * 2 * (1 - std::exp(-4)), 2e-8 * 80);
  }
}

}  // namespace
