#include "equations/text/lower.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "equations/text_model.hpp"

/// What is made of equations that are text: quotients that are 0 / 0 somewhere, and exponentials far from rest.
namespace hux {
namespace {

using test::of_list;

// ---- removable singularities ----

/// A quotient that is 0 / 0 at a potential, and what it is near there: scale f((v - centre) / width).
struct quotient {
  std::string name, text;
  double centre, width;
  long double scale;
  long double (*f)(long double y);
};

long double falling(long double y) { return y == 0 ? 1 : y / std::expm1(y); }
long double rising(long double y) { return falling(-y); }
long double cotangent(long double y) { return y == 0 ? 1 : y / std::tanh(y); }
long double cosecant(long double y) { return y == 0 ? 1 : y / std::sinh(y); }
long double inverse(long double y) { return 1 / falling(y); }

class quotients : public testing::TestWithParam<quotient> {
 protected:
  equations model = test::model_of_text(
      "[model.x]\nper = \"none\"\nparameters = { c_m = 1, a = -37.3, k = 7.3, b = 2.5 }\n"
      "gates.g = { alpha = \"" +
      GetParam().text + "\", beta = \"2\" }\ncurrents.i = \"v\"\n");
  std::vector<double> k = model.derived(model.values_of(""), 1);

  /// The largest error around the singularity, relative, less what the rounding of v / width comes to.
  template <class Real>
  double error() const {
    const auto& q = GetParam();
    double largest = 0;
    for (const double sign : {-1.0, 1.0})
      for (const double distance : {0.0, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 0.5, 1.0, 3.0, 10.0, 30.0}) {
        const Real v = static_cast<Real>(q.centre + sign * distance);
        const double drive = of_list<Real>(model.lists->linear_form.kinetics, {static_cast<double>(v), 0.5}, k)[0];
        const long double exact = q.scale * q.f((static_cast<long double>(v) - q.centre) / q.width);
        const double error = static_cast<double>(std::abs(drive - exact) / std::max<long double>(exact, q.scale));
        if (!(error <= largest)) largest = error;
      }
    return largest;
  }
};

TEST_P(quotients, are_smooth_in_double_precision) { EXPECT_LT(error<double>(), 2e-14); }
TEST_P(quotients, are_smooth_in_single_precision) { EXPECT_LT(error<float>(), 3e-6); }

INSTANTIATE_TEST_SUITE_P(
    writings, quotients,
    testing::Values(
        quotient{"by_e_to_x", "v / (exp(v) - 1)", 0, 1, 1, falling},
        quotient{"by_e_to_x_turned", "v / (1 - exp(-v))", 0, 1, 1, rising},
        quotient{"with_minus_above", "-v / (exp(-v) - 1)", 0, 1, 1, rising},
        quotient{"with_minus_before", "-(v / (1 - exp(v)))", 0, 1, 1, falling},
        quotient{"with_parameters", "(v - a) * k / (exp((v - a) / k) - 1)", -37.3, 7.3, 7.3 * 7.3, falling},
        quotient{"with_parameters_turned", "k * (v - a) / (1 - exp(-(v - a) / k))", -37.3, 7.3, 7.3 * 7.3, rising},
        quotient{"with_parameters_that_are_equal_otherwise", "(v / k - a / k) / (exp((v - a) / k) - 1)", -37.3, 7.3, 1,
                 falling},
        quotient{"of_the_squid", "0.1 * (25 - v) / (exp(2.5 - 0.1 * v) - 1)", 25, 10, 1, rising},
        quotient{"of_the_squid_as_published", "0.01 * (v + 10) / (exp((v + 10) / 10) - 1)", -10, 10, 0.1, falling},
        quotient{"by_one_over_e_to_x", "v / 3 / (1 / exp(v / 3) - 1)", 0, 3, -1, rising},
        quotient{"by_one_over_e_to_x_turned", "(v + 40) / 10 / (1 - 1 / exp((v + 40) / 10))", -40, 10, 1, rising},
        quotient{"by_a_product_of_powers", "0.1 * (v + 40) / (1 - exp(-4) * exp(-0.1 * v))", -40, 10, 1, rising},
        quotient{"by_a_number_that_was_worked_out", "(v + 40) / 10 / (1 - 0.01831563888873418 * exp(-v / 10))", -40, 10,
                 1, rising},
        quotient{"by_a_power_of_a_power", "v / 10 / (exp(v / 20) ^ 2 - 1)", 0, 10, 1, falling},
        quotient{"by_a_multiple", "v / 10 / (3 * exp(v / 10) - 3)", 0, 10, 1.0 / 3, falling},
        quotient{"that_meets_but_for_rounding", "(0.3 * v + 0.1 * 3) / (exp(0.1 * v * 3 + 0.3) - 1)", -1, 1 / 0.3, 1,
                 falling},
        quotient{"by_a_power_less_another", "(v + 40) / (exp(v / 10) - exp(-4))", -40, 10, 10 * std::exp(4.0L),
                 falling},
        quotient{"by_a_power_less_one_of_a_parameter", "(v - a) / (exp(v / 10) - exp(a / 10))", -37.3, 10,
                 10 * std::exp(3.73L), falling},
        quotient{"by_e_to_nothing", "v / (exp(v) - exp(0))", 0, 1, 1, falling},
        quotient{"by_sinh_and_e", "v / (2 * exp(v / 2) * sinh(v / 2))", 0, 1, 1, falling},
        quotient{"by_exprel", "1 / exprel((v - a) / k)", -37.3, 7.3, 1, falling},
        quotient{"exprel_itself", "exprel((v - a) / k) + 0 * v", -37.3, 7.3, 1, inverse},
        quotient{"by_tanh", "(v - a) / tanh((v - a) / k)", -37.3, 7.3, 7.3, cotangent},
        quotient{"by_tanh_with_numbers", "0.1 * (v + 30) / tanh(0.1 * (v + 30))", -30, 10, 1, cotangent},
        quotient{"by_sinh", "(v + 30) / 10 / sinh((v + 30) / 10)", -30, 10, 1, cosecant},
        quotient{"by_sinh_of_parameters", "(a - v) / sinh((a - v) / k)", -37.3, 7.3, 7.3, cosecant}),
    [](const auto& each) { return each.param.name; });

TEST(lowering, has_quotients_of_more_than_a_line) {
  const auto e = test::model_of_text(R"toml([model.x]
per = "none"
parameters = { c_m = 1, k = 8 }
states.p = { derivative = "(v - p) * k / (exp((v - p) / k) - 1) - p", initial = 2 }
gates.g = { alpha = "(v * p - 3) / (1 - exp((3 - v * p) / 10))", beta = "p * v / (exp(2 * p * v) - 1)" }
currents.i = "v"
)toml");
  const auto k = e.derived(e.values_of(""), 1);
  const auto at = [&](double v, double p) {
    std::vector<double> state{v};
    for (const auto& s : e.states) state.push_back(s.name == "p" ? p : 0.5);
    return of_list<double>(e.lists->explicit_form.kinetics, state, k);
  };
  const std::size_t g = e.states[0].name == "g" ? 0 : 2;
  for (const double d : {0.0, 1e-12, -1e-6, 1e-3}) {
    EXPECT_NEAR(at(2 + d, 2)[2 - g], static_cast<double>(64 * falling(d / 8)) - 2, 1e-12) << d;
    EXPECT_NEAR(at(6 + d, 0.5)[g], static_cast<double>(10 * rising(0.05L * d)), 1e-12) << d;
    EXPECT_NEAR(at(d, 0.5)[g + 1] - at(d, 0.5)[g], static_cast<double>(0.5L * falling(d)), 1e-12) << d;
  }
}

TEST(lowering, has_two_quotients_that_are_zero_by_zero_at_one_potential) {
  const auto e = test::model_of_text(R"toml([model.x]
per = "none"
parameters = { c_m = 1, k = 9 }
gates.g = { alpha = "0.1 * v / (1 - exp(-v / 10))", beta = "0.07 * v / (exp(v / 7) - 1)" }
gates.h = { alpha = "v / k / (exp(v / k) - 1)", beta = "2 / (1 + exp(v / 5))" }
currents.i = "v"
)toml");
  const auto k = e.derived(e.values_of(""), 1);
  for (const double v : {0.0, 1e-30, -1e-20, 1e-12, -1e-6}) {
    const auto x = of_list<float>(e.lists->linear_form.kinetics, {v, 0.5, 0.5}, k);
    EXPECT_NEAR(x[0], 1, 1e-6) << v;
    EXPECT_NEAR(x[1], 1.49, 2e-6) << v;
    EXPECT_NEAR(x[2], 1, 1e-6) << v;
    EXPECT_NEAR(x[3], 2, 1e-6) << v;
  }
}

// ---- saturation ----

/// A rate of a gate at a potential.
double rate(const std::string& alpha, const std::string& beta, double v) {
  const auto e = test::model_of_text("[model.x]\nper = \"none\"\nparameters.c_m = 1\ngates.g = { alpha = \"" + alpha +
                                     "\", beta = \"" + beta + "\" }\ncurrents.i = \"v\"\n");
  return of_list<double>(e.lists->linear_form.kinetics, {v, 0.5}, e.derived(e.values_of(""), 1))[0];
}

TEST(lowering, saturates_where_an_exponent_is_43) {
  EXPECT_NEAR(rate("exp(v / 5)", "1", 200) / std::exp(40.0), 1, 1e-13);
  EXPECT_NEAR(rate("exp(v / 5)", "1", 400) / 0x1p62, 1, 1e-13);
  EXPECT_NEAR(rate("exp(-v / 5)", "1", -400) / 0x1p62, 1, 1e-13);
}

TEST(lowering, has_slow_exponentials_that_do_not_saturate_with_steep_ones) {
  for (const double v : {-150.0, -100.0, 100.0, 150.0}) {
    EXPECT_NEAR(rate("exp(v / 40)", "1 / (1 + exp(-(v + 40) / 4))", v) / std::exp(v / 40), 1, 1e-12) << v;
    EXPECT_NEAR(rate("exp(-v / 80)", "exp(-(v + 40) / 5)", v) / std::exp(-v / 80), 1, 1e-12) << v;
  }
}

TEST(lowering, has_quotients_that_go_on_as_lines) {
  EXPECT_NEAR(rate("0.1 * (v + 40) / (1 - exp(-(v + 40) / 4))", "1", 400), 44, 1e-12);
  EXPECT_NEAR(rate("0.1 * (-40 - v) / (1 - exp((v + 40) / 4))", "exp(-v / 40)", -400), 36, 1e-12);
}

TEST(lowering, lets_no_exponent_of_a_pool_saturate_with_a_steeper_one) {
  const auto e = test::model_of_text(R"toml([model.x]
per = "none"
parameters.c_m = 1
states.ca = { derivative = "-ca", initial = 100 }
gates.g = { alpha = "1 / (1 + exp(-(ca - 200) / 10))", beta = "1 / (1 + exp(-(ca - 200) / 100))" }
currents.i = "v * ca"
)toml");
  const auto k = e.derived(e.values_of(""), 1);
  for (const double ca : {-600.0, 100.0, 600.0, 1000.0}) {
    const auto x = of_list<double>(e.lists->linear_form.kinetics, {0, 0.5, ca}, k);
    EXPECT_NEAR((x[1] - x[0]) * (1 + std::exp(-(ca - 200) / 100)), 1, 1e-12) << ca;
  }
}

TEST(lowering, keeps_the_digits_of_exponentials_that_fall_beside_ones_that_rise) {
  const auto e = test::model_of_text(R"toml([model.x]
per = "none"
parameters.c_m = 1
gates.g = { alpha = "exp(v / 5)", beta = "exp(-v / 5)" }
gates.h = { inf = "1 / (1 + exp(-(v + 65) / 5))", tau = "1 / (exp(-(v - 10) / 5) + exp((v - 10) / 10))" }
currents.i = "v"
)toml");
  const auto k = e.derived(e.values_of(""), 1);
  for (int v = -150; v <= 150; ++v) {
    const auto x = of_list<float>(e.lists->linear_form.kinetics, {static_cast<double>(v), 0.5, 0.5}, k);
    EXPECT_NEAR(x[1] / (std::exp(-v / 5.0) + std::exp(v / 5.0)), 1, 1e-5) << v;
    EXPECT_NEAR(x[3] / (std::exp(-(v - 10) / 5.0) + std::exp((v - 10) / 10.0)), 1, 1e-5) << v;
  }
}

TEST(lowering, has_hyperbolic_functions_of_either_sign) {
  for (const double v : {-30.0, -12.0, -1.0, -1e-4, 1e-4, 1.0, 12.0, 30.0}) {
    EXPECT_NEAR(rate("100 + sinh(v / 10)", "1", v), 100 + std::sinh(v / 10), 1e-12);
    EXPECT_NEAR(rate("cosh(v / 3)", "exp(-v / 3)", v) / std::cosh(v / 3), 1, 1e-14);
    EXPECT_NEAR(rate("exp(sinh(v / 10) / 10) ^ 0.5", "1", v) / std::exp(std::sinh(v / 10) / 20), 1, 1e-14);
  }
}

}  // namespace
}  // namespace hux
