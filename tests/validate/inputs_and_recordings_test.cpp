#include "mistakes.hpp"

namespace hux::test {
namespace {

const auto stimulates = [](const stimulus& s) { return [s](experiment& e) { drive(e).what = s; }; };

INSTANTIATE_TEST_SUITE_P(
    inputs, validate_refuses,
    testing::Values(
        mistake{"an_unknown_population", [](auto& e) { drive(e).population = "C"; },
                "input.drive.population: there is no population 'C'; known are A, B"},
        mistake{"a_neuron_that_does_not_exist",
                [](auto& e) {
                  drive(e).neurons = {3, 10};
                },
                "input.drive.neurons: there is no neuron 10; the population's are 0 to 9"},
        mistake{"a_neuron_named_twice",
                [](auto& e) {
                  drive(e).neurons = {3, 3};
                },
                "input.drive.neurons: neuron 3 is named twice; expected each once"},
        mistake{"an_amplitude_that_is_no_number", stimulates(constant_current{nan}),
                "input.drive.amplitude: nan is not a finite number"},
        mistake{"amplitudes_of_the_wrong_number", stimulates(constant_current{std::vector<double>{1, 2}}),
                "input.drive.amplitude: has 2 values; expected 10, one for each"},
        mistake{"a_stop_before_the_start", stimulates(step_current{1.0, 20, 10}),
                "input.drive.stop: 10 ms is not after the start; expected more than 20 ms"},
        mistake{"a_pulse_longer_than_its_period", stimulates(pulse_train{1.0, 0, 50, 5, 6}),
                "input.drive.width: 6 ms is longer than the period; expected at most 5 ms"},
        mistake{"a_period_of_zero", stimulates(pulse_train{1.0, 0, 50, 0, 1}),
                "input.drive.period: 0 ms is out of range; expected more than 0"},
        mistake{"noise_of_negative_std", stimulates(white_noise{0, -1, 0}),
                "input.drive.std: -1 pA is out of range; expected 0 or more"},
        mistake{"noise_held_between_steps", stimulates(white_noise{0, 1, 0.07}),
                "input.drive.interval: 0.07 ms is not a whole number of time steps; expected a multiple of "
                "simulation.dt, 0.05 ms"},
        mistake{"a_correlation_time_of_zero", stimulates(ornstein_uhlenbeck{0, 1, 0}),
                "input.drive.tau: 0 ms is out of range; expected more than 0"},
        mistake{"a_negative_rate", stimulates(poisson_train{"ampa", -1, 1}),
                "input.drive.rate: -1 Hz is out of range; expected 0 or more"},
        mistake{"a_rate_beyond_reason", stimulates(poisson_train{"ampa", 1e9, 1}),
                "input.drive.rate: 1e+09 Hz is more than 1000 spikes a step"},
        mistake{"spikes_of_negative_conductance", stimulates(poisson_train{"ampa", 10, -1}),
                "input.drive.weight: -1 nS is out of range; expected 0 or more"},
        mistake{"spikes_onto_an_unknown_receptor", stimulates(poisson_train{"nmda", 10, 1}),
                "input.drive.receptor: there is no receptor of population 'A' called 'nmda'; did you mean 'ampa'?"},
        mistake{"spikes_without_a_time", stimulates(spike_times{"ampa", 1, {0, 1}, {5}}),
                "input.drive.spikes: there are 2 neurons and 1 times; expected one time each"},
        mistake{"spikes_before_the_start", stimulates(spike_times{"ampa", 1, {0}, {-5}}),
                "input.drive.spikes.times: -5 ms is out of range; expected 0 or more"},
        mistake{"spikes_to_a_neuron_that_does_not_exist", stimulates(spike_times{"ampa", 1, {10}, {5}}),
                "input.drive.spikes.neurons: there is no neuron 10; the population's are 0 to 9"}),
    name_of);

TEST(validate, accepts_amplitudes_for_the_chosen_neurons) {
  EXPECT_EQ(refusal([](auto& e) {
              drive(e).neurons = {3, 4};
              drive(e).what = constant_current{std::vector<double>{1, 2}};
            }),
            "");
}

INSTANTIATE_TEST_SUITE_P(
    voltage_clamps, validate_refuses,
    testing::Values(
        mistake{"no_conductance", [](auto& e) { drive(e).what = voltage_clamp{0, -70, 0.0, 1, 2, {}}; },
                "input.drive.conductance: 0 nS is out of range; expected more than 0"},
        mistake{"a_level_that_ends_before_it_begins",
                [](auto& e) { drive(e).what = voltage_clamp{10, -70, 0.0, 2, 1, {}}; },
                "input.drive.stop: 1 ms is not after the start; expected more than 2 ms"},
        mistake{"a_command_afterwards_that_is_no_number",
                [](auto& e) { drive(e).what = voltage_clamp{10, -70, 0.0, 1, 2, nan}; },
                "input.drive.after: nan is not a finite number"},
        mistake{"a_current_recorded_that_another_population_gets",
                [](auto& e) {
                  drive(e).population = "B";
                  trace(e).variables = {"i_drive"};
                },
                "recording.trace.variables: population 'A' has no variable 'i_drive'; known are v, m, h, n, g_k, g_na, "
                "i_k, i_l, i_na, g_ampa, i_ampa, i_syn"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    recordings, validate_refuses,
    testing::Values(
        mistake{"spikes_of_an_unknown_population",
                [](auto& e) {
                  e.recordings.spikes = std::vector<std::string>{"A", "C"};
                },
                "record.spikes: there is no population 'C'; known are A, B"},
        mistake{"a_rate_asked_for_twice",
                [](auto& e) {
                  e.recordings.rates = {"A", "A"};
                },
                "record.rates.A: there are two of this name; expected one"},
        mistake{"a_bin_between_steps", [](auto& e) { e.recordings.rate_bin = 0.07; },
                "record.rate_bin: 0.07 ms is not a whole number of time steps; expected a multiple of simulation.dt, "
                "0.05 ms"},
        mistake{"an_unknown_variable", [](auto& e) { trace(e).variables = {"g_amp"}; },
                "recording.trace.variables: population 'A' has no variable 'g_amp'; did you mean 'g_ampa'?"},
        mistake{"a_current_of_an_input_called_as_an_ionic_one",
                [](auto& e) {
                  drive(e).name = "na";
                  trace(e).variables = {"v", "i_na"};
                },
                "recording.trace.variables: 'i_na' means the ionic current of model 'traub_miles' and the current of "
                "input 'na'; expected one meaning: rename the input 'na'"},
        mistake{
            "a_current_of_a_receptor_called_as_an_input", [](auto& e) { drive(e).name = "syn"; },
            "recording.trace.variables: 'i_syn' means the current of receptor 'syn' and the current of input 'syn'; "
            "expected one meaning: rename the input 'syn'"},
        mistake{"a_current_of_a_conductance_called_as_an_input",
                [](auto& e) {
                  drive(e).name = "ampa";
                  trace(e).variables = {"i_ampa"};
                },
                "recording.trace.variables: 'i_ampa' means the current of receptor 'ampa' and the current of input "
                "'ampa'; expected one meaning: rename the input 'ampa'"},
        mistake{"no_variable", [](auto& e) { trace(e).variables.clear(); },
                "recording.trace.variables: the list is empty; expected at least one, such as \"v\""},
        mistake{"a_recorded_neuron_that_does_not_exist", [](auto& e) { trace(e).neurons = {10}; },
                "recording.trace.neurons: there is no neuron 10; the population's are 0 to 9"},
        mistake{"an_interval_of_zero", [](auto& e) { trace(e).interval = 0; },
                "recording.trace.interval: 0 ms is out of range; expected more than 0"}),
    name_of);

TEST(validate, lets_a_name_have_two_meanings_that_nobody_records) {
  EXPECT_EQ(refusal([](auto& e) { drive(e).name = "na"; }), "");
  EXPECT_EQ(refusal([](auto& e) {
              drive(e) = {"ampa", "A", {}, poisson_train{"ampa", 10, 1}};
              trace(e).variables = {"i_ampa"};
            }),
            "");
}

INSTANTIATE_TEST_SUITE_P(
    what_a_run_would_refuse, validate_refuses,
    testing::Values(
        mistake{"no_initial_potentials", [](auto& e) { a(e).initial_v = std::vector<double>{}; },
                "population.A.initial.v: has 0 values; expected 10, one for each"},
        mistake{
            "bounds_that_no_draw_can_meet",
            [](auto& e) {
              a(e).initial_v = normal{-60, 1, {.min = -50, .max = -40}};
            },
            "population.A.initial.v: normal (mean -60, std 1, between -50 and -40): none of its draws can lie within "
            "its bounds; expected bounds nearer to its mean"},
        mistake{"a_weight_that_a_receptor_cannot_take", [](auto& e) { ab(e).weight = 1e30; },
                "projection.AB.weight: 1e+30 nS is more than a receptor can take in one step; expected less than 1e+30 "
                "nS"},
        mistake{"a_train_of_such_weights",
                [](auto& e) {
                  drive(e).what = poisson_train{"ampa", 10, 1e31};
                },
                "input.drive.weight: 1e+31 nS is more than a receptor can take in one step; expected less than 1e+30 "
                "nS"}),
    name_of);

TEST(validate, counts_steps_in_decimal_times_that_binary_numbers_do_not_hit) {
  EXPECT_EQ(refusal([](auto& e) {
              e.settings.dt = 0.01;
              trace(e).interval = 0.07;
              e.settings.duration = 0.29;
            }),
            "");
}

}  // namespace
}  // namespace hux::test
