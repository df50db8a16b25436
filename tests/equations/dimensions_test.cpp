#include "equations/text/dimensions.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

#include "equations/evaluated.hpp"
#include "equations/text/functions.hpp"
#include "equations/text/unit_name.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

/// Names with their units and values.
struct meaning {
  std::string unit;
  double value;
};

const std::map<std::string, meaning, std::less<>> known_names{
    {"v", {"mV", -50}},       {"e_na", {"mV", 55}},        {"e_volt", {"V", 0.05}},  {"m", {"", 0.25}},
    {"h", {"", 0.5}},         {"g_na", {"mS/cm2", 120}},   {"g_s", {"S/cm2", 0.12}}, {"ca", {"uM", 2}},
    {"ca_out", {"mM", 2}},    {"celsius", {"degC", 16.3}}, {"tau", {"ms", 5}},       {"i_ca", {"uA/cm2", 3}},
    {"p_ca", {"cm/s", 1e-4}}, {"k", {"1/ms", 0.3}}};

/// Defines by their texts.
const std::map<std::string, std::string, std::less<>> defines{{"m_inf", "1 / (1 + exp(-(v + 40) / 10))"},
                                                              {"beta", "4 * exp(-(v + 65) / 18)"},
                                                              {"alpha", "0.1 * (v + 40) / (1 - exp(-(v + 40) / 10))"},
                                                              {"drive", "v - e_na"},
                                                              {"gate_3", "m^3"},
                                                              {"r", "2 * ca / ca_out"}};

bool is_known(std::string_view name) { return known_names.contains(name) || defines.contains(name); }

class dimensions : public ::testing::Test {
 protected:
  typed_expression look_up(const std::string& name, std::size_t column) {
    if (const auto found = defines.find(name); found != defines.end()) return of(found->second);
    const auto found = known_names.find(name);
    if (found == known_names.end()) throw equation_error(column, "unknown name '" + name + "'");
    return {pool_.symbol(name), dimension_of(found->second.unit), openness::strict};
  }
  name_lookup lookup() {
    return [this](const std::string& name, std::size_t column) { return look_up(name, column); };
  }
  typed_expression of(std::string_view text) { return typed(parse_equation(text, is_known), lookup(), pool_); }
  typed_expression of(std::string_view text, std::string_view expected) {
    return typed(parse_equation(text, is_known), lookup(), pool_, expected);
  }

  static double value(const typed_expression& e) {
    std::map<std::string, double> symbols;
    for (const auto& [name, means] : known_names) symbols[name] = means.value;
    return test::evaluated(e.value, symbols);
  }
  double value(std::string_view text) { return value(of(text)); }
  double value(std::string_view text, std::string_view expected) { return value(of(text, expected)); }
  std::string unit(std::string_view text) { return name_of(of(text).unit); }
  openness open(std::string_view text) { return of(text).open; }

  template <class... Expected>
  std::string refusal(std::string_view text, Expected... expected) {
    try {
      of(text, expected...);
    } catch (const equation_error& e) {
      return e.what();
    }
    return "accepted";
  }

  expressions pool_;
};

