#include "mistakes.hpp"

namespace hux::test {
namespace {

const auto has = [](const neuron_values& g_na) { return [g_na](experiment& e) { a(e).parameters["g_na"] = g_na; }; };
const auto starts_at = [](const neuron_values& v) { return [v](experiment& e) { a(e).initial_v = v; }; };
using parts = std::vector<neuron_part>;

INSTANTIATE_TEST_SUITE_P(
    values_by_neuron, validate_refuses,
    testing::Values(
        mistake{"repeated_values_out_of_range", has(repeat{{20000, -1}}),
                "population.A.parameters.g_na: -1 nS is out of range; expected 0 or more"},
        mistake{"repeated_values_that_are_no_numbers", has(repeat{{nan}}),
                "population.A.parameters.g_na: nan is not a finite number"},
        mistake{"no_values_to_repeat", has(repeat{}),
                "population.A.parameters.g_na: there are no values to repeat; expected at least one"},
        mistake{"a_formula_out_of_range", has(formula{"20 nS - 5 nS * i"}),
                "population.A.parameters.g_na: '20 nS - 5 nS * i' gives -5 nS for neuron 5; expected 0 or more"},
        mistake{"a_formula_that_gives_no_number", has(formula{"20 nS * sqrt(3 - i)"}),
                "population.A.parameters.g_na: '20 nS * sqrt(3 - i)' gives nan for neuron 4; expected 0 or more"},
        mistake{"a_formula_that_gives_infinity", starts_at(formula{"-1 mV / (i - 2)"}),
                "population.A.initial.v: '-1 mV / (i - 2)' gives -inf mV for neuron 2; expected a finite number"},
        mistake{"a_gate_beyond_1", [](experiment& e) { a(e).initial_states["m"] = formula{"2 * i / n"}; },
                "population.A.initial.m: '2 * i / n' gives 1.2 for neuron 6; expected 0 to 1"},
        mistake{"a_receptor_below_0", [](experiment& e) { a(e).receptors[0].initial = formula{"-i"}; },
                "population.A.receptor.ampa.initial: column 1: -i is a plain number; expected nS"},
        mistake{"a_formula_in_another_unit", starts_at(formula{"5 ms"}),
                "population.A.initial.v: column 1: 5 ms is ms; expected mV"},
        mistake{"positions_that_there_are_not", starts_at(formula{"1 mV * x / 1 um"}),
                "population.A.initial.v: x needs positions, and population 'A' has none; expected "
                "population.A.positions"},
        mistake{"a_formula_by_positions_of_the_wrong_number",
                [](experiment& e) {
                  a(e).positions = listed_layout{{1, 2}, {}, {}};
                  a(e).initial_v = formula{"1 mV * x / 1 um"};
                },
                "population.A.positions.x: has 2 values; expected 10, one for each"},
        mistake{"values_of_a_part_out_of_range", has(parts{{{}, 1.0}, {{1, 2}, uniform{-1, 2}}}),
                "population.A.parameters.g_na[1]: uniform (low -1, high 2) can give -1 nS; expected 0 or more"},
        mistake{"a_formula_of_a_part_out_of_range", has(parts{{{7, 6}, formula{"(6.5 - i) * 1 nS"}}}),
                "population.A.parameters.g_na: '(6.5 - i) * 1 nS' gives -0.5 nS for neuron 7; expected 0 or more"},
        mistake{"too_few_values_for_a_part", has(parts{{{}, 1.0}, {{1, 2}, std::vector<double>{1}}}),
                "population.A.parameters.g_na[1]: has 1 values; expected 2, one for each"},
        mistake{"too_few_values_for_the_rest", has(parts{{{}, std::vector<double>{1}}, {{1, 2}, 1.0}}),
                "population.A.parameters.g_na[0]: has 1 values; expected 8, one for each"},
        mistake{"a_part_of_no_such_neuron", has(parts{{{1, 10}, 1.0}}),
                "population.A.parameters.g_na.where: there is no neuron 10; the population's are 0 to 9"},
        mistake{"no_parts", has(parts{}), "population.A.parameters.g_na: an empty list; expected at least one part"},
        mistake{"parts_in_parts", has(parts{{{1}, parts{{{1}, 1.0}}}}),
                "population.A.parameters.g_na: a part has parts itself; expected a value or a distribution"},
        mistake{"parts_for_an_input",
                [](experiment& e) {
                  drive(e).what = constant_current{parts{{{1}, 1.0}}};
                },
                "input.drive.amplitude: an input has values for all of its neurons, which 'neurons' names; expected "
                "others in an input of their own"},
        mistake{"an_input_by_a_formula_in_another_unit",
                [](experiment& e) { drive(e).what = constant_current{formula{"1 nS"}}; },
                "input.drive.amplitude: column 1: 1 nS is nS; expected pA"}),
    name_of);

TEST(validate, accepts_values_by_neuron) {
  EXPECT_EQ(refusal(has(formula{"20 uS + 100 nS * i / (n - 1)"})), "");
  EXPECT_EQ(refusal(has(repeat{{20000, 21000, 22000}})), "");
  EXPECT_EQ(refusal(has(parts{{{}, formula{"20 uS - i * 1 nS"}}, {{9, 1}, linspace{1, 2}}})), "");
  EXPECT_EQ(refusal([](experiment& e) {
              a(e).positions = random_layout{100, 100, 100};
              a(e).initial_v = formula{"-70 mV + 0.05 mV * (x + y + z) / 1 um"};
              drive(e).neurons = {3, 4};
              drive(e).what = constant_current{formula{"1 pA * x / 1 um"}};
            }),
            "");
}

}  // namespace
}  // namespace hux::test
