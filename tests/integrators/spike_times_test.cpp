#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "cell.hpp"

namespace {

using hux::test::reference_of;
using hux::test::spike_times_of;

template <class Model>
class spike_times : public testing::Test {
 public:
  /// Compares every run of the reference; times may be off by a part of themselves.
  template <class Integrator, class Real>
  static void expect_reference(double dt, double tolerance) {
    for (const auto& run : reference_of<Model>().at("runs")) {
      SCOPED_TRACE("under " + run.at("current").dump() + run.value("preset", ""));
      const auto expected = run.at("spikes").template get<std::vector<double>>();
      const auto times = spike_times_of<Model, Integrator, Real>(run, dt);
      ASSERT_EQ(times.size(), expected.size());
      for (std::size_t i = 0; i < times.size(); ++i) EXPECT_NEAR(times[i] / expected[i], 1, tolerance) << i;
    }
  }
};

using every_model = hux::test::as_test_types<hux::explicit_models>::type;
TYPED_TEST_SUITE(spike_times, every_model);

TYPED_TEST(spike_times, of_rk4_in_double_precision_are_the_reference) {
  this->template expect_reference<hux::rk4, double>(0.01, 2e-6);
}
TYPED_TEST(spike_times, of_rk4_in_single_precision_are_the_reference) {
  this->template expect_reference<hux::rk4, float>(0.02, 1e-4);
}
TYPED_TEST(spike_times, of_exponential_euler_are_the_reference) {
  this->template expect_reference<hux::exponential_euler, double>(0.01, 1e-3);
}
TYPED_TEST(spike_times, of_crank_nicolson_are_the_reference) {
  this->template expect_reference<hux::crank_nicolson, double>(0.01, 1e-3);
}

/// Spike times under a current from the start on, by RK4 at a dt of 0.0125 ms.
template <class Model>
std::vector<double> under(double current, double duration, std::map<std::string, double> parameters = {}) {
  const nlohmann::json run = {{"current", current},   {"start", 0},        {"stop", duration},
                              {"duration", duration}, {"gates", "steady"}, {"parameters", std::move(parameters)}};
  return spike_times_of<Model, hux::rk4>(run, 0.0125);
}

/// Firing rate in Hz once the first quarter of the spikes is over.
double settled_rate(const std::vector<double>& spikes) {
  const std::size_t first = spikes.size() / 4;
  return 1000 * static_cast<double>(spikes.size() - 1 - first) / (spikes.back() - spikes[first]);
}

TEST(hodgkin_huxley, spikes_under_10_ua_per_cm2_when_published) {
  const double expected[] = {1.897977, 16.806214, 31.441397, 46.064463, 60.686632, 75.308734, 89.930831};
  EXPECT_THAT(under<hux::built_in::hodgkin_huxley>(10, 100), testing::Pointwise(testing::DoubleNear(1e-6), expected));
}

TEST(hodgkin_huxley, spike_times_of_rk4_err_as_published) {
  const auto& run = reference_of<hux::built_in::hodgkin_huxley>().at("runs")[0];
  const auto error = [&](double dt) {
    return std::abs(spike_times_of<hux::built_in::hodgkin_huxley, hux::rk4>(run, dt).back() -
                    run.at("spikes").back().get<double>());
  };
  EXPECT_LT(error(0.05), 1.1e-4);
  EXPECT_LT(error(0.025), 7.5e-6);
  EXPECT_LT(error(0.0125), 5e-7);
}

TEST(hodgkin_huxley, fires_at_the_published_rates) {
  EXPECT_NEAR(settled_rate(under<hux::built_in::hodgkin_huxley>(7, 1000)), 58.46, 0.005);
  EXPECT_NEAR(settled_rate(under<hux::built_in::hodgkin_huxley>(10, 1000)), 68.39, 0.005);
  EXPECT_NEAR(settled_rate(under<hux::built_in::hodgkin_huxley>(20, 1000)), 86.51, 0.005);
}

TEST(traub_miles, fires_spontaneously_at_13_86_hz) {
  EXPECT_NEAR(settled_rate(under<hux::built_in::traub_miles>(0, 2000)), 13.86, 0.01);
}

TEST(traub_miles, has_a_rheobase_of_18_2_pa_with_a_leak_reversal_of_minus_65_mv) {
  EXPECT_TRUE(under<hux::built_in::traub_miles>(18.1, 3000, {{"e_l", -65}}).empty());
  EXPECT_GT(under<hux::built_in::traub_miles>(18.3, 3000, {{"e_l", -65}}).size(), 1);
}

TEST(connor_stevens, starts_firing_at_a_low_rate) {
  EXPECT_TRUE(under<hux::built_in::connor_stevens>(8.0, 2000).empty());
  EXPECT_LT(settled_rate(under<hux::built_in::connor_stevens>(8.2, 3000)), 6);
  EXPECT_GT(settled_rate(under<hux::built_in::connor_stevens>(15, 1000)), 80);
}

/// Intervals between the spikes of a run of the reference with this preset.
std::vector<double> intervals_of(const std::string& preset, double* first) {
  for (const auto& run : reference_of<hux::built_in::pospischil>().at("runs")) {
    if (run.value("preset", "") != preset) continue;
    auto t = spike_times_of<hux::built_in::pospischil, hux::rk4>(run, 0.01);
    *first = t.front();
    std::adjacent_difference(t.begin(), t.end(), t.begin());
    return {t.begin() + 1, t.end()};
  }
  return {};
}

TEST(pospischil, regular_spiking_cell_adapts_as_published) {
  double first = 0;
  const double expected[] = {27.6, 38.8, 66.8, 133.4};
  EXPECT_THAT(intervals_of("RS", &first), testing::Pointwise(testing::DoubleNear(0.06), expected));
  EXPECT_NEAR(first, 320.32, 0.005);
}

TEST(pospischil, fast_spiking_cell_does_not_adapt) {
  double first = 0;
  EXPECT_THAT(intervals_of("FS", &first),
              testing::AllOf(testing::SizeIs(19), testing::Each(testing::DoubleNear(20.2, 0.05))));
  EXPECT_NEAR(first, 317.02, 0.005);
}

TEST(pospischil, intrinsically_bursting_cell_bursts_as_published) {
  double first = 0;
  const double expected[] = {7.3, 6.8, 7.1, 7.6, 8.3, 9.5, 12.0, 478.6, 12.9, 16.1, 435.5, 21.5, 405.7, 41.8, 397.3};
  EXPECT_THAT(intervals_of("IB", &first), testing::Pointwise(testing::DoubleNear(0.06), expected));
  EXPECT_NEAR(first, 617.71, 0.006);
}

TEST(pospischil, low_threshold_cell_fires_a_burst_that_ends) {
  double first = 0;
  const double expected[] = {11.4, 46.2, 209.4};
  EXPECT_THAT(intervals_of("LTS", &first), testing::Pointwise(testing::DoubleNear(0.06), expected));
  EXPECT_NEAR(first, 431.02, 0.006);
}

template <class Model>
bool diverges(double current, double dt) {
  hux::test::cell<Model, hux::rk4> c({}, dt);
  for (int step = 0; step * dt < 200; ++step) c.step(current);
  return !std::isfinite(c.v());
}

TEST(rk4, diverges_at_a_dt_of_100_us_and_not_at_50_us) {
  EXPECT_TRUE(diverges<hux::built_in::hodgkin_huxley>(10, 0.1));
  EXPECT_TRUE(diverges<hux::built_in::traub_miles>(300, 0.1));
  EXPECT_FALSE(diverges<hux::built_in::hodgkin_huxley>(10, 0.05));
  EXPECT_FALSE(diverges<hux::built_in::traub_miles>(300, 0.05));
}

}  // namespace