TEST_F(dimensions, multiply_and_divide_with_what_they_are_of) {
  EXPECT_EQ(unit("g_na * (v - e_na)"), "uA/cm2");
  EXPECT_EQ(unit("v / tau"), "mV/ms");
  EXPECT_EQ(unit("1 mV / v"), "a plain number");
  EXPECT_EQ(open("g_na * m^3 * h * (v - e_na)"), openness::strict);
}
TEST_F(dimensions, must_be_the_same_in_a_sum) {
  EXPECT_EQ(refusal("v + -g_na"), "column 3: v is mV and -g_na is mS/cm2; expected one unit in a sum");
  EXPECT_EQ(refusal("v - tau"), "column 3: v is mV and tau is ms; expected one unit in a difference");
  EXPECT_EQ(refusal("m + 1 mV"), "column 3: m is a plain number and 1 mV is mV; expected one unit in a sum");
}
TEST_F(dimensions, are_those_of_the_left_side_where_powers_of_ten_differ) {
  EXPECT_EQ(unit("ca + ca_out"), "uM");
  EXPECT_EQ(value("ca + ca_out"), 2002);
  EXPECT_EQ(unit("ca_out - ca"), "mM");
  EXPECT_DOUBLE_EQ(value("ca_out - ca"), 1.998);
}
TEST_F(dimensions, are_shortened_in_messages_where_operands_are_long) {
  const auto message = refusal("(v + v + v + v + v + v + v + v + v + v + v + v + v + v + v + v + v) * g_na + tau");
  EXPECT_LT(message.size(), 180U);
  EXPECT_NE(message.find("..."), std::string::npos);
}

TEST_F(dimensions, are_taken_by_a_bare_number_from_the_other_side) {
  EXPECT_EQ(unit("ca + 3"), "uM");
  EXPECT_EQ(value("ca + 3"), 5);
  EXPECT_EQ(value("3 + ca"), 5);
  EXPECT_EQ(open("ca + 3"), openness::strict);
  EXPECT_EQ(unit("3 - e_volt"), "V");
  EXPECT_EQ(value("max(-60, v, 0)"), 0);
  EXPECT_EQ(unit("min(-60, 1, v)"), "mV");
  EXPECT_EQ(unit("if(v < -40, 0, v)"), "mV");
}
TEST_F(dimensions, are_open_in_a_product_with_a_bare_number) {
  EXPECT_EQ(open("3"), openness::by_number);
  EXPECT_EQ(open("0.1 * v"), openness::by_number);
  EXPECT_EQ(open("v / 10"), openness::by_number);
  EXPECT_EQ(open("1 / v"), openness::by_number);
  EXPECT_EQ(open("(2 * v)^2"), openness::by_number);
  EXPECT_EQ(unit("0.1 * v"), "mV");
  EXPECT_EQ(unit("1 + 0.1 * v"), "mV");
}
TEST_F(dimensions, stay_strict_under_a_sign) {
  EXPECT_EQ(open("-v"), openness::strict);
  EXPECT_EQ(open("-(v - 3)"), openness::strict);
  EXPECT_EQ(open("v^2"), openness::strict);
}
TEST_F(dimensions, of_an_open_product_are_converted_where_they_are_those_of_a_strict_side) {
  EXPECT_EQ(unit("2 * ca + ca_out"), "uM");
  EXPECT_EQ(value("2 * ca + ca_out"), 2004);
  EXPECT_EQ(open("2 * ca + ca_out"), openness::strict);
  EXPECT_EQ(open("0.1 * v + 2"), openness::by_number);
}
TEST_F(dimensions, of_a_literal_are_strict) {
  EXPECT_EQ(open("3 mV"), openness::strict);
  EXPECT_EQ(value("v + 1 V"), 950);
  EXPECT_EQ(value("ca_out + 5 uM"), 2.005);
  EXPECT_EQ(unit("3 1/ms"), "1/ms");
}

