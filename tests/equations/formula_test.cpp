#include "equations/text/formula.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

#include "equations/text/syntax.hpp"

namespace hux {
namespace {

constexpr std::array formula_names{unit_of_name{"i", ""}, unit_of_name{"n", ""}, unit_of_name{"x", "um"}};

/// What a text gives in a unit for i = 3, n = 11, x = 250 um.
double value(const std::string& text, std::string_view unit = "mV") {
  return evaluated_formula(text, formula_names, unit)(std::array{3.0, 11.0, 250.0});
}

std::string formula_refusal(const std::string& text, std::string_view unit = "mV") {
  try {
    evaluated_formula(text, formula_names, unit);
  } catch (const equation_error& mistake) {
    return mistake.what();
  }
  return "";
}

TEST(formulas, are_worked_out_as_they_are_written) {
  EXPECT_EQ(value("-60 mV + 5 mV * i / (n - 1)"), -60 + 5.0 * 3 / 10);
  EXPECT_EQ(value("if(i < 3, 1 mV, if(i <= 3, 2 mV, 3 mV))"), 2);
  EXPECT_EQ(value("min(i, 2) * 1 mV - max(0.5 mV, 250 uV)"), 1.5);
  EXPECT_EQ(value("(i^2 - abs(-4)) * 1 mV"), 5);
  EXPECT_NEAR(value("exp(-i / n)", ""), std::exp(-3.0 / 11), 1e-15);
}

TEST(formulas, are_in_the_unit_that_is_expected) {
  EXPECT_EQ(value("0.004 V"), 4);
  EXPECT_EQ(value("10 mV * x / 0.5 mm"), 5);
  EXPECT_EQ(value("x", "mm"), 0.25);
  EXPECT_EQ(value("2 mS * 3 mV", "pA"), 6e6);
}

TEST(formulas, take_bare_numbers_in_that_unit) {
  EXPECT_EQ(value("-65"), -65);
  EXPECT_EQ(value("-65 + 2 * i"), -59);
}

TEST(formulas, give_zero_without_a_sign) { EXPECT_FALSE(std::signbit(value("-(i - 3) * 1 mV"))); }

TEST(formulas, know_which_names_they_use) {
  const evaluated_formula f("x / 1 um + n", formula_names, "");
  EXPECT_TRUE(f.uses("x"));
  EXPECT_TRUE(f.uses("n"));
  EXPECT_FALSE(f.uses("i"));
}

TEST(formulas, are_refused_with_the_column) {
  EXPECT_EQ(formula_refusal("-60 mV + k"), "column 10: there is no 'k'; expected i, n or x");
  EXPECT_EQ(formula_refusal("i * 5 ms"), "column 3: i * 5 ms is ms; expected mV");
  EXPECT_EQ(formula_refusal("i"), "column 1: i is a plain number; expected mV");
  EXPECT_EQ(formula_refusal("x + 3 mV"), "column 3: x is um and 3 mV is mV; expected one unit in a sum");
  EXPECT_EQ(formula_refusal("sqt(i)"), "column 1: unknown function 'sqt'; did you mean 'sqrt'?");
  EXPECT_EQ(formula_refusal("5 mV *"), "column 7: the equation ends; expected a number, a name or '('");
  EXPECT_NE(formula_refusal(""), "");
}

}  // namespace
}  // namespace hux
