#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "hux/core/errors.hpp"
#include "hux/simulation.hpp"

namespace hux {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Two populations with a projection, an input and a recording, none of it wrong.
experiment correct() {
  experiment e;
  e.settings.duration = 100;
  e.settings.dt = 0.05;
  population a;
  a.name = "A";
  a.size = 10;
  a.model = "traub_miles";
  receptor ampa;
  ampa.name = "ampa";
  receptor current;
  current.name = "syn";
  current.synapse = "exponential_current";
  a.receptors = {ampa, current};
  population b = a;
  b.name = "B";
  b.size = 20;
  e.network.populations = {a, b};
  projection p;
  p.name = "AB";
  p.source = "A";
  p.target = "B";
  p.receptor = "ampa";
  p.rule = fixed_probability{0.1};
  p.weight = 6.0;
  p.delay = 1.0;
  e.network.projections = {p};
  e.network.inputs = {{"drive", "A", {}, step_current{50.0, 10, 20}}};
  e.recordings.samples = {{"trace", "A", {"v", "m", "g_na", "g_ampa", "i_syn"}, {0, 9}, 0.1}};
  e.recordings.rates = {"A"};
  return e;
}

population& a(experiment& e) { return e.network.populations[0]; }
projection& ab(experiment& e) { return e.network.projections[0]; }
input& drive(experiment& e) { return e.network.inputs[0]; }
recording& trace(experiment& e) { return e.recordings.samples[0]; }

/// What validate() says to the correct experiment after a change; empty if nothing.
std::string refusal(const std::function<void(experiment&)>& change) {
  auto e = correct();
  change(e);
  try {
    validate(e);
  } catch (const input_error& mistake) {
    return mistake.what();
  }
  return "";
}

struct mistake {
  std::string name;
  std::function<void(experiment&)> make;
  std::string message;
};

class validate_refuses : public testing::TestWithParam<mistake> {};
TEST_P(validate_refuses, with_one_sentence) { EXPECT_EQ(refusal(GetParam().make), GetParam().message); }
std::string name_of(const testing::TestParamInfo<mistake>& info) { return info.param.name; }

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
                "population.A.preset: there is no preset 'XX'; known are RS, FS, IB, LTS"},
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
        mistake{"an_unknown_gate", [](auto& e) { a(e).initial_gates["q"] = 0.5; },
                "population.A.initial.q: there is no gate 'q'; known are m, h, n"},
        mistake{"a_gate_above_one", [](auto& e) { a(e).initial_gates["m"] = 1.5; },
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
        mistake{"values_one_by_one_for_a_random_number_of_synapses",
                [](auto& e) {
                  ab(e).weight = std::vector<double>{1, 2};
                },
                "projection.AB.weight: values one by one need a rule that makes a known number of synapses"},
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
        mistake{"a_scale_of_zero", on_sheets_but([](auto& e) {
                  ab(e).rule = distance_probability{distance_kernel::step, 0.5, 0};
                }),
                "projection.AB.scale: 0 um is out of range; expected more than 0"},
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
                "recording.trace.variables: population 'A' has no variable 'i_drive'; known are v, m, h, n, g_na, g_k, "
                "i_na, i_k, i_l, g_ampa, i_ampa, i_syn"}),
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
}  // namespace hux