TEST_F(dimensions, of_a_define_of_bare_numbers_do_not_open_what_uses_it) {
  EXPECT_EQ(open("m_inf"), openness::plain);
  EXPECT_EQ(open("g_na * m_inf^3 * (v - e_na)"), openness::plain);
  EXPECT_EQ(unit("g_na * m_inf^3 * (v - e_na)"), "uA/cm2");
  EXPECT_EQ(open("1 - m_inf"), openness::plain);
  EXPECT_EQ(open("exp(m_inf)"), openness::plain);
  EXPECT_EQ(open("2 * m_inf"), openness::by_number);
}
TEST_F(dimensions, of_a_define_stay_what_they_are_if_it_has_any) {
  EXPECT_EQ(open("drive"), openness::strict);
  EXPECT_EQ(unit("drive"), "mV");
  EXPECT_EQ(open("gate_3"), openness::strict);
  EXPECT_EQ(open("alpha"), openness::by_number);
  EXPECT_EQ(open("alpha + beta"), openness::plain);
}
TEST_F(dimensions, of_a_define_of_bare_numbers_are_converted_where_it_is_written) {
  EXPECT_DOUBLE_EQ(value("r * 1 mV", "mV"), value("(2 * ca / ca_out) * 1 mV", "mV"));
  EXPECT_DOUBLE_EQ(value("1 + r"), 1 + 2 * 2e-3 / 2);
  EXPECT_DOUBLE_EQ(value("exp(r)"), value("exp(2 * ca / ca_out)"));
}
TEST_F(dimensions, of_a_function_of_bare_numbers_do_not_open_what_it_is_a_factor_of) {
  EXPECT_EQ(open("exp(v / 10)"), openness::plain);
  EXPECT_EQ(open("3^(v / 10)"), openness::plain);
  EXPECT_EQ(refusal("g_na * sigmoid((v + 50) / 20)", "uA/cm2"),
            "column 6: g_na * sigmoid((v + 50) / 20) is mS/cm2; expected uA/cm2");
  EXPECT_EQ(refusal("g_na * exp(-(v + 57) / 40)", "1/ms"),
            "column 6: g_na * exp(-(v + 57) / 40) is mS/cm2; expected 1/ms");
  EXPECT_EQ(refusal("0.5 mV * tanh(1)^2", "1/ms"), "column 8: 0.5 mV * tanh(1)^2 is mV; expected 1/ms");
  EXPECT_EQ(refusal("g_na * 3^(v / 10)", "uA/cm2"), "column 6: g_na * 3^(v / 10) is mS/cm2; expected uA/cm2");
}
TEST_F(dimensions, of_a_function_of_bare_numbers_are_those_of_a_rate_or_a_time_constant) {
  EXPECT_EQ(value("exp(0 * v)", "1/ms"), 1);
  EXPECT_EQ(value("28 + exp(0 * v / 10)", "ms"), 29);
  EXPECT_EQ(value("0.07 * exp(0 * v)", "1/ms"), 0.07);
  EXPECT_EQ(refusal("exp(0 * v)", "mV"), "column 1: exp(0 * v) is a plain number; expected mV");
}
TEST_F(dimensions, of_a_define_of_bare_numbers_are_none_in_a_sum) {
  EXPECT_EQ(refusal("m_inf + 1 mV"), "column 7: m_inf is a plain number and 1 mV is mV; expected one unit in a sum");
  EXPECT_EQ(open("m_inf + m"), openness::plain);
}

