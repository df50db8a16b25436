#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "cell.hpp"
#include "engine/waveform.hpp"

namespace {

using hux::test::cell;
using hux::test::course;
using hux::test::parameters_of;
using hux::test::reference_of;

template <class Model>
class integrators : public testing::Test {
 public:
  /// The largest error in V at the instants which the reference samples, before and after the first spikes.
  template <class Integrator>
  static double error(double dt) {
    const auto& run = reference_of<Model>().at("runs")[0];
    const auto t = run.at("samples").at("t").template get<std::vector<double>>();
    const auto exact = run.at("samples").at("v").template get<std::vector<double>>();
    const auto v = course<Model, Integrator>(run, dt);
    double largest = 0;
    for (std::size_t i = 0; i < t.size(); ++i)
      largest = std::max(largest, std::abs(v[static_cast<std::size_t>(std::lround(t[i] / dt))] - exact[i]));
    return largest;
  }

  /// The power of dt with which the error falls.
  template <class Integrator>
  static double order() {
    const double dt = 1.0 / 160;
    return std::log2(error<Integrator>(dt) / error<Integrator>(dt / 2));
  }

  /// Do all gates stay in [0, 1] while the cell fires?
  template <class Integrator>
  static void expect_gates_within_0_and_1(double dt) {
    const auto& run = reference_of<Model>().at("runs")[0];
    const auto p = parameters_of<Model>("", run.value("parameters", std::map<std::string, double>{}));
    const double current = run.at("current");
    for (const bool closed : {false, true}) {
      cell<Model, Integrator> c(p, dt, closed);
      for (int step = 0; step * dt < 60; ++step) {
        c.step(current);
        for (int i = 0; i < Model::gates; ++i) ASSERT_TRUE(c.gate(i) >= 0 && c.gate(i) <= 1) << c.gate(i);
      }
    }
  }
};

using every_model = hux::test::as_test_types<hux::explicit_models>::type;
TYPED_TEST_SUITE(integrators, every_model);

TYPED_TEST(integrators, rk4_has_order_4) { EXPECT_NEAR(this->template order<hux::rk4>(), 4, 0.15); }
TYPED_TEST(integrators, euler_has_order_1) { EXPECT_NEAR(this->template order<hux::euler>(), 1, 0.15); }
TYPED_TEST(integrators, exponential_euler_has_order_2) {
  EXPECT_NEAR(this->template order<hux::exponential_euler>(), 2, 0.15);
}
TYPED_TEST(integrators, crank_nicolson_has_order_2) {
  EXPECT_NEAR(this->template order<hux::crank_nicolson>(), 2, 0.15);
}

TYPED_TEST(integrators, keep_gates_between_0_and_1_up_to_a_dt_of_50_us) {
  for (const double dt : {0.05, 0.02}) {
    this->template expect_gates_within_0_and_1<hux::rk4>(dt);
    this->template expect_gates_within_0_and_1<hux::exponential_euler>(dt);
    this->template expect_gates_within_0_and_1<hux::crank_nicolson>(dt);
  }
}

TYPED_TEST(integrators, staggered_keep_gates_between_0_and_1_at_any_dt) {
  for (const double dt : {0.1, 0.25, 1.0}) {
    this->template expect_gates_within_0_and_1<hux::exponential_euler>(dt);
    this->template expect_gates_within_0_and_1<hux::crank_nicolson>(dt);
  }
}

// A step of forward Euler overshoots as soon as dt exceeds the time constant, which is 0.03 ms at the peak of a spike.
TYPED_TEST(integrators, euler_keeps_gates_between_0_and_1_up_to_a_dt_of_20_us) {
  this->template expect_gates_within_0_and_1<hux::euler>(0.02);
}

// ---- under a current whose course goes on within steps ----

/// The largest error in V of the squid axon under the sine of the reference, at the instants that are sampled there.
template <class Integrator>
double error_under_a_sine(double dt) {
  const auto& run = reference_of<hux::built_in::hodgkin_huxley>().at("sine");
  const auto t = run.at("samples").at("t").get<std::vector<double>>();
  const auto exact = run.at("samples").at("v").get<std::vector<double>>();
  const auto course =
      hux::course_of(hux::sine_current{1.0, 0, run.at("frequency").get<double>(), 0, 0, run.at("stop").get<double>()});
  const auto taken = Integrator::simpson ? hux::step_input::simpson : hux::step_input::one_value;
  cell<hux::built_in::hodgkin_huxley, Integrator> c({}, dt);
  double largest = 0;
  std::int64_t step = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    for (; step < std::llround(t[i] / dt); ++step) {
      auto current = hux::stage_values(course, taken, step, dt);
      for (double& value : current) value *= run.at("current").get<double>();
      c.step(current);
    }
    largest = std::max(largest, std::abs(c.v() - exact[i]));
  }
  return largest;
}

template <class Integrator>
double order_under_a_sine() {
  const double dt = 1.0 / 160;
  return std::log2(error_under_a_sine<Integrator>(dt) / error_under_a_sine<Integrator>(dt / 2));
}

TEST(order_under_a_sine, of_rk4_is_4) { EXPECT_NEAR(order_under_a_sine<hux::rk4>(), 4, 0.15); }
TEST(order_under_a_sine, of_euler_is_1) { EXPECT_NEAR(order_under_a_sine<hux::euler>(), 1, 0.15); }
TEST(order_under_a_sine, of_exponential_euler_is_2) {
  EXPECT_NEAR(order_under_a_sine<hux::exponential_euler>(), 2, 0.15);
}
TEST(order_under_a_sine, of_crank_nicolson_is_2) { EXPECT_NEAR(order_under_a_sine<hux::crank_nicolson>(), 2, 0.15); }

}  // namespace
