#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "cells.hpp"
#include "runs.hpp"
#include "statistics.hpp"

// Seeds are fixed, so that nothing here can fail by chance; bounds are five standard errors.

namespace {

using namespace hux::test;

constexpr double coarse_step = 0.1;  // ms

/// Values sampled at each step, by neuron.
courses sampled_courses(const std::vector<float>& samples, std::size_t neurons) {
  courses c(neurons);
  for (std::size_t i = 0; i < samples.size(); ++i) c[i % neurons].push_back(samples[i]);
  return c;
}

/// Cells that only integrate, under an integrator whose gates bear any potential that a random walk may reach.
hux::experiment walkers(std::uint32_t neurons, double duration, double step = coarse_step) {
  auto e = experiment_of({integrators("p", neurons)}, duration, step);
  e.settings.integrator = "crank_nicolson";
  return e;
}

/// The current into each of some cells at each step, read off their potential.
courses currents(const hux::stimulus& what, std::uint32_t neurons, double duration,
                 std::vector<std::uint32_t> chosen = {}) {
  auto e = walkers(neurons, duration);
  e.network.inputs = {stimulate("noise", "p", what, std::move(chosen))};
  e.recordings.samples = {sample("v", "p", {"v"}, coarse_step)};
  auto c = sampled_courses(run(e).samples[0], neurons);
  for (auto& v : c) {
    for (std::size_t i = 0; i + 1 < v.size(); ++i) v[i] = (v[i + 1] - v[i]) / coarse_step;
    v.pop_back();
  }
  return c;
}

/// Spikes of Poisson trains by neuron and step, read off a receptor that forgets nothing.
courses arrivals(const hux::poisson_train& train, std::uint32_t neurons, double duration,
                 std::vector<std::uint32_t> chosen = {}) {
  auto e = experiment_of({clamped("p", neurons, -65, {make_receptor("r", "exponential", {{"tau", 1e15}})})}, duration,
                         coarse_step);
  e.network.inputs = {stimulate("rain", "p", train, std::move(chosen))};
  e.recordings.samples = {sample("x", "p", {"g_r"}, coarse_step)};
  auto c = sampled_courses(run(e).samples[0], neurons);
  for (auto& x : c) {
    for (std::size_t i = 0; i + 1 < x.size(); ++i) x[i] = std::round((x[i + 1] - x[i]) / train.weight);
    x.pop_back();
  }
  return c;
}

/// Five standard errors of a mean of n independent values.
double five(double std, std::size_t n) { return 5 * std / std::sqrt(static_cast<double>(n)); }

TEST(white_noise, has_its_mean_and_standard_deviation) {
  const auto all = pooled(currents(hux::white_noise{1, 20, 0}, 100, 100));
  EXPECT_NEAR(mean(all), 1, five(20, all.size()));
  EXPECT_NEAR(std::sqrt(variance(all)), 20, five(20, 2 * all.size()));
}

TEST(white_noise, is_gaussian) {
  auto all = pooled(currents(hux::white_noise{0, 1, 0}, 100, 100));
  std::sort(all.begin(), all.end());
  double largest = 0;  // Kolmogorov-Smirnov
  for (std::size_t i = 0; i < all.size(); ++i)
    largest = std::max(largest, std::abs(static_cast<double>(i) / static_cast<double>(all.size()) -
                                         std::erfc(-all[i] / std::sqrt(2.0)) / 2));
  EXPECT_LT(largest, 2.0 / std::sqrt(static_cast<double>(all.size())));  // exceeded with probability 7e-4
}

TEST(white_noise, is_independent_from_step_to_step_and_from_neuron_to_neuron) {
  const auto c = currents(hux::white_noise{0, 20, 0}, 100, 100);
  const double bound = five(1, 100 * 1000);
  for (const std::size_t lag : {1U, 2U, 3U, 4U, 8U}) EXPECT_NEAR(autocorrelation(c, lag), 0, bound) << lag;
  EXPECT_NEAR(correlation_of_neighbours(c), 0, bound);
}

TEST(white_noise, holds_each_value_for_its_interval) {
  for (const std::size_t steps : {3U, 7U}) {
    const auto c = currents(hux::white_noise{0, 20, coarse_step * static_cast<double>(steps)}, 5, 60);
    for (const auto& one : c)
      for (std::size_t i = 1; i < one.size(); ++i)
        EXPECT_EQ(std::abs(one[i] - one[i - 1]) < 1e-2, i % steps != 0) << "step " << i << " of " << steps;
  }
}

TEST(white_noise, differs_between_inputs_and_adds_up) {
  auto e = walkers(300, 30);
  e.network.inputs = {stimulate("a", "p", hux::white_noise{0, 10, 0}), stimulate("b", "p", hux::white_noise{0, 10, 0})};
  const auto v = final_state(e, "p", "v");
  const double expected = 2 * 100 * coarse_step * coarse_step * 300;  // two independent currents over 300 steps
  EXPECT_NEAR(variance(v), expected, five(std::sqrt(2.0) * expected, v.size()));
}

TEST(ornstein_uhlenbeck, has_its_stationary_mean_and_standard_deviation_from_the_start) {
  const auto c = currents(hux::ornstein_uhlenbeck{5, 20, 2}, 20000, 3);
  for (const std::size_t step : {0U, 14U, 28U}) {
    std::vector<double> now;
    for (const auto& one : c) now.push_back(one[step]);
    EXPECT_NEAR(mean(now), 5, five(20, now.size())) << "step " << step;
    EXPECT_NEAR(std::sqrt(variance(now)), 20, five(20, 2 * now.size())) << "step " << step;
  }
}

TEST(ornstein_uhlenbeck, forgets_with_its_correlation_time) {
  const auto c = currents(hux::ornstein_uhlenbeck{0, 10, 2}, 1000, 40);
  // 1000 neurons for 20 correlation times: some 20000 independent values
  for (const std::size_t lag : {1U, 5U, 10U, 20U, 60U})
    EXPECT_NEAR(autocorrelation(c, lag), std::exp(-static_cast<double>(lag) * coarse_step / 2), five(1, 20000)) << lag;
  EXPECT_NEAR(correlation_of_neighbours(c), 0, five(1, 20000));
}

TEST(ornstein_uhlenbeck, is_the_same_process_whatever_the_step) {
  const auto std_of_charge = [](double step) {
    auto e = walkers(4000, 10, step);
    e.network.inputs = {stimulate("noise", "p", hux::ornstein_uhlenbeck{0, 10, 3})};
    return std::sqrt(variance(final_state(e, "p", "v")));
  };
  // Variance of the integral over T: 2 std^2 tau^2 (T / tau - 1 + exp(-T / tau))
  const double expected = std::sqrt(2 * 100 * 9 * (10.0 / 3 - 1 + std::exp(-10.0 / 3)));
  EXPECT_NEAR(std_of_charge(0.1), expected, five(expected, 2 * 4000));
  EXPECT_NEAR(std_of_charge(0.025), expected, five(expected, 2 * 4000));
}

TEST(poisson, has_its_rate) {
  for (const double rate : {0.5, 40.0, 3000.0, 60000.0}) {  // up to 6 spikes a step
    const auto all = pooled(arrivals({"r", rate, 0.5}, 200, 100));
    const double expected = rate * coarse_step / 1000;
    EXPECT_NEAR(mean(all), expected, five(std::sqrt(expected), all.size())) << rate << " Hz";
  }
}

TEST(poisson, has_counts_whose_variance_is_their_mean) {
  for (const double rate : {100.0, 8000.0, 60000.0}) {
    const auto c = arrivals({"r", rate, 0.5}, 200, 100);
    const auto all = pooled(c);
    const double expected = rate * coarse_step / 1000;
    // variance of a variance: (mean + 2 mean^2) / n
    EXPECT_NEAR(variance(all) / mean(all), 1, five(std::sqrt(2 + 1 / expected), all.size())) << rate << " Hz";
    std::vector<double> counts;  // over the whole run, one a neuron
    for (const auto& one : c) counts.push_back(mean(one) * static_cast<double>(one.size()));
    EXPECT_NEAR(variance(counts) / mean(counts), 1, five(std::sqrt(2.1), counts.size())) << rate << " Hz";
  }
}

TEST(poisson, has_the_law_of_poisson_at_several_spikes_a_step) {
  const auto all = pooled(arrivals({"r", 20000, 0.5}, 200, 100));  // 2 a step
  double p = std::exp(-2.0);
  for (int k = 0; k < 8; p *= 2.0 / ++k) {
    const auto seen = static_cast<double>(std::count(all.begin(), all.end(), k)) / static_cast<double>(all.size());
    EXPECT_NEAR(seen, p, five(std::sqrt(p * (1 - p)), all.size())) << k << " spikes in a step";
  }
}

TEST(poisson, is_independent_from_step_to_step_and_from_neuron_to_neuron) {
  const auto c = arrivals({"r", 3000, 0.5}, 200, 100);
  const double bound = five(1, 200 * 1000);
  for (const std::size_t lag : {1U, 2U, 3U, 4U, 8U}) EXPECT_NEAR(autocorrelation(c, lag), 0, bound) << lag;
  EXPECT_NEAR(correlation_of_neighbours(c), 0, bound);
}

TEST(poisson, of_rate_0_has_no_spikes) { EXPECT_EQ(mean(pooled(arrivals({"r", 0, 0.5}, 20, 20))), 0); }

TEST(drawn_inputs, go_to_the_chosen_neurons_alone) {
  const std::vector<std::uint32_t> chosen{3, 40, 17};
  const auto expect_chosen = [&](const courses& c, const char* what) {
    for (std::uint32_t i = 0; i < c.size(); ++i)
      EXPECT_EQ(variance(c[i]) > 0, std::count(chosen.begin(), chosen.end(), i) == 1) << what << " " << i;
  };
  expect_chosen(currents(hux::white_noise{1, 10, 0}, 50, 10, chosen), "white noise");
  expect_chosen(currents(hux::ornstein_uhlenbeck{1, 10, 2}, 50, 10, chosen), "Ornstein-Uhlenbeck");
  expect_chosen(arrivals({"r", 5000, 1}, 50, 10, chosen), "Poisson");
}

// What a neuron receives is its own, whoever else is chosen.
TEST(drawn_inputs, do_not_depend_on_who_else_is_chosen) {
  const auto all = currents(hux::white_noise{0, 10, 0}, 50, 10);
  const auto one = currents(hux::white_noise{0, 10, 0}, 50, 10, {17});
  EXPECT_EQ(all[17], one[17]);
}

/// The current of a noise input as it is recorded is what it does to the potential of cells that only integrate.
void expect_recorded_as_injected(const hux::stimulus& what, double interval) {
  auto e = walkers(50, 30);
  e.network.inputs = {stimulate("noise", "p", what, {3, 17, 40})};
  e.recordings.samples = {sample("v", "p", {"v"}, coarse_step), sample("i", "p", {"v", "i_noise"}, interval)};
  const auto samples = run(e).samples;
  const auto v = sampled_courses(samples[0], 50);
  const auto recorded = sampled_courses(samples[1], 100);  // v of the neurons, then their currents
  const auto steps = static_cast<std::size_t>(std::lround(interval / coarse_step));
  for (std::size_t neuron = 0; neuron < 50; ++neuron)
    for (std::size_t k = 0; k * steps + 1 < v[neuron].size(); ++k)
      EXPECT_NEAR(recorded[50 + neuron][k], (v[neuron][k * steps + 1] - v[neuron][k * steps]) / coarse_step, 5e-3)
          << "neuron " << neuron << ", sample " << k;
}

TEST(white_noise, is_recorded_as_it_is_injected) {
  expect_recorded_as_injected(hux::white_noise{1, 10, 0}, coarse_step);
  expect_recorded_as_injected(hux::white_noise{1, 10, 3 * coarse_step}, 7 * coarse_step);
}

TEST(ornstein_uhlenbeck, is_recorded_as_it_is_injected) {
  expect_recorded_as_injected(hux::ornstein_uhlenbeck{1, 10, 2}, coarse_step);
  expect_recorded_as_injected(hux::ornstein_uhlenbeck{1, 10, 2}, 7 * coarse_step);
}

}  // namespace