TEST_F(dimensions, expected_are_reached_by_a_power_of_ten) {
  EXPECT_EQ(value("g_na * (v - e_na)", "uA/cm2"), -12600);
  EXPECT_DOUBLE_EQ(value("g_s * (v - e_na)", "uA/cm2"), -12600);
  EXPECT_EQ(value("ca", "mM"), 0.002);
  EXPECT_EQ(value("e_volt / v", ""), -1);
}
TEST_F(dimensions, expected_are_those_of_the_result) { EXPECT_EQ(name_of(of("ca", "mM").unit), "mM"); }
TEST_F(dimensions, must_be_the_expected_ones) {
  EXPECT_EQ(refusal("g_na * m^3", "uA/cm2"), "column 6: g_na * m^3 is mS/cm2; expected uA/cm2");
  EXPECT_EQ(refusal("v", ""), "column 1: v is mV; expected a plain number");
  EXPECT_EQ(refusal("m", "1/ms"), "column 1: m is a plain number; expected 1/ms");
}
TEST_F(dimensions, must_be_the_expected_ones_beside_a_define_of_bare_numbers) {
  EXPECT_EQ(refusal("g_na * m_inf^3", "uA/cm2"), "column 6: g_na * m_inf^3 is mS/cm2; expected uA/cm2");
  EXPECT_DOUBLE_EQ(value("g_s * m_inf * (v - e_na)", "uA/cm2"), value("g_na * m_inf * (v - e_na)"));
  EXPECT_EQ(refusal("m_inf", "mV"), "column 1: m_inf is a plain number; expected mV");
  EXPECT_EQ(refusal("m_inf", ""), "accepted");
}
TEST_F(dimensions, of_a_rate_or_a_time_constant_may_be_left_out_in_a_define) {
  EXPECT_EQ(refusal("beta", "1/ms"), "accepted");
  EXPECT_EQ(value("beta", "1/ms"), value("beta"));
  EXPECT_EQ(value("beta", "ms"), value("beta"));
  EXPECT_EQ(refusal("beta", "mV"), "column 1: beta is a plain number; expected mV");
}
TEST_F(dimensions, expected_are_taken_by_what_a_bare_number_opens) {
  EXPECT_EQ(value("0.1 * v", "1/ms"), -5);
  EXPECT_EQ(value("5", "mM"), 5);
  EXPECT_EQ(value("2 * m", ""), 0.5);
  EXPECT_EQ(value("2 * ca", "mM"), 0.004);  // ca is in uM
  EXPECT_EQ(name_of(of("-0.02 * i_ca", "mM/ms").unit), "mM/ms");
}

TEST_F(dimensions, are_none_of_what_functions_take) {
  for (const std::string f : {"exp", "ln", "log10", "tanh", "sinh", "cosh", "exprel", "sigmoid"}) {
    EXPECT_EQ(unit(f + "(m)"), "a plain number") << f;
    EXPECT_EQ(refusal(f + "(v)"), "column " + std::to_string(f.size() + 2) + ": v is mV; expected a plain number");
  }
  EXPECT_DOUBLE_EQ(value("exp(v / e_volt)"), std::exp(-1));
}
TEST_F(dimensions, leave_functions_what_they_are) {
  EXPECT_DOUBLE_EQ(value("ln(m)"), std::log(0.25));
  EXPECT_DOUBLE_EQ(value("log10(m)"), std::log10(0.25));
  EXPECT_DOUBLE_EQ(value("sigmoid(m)"), 1 / (1 + std::exp(-0.25)));
  EXPECT_DOUBLE_EQ(value("exprel(m)"), std::expm1(0.25) / 0.25);
  EXPECT_EQ(value("abs(v)"), 50);
  EXPECT_EQ(unit("abs(v)"), "mV");
  EXPECT_EQ(open("abs(2 * v)"), openness::by_number);
  EXPECT_EQ(value("min(ca, ca_out)"), 2);
  EXPECT_EQ(value("max(ca, ca_out, 3)"), 2000);
  EXPECT_EQ(refusal("max(v, tau)"), "column 1: v is mV and tau is ms; expected one unit in max()");
}
TEST_F(dimensions, are_halved_by_a_square_root) {
  EXPECT_EQ(unit("sqrt(v * v)"), "mV");
  EXPECT_EQ(value("sqrt(v * v)"), 50);
  EXPECT_EQ(unit("sqrt(v * -e_volt)"), "V");
  EXPECT_DOUBLE_EQ(value("sqrt(v * -e_volt)"), 0.05);
  EXPECT_EQ(refusal("sqrt(v)"), "column 1: v is mV; the power of 0.5 of that is no unit");
}
TEST_F(dimensions, are_none_of_a_step) {
  EXPECT_EQ(unit("step(v)"), "a plain number");
  EXPECT_EQ(value("step(v)"), 0);
  EXPECT_EQ(value("step(v + 50)"), 1);
  EXPECT_EQ(value("step(tau)"), 1);
}

