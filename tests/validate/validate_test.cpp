#include "mistakes.hpp"

namespace hux::test {
namespace {

TEST_P(validate_refuses, with_one_sentence) { EXPECT_EQ(refusal(GetParam().make), GetParam().message); }

TEST(validate, accepts_a_correct_experiment) {
  EXPECT_EQ(refusal([](experiment&) {}), "");
}

INSTANTIATE_TEST_SUITE_P(
    settings, validate_refuses,
    testing::Values(
        mistake{"no_duration", [](auto& e) { e.settings.duration = 0; },
                "simulation.duration: 0 ms is out of range; expected more than 0"},
        mistake{"an_infinite_duration", [](auto& e) { e.settings.duration = infinity; },
                "simulation.duration: inf is not a finite number"},
        mistake{"a_duration_between_steps", [](auto& e) { e.settings.duration = 0.07; },
                "simulation.duration: 0.07 ms is not a whole number of time steps; expected a multiple of "
                "simulation.dt, 0.05 ms"},
        mistake{"a_duration_of_more_steps_than_can_be_counted", [](auto& e) { e.settings.duration = 1e300; },
                "simulation.duration: 1e+300 ms is more than 2^52 time steps of 0.05 ms"},
        mistake{"a_time_step_of_zero", [](auto& e) { e.settings.dt = 0; },
                "simulation.dt: 0 ms is out of range; expected more than 0"},
        mistake{"an_unknown_integrator", [](auto& e) { e.settings.integrator = "rk5"; },
                "simulation.integrator: there is no integrator 'rk5'; did you mean 'rk4'?"},
        mistake{"too_many_threads", [](auto& e) { e.settings.threads = 1025; },
                "simulation.threads: 1025 is too many; expected at most 1024, or 0 for one a core"},
        mistake{"a_block_size_that_is_no_power_of_two", [](auto& e) { e.settings.block_size = 100; },
                "simulation.block_size: 100 is not a power of two up to 65536, or 0 to leave the choice to Hux"},
        mistake{"too_long_a_window", [](auto& e) { e.settings.window = 100000; },
                "simulation.window: 100000 steps are too many; expected at most 65536, or 0 to leave the choice to "
                "Hux"}),
    name_of);

TEST(validate, refuses_a_time_step_at_which_the_integrator_is_unstable) {
  const auto message = refusal([](auto& e) { e.settings.dt = 0.1; });
  EXPECT_THAT(message, testing::StartsWith("simulation.dt: 0.1 ms is too long for rk4 with population 'A'"));
}

INSTANTIATE_TEST_SUITE_P(
    populations, validate_refuses,
    testing::Values(
        mistake{"a_network_without_neurons", [](auto& e) { e.network.populations.clear(); },
                "population: there is none; expected at least one"},
        mistake{"no_neurons", [](auto& e) { a(e).size = 0; }, "population.A.size: 0 neurons; expected at least 1"},
        mistake{"more_neurons_than_can_be_counted", [](auto& e) { a(e).size = 4294967280; },
                "population.A.size: 4294967280 neurons; expected at most 2147483648 (2^31) in one population"},
        mistake{"an_empty_name", [](auto& e) { a(e).name = ""; },
                "population.: '' is not a name; expected letters, digits, '_' or '-'"},
        mistake{"a_name_that_files_cannot_have", [](auto& e) { a(e).name = "A/B"; },
                "population.A/B: 'A/B' is not a name; expected letters, digits, '_' or '-'"},
        mistake{"two_of_one_name", [](auto& e) { a(e).name = "B"; },
                "population.B: there are two of this name; expected one"},
        mistake{"an_unknown_model", [](auto& e) { a(e).model = "traub_mile"; },
                "population.A.model: there is no model 'traub_mile'; did you mean 'traub_miles'?"},
        mistake{"an_unknown_preset",
                [](auto& e) {
                  a(e).model = "pospischil";
                  a(e).preset = "XX";
                },
                "population.A.preset: there is no preset 'XX'; known are FS, IB, LTS, RS"},
        mistake{"a_threshold_that_is_no_number", [](auto& e) { a(e).threshold = nan; },
                "population.A.threshold: nan is not a finite number"},
        mistake{"a_negative_refractory_time", [](auto& e) { a(e).refractory = -1; },
                "population.A.refractory: -1 ms is out of range; expected 0 or more"},
        mistake{"an_unknown_parameter", [](auto& e) { a(e).parameters["cm"] = 200.0; },
                "population.A.parameters.cm: there is no parameter 'cm'; did you mean 'c_m'?"},
        mistake{"a_negative_capacitance", [](auto& e) { a(e).parameters["c_m"] = -200.0; },
                "population.A.parameters.c_m: -200 pF is out of range; expected more than 0"},
        mistake{"a_capacitance_that_can_be_drawn_negative",
                [](auto& e) {
                  a(e).parameters["c_m"] = normal{200, 50, {}};
                },
                "population.A.parameters.c_m: normal (mean 200, std 50) can give -230 pF; expected more than 0; bound "
                "it by min"},
        mistake{"a_listed_value_out_of_range",
                [](auto& e) { a(e).parameters["g_l"] = std::vector<double>{1, 2, 3, 4, 5, -6, 7, 8, 9, 10}; },
                "population.A.parameters.g_l: 10 values can give -6 nS; expected 0 or more"},
        mistake{"a_list_of_the_wrong_length",
                [](auto& e) {
                  a(e).parameters["g_l"] = std::vector<double>{1, 2};
                },
                "population.A.parameters.g_l: has 2 values; expected 10, one for each"},
        mistake{"bounds_in_the_wrong_order",
                [](auto& e) {
                  a(e).parameters["e_l"] = normal{-60, 1, {.min = -50, .max = -70}};
                },
                "population.A.parameters.e_l: normal (mean -60, std 1, between -50 and -70): its min is larger than "
                "its max"},
        mistake{"a_negative_std",
                [](auto& e) {
                  a(e).initial_v = normal{-60, -1, {}};
                },
                "population.A.initial.v: normal (mean -60, std -1): its std is negative; expected 0 or more"},
        mistake{"a_uniform_law_from_high_to_low",
                [](auto& e) {
                  a(e).initial_v = uniform{-50, -60};
                },
                "population.A.initial.v: uniform (low -50, high -60): its first value is the larger one; expected the "
                "smaller first"},
        mistake{"a_lognormal_law_of_negative_mean",
                [](auto& e) {
                  a(e).initial_v = lognormal{-60, 1, {}};
                },
                "population.A.initial.v: lognormal (mean -60, std 1): its mean is not positive; a lognormal variate "
                "always is"},
        mistake{"a_mean_that_is_no_number",
                [](auto& e) {
                  a(e).initial_v = normal{nan, 1, {}};
                },
                "population.A.initial.v: nan is not a finite number"},
        mistake{"an_unknown_gate", [](auto& e) { a(e).initial_states["q"] = 0.5; },
                "population.A.initial.q: there is no gate 'q'; known are m, h, n"},
        mistake{"a_gate_above_one", [](auto& e) { a(e).initial_states["m"] = 1.5; },
                "population.A.initial.m: 1.5 is out of range; expected 0 to 1"},
        mistake{"an_unknown_synapse", [](auto& e) { a(e).receptors[0].synapse = "alhpa"; },
                "population.A.receptor.ampa.synapse: there is no synapse 'alhpa'; did you mean 'alpha'?"},
        mistake{"more_voltage_dependent_receptors_than_there_is_room_for",
                [](auto& e) {
                  for (const char* name : {"n1", "n2", "n3", "n4", "n5"})
                    a(e).receptors.push_back({.name = name, .synapse = "nmda", .parameters = {}});
                },
                "population.A.receptor: 5 receptors have a voltage-dependent conductance; expected at most 4"},
        mistake{"a_time_constant_of_zero", [](auto& e) { a(e).receptors[0].parameters["tau"] = 0; },
                "population.A.receptor.ampa.tau: 0 ms is out of range; expected more than 0"},
        mistake{"an_unknown_parameter_of_a_synapse", [](auto& e) { a(e).receptors[0].parameters["tua"] = 5; },
                "population.A.receptor.ampa.tua: there is no parameter 'tua'; did you mean 'tau'?"},
        mistake{"a_negative_initial_conductance", [](auto& e) { a(e).receptors[0].initial = -1.0; },
                "population.A.receptor.ampa.initial: -1 nS is out of range; expected 0 or more"},
        mistake{"two_receptors_of_one_name", [](auto& e) { a(e).receptors[0].name = "syn"; },
                "population.A.receptor.syn: there are two of this name; expected one"},
        mistake{"a_receptor_called_as_a_variable_of_the_model", [](auto& e) { a(e).receptors[0].name = "na"; },
                "population.A.receptor.na: the model 'traub_miles' has a variable of the name 'na' or 'g_na' already; "
                "expected another name"}),
    name_of);

TEST(validate, accepts_a_law_that_bounds_keep_in_range) {
  EXPECT_EQ(refusal([](auto& e) {
              e.settings.dt = 0.025;
              a(e).parameters["c_m"] = normal{200, 50, {.min = 100}};
            }),
            "");
}
TEST(validate, accepts_a_negative_initial_synaptic_current) {
  EXPECT_EQ(refusal([](auto& e) { a(e).receptors[1].initial = -1.0; }), "");
}

}  // namespace
}  // namespace hux::test
