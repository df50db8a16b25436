#include "hux/units.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <random>
#include <thread>
#include <vector>

namespace hux {
namespace {

std::string refusal(std::string_view text, quantity q) {
  try {
    parse_quantity(text, q);
  } catch (const units_error& e) {
    return e.what();
  }
  return "accepted";
}

struct written {
  std::string_view text;
  hux::quantity quantity;
  double value;
};

class every_unit : public testing::TestWithParam<written> {};
TEST_P(every_unit, is_read_into_the_unit_kept) {
  EXPECT_EQ(parse_quantity(GetParam().text, GetParam().quantity), GetParam().value);
}
// Conversions by the definitions of the SI.
INSTANTIATE_TEST_SUITE_P(
    units, every_unit,
    testing::Values(written{"6 nS", quantity::conductance, 6}, written{"0.006 uS", quantity::conductance, 6},
                    written{"1.5 ms", quantity::time, 1.5}, written{"1 s", quantity::time, 1000},
                    written{"20us", quantity::time, 0.02}, written{"200 pF", quantity::capacitance, 200},
                    written{"0.3 nF", quantity::capacitance, 300}, written{"7 uA/cm2", quantity::current_density, 7},
                    written{"7 \u00b5A/cm\u00b2", quantity::current_density, 7},
                    written{"7 \u03bcA/cm^2", quantity::current_density, 7},
                    written{"0.07 A/m2", quantity::current_density, 7},
                    written{"7 uA cm^-2", quantity::current_density, 7},
                    written{"1 pA/um2", quantity::current_density, 100},
                    written{"0.1 mS/cm2", quantity::conductance_density, 0.1},
                    written{"1 uF/cm2", quantity::capacitance_density, 1}, written{"20000 um2", quantity::area, 20000},
                    written{"2e-4 cm2", quantity::area, 20000}, written{"6.3 degC", quantity::temperature, 6.3},
                    written{"6.3 \u00b0C", quantity::temperature, 6.3}, written{"-65 mV", quantity::voltage, -65},
                    written{"-0.065 V", quantity::voltage, -65}, written{"+5 mV", quantity::voltage, 5},
                    written{"60 Hz", quantity::rate, 60}, written{"1 kHz", quantity::rate, 1000},
                    written{"1/ms", quantity::rate, 1000}, written{"2 1/ms", quantity::rate, 2000},
                    written{"1 mM", quantity::concentration, 1}, written{"1 mol/m3", quantity::concentration, 1},
                    written{"1 mmol/L", quantity::concentration, 1}, written{"3 1/ms", quantity::frequency_per_ms, 3},
                    written{"3 kHz", quantity::frequency_per_ms, 3}, written{"0.75 nA", quantity::current, 750},
                    written{"0.1 nS*V", quantity::current, 100}, written{"1 Mohm nA", quantity::voltage, 1},
                    written{"4 uA/(cm m)", quantity::current_density, 0.04},
                    written{"2 nA/(nS)", quantity::voltage, 2000}, written{"3 (1/ms)", quantity::frequency_per_ms, 3},
                    written{"6 1/( kohm )", quantity::conductance, 6e6}, written{"0.5", quantity::dimensionless, 0.5},
                    written{"1e3 ms", quantity::time, 1000}, written{"1E-3 s", quantity::time, 1}));

class every_quantity : public testing::TestWithParam<quantity> {};
TEST_P(every_quantity, survives_being_written_and_read_to_the_last_bit) {
  std::mt19937_64 bits(7);
  for (int i = 0; i < 2000; ++i) {
    const auto value = std::bit_cast<double>(bits());
    if (value - value != 0) continue;  // infinite or not a number
    const auto back = parse_quantity(format_quantity(value, GetParam()), GetParam());
    ASSERT_EQ(std::bit_cast<std::uint64_t>(back), std::bit_cast<std::uint64_t>(value)) << value;
  }
}
TEST_P(every_quantity, reads_the_example_it_gives) {
  const auto text = describe(GetParam());
  auto example = text.substr(text.find("such as ") + 8);
  std::erase(example, '\'');
  EXPECT_NO_THROW(parse_quantity(example, GetParam()));
}
INSTANTIATE_TEST_SUITE_P(units, every_quantity,
                         testing::Values(quantity::dimensionless, quantity::voltage, quantity::time, quantity::rate,
                                         quantity::current, quantity::conductance, quantity::capacitance,
                                         quantity::current_density, quantity::conductance_density,
                                         quantity::capacitance_density, quantity::area, quantity::temperature,
                                         quantity::concentration, quantity::frequency_per_ms));

TEST(units, rounds_a_converted_value_once) {
  EXPECT_EQ(parse_quantity("0.1 nA", quantity::current), 100.0);
  EXPECT_EQ(parse_quantity("0.7 us", quantity::time), 0.0007);
  EXPECT_EQ(parse_quantity("1.1 s", quantity::time), 1100.0);
}

TEST(units, refuses_a_current_where_a_conductance_is_expected) {
  EXPECT_EQ(refusal("6 nA", quantity::conductance), "'6 nA' is a current; expected a conductance such as '6 nS'");
}
TEST(units, refuses_a_value_of_a_cell_where_a_density_is_expected) {
  EXPECT_EQ(refusal("200 pF", quantity::capacitance_density),
            "'200 pF' is a capacitance; expected a capacitance density such as '1 uF/cm2'");
}
TEST(units, refuses_a_plain_number_for_a_time) {
  EXPECT_EQ(refusal("5", quantity::time), "'5' has no unit; expected a time such as '1.5 ms'");
}
TEST(units, refuses_a_unit_where_a_plain_number_is_expected) {
  EXPECT_EQ(refusal("5 ms", quantity::dimensionless), "'5 ms' is a time; expected a number such as 0.5");
}
TEST(units, names_an_unknown_unit) {
  EXPECT_EQ(refusal("5 mile", quantity::time),
            "'5 mile' has the unknown unit 'mile'; expected a time such as '1.5 ms'");
}
TEST(units, tells_siemens_from_seconds) {
  EXPECT_EQ(refusal("5 mS", quantity::time), "'5 mS' is a conductance; expected a time such as '1.5 ms'");
}
TEST(units, refuses_a_number_beyond_the_range_of_double) {
  EXPECT_EQ(refusal("1e400 mV", quantity::voltage),
            "'1e400 mV' is not within the range of numbers; expected a voltage such as '-65 mV'");
}

class no_quantity : public testing::TestWithParam<std::string_view> {};
TEST_P(no_quantity, is_refused) { EXPECT_NE(refusal(GetParam(), quantity::voltage), "accepted"); }
INSTANTIATE_TEST_SUITE_P(units, no_quantity,
                         testing::Values("", " ", "mV", "-", "- mV", "inf mV", "-inf mV", "nan mV", "-nan(1) mV",
                                         "5 mV mV", "5 mV/", "5 /mV", "5 mV//s", "5 mV0", "5 mV99", "0x10 mV", "5,0 mV",
                                         "5 mmV", "e5 mV", ". mV", "5 5 mV", "1e99999999999999999999 mV", "5 (mV",
                                         "5 mV)", "5 ()", "5 (mV)2", "5 mV(s)", "5 (mV/)",
                                         "5 ((((((((((((mV))))))))))))"));

TEST(units, gives_a_unit_of_a_known_quantity_that_one) {
  EXPECT_EQ(quantity_of("mV"), quantity::voltage);
  EXPECT_EQ(quantity_of("uA/cm2"), quantity::current_density);
  EXPECT_EQ(quantity_of("1/ms"), quantity::frequency_per_ms);
  EXPECT_EQ(quantity_of("Hz"), quantity::rate);
  EXPECT_EQ(quantity_of(""), quantity::dimensionless);
  EXPECT_EQ(quantity_of("1"), quantity::dimensionless);
}
TEST(units, gives_any_other_unit_a_quantity_of_its_own) {
  EXPECT_GT(quantity_of("uM"), quantity::model_synaptic);
  EXPECT_EQ(quantity_of("uM"), quantity_of(" uM "));
  EXPECT_NE(quantity_of("uM"), quantity_of("nM"));
}
TEST(units, keeps_a_value_in_the_unit_of_its_quantity) {
  const auto q = quantity_of("uM");
  EXPECT_EQ(unit_of(q), "uM");
  EXPECT_EQ(parse_quantity("0.1 mM", q), 100.0);
  EXPECT_EQ(format_quantity(100, q), "100 uM");
}
TEST(units, reads_what_it_writes_of_any_unit) {
  for (const auto unit : {"uM", "1/(mM ms)", "mM/ms", "kHz", "S/cm2", "mV/V", "cm/s"}) {
    const auto q = quantity_of(unit);
    EXPECT_EQ(parse_quantity(format_quantity(0.1, q), q), 0.1) << unit;
  }
}
TEST(units, describes_a_unit_by_what_it_measures) {
  EXPECT_EQ(describe(quantity_of("uM")), "a concentration in uM such as '1 uM'");
  EXPECT_EQ(describe(quantity_of("S/cm2")), "a conductance density in S/cm2 such as '1 S/cm2'");
  EXPECT_EQ(describe(quantity_of("mM/ms")), "a value in mM/ms such as '1 mM/ms'");
}
TEST(units, refuses_another_dimension_for_a_quantity_of_its_own) {
  EXPECT_EQ(refusal("5 ms", quantity_of("uM")), "'5 ms' is a time; expected a concentration in uM such as '1 uM'");
  EXPECT_EQ(refusal("5", quantity_of("uM")), "'5' has no unit; expected a concentration in uM such as '1 uM'");
}
TEST(units, refuses_to_make_a_quantity_of_what_is_no_unit) {
  for (const auto text : {"mile", "/ms", "mV/", "pA or uA/cm2", "1/(ms", "mV\n"})
    EXPECT_THROW(quantity_of(text), units_error) << text;
}
TEST(units, give_all_threads_the_same_quantity) {
  std::vector<std::vector<quantity>> found(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : found)
      threads.emplace_back([&mine] {
        for (const auto unit : {"nM", "pM", "fM", "mol", "kM", "MM"}) mine.push_back(quantity_of(unit));
      });
  }
  for (const auto& mine : found) EXPECT_EQ(mine, found.front());
}

}  // namespace
}  // namespace hux
