#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "equations/text_model.hpp"
#include "hux/errors.hpp"

/// States with method = "exponential": solved exactly in each step, whatever the integrator.
namespace hux {
namespace {

/// v decays from 1 at the rate 1, x at the rate `decay` towards 0.
equations decaying(const std::string& derivative, const std::string& method = "exponential") {
  return test::model_of_text(
      "[model.x]\nper = \"none\"\ninitial.v = 1\nparameters = { c_m = 1 }\n"
      "states.x = { derivative = \"" +
      derivative + "\", initial = 1, method = \"" + method + "\" }\ncurrents.i = \"v\"\n");
}

/// x after some steps.
double after(const equations& e, const std::string& integrator, double dt, int steps) {
  const double unit = integrator == "rk4" || integrator == "crank_nicolson" ? 0.5 : 1;
  const auto k = e.derived(e.values_of(""), unit * dt);
  auto state = e.state_at(e.initial_v, k.data());
  const auto stepper = e.stepper_of(integrator);
  stepper.start(k.data(), state.data());
  for (int i = 0; i < steps; ++i) stepper.step(k.data(), 0, state.data());
  return state[1];
}

TEST(exponential_states, of_constant_rates_are_exact_at_any_rate) {
  for (const std::string integrator : {"rk4", "euler", "exponential_euler"}) {
    EXPECT_NEAR(after(decaying("0.6 - 2 * x"), integrator, 0.25, 4), 0.3 + 0.7 * std::exp(-2.0), 1e-12) << integrator;
    EXPECT_NEAR(after(decaying("3e5 - 1e6 * x"), integrator, 0.05, 1), 0.3, 1e-12) << integrator;
  }
}

// x' = -v x with v = exp(-t): x = exp(exp(-t) - 1).
TEST(exponential_states, have_order_2_under_rk4) {
  const auto error = [](int steps) {
    return std::abs(after(decaying("-v * x"), "rk4", 1.0 / steps, steps) - std::exp(std::exp(-1.0) - 1));
  };
  EXPECT_LT(error(20), 1e-3);
  EXPECT_GT(std::log2(error(20) / error(40)), 1.9);
}

TEST(exponential_states, leave_the_others_as_they_are) {
  EXPECT_EQ(after(decaying("-v * x", "integrator"), "exponential_euler", 0.1, 10),
            after(decaying("-v * x"), "exponential_euler", 0.1, 10));
  EXPECT_NE(after(decaying("-v * x", "integrator"), "rk4", 0.1, 10), after(decaying("-v * x"), "rk4", 0.1, 10));
}

TEST(exponential_states, are_linear_in_themselves) {
  try {
    decaying("1 - x^2");
    FAIL();
  } catch (const input_error& mistake) {
    EXPECT_STREQ(mistake.what(),
                 "text:5: "
                 "model.x.states.x.method: \"exponential\", but the derivative is not linear in 'x'; expected none, or "
                 "a derivative a - b x");
  }
}

}  // namespace
}  // namespace hux