TEST_F(dimensions, are_scaled_by_a_number_as_the_exponent) {
  EXPECT_EQ(unit("v^2"), "mV2");
  EXPECT_EQ(unit("v^-1"), "1/mV");
  EXPECT_EQ(unit("(v^2)^(1/2)"), "mV");
  EXPECT_EQ(unit("m^1.5"), "a plain number");
  EXPECT_DOUBLE_EQ(value("(v / -e_volt)^0.5"), 1);
  EXPECT_EQ(refusal("v^1.5"), "column 2: v is mV; the power of 1.5 of that is no unit");
}
TEST_F(dimensions, are_none_of_powers_that_vary) {
  EXPECT_DOUBLE_EQ(value("m^h"), 0.5);
  EXPECT_DOUBLE_EQ(value("3^((celsius - 6.3 degC) / 10 degC)"), 3);
  EXPECT_EQ(refusal("v^m"), "column 1: v is mV; expected a plain number");
  EXPECT_EQ(refusal("m^v"), "column 3: v is mV; expected a plain number");
  EXPECT_EQ(refusal("m^(2 mV)"), "column 4: 2 mV is mV; expected a plain number");
  EXPECT_EQ(open("m^m_inf"), openness::plain);
}
TEST_F(dimensions, have_exponents_within_reason) {
  EXPECT_EQ(refusal("((v^9)^9)^9"), "column 7: v^9 is 10^-27 V9; the power of 9 of that is no unit");
  EXPECT_EQ(refusal("(1 fV)^10 * (1 fV)^5"), "column 11: a unit with a power of ten beyond 150");
  EXPECT_EQ(refusal("v^30 * v^30"), "column 6: a unit with an exponent beyond 100");
}

TEST_F(dimensions, of_both_results_of_a_condition_are_one) {
  EXPECT_EQ(refusal("if(m < h, v, tau)"), "column 1: v is mV and tau is ms; expected one unit in if()");
  EXPECT_EQ(value("if(m < h, ca, ca_out)"), 2);
  EXPECT_EQ(value("if(m > h, ca, ca_out)"), 2000);
  EXPECT_EQ(refusal("if(v < tau, 1, 2)"), "column 6: v is mV and tau is ms; expected one unit in a comparison");
}
TEST_F(dimensions, of_compared_values_are_converted) {
  EXPECT_EQ(value("if(ca < ca_out, 1, 2)"), 1);
  EXPECT_EQ(value("if(ca > ca_out, 1, 2)"), 2);
}
TEST_F(dimensions, go_with_conditions_of_every_kind) {
  EXPECT_EQ(value("if(m < 0.25, 1, 2)"), 2);
  EXPECT_EQ(value("if(m <= 0.25, 1, 2)"), 1);
  EXPECT_EQ(value("if(m > 0.25, 1, 2)"), 2);
  EXPECT_EQ(value("if(m >= 0.25, 1, 2)"), 1);
  for (const std::string a : {"m < 1", "1 < m"})
    for (const std::string b : {"h < 1", "1 < h"}) {
      const bool p = a == "m < 1", q = b == "h < 1";
      EXPECT_EQ(value("if(" + a + " and " + b + ", 1, 0)"), p && q);
      EXPECT_EQ(value("if(" + a + " or " + b + ", 1, 0)"), p || q);
      EXPECT_EQ(value("if(not (" + a + " and not " + b + "), 1, 0)"), !(p && !q));
    }
}
TEST_F(dimensions, belong_to_numbers_and_not_to_conditions) {
  EXPECT_EQ(refusal("if(m, 1, 2)"), "column 4: m is a number; expected a comparison such as v < 0 mV");
  EXPECT_EQ(refusal("if(m < h and 1, 1, 2)"), "column 14: 1 is a number; expected a comparison such as v < 0 mV");
  EXPECT_EQ(refusal("1 + (m < h)"), "column 8: m < h is true or false; expected a number (conditions go into if())");
  EXPECT_EQ(refusal("not m < h"), "column 1: not m < h is true or false; expected a number (conditions go into if())");
  EXPECT_EQ(refusal("if(m < h, 1)"), "column 1: if() of 2 arguments; expected 3, as in if(v < 0 mV, a, b)");
}

