#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "everything.hpp"
#include "hux/errors.hpp"
#include "runs.hpp"

/// A run in parts gives what a whole run gives; a state that is saved goes on as it went on where it was saved.
namespace hux {
namespace {

using namespace test;

const outcome& whole() {
  static const outcome o = run(brief_everything());
  return o;
}

/// Windows are of ten steps.
TEST(a_run_in_parts, gives_the_bits_of_the_whole_wherever_it_is_cut_in_a_window) {
  for (std::int64_t cut = 91; cut <= 101; ++cut)
    EXPECT_EQ(differences(whole(), run_in_parts(brief_everything(), {cut})), "") << "cut at step " << cut;
}

TEST(a_run_in_parts, may_be_cut_at_every_step) {
  auto e = brief_everything();
  e.settings.duration = 4;
  std::vector<std::int64_t> every;
  for (std::int64_t step = 1; step < 100; ++step) every.push_back(step);
  EXPECT_EQ(differences(run(e), run_in_parts(e, every)), "");
}

TEST(a_run_in_parts, gives_the_same_on_any_number_of_threads_in_windows_and_blocks_of_any_size) {
  auto e = brief_everything();
  e.settings.threads = 3;
  e.settings.window = 3;
  e.settings.block_size = 256;
  EXPECT_EQ(differences(whole(), run_in_parts(e, {1, 77, 80, 131})), "");
}

TEST(a_run_in_parts, gives_the_same_with_neurons_that_diverge) {
  auto e = everything();
  e.settings.duration = 4;
  e.settings.on_divergence = divergence_policy::mark;
  e.network.inputs.push_back(stimulate("fatal", "squid", step_current{1e7, 1.5, 2.5}, {3, 500}));
  const outcome expected = run(e);
  EXPECT_EQ(expected.diverged.size(), 2);
  EXPECT_EQ(differences(expected, run_in_parts(e, {36, 41, 55})), "");
}

TEST(a_run_in_parts, goes_on_beyond_the_duration_of_the_experiment) {
  auto e = brief_everything();
  e.settings.duration = 5;
  e.network.projections.pop_back();  // its delays are longer
  auto longer = e;
  longer.settings.duration = 7;
  simulation s(e);
  collector kept;
  s.record_to(kept);
  s.run();
  EXPECT_EQ(s.time(), 5);
  EXPECT_THROW(s.run(), error);
  const run_summary summary = s.run(2);
  EXPECT_DOUBLE_EQ(s.time(), 7);
  EXPECT_EQ(differences(run(longer), outcome_of(s, std::move(kept), summary)), "");
}

TEST(a_run_in_parts, ends_where_spikes_would_be_lost_whose_delays_are_longer_than_the_experiment) {
  auto e = brief_everything();
  e.settings.duration = 3;
  simulation s(e);
  s.run();
  EXPECT_THROW(s.run(1), input_error);
  EXPECT_EQ(s.time(), 3);
}

TEST(a_run_in_parts, takes_whole_steps_only) {
  simulation s(brief_everything());
  for (const double duration : {0.0, -1.0, 0.05, std::nan(""), std::numeric_limits<double>::infinity()})
    EXPECT_THROW(s.run(duration), input_error) << duration;
  EXPECT_EQ(s.time(), 0);
  s.run(0.04 * (1 + 1e-10));
  EXPECT_DOUBLE_EQ(s.time(), 0.04);
}

TEST(a_run_in_parts, can_be_stopped_and_goes_on) {
  simulation s(brief_everything());
  collector kept;
  s.record_to(kept);
  s.on_progress([](const progress& p) { return p.time < 2; });
  EXPECT_FALSE(s.run(4).complete);
  EXPECT_LT(s.time(), 4);
  s.on_progress({});
  const run_summary summary = s.run();
  EXPECT_EQ(differences(whole(), outcome_of(s, std::move(kept), summary)), "");
}

// ---- states ----

/// The second half of a run, from a state of the first.
outcome continued(const experiment& e, const simulation_state& state) {
  simulation s(e);
  s.restore(state);
  collector kept;
  kept.steps = state.step;
  s.record_to(kept);
  const run_summary summary = s.run();
  EXPECT_TRUE(kept.gapless);
  return outcome_of(s, std::move(kept), summary);
}

/// What a whole run gives from a step on.
outcome rest_of(const experiment& e, std::int64_t step) {
  simulation s(e);
  s.run(static_cast<double>(step) * e.settings.dt);
  collector kept;
  s.record_to(kept);
  const run_summary summary = s.run();
  return outcome_of(s, std::move(kept), summary);
}

TEST(a_state, goes_on_as_it_went_on_where_it_was_saved) {
  for (const std::int64_t step : {40, 87}) {
    const outcome expected = rest_of(brief_everything(), step);
    EXPECT_GT(expected.spikes[1].size(), 20);
    EXPECT_EQ(differences(expected, continued(brief_everything(), state_at(brief_everything(), step))), "")
        << "saved at step " << step;
  }
}

TEST(a_state, goes_on_with_other_threads_windows_and_blocks) {
  auto other = brief_everything();
  other.settings.threads = 3;
  other.settings.window = 3;
  other.settings.block_size = 256;
  const outcome expected = rest_of(brief_everything(), 87);
  EXPECT_EQ(differences(expected, continued(other, state_at(brief_everything(), 87))), "");
  EXPECT_EQ(differences(expected, continued(brief_everything(), state_at(other, 87))), "");
}

TEST(a_state, goes_on_in_double_precision_and_staggered) {
  auto e = brief_everything();
  e.settings.integrator = "crank_nicolson";
  e.settings.precision = precision::double_;
  EXPECT_EQ(differences(rest_of(e, 87), continued(e, state_at(e, 87))), "");
}

TEST(a_state, branches_into_three_of_which_each_gives_the_same) {
  simulation s(brief_everything());
  s.run(3.48);
  const simulation_state state = s.save();
  const outcome expected = rest_of(brief_everything(), 87);
  collector kept[3];
  for (collector& branch : kept) {
    s.restore(state);
    s.record_to(branch);
    const run_summary summary = s.run(4.52);
    EXPECT_EQ(differences(expected, outcome_of(s, branch, summary)), "");
  }
}

TEST(a_state, is_what_it_was_after_it_has_been_restored) {
  const simulation_state state = state_at(brief_everything(), 87);
  simulation s(brief_everything());
  s.restore(state);
  EXPECT_EQ(first_difference(state, s.save()), "");
  s.run(0.04);
  EXPECT_NE(first_difference(state, s.save()), "");
}

TEST(a_state, has_marked_neurons_too) {
  auto e = everything();
  e.settings.duration = 4;
  e.settings.on_divergence = divergence_policy::mark;
  e.network.inputs.push_back(stimulate("fatal", "squid", step_current{1e7, 1.5, 2.5}, {3, 500}));
  auto expected = rest_of(e, 55);
  auto found = continued(e, state_at(e, 55));
  EXPECT_EQ(expected.summary.diverged, 2);
  EXPECT_EQ(found.summary.diverged, 2);
  EXPECT_EQ(differences(expected, found), "");
}

/// The sentence with which a simulation refuses a state.
std::string refusal(const experiment& e, const simulation_state& state) {
  simulation s(e);
  try {
    s.restore(state);
  } catch (const input_error& refused) {
    return refused.what();
  }
  return "";
}

TEST(a_state, of_another_network_is_refused_with_the_first_difference) {
  const simulation_state state = state_at(brief_everything(), 10);
  const auto says = [&](const char* expected, auto change) {
    auto e = brief_everything();
    change(e);
    const auto said = refusal(e, state);
    EXPECT_NE(said.find(expected), std::string::npos) << said;
  };
  says("dt = \"0.04 ms\"", [](experiment& e) { e.settings.dt = 0.02; });
  says("integrator = \"rk4\"", [](experiment& e) { e.settings.integrator = "exponential_euler"; });
  says("precision = \"float\"", [](experiment& e) { e.settings.precision = precision::double_; });
  says("seed = 1", [](experiment& e) { e.settings.seed = 2; });
  says("c_m", [](experiment& e) { e.network.populations[1].parameters["c_m"] = 300.0; });
  says("weight", [](experiment& e) { e.network.projections[0].weight = 5.0; });
}

TEST(a_state, that_does_not_hang_together_is_refused) {
  const simulation_state state = state_at(brief_everything(), 10);
  const auto broken = [&](auto change) {
    auto copy = state;
    change(copy);
    EXPECT_NE(refusal(brief_everything(), copy), "");
  };
  broken([](simulation_state& s) { s.step = -1; });
  broken([](simulation_state& s) { s.populations.pop_back(); });
  broken([](simulation_state& s) { s.populations[0].variables.pop_back(); });
  broken([](simulation_state& s) { s.populations[0].variables[1].name = "nothing"; });
  broken([](simulation_state& s) { s.populations[1].variables[0].values.pop_back(); });
  broken([](simulation_state& s) { s.populations[1].in_flight = {{3, 1203}}; });
  broken([](simulation_state& s) { s.populations[1].in_flight = {{11, 2}}; });
  broken([](simulation_state& s) { s.populations[1].in_flight = {{5, 2}, {4, 2}}; });
  broken([](simulation_state& s) { s.noises.at(0).deviations.pop_back(); });
}

TEST(a_state, of_numbers_that_no_neuron_can_have_is_refused) {
  const simulation_state state = state_at(brief_everything(), 10);
  const auto with = [&](std::size_t variable, double value) {
    auto copy = state;
    copy.populations[1].variables[variable].values[7] = value;
    return refusal(brief_everything(), copy);
  };
  for (const double v : {501.0, -501.0, std::nan(""), std::numeric_limits<double>::infinity()})
    EXPECT_NE(with(0, v).find("'v' of neuron 7 of population 'cortex' is"), std::string::npos) << v;
  for (const double gate : {-0.1, 1.1, std::nan("")}) EXPECT_NE(with(1, gate), "") << gate;
  EXPECT_EQ(with(1, 1), "");
}

TEST(a_state, beyond_the_end_is_refused_where_spikes_would_be_lost) {
  auto shorter = brief_everything();
  shorter.settings.duration = 2;
  EXPECT_NE(refusal(shorter, state_at(brief_everything(), 100)).find("delays longer than that"), std::string::npos);
  shorter.network.projections.pop_back();
  auto longer = brief_everything();
  longer.network.projections.pop_back();
  longer.settings.duration = shorter.settings.duration = 5;
  const simulation_state state = [&] {
    simulation s(longer);
    s.run(5.4);
    return s.save();
  }();
  simulation s(shorter);
  s.restore(state);
  EXPECT_EQ(first_difference(state, s.save()), "");
}

TEST(a_state, may_be_one_of_other_inputs) {
  auto driven = brief_everything();
  driven.recordings.samples.clear();
  auto warm_up = driven;
  warm_up.network.inputs.clear();
  const simulation_state state = state_at(warm_up, 20);
  const outcome without = continued(warm_up, state);
  const outcome with = continued(driven, state);
  EXPECT_NE(differences(without, with), "");
}

TEST(a_checkpoint, that_cannot_be_written_leaves_the_simulation_as_it_is) {
  simulation s(brief_everything());
  s.run(0.4);
  EXPECT_THROW(s.checkpoint("nowhere/c.h5"), error);  // there is no file of results
  const auto path = std::filesystem::temp_directory_path() / ("hux_parts_" + std::to_string(::getpid()) + ".h5");
  s.record_to(path, true);
  EXPECT_THROW(s.checkpoint("nowhere/c.h5"), file_error);
  EXPECT_TRUE(s.can_go_on());
  EXPECT_TRUE(s.run().complete);
  std::filesystem::remove(path);
}

TEST(a_checkpoint, of_what_was_changed_is_gone_on_with) {
  const auto path = std::filesystem::temp_directory_path() / ("hux_changed_" + std::to_string(::getpid()) + ".h5");
  const auto checkpoint = path.string() + ".checkpoint";
  auto next = brief_everything();
  next.network.projections[0].weight = 7.0;
  simulation whole(brief_everything());
  {
    simulation s(brief_everything());
    s.record_to(path, true);
    for (simulation* each : {&s, &whole}) {
      each->run(2);
      each->change(next);
      each->run(2);
    }
    s.checkpoint(checkpoint);
    s.run(0.4);
  }
  simulation s(brief_everything());
  s.resume(path, checkpoint);
  s.run();
  whole.run();
  EXPECT_EQ(first_difference(whole.save(), s.save()), "");
  for (const auto& file : {path.string(), checkpoint}) std::filesystem::remove(file);
}

// ---- reading and writing ----

TEST(every_variable, is_read_as_it_was_set) {
  simulation s(brief_everything());
  for (const auto& p : s.save().populations)
    for (const auto& variable : p.variables) {
      std::vector<double> values;
      for (std::size_t i = 0; i < variable.values.size(); ++i)
        values.push_back(static_cast<float>(0.25 + 0.5 * std::sin(static_cast<double>(i)) * 0.5));
      s.set_state(p.name, variable.name, values);
      EXPECT_EQ(bits(s.state(p.name, variable.name)), bits(values)) << p.name << " " << variable.name;
    }
}

TEST(every_variable, can_be_set_of_some_neurons) {
  simulation s(brief_everything());
  auto expected = s.state("cortex", "v");
  s.set_state("cortex", "v", {-50, -40}, {7, 1202});
  s.set_state("cortex", "v", {-30}, {0, 9});
  expected[7] = -50;
  expected[1202] = -40;
  expected[0] = expected[9] = -30;
  EXPECT_EQ(s.state("cortex", "v"), expected);
}

TEST(every_variable, is_refused_values_that_no_neuron_can_have) {
  simulation s(brief_everything());
  EXPECT_THROW(s.set_state("cortex", "v", {501}), input_error);
  EXPECT_THROW(s.set_state("cortex", "v", {std::nan("")}), input_error);
  EXPECT_THROW(s.set_state("cortex", "m", {1.01}), input_error);
  EXPECT_THROW(s.set_state("cortex", "m", {-0.01}), input_error);
  EXPECT_THROW(s.set_state("cortex", "exc", {1e31}), input_error);
  EXPECT_THROW(s.set_state("cortex", "v", {1, 2}), input_error);
  EXPECT_THROW(s.set_state("cortex", "v", {1, 2}, {1203, 0}), input_error);
  EXPECT_THROW(s.set_state("cortex", "nothing", {1}), input_error);
  EXPECT_THROW(s.set_state("nothing", "v", {1}), error);
}

TEST(every_variable, that_is_set_to_what_it_is_changes_nothing) {
  simulation s(brief_everything());
  collector kept;
  s.record_to(kept);
  s.run(3.48);
  for (const auto& p : s.save().populations)
    for (const auto& variable : p.variables) s.set_state(p.name, variable.name, variable.values);
  const run_summary summary = s.run();
  EXPECT_EQ(differences(whole(), outcome_of(s, std::move(kept), summary)), "");
}

}  // namespace
}  // namespace hux
