#include "mistakes.hpp"

namespace hux::test {
namespace {

const auto lists = [](explicit_list list) { return [list](experiment& e) { ab(e).rule = list; }; };

INSTANTIATE_TEST_SUITE_P(
    projections, validate_refuses,
    testing::Values(
        mistake{"an_unknown_source", [](auto& e) { ab(e).source = "C"; },
                "projection.AB.source: there is no population 'C'; known are A, B"},
        mistake{"an_unknown_receptor", [](auto& e) { ab(e).receptor = "amp"; },
                "projection.AB.receptor: there is no receptor of population 'B' called 'amp'; did you mean 'ampa'?"},
        mistake{"a_probability_above_one", [](auto& e) { ab(e).rule = fixed_probability{1.5}; },
                "projection.AB.probability: 1.5 is not a probability; expected 0 to 1"},
        mistake{"a_probability_that_is_no_number", [](auto& e) { ab(e).rule = fixed_probability{nan}; },
                "projection.AB.probability: nan is not a probability; expected 0 to 1"},
        mistake{"a_negative_conductance", [](auto& e) { ab(e).weight = -6.0; },
                "projection.AB.weight: -6 nS is out of range; expected 0 or more"},
        mistake{"a_delay_below_the_time_step", [](auto& e) { ab(e).delay = 0.01; },
                "projection.AB.delay: 0.01 ms is below the time step; expected at least simulation.dt, 0.05 ms"},
        mistake{"a_delay_that_can_be_drawn_below_the_time_step",
                [](auto& e) {
                  ab(e).delay = normal{1, 0.5, {}};
                },
                "projection.AB.delay: normal (mean 1, std 0.5) ms can be below the time step; expected at least "
                "simulation.dt, 0.05 ms; bound it by min = '0.05 ms'"},
        mistake{"a_delay_of_too_many_steps", [](auto& e) { ab(e).delay = 1e9; },
                "projection.AB.delay: 1e+09 ms is too long; expected less than 2^31 time steps of 0.05 ms"},
        mistake{"delays_one_by_one_for_a_random_number_of_synapses",
                [](auto& e) {
                  ab(e).delay = std::vector<double>{1, 2};
                },
                "projection.AB.delay: values one by one need a rule that makes a known number of synapses"},
        mistake{"a_list_of_delays_with_one_below_the_time_step", lists({{0, 1}, {1, 2}, {}, {1, 0.01}}),
                "projection.AB.delay: 2 values ms is below the time step; expected at least simulation.dt, 0.05 ms"}),
    name_of);

/// Both populations on sheets, joined by distance.
void on_sheets(experiment& e) {
  a(e).positions = grid_layout{5, 100};
  e.network.populations[1].positions = random_layout{500, 200, 0};
  ab(e).rule = distance_probability{distance_kernel::gaussian, 0.5, 100};
  ab(e).velocity = 0.3;
  ab(e).periodic = true;
}
std::function<void(experiment&)> on_sheets_but(std::function<void(experiment&)> change) {
  return [change](experiment& e) {
    on_sheets(e);
    change(e);
  };
}

TEST(validate, accepts_sheets_joined_by_distance) { EXPECT_EQ(refusal(on_sheets), ""); }

INSTANTIATE_TEST_SUITE_P(
    distances, validate_refuses,
    testing::Values(
        mistake{"rows_that_are_not_whole", on_sheets_but([](auto& e) {
                  a(e).positions = grid_layout{4, 100};
                }),
                "population.A.positions.columns: 4 columns do not make whole rows of 10 neurons; expected a divisor of "
                "the size"},
        mistake{"a_spacing_of_zero", on_sheets_but([](auto& e) {
                  a(e).positions = grid_layout{5, 0};
                }),
                "population.A.positions.spacing: 0 um is out of range; expected more than 0"},
        mistake{"a_box_without_width", on_sheets_but([](auto& e) {
                  a(e).positions = random_layout{0, 1, 1};
                }),
                "population.A.positions.width: 0 um is out of range; expected more than 0"},
        mistake{"positions_for_some", on_sheets_but([](auto& e) {
                  a(e).positions = listed_layout{{1, 2}, {}, {}};
                }),
                "population.A.positions.x: has 2 values; expected 10, one for each"},
        mistake{"a_rule_by_distance_without_positions", on_sheets_but([](auto& e) { a(e).positions.reset(); }),
                "projection.AB: the rule distance_probability needs positions, and population 'A' has none; expected "
                "population.A.positions"},
        mistake{"a_velocity_without_positions", [](auto& e) { ab(e).velocity = 0.3; },
                "projection.AB: a velocity needs positions, and population 'A' has none; expected "
                "population.A.positions"},
        mistake{"a_velocity_of_zero", on_sheets_but([](auto& e) { ab(e).velocity = 0; }),
                "projection.AB.velocity: 0 m/s is out of range; expected more than 0"},
        mistake{"a_scale_whose_square_is_zero", on_sheets_but([](auto& e) {
                  ab(e).rule = distance_probability{distance_kernel::gaussian, 0.5, 1e-200};
                }),
                "projection.AB.scale: 1e-200 um is out of range; expected more than 0, from 1e-100 to 1e+100 um"},
        mistake{"a_scale_of_zero", on_sheets_but([](auto& e) {
                  ab(e).rule = distance_probability{distance_kernel::step, 0.5, 0};
                }),
                "projection.AB.scale: 0 um is out of range; expected more than 0, from 1e-100 to 1e+100 um"},
        mistake{"periodic_without_distances", [](auto& e) { ab(e).periodic = true; },
                "projection.AB.periodic: nothing depends on distances here; expected the rule distance_probability or "
                "a velocity"},
        mistake{"periodic_lists", on_sheets_but([](auto& e) {
                  a(e).positions = listed_layout{std::vector<double>(10, 1.0), {}, {}};
                }),
                "projection.AB.periodic: the listed positions of population 'A' have no edges that could be joined; "
                "expected the layout grid or random"},
        mistake{"periodic_sheets_of_two_sizes", on_sheets_but([](auto& e) {
                  a(e).positions = grid_layout{10, 100};
                }),
                "projection.AB.periodic: the sheet of population 'A' measures 1000 um where that of 'B' measures 500 "
                "um; expected sheets of one size"},
        mistake{"a_velocity_so_low_that_spikes_never_arrive", on_sheets_but([](auto& e) { ab(e).velocity = 1e-12; }),
                "projection.AB.delay: 1 ms, and the time for the distance, is too long; expected less than 2^31 time "
                "steps of 0.05 ms"}),
    name_of);

TEST(validate, refuses_one_to_one_between_populations_of_two_sizes) {
  EXPECT_THAT(refusal([](auto& e) { ab(e).rule = one_to_one{}; }), testing::HasSubstr("10 and 20"));
}
TEST(validate, refuses_more_different_partners_than_there_are) {
  const auto message = refusal([](auto& e) {
    ab(e).rule = fixed_indegree{11};
    ab(e).multapses = false;
  });
  EXPECT_THAT(message, testing::StartsWith("projection.AB.indegree: 11"));
}
TEST(validate, refuses_a_synapse_from_a_neuron_that_does_not_exist) {
  EXPECT_THAT(refusal(lists({{10}, {0}, {}, {}})), testing::StartsWith("projection.AB.source: neuron 10"));
}
TEST(validate, accepts_a_negative_weight_onto_a_current) {
  EXPECT_EQ(refusal([](auto& e) {
              ab(e).receptor = "syn";
              ab(e).weight = -6.0;
            }),
            "");
}

}  // namespace
}  // namespace hux::test