TEST_F(dimensions, of_q10_are_temperatures) {
  EXPECT_DOUBLE_EQ(value("q10(3, celsius, 6.3 degC)"), 3);
  EXPECT_DOUBLE_EQ(value("q10(3, celsius, 6.3)"), 3);
  EXPECT_EQ(open("q10(3, celsius, 6.3)"), openness::strict);
  EXPECT_EQ(refusal("q10(3, v, 6.3)"), "column 8: v is mV; expected degC");
}
// R T / F is 25.693 mV at 25 degC.
TEST_F(dimensions, of_nernst_are_a_potential) {
  EXPECT_EQ(unit("nernst(2, ca_out, ca, celsius)"), "mV");
  EXPECT_EQ(open("nernst(2, ca_out, ca, celsius)"), openness::strict);
  EXPECT_NEAR(value("nernst(1, exp(1), 1, 25)"), 25.693, 1e-3);
  EXPECT_NEAR(value("nernst(2, ca_out, ca, 25 degC)"), 25.693 / 2 * std::log(1000), 1e-2);
  EXPECT_EQ(refusal("nernst(2, ca_out, v, 25)"), "column 1: ca_out is mM and v is mV; expected one unit in nernst()");
}
TEST_F(dimensions, of_a_permeability_times_ghk_are_a_current_density) {
  EXPECT_EQ(unit("p_ca * ghk(2, v, ca_out, ca_out, celsius)"), "uA/cm2");
  EXPECT_EQ(open("p_ca * ghk(2, v, ca, ca_out, celsius)"), openness::strict);
  const double x = 2 * 96485.33212 * -0.05 / (8.314462618 * (16.3 + 273.15));
  const double expected = 2 * 96485.33212 * x * (2 - 2000 * std::exp(-x)) / (1 - std::exp(-x));
  EXPECT_NEAR(value("ghk(2, v, ca, ca_out, celsius)"), expected, 1e-9 * std::abs(expected));
  EXPECT_EQ(unit("ghk(2, v, 0.1, ca_out, celsius)"),
            name_of(times_power(dimension_of("C/mol"), dimension_of("mM"), 1)));
  EXPECT_EQ(refusal("ghk(2, v, 1, v, celsius)"), "column 11: 1 is mV; expected mM");
  EXPECT_EQ(refusal("ghk(2, v, v, v, celsius)"), "column 11: v is mV; expected mM");
}
TEST_F(dimensions, of_ghk_are_smooth_at_zero) {
  EXPECT_DOUBLE_EQ(value("ghk(2, 0 * v, ca_out, ca, celsius)"), 2 * 96485.33212 * (2 - 0.002));
}
TEST_F(dimensions, of_ghk_are_zero_at_the_potential_of_nernst) {
  EXPECT_NEAR(value("ghk(2, nernst(2, ca_out, ca, celsius), ca, ca_out, celsius)"), 0, 1e-6);
}

