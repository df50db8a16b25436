#include "equations/text/synapse.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "equations/synapse_pages.hpp"
#include "hux/units.hpp"

/// Synapses that are text, against closed forms.
namespace hux {
namespace {

using test::inward_current;
using test::one_exponential;
using test::potential;
using test::time_constant;
using test::two_states;

constexpr double tolerance = 1e-14;

void expect_close(double found, double exact, const std::string& of) {
  EXPECT_NEAR(found, exact, tolerance * std::abs(exact)) << of;
}

const std::vector<double> steps{0.001, 0.0125, 0.025, 0.05, 0.1, 1, 7};
const std::vector<double> taus{0.2, 0.5, 1, 2, 2.7, 5, 30, 100};

// ---- against closed forms ----

TEST(synapses_of_text, with_one_state_decay_exactly) {
  for (const auto& page : {one_exponential(), inward_current()}) {
    const auto e = equations_of(page);
    EXPECT_EQ(e.is_current, page.current == "-i");
    EXPECT_EQ(e.kind, -1);
    EXPECT_FALSE(e.cascaded);
    for (const double tau : taus)
      for (const double h : steps) {
        const double p[]{tau, -70};
        const auto by = e.advance(p, h);
        expect_close(by.xx, std::exp(-h / tau), "xx");
        EXPECT_EQ(by.xy, 0);
        EXPECT_EQ(by.yy, 0);
        EXPECT_EQ(e.on_spike(p).x, 1);
        EXPECT_EQ(e.on_spike(p).y, 0);
        EXPECT_EQ(e.reversal_potential(p), e.is_current ? 0 : -70);
      }
  }
}

TEST(synapses_of_text, advance_exactly_however_near_their_time_constants_are) {
  const auto text = equations_of(two_states());
  for (const double tau : taus)
    for (const double apart : {0.0, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-6, 1e-4, 0.01, 0.5})
      for (const double h : steps) {
        const double p[]{tau * (1 + apart), tau, 0};
        const long double a = -1 / static_cast<long double>(tau), c = -1 / static_cast<long double>(p[0]);
        const long double z = (c - a) * h;
        const long double ratio = z == 0 ? 1 : std::expm1(z) / z;
        const double exact = static_cast<double>(-c * h * std::exp(a * h) * ratio);
        expect_close(text.advance(p, h).xy, exact, std::to_string(apart) + " " + std::to_string(h));
      }
}

TEST(synapses_of_text, compose_over_time) {
  const auto text = equations_of(two_states());
  const double p[]{0.5, 5, 0};
  const auto half = text.advance(p, 0.5), whole = text.advance(p, 1);
  expect_close(half.xx * half.xx, whole.xx, "xx");
  expect_close(half.xx * half.xy + half.xy * half.yy, whole.xy, "xy");
  expect_close(half.yy * half.yy, whole.yy, "yy");
}

TEST(synapses_of_text, bring_the_factors_of_current_and_arrival_into_what_a_spike_adds) {
  auto page = two_states();
  page.parameters.push_back({"open", quantity::dimensionless, 0.5, range::any, ""});
  page.parameters.push_back({"share", quantity::dimensionless, 0.25, range::any, ""});
  page.defines = {{"scale", "3 * open"}};
  page.states[0].arrival = "w * share + g";
  page.states[1].arrival = "s + 2 * w";
  page.current = "scale * g * v - g * e_rev * scale";
  const auto e = equations_of(page);
  const double p[]{0.5, 5, -80, 0.5, 0.25};
  EXPECT_DOUBLE_EQ(e.on_spike(p).x, 0.375);
  EXPECT_DOUBLE_EQ(e.on_spike(p).y, 3);
  EXPECT_DOUBLE_EQ(e.reversal_potential(p), -80);
}

TEST(synapses_of_text, convert_units) {
  auto page = two_states();
  page.parameters[1] = {"rate", quantity_of("Hz"), 200, range::any, ""};
  page.parameters[2] = {"e_rev", quantity_of("V"), -0.07, range::any, ""};
  page.states[0].derivative = "-g * rate + s / tau_rise";
  const auto e = equations_of(page);
  const double p[]{0.5, 200, -0.07};
  expect_close(e.advance(p, 1).xx, std::exp(-0.2), "xx");
  expect_close(e.reversal_potential(p), -70, "e_rev");
}

TEST(synapses_of_text, take_their_states_in_any_order_and_units_of_currents) {
  auto page = two_states();
  std::swap(page.states[0], page.states[1]);
  page.current = "-2 * g";
  const auto e = equations_of(page);
  EXPECT_TRUE(e.is_current);
  const double p[]{0.5, 5, 0};
  expect_close(e.advance(p, 1).xx, std::exp(-0.2), "xx");
  EXPECT_EQ(e.on_spike(p).y, 2);
  EXPECT_EQ(e.reversal_potential(p), 0);
}

TEST(synapses_of_text, keep_the_page_that_they_were_made_of) {
  EXPECT_EQ(*equations_of(two_states()).page, two_states());
}

// ---- conductances that follow v ----

TEST(synapses_of_text, may_follow_v_by_any_function_of_it_and_parameters) {
  auto page = two_states();
  page.parameters.push_back({"c_mg", quantity_of("mM"), 1, range::any, ""});
  page.parameters.push_back({"delta", quantity::voltage, 12, range::any, ""});
  page.defines = {{"block", "1 / (1 + c_mg / (3.57 mM) * exp(-0.062 * v / (1 mV)))"},
                  {"driving", "block * (v - e_rev)"}};
  using formula = double (*)(double v, double c_mg, double delta);
  const std::vector<std::pair<std::string, formula>> all{
      {"3 * g * block * (v - e_rev)",
       [](double v, double c_mg, double) { return 1 / (1 + c_mg / 3.57 * std::exp(-0.062 * v)); }},
      {"3 * g * driving", [](double v, double c_mg, double) { return 1 / (1 + c_mg / 3.57 * std::exp(-0.062 * v)); }},
      {"(v - e_rev) * g * 3 / cosh(v / delta)^2",
       [](double v, double, double delta) { return 1 / std::pow(std::cosh(v / delta), 2); }},
      {"(v - e_rev) * g * 3 * exprel(-v / delta)",
       [](double v, double, double delta) { return v == 0 ? 1 : std::expm1(-v / delta) / (-v / delta); }},
      {"3 * g * (0.2 + 0.8 * sigmoid((v + 30 mV) / delta)) * c_mg / (1 mM + c_mg) * (v - e_rev)",
       [](double v, double, double delta) { return 0.2 + 0.8 / (1 + std::exp(-(v + 30) / delta)); }},
      {"3 * g * max(0.1, tanh((v + 60 mV) / delta)) * (v - e_rev)",
       [](double v, double, double delta) { return std::max(0.1, std::tanh((v + 60) / delta)); }}};
  for (const auto& [text, exact] : all) {
    page.current = text;
    const auto e = equations_of(page);
    ASSERT_TRUE(e.opening) << text;
    EXPECT_EQ(e.kind, -1);
    for (const double c_mg : {1.0, 2.5})
      for (const double delta : {12.0, 30.0}) {
        const double p[]{0.5, 5, -80, c_mg, delta};
        const auto k = e.opening_coefficients(p);
        for (double v = -110; v <= 60; v += 10)
          EXPECT_NEAR(e.open_fraction(v, k), exact(v, c_mg, delta), 4e-14 * std::max(1.0, exact(v, c_mg, delta)))
              << text << " at " << v;
        EXPECT_DOUBLE_EQ(e.reversal_potential(p), -80);
        const double share = text.find("(1 mM") == std::string::npos ? 1 : c_mg / (1 + c_mg);
        EXPECT_DOUBLE_EQ(e.on_spike(p).y, 3 * share) << text;
      }
  }
}

TEST(synapses_of_text, that_do_not_follow_v_are_open) {
  const auto e = equations_of(two_states());
  EXPECT_FALSE(e.opening);
  EXPECT_EQ(e.open_fraction(-60, {}), 1);
}

}  // namespace
}  // namespace hux
