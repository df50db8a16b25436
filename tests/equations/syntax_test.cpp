#include "equations/text/syntax.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace hux {
namespace {

bool is_name(std::string_view name) {
  return std::set<std::string_view>{"v", "m", "h", "g_l", "e_l", "ca", "s"}.contains(name);
}

syntax parsed(std::string_view text) { return parse_equation(text, is_name); }

std::string refusal(std::string_view text) {
  try {
    parsed(text);
  } catch (const equation_error& e) {
    return e.what();
  }
  return "accepted";
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

struct reading {
  std::string_view text, meaning;
};

class every_equation : public ::testing::TestWithParam<reading> {};
TEST_P(every_equation, is_understood) { EXPECT_EQ(text_of(parsed(GetParam().text)), GetParam().meaning); }
TEST_P(every_equation, is_read_from_its_shortest_text) {
  EXPECT_EQ(text_of(parsed(text_of(parsed(GetParam().text)))), GetParam().meaning);
}
INSTANTIATE_TEST_SUITE_P(
    syntax, every_equation,
    ::testing::Values(reading{"v", "v"}, reading{" ( ( v ) ) ", "v"}, reading{"-g_l*(v-e_l)", "-g_l * (v - e_l)"},
                      reading{"(v+m)+h", "v + m + h"}, reading{"v+(m+h)", "v + (m + h)"},
                      reading{"v-(m-h)", "v - (m - h)"}, reading{"v/(m*h)", "v / (m * h)"},
                      reading{"(v/m)*h", "v / m * h"}, reading{"(v+m)*h", "(v + m) * h"}, reading{"-(v*m)", "-(v * m)"},
                      reading{"(-v)*m", "-v * m"}, reading{"-(v^2)", "-v^2"}, reading{"(-v)^2", "(-v)^2"},
                      reading{"v^-m", "v^-m"}, reading{"v**2", "v^2"}, reading{"v^(m^h)", "v^m^h"},
                      reading{"(v^m)^h", "(v^m)^h"}, reading{"v^(m+h)", "v^(m + h)"}, reading{"+v", "v"},
                      reading{"- -v", "--v"}, reading{"v*-m", "v * -m"}, reading{"v - -m", "v - -m"},
                      reading{"if(v<m,1,2)", "if(v < m, 1, 2)"}, reading{"v>m", "m < v"}, reading{"v>=m", "m <= v"},
                      reading{"v<m and m<h or not h<v", "v < m and m < h or not h < v"},
                      reading{"v<m and (m<h or h<v)", "v < m and (m < h or h < v)"},
                      reading{"not (v<m and m<h)", "not (v < m and m < h)"}, reading{"not not v<m", "not not v < m"},
                      reading{"f ( v , m )", "f(v, m)"}, reading{"f()", "f()"}, reading{"android", "android"},
                      reading{"1.5e3", "1500"}, reading{".5", "0.5"}, reading{"2.", "2"},
                      reading{"1e-3*v", "0.001 * v"}, reading{"v\n+ m", "v + m"}));

TEST(syntax, tells_which_operand_an_operator_takes) {
  const auto e = parsed("v - m * h");
  ASSERT_EQ(e.kind, syntax_kind::subtract);
  EXPECT_EQ(e.parts[0].text, "v");
  EXPECT_EQ(e.parts[1].kind, syntax_kind::multiply);
}
TEST(syntax, takes_operators_of_one_level_from_left_to_right) {
  const auto e = parsed("v - m - h");
  EXPECT_EQ(e.parts[0].kind, syntax_kind::subtract);
  EXPECT_EQ(parsed("v / m * h").kind, syntax_kind::multiply);
}
TEST(syntax, takes_powers_from_right_to_left) { EXPECT_EQ(parsed("v^m^h").parts[1].kind, syntax_kind::power); }
TEST(syntax, binds_a_sign_less_tightly_than_a_power) { EXPECT_EQ(parsed("-v^2").kind, syntax_kind::negate); }
TEST(syntax, binds_and_more_tightly_than_or) { EXPECT_EQ(parsed("v<m or v<h and m<h").kind, syntax_kind::either); }
TEST(syntax, knows_the_column_of_an_operator) { EXPECT_EQ(parsed("v  + m").column, 4U); }
TEST(syntax, counts_columns_in_characters) { EXPECT_EQ(parsed("1 \u00b5V + m").column, 6U); }
TEST(syntax, reads_numbers_to_the_last_bit) { EXPECT_EQ(parsed("0.1").value, 0.1); }

struct literal {
  std::string_view text;
  double value;
  std::string_view unit;
};

class every_literal : public ::testing::TestWithParam<literal> {};
TEST_P(every_literal, has_a_number_and_its_unit) {
  const auto e = parsed(GetParam().text);
  ASSERT_EQ(e.kind, syntax_kind::number);
  EXPECT_EQ(e.value, GetParam().value);
  EXPECT_EQ(e.text, GetParam().unit);
}
TEST_P(every_literal, is_read_from_its_shortest_text) {
  const auto e = parsed(text_of(parsed(GetParam().text)));
  EXPECT_EQ(e.value, GetParam().value);
  EXPECT_EQ(e.text, GetParam().unit);
}
INSTANTIATE_TEST_SUITE_P(syntax, every_literal,
                         ::testing::Values(literal{"5", 5, ""}, literal{"5.5 mM", 5.5, "mM"}, literal{"5mM", 5, "mM"},
                                           literal{"2 mS/cm2", 2, "mS/cm2"}, literal{"3 1/ms", 3, "1/ms"},
                                           literal{"3/ms", 3, "1/ms"}, literal{"1/ms", 1, "1/ms"},
                                           literal{"2 1/(mM ms)", 2, "1/(mM ms)"}, literal{"2/(mM ms)", 2, "1/(mM ms)"},
                                           literal{"2 mM/ms/cm2", 2, "mM/ms/cm2"},
                                           literal{"4 \u00b5A/cm\u00b2", 4, "\u00b5A/cm\u00b2"},
                                           literal{"6.3 degC", 6.3, "degC"}, literal{"1e3 ms", 1000, "ms"}));

TEST(syntax, divides_by_a_name_that_is_also_a_unit) {
  EXPECT_EQ(text_of(parsed("2 mV/m")), "2 mV / m");
  EXPECT_EQ(parsed("2 mV/m").kind, syntax_kind::divide);
  EXPECT_EQ(parsed("2/s").kind, syntax_kind::divide);
}
TEST(syntax, divides_by_what_is_in_parentheses_or_called) {
  EXPECT_EQ(parsed("2 mV/(v - m)").kind, syntax_kind::divide);
  EXPECT_EQ(parsed("2/(m)").kind, syntax_kind::divide);
  EXPECT_EQ(parsed("2 mV/exp(v)").kind, syntax_kind::divide);
  EXPECT_EQ(parsed("2/ohm(v)").kind, syntax_kind::divide);
}
TEST(syntax, leaves_a_quotient_of_numbers_as_it_is_read_from_the_left) {
  EXPECT_EQ(text_of(parsed("v/2/ms")), "v / 2 / ms");
  EXPECT_EQ(text_of(parsed("v^-2/ms")), "v^-2 / ms");
  EXPECT_EQ(text_of(parsed("v*2/ms")), "v * 2 1/ms");
}
TEST(syntax, takes_words_behind_a_number_for_operators) {
  EXPECT_EQ(text_of(parsed("v < 3 and m < 4")), "v < 3 and m < 4");
}

struct mistake {
  std::string text, message;
};

class every_mistake : public ::testing::TestWithParam<mistake> {};
TEST_P(every_mistake, is_named_with_its_column) { EXPECT_EQ(refusal(GetParam().text), GetParam().message); }
INSTANTIATE_TEST_SUITE_P(
    syntax, every_mistake,
    ::testing::Values(
        mistake{"", "column 1: the equation ends; expected a number, a name or '('"},
        mistake{"v + ", "column 5: the equation ends; expected a number, a name or '('"},
        mistake{"v * / m", "column 5: found '/'; expected a number, a name or '('"},
        mistake{"(v", "column 3: the equation ends; expected ')' for the '(' of column 1"},
        mistake{"f(v, m", "column 7: the equation ends; expected ')' for the '(' of column 2"},
        mistake{"f(v,)", "column 5: found ')'; expected a number, a name or '('"},
        mistake{"v)", "column 2: found ')'; expected an operator or the end of the equation"},
        mistake{"(v; m)", "column 3: found ';'; expected an operator or ')'"},
        mistake{"v $ m", "column 3: found '$'; expected an operator or the end of the equation"},
        mistake{"v = m", "column 3: found '='; expected an operator or the end of the equation"},
        mistake{"\u00e9", "column 1: found '\u00e9'; expected a number, a name or '('"},
        mistake{"v m",
                "column 3: 'm' stands right behind another operand; expected an operator between them, such as '*'"},
        mistake{"(v) 2",
                "column 5: '2' stands right behind another operand; expected an operator between them, such as '*'"},
        mistake{"2 m",
                "column 3: 'm' is a name of the model and stands right behind a number; expected '*' between them"},
        mistake{"2 mile",
                "column 3: 'mile' stands right behind a number and is no unit; expected a unit, or '*' between them"},
        mistake{"2 exp(v)",
                "column 3: 'exp' stands right behind a number and is no unit; expected a unit, or '*' between them"},
        mistake{"2 mV mV",
                "column 6: 'mV' stands right behind another operand; expected an operator between them, such as '*'"},
        mistake{"2 mV^2",
                "column 5: a power right behind a unit; expected parentheses as in (2 mV)^2, or the power in the unit "
                "as in cm2"},
        mistake{"1e400", "column 1: '1e400' is not within the range of numbers"},
        mistake{"v < m < h", "column 7: a second comparison in a row; expected 'and' between two comparisons"},
        mistake{"and", "column 1: found 'and'; expected a number, a name or '('"},
        mistake{"v < not m", "column 5: found 'not'; expected a number, a name or '('"},
        mistake{std::string("v\0", 2), "column 2: found '\\x00'; expected an operator or the end of the equation"},
        mistake{std::string(101, 'a'), "column 1: a name of 101 characters; expected at most 100"},
        mistake{std::string(10'001, ' '), "column 1: an equation of 10001 characters; expected at most 10000"},
        mistake{repeated("(", 5000), "column 201: nested too deep; expected at most 200 levels"},
        mistake{repeated("-", 5000) + "v", "column 201: nested too deep; expected at most 200 levels"},
        mistake{repeated("not ", 2000) + "v", "column 801: nested too deep; expected at most 200 levels"},
        mistake{repeated("v^", 4000) + "v", "column 402: nested too deep; expected at most 200 levels"},
        mistake{repeated("f(", 4000), "column 402: nested too deep; expected at most 200 levels"},
        mistake{repeated("v+", 4000) + "v", "column 2000: too many operations in a row; expected at most 1000"}));

TEST(syntax, reads_what_is_nested_as_deep_as_allowed) {
  EXPECT_EQ(refusal(repeated("(", 200) + "v" + repeated(")", 200)), "accepted");
  EXPECT_EQ(refusal(repeated("v+", 999) + "v"), "accepted");
}

}  // namespace
}  // namespace hux