TEST_F(dimensions, of_constants_are_strict) {
  EXPECT_EQ(unit("faraday"), "C/mol");
  EXPECT_EQ(open("faraday"), openness::strict);
  EXPECT_EQ(unit("gas_constant * (celsius + 273.15) / faraday"), "V");
  EXPECT_EQ(open("pi * m"), openness::strict);
  EXPECT_DOUBLE_EQ(value("pi"), 3.141592653589793);
}
TEST_F(dimensions, come_with_reserved_names) {
  for (const auto* name : {"exp", "if", "pi", "faraday", "and", "ghk", "log10"}) EXPECT_TRUE(is_reserved(name)) << name;
  EXPECT_FALSE(is_reserved("g_na"));
}
TEST_F(dimensions, are_of_no_unknown_function) {
  EXPECT_EQ(refusal("sigmod(m)"), "column 1: unknown function 'sigmod'; did you mean 'sigmoid'?");
  EXPECT_EQ(refusal("log(m)"), "column 1: unknown function 'log'; expected 'ln' or 'log10'");
  EXPECT_EQ(refusal("v(m)").substr(0, 56), "column 1: unknown function 'v'; known are exp, ln, log10");
  EXPECT_EQ(refusal("1 + exp"), "column 5: 'exp' is a function; expected '(' behind it");
}
TEST_F(dimensions, are_of_functions_with_all_their_arguments) {
  EXPECT_EQ(refusal("exp(m, h)"), "column 1: exp() of 2 arguments; expected 1");
  EXPECT_EQ(refusal("min(m)"), "column 1: min() of 1 argument; expected at least 2");
  EXPECT_EQ(refusal("ghk()"), "column 1: ghk() of 0 arguments; expected 5");
}
TEST_F(dimensions, are_of_numbers_within_range) {
  EXPECT_EQ(refusal("1e300 * 1e300"), "column 7: 1e+300 * 1e+300 is not within the range of numbers");
  EXPECT_EQ(refusal("v / 0"), "column 3: v / 0 divides by zero");
  EXPECT_EQ(refusal("1e200 * (1e200 * v)"), "column 7: 1e+200 * (1e+200 * v) is not within the range of numbers");
}
TEST_F(dimensions, leave_an_unknown_name_to_the_lookup) { EXPECT_EQ(refusal("v + w"), "column 5: unknown name 'w'"); }
TEST_F(dimensions, of_the_deepest_equations_are_found) {
  std::string text = "v";
  for (int i = 1; i < 1000; ++i) text += "+v";
  EXPECT_EQ(value(text), -50'000);
}

struct unit_and_name {
  std::string_view unit, name;
};
class every_unit_name : public ::testing::TestWithParam<unit_and_name> {};
TEST_P(every_unit_name, is_the_usual_one) { EXPECT_EQ(name_of(dimension_of(GetParam().unit)), GetParam().name); }
INSTANTIATE_TEST_SUITE_P(
    dimensions, every_unit_name,
    ::testing::Values(unit_and_name{"", "a plain number"}, unit_and_name{"kHz", "1/ms"}, unit_and_name{"A/m2", "A m-2"},
                      unit_and_name{"S/cm2", "S/cm2"}, unit_and_name{"uM", "uM"}, unit_and_name{"umol/L", "uM"},
                      unit_and_name{"nS mV", "pA"}, unit_and_name{"uM/ms", "uM/ms"}, unit_and_name{"M/s", "mM/ms"},
                      unit_and_name{"1/(ms mM)", "1/(mM ms)"}, unit_and_name{"mV/V", "a plain number times 10^-3"},
                      unit_and_name{"mV2 A", "10^-6 V2 A"}, unit_and_name{"Gohm", "Gohm"}, unit_and_name{"1/s", "Hz"}));

// What NMODL writes with factors of its own is right without them.
TEST_F(dimensions, numbers_are_plain_where_that_makes_the_units_right) {
  EXPECT_DOUBLE_EQ(value("2 * g_s * (v - e_na)", "uA/cm2"), 2 * 120 * -105.0);
  const double flux = 3e-6 * 1e4 / (2 * 96485.33212 * 1e-6);  // mol a second and m3, or mM a second
  EXPECT_NEAR(value("i_ca / (2 * faraday * 1 um) + ca / tau", "uM/ms"), flux + 2.0 / 5, 1e-12);
  EXPECT_NEAR(value("max(0, i_ca / (2 * faraday * 1 um))", "mM/ms"), flux * 1e-3, 1e-15);
}

}  // namespace
}  // namespace hux
