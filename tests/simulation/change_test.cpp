#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "everything.hpp"
#include "hux/errors.hpp"
#include "io/result/result_reader.hpp"
#include "network/synapse_rows.hpp"
#include "runs.hpp"

/// What is changed between the parts of a run.
namespace hux {
namespace {

using namespace test;
using experiment_change = std::function<void(experiment&)>;

experiment changed(const experiment_change& how) {
  experiment e = sparsely_sampled();
  how(e);
  return e;
}

/// What follows if an experiment is changed after so many steps.
outcome changed_after(std::int64_t steps, const experiment_change& how) {
  simulation s(sparsely_sampled());
  collector kept;
  s.record_to(kept);
  if (steps > 0) s.run(static_cast<double>(steps) * sparsely_sampled().settings.dt);
  experiment next = s.settled();
  how(next);
  s.change(next);
  const run_summary summary = s.run();
  return outcome_of(s, std::move(kept), summary);
}

TEST(a_change, of_nothing_changes_no_bit) {
  const outcome expected = run(sparsely_sampled());
  for (const std::int64_t steps : {0, 40, 87}) EXPECT_EQ(differences(expected, changed_after(steps, [](auto&) {})), "");
}

/// Changes after which an experiment runs as if it had been so from the start, as they do not reach what it starts
/// with.
const std::vector<std::pair<const char*, experiment_change>> every_change{
    {"a parameter", [](auto& e) { e.network.populations[1].parameters["g_na"] = 25000.0; }},
    {"a parameter neuron by neuron",
     [](auto& e) {
       e.network.populations[1].parameters["e_l"] = linspace{-65, -58};
     }},
    {"drawn values for one for all", [](auto& e) { e.network.populations[3].parameters["g_a"] = 40.0; }},
    {"a threshold", [](auto& e) { e.network.populations[1].threshold = -35; }},
    {"a receptor's parameters", [](auto& e) { e.network.populations[1].receptors[1].parameters["tau_decay"] = 12; }},
    {"a weight", [](auto& e) { projection_called(e, "cc").weight = 7.0; }},
    {"one weight for drawn ones", [](auto& e) { projection_called(e, "fc").weight = 14.0; }},
    {"drawn weights for one",
     [](auto& e) {
       projection_called(e, "cc").weight = uniform{1, 8};
     }},
    {"listed weights",
     [](auto& e) {
       for (double& w : std::get<explicit_list>(projection_called(e, "sa").rule).weight) w *= 2;
     }},
    {"an input's amplitude", [](auto& e) { e.network.inputs[0].what = constant_current{12.0}; }},
    {"an input more",
     [](auto& e) {
       e.network.inputs.push_back(stimulate("more", "axon", step_current{5.0, 2, 6}));
     }},
    {"an input less", [](auto& e) { e.network.inputs.pop_back(); }},
    {"a stronger noise", [](auto& e) { std::get<poisson_train>(e.network.inputs[8].what).rate = 1500; }},
};

TEST(a_change, at_the_start_gives_what_an_experiment_gives_that_is_so_from_the_start) {
  const outcome unchanged = run(sparsely_sampled());
  for (const auto& [name, how] : every_change) {
    const outcome expected = run(changed(how));
    EXPECT_EQ(differences(expected, changed_after(0, how)), "") << name;
    EXPECT_NE(differences(unchanged, expected), "") << name;
  }
}

TEST(a_change, in_the_middle_leaves_what_was_and_changes_what_follows) {
  const outcome unchanged = run(sparsely_sampled());
  for (const auto& [name, how] : every_change) {
    const outcome found = changed_after(87, how);
    EXPECT_NE(differences(unchanged, found), "") << name;
    for (std::size_t p = 0; p < found.spikes.size(); ++p)
      for (std::size_t i = 0; i < found.spikes[p].size() && found.spikes[p][i].time < 3.48; ++i)
        EXPECT_EQ(found.spikes[p][i].time, unchanged.spikes[p].at(i).time) << name;
  }
}

TEST(a_change, gives_the_same_on_any_number_of_threads_in_windows_of_any_length) {
  auto other = sparsely_sampled();
  other.settings.threads = 3;
  other.settings.window = 3;
  other.settings.block_size = 256;
  for (const auto& [name, how] : every_change) {
    simulation s(other);
    collector kept;
    s.record_to(kept);
    s.run(3.48);
    experiment next = s.settled();
    how(next);
    s.change(next);
    const run_summary summary = s.run();
    EXPECT_EQ(differences(changed_after(87, how), outcome_of(s, std::move(kept), summary)), "") << name;
  }
}

TEST(a_change, and_back_is_none) {
  simulation s(sparsely_sampled());
  collector kept;
  s.record_to(kept);
  s.run(3.48);
  s.change(changed(every_change[0].second));
  s.change(changed(every_change[7].second));
  s.change(sparsely_sampled());
  const run_summary summary = s.run();
  EXPECT_EQ(differences(run(sparsely_sampled()), outcome_of(s, std::move(kept), summary)), "");
}

TEST(weights, one_by_one_are_in_the_order_of_connections) {
  const experiment e = sparsely_sampled();
  auto drawn = e;
  projection_called(drawn, "cc").weight = uniform{1, 8};
  const auto& cortex = e.network.populations[1];
  thread_team team(1);
  const synapse_rows rows = build_rows(wiring_of(projection_called(drawn, "cc"), cortex, cortex, drawn.settings), team);
  const std::vector<double> one_by_one(rows.weights.data(), rows.weights.data() + rows.count);
  const auto listed = [&](experiment& next) { projection_called(next, "cc").weight = one_by_one; };
  EXPECT_EQ(differences(run(drawn), changed_after(0, listed)), "");
  const auto one_less = [&](experiment& next) {
    projection_called(next, "cc").weight = std::vector<double>(one_by_one.begin(), one_by_one.end() - 1);
  };
  EXPECT_THROW(changed_after(0, one_less), input_error);
}

/// One neuron that spikes at once, and one that its spike reaches after 3 ms.
experiment one_synapse() {
  auto e = experiment_of({cells("source", 1, "traub_miles"), cells("target", 1, "traub_miles")}, 10, 0.04,
                         precision::double_);
  e.network.populations[1].receptors = {make_receptor("exc", "exponential", {{"tau", 1e6}})};
  e.network.inputs = {stimulate("shock", "source", step_current{20000.0, 0, 1})};
  e.network.projections = {connect("p", "source", "target", "exc", all_to_all{}, 2.0, 3.0)};
  return e;
}

TEST(weights, that_are_changed_act_on_spikes_in_flight) {
  simulation s(one_synapse());
  collector kept;
  s.record_to(kept);
  s.run(2);
  ASSERT_EQ(kept.spikes[0].size(), 1U);
  EXPECT_EQ(s.state("target", "exc")[0], 0);
  experiment next = one_synapse();
  next.network.projections[0].weight = 5.0;
  s.change(next);
  s.run(4);
  EXPECT_NEAR(s.state("target", "exc")[0], 5, 1e-3);
}

/// The sentence with which a change is refused, after which the simulation is what it was.
std::string refusal(const experiment_change& how) {
  simulation s(sparsely_sampled());
  s.run(0.4);
  const simulation_state before = s.save();
  experiment next = s.settled();
  how(next);
  std::string said;
  try {
    s.change(next);
  } catch (const input_error& refused) {
    said = refused.what();
  }
  EXPECT_EQ(first_difference(before, s.save()), "");
  s.run(0.04);
  return said;
}

TEST(a_change, of_what_is_fixed_is_refused_by_name) {
  const auto says = [](const char* expected, const experiment_change& how) {
    const std::string said = refusal(how);
    EXPECT_NE(said.find(expected), std::string::npos) << said;
  };
  says("delay = \"0.5 ms\"", [](auto& e) { projection_called(e, "fc").delay = 0.6; });
  says("size = 1203", [](auto& e) { e.network.populations[1].size = 1204; });
  says("model", [](auto& e) { e.network.populations[1].model = "wang_buzsaki"; });
  says("probability", [](auto& e) { projection_called(e, "cc").rule = fixed_probability{0.03}; });
  says("refractory", [](auto& e) { e.network.populations[1].refractory = 4; });
  says("synapse", [](auto& e) { e.network.populations[1].receptors[0].synapse = "alpha"; });
  says("dt = ", [](auto& e) { e.settings.dt = 0.02; });
  says("seed = ", [](auto& e) { e.settings.seed = 2; });
  says("projection", [](auto& e) { e.network.projections.pop_back(); });
}

TEST(a_change, to_what_no_experiment_may_be_is_refused) {
  EXPECT_NE(refusal([](auto& e) { e.network.populations[1].parameters["c_m"] = -1.0; }), "");
  EXPECT_NE(refusal([](auto& e) { e.network.populations[1].parameters["g_na"] = 1e9; }), "");  // unstable
  EXPECT_NE(refusal([](auto& e) { projection_called(e, "cc").weight = -4.0; }), "");
  EXPECT_NE(refusal([](auto& e) { e.network.inputs[0].population = "nobody"; }), "");
  EXPECT_NE(refusal([](auto& e) { projection_called(e, "cc").weight = 1e30; }), "");
}

TEST(a_change, of_recordings_begins_and_ends_them) {
  simulation s(sparsely_sampled());
  s.run(3.48);
  experiment next = s.settled();
  next.recordings.samples = {sample("squid", "squid", {"v"}, 0.4, {5})};
  s.change(next);
  collector kept;
  kept.steps = 87;
  s.record_to(kept);
  s.run();
  ASSERT_EQ(kept.samples.size(), 1U);
  EXPECT_EQ(kept.samples[0].size(), 11U);  // at 3.6, 4, ... 7.6 ms
}

TEST(a_change, of_recordings_is_refused_while_they_go_to_a_file) {
  const auto path = std::filesystem::temp_directory_path() / ("hux_change_" + std::to_string(::getpid()) + ".h5");
  simulation s(sparsely_sampled());
  s.record_to(path, true);
  s.run(0.4);
  experiment next = s.settled();
  next.recordings.samples.clear();
  EXPECT_THROW(s.change(next), error);
  s.end_recording();
  s.change(next);
  s.run(0.4);
  std::filesystem::remove(path);
}

TEST(a_change, is_told_of_by_the_file_of_results) {
  const auto path = std::filesystem::temp_directory_path() / ("hux_changed_" + std::to_string(::getpid()) + ".h5");
  simulation s(sparsely_sampled());
  s.record_to(path, true);
  s.run(0.4);
  s.change(changed(every_change[5].second));
  s.run();
  EXPECT_EQ(read_result(path).provenance->changes,
            "at 0.4 ms\n- [projection.cc] weight = \"4 nS\"\n+ [projection.cc] weight = \"7 nS\"\n");
  std::filesystem::remove(path);
}

TEST(a_change, that_gives_a_noise_to_other_neurons_lets_it_start_anew) {
  const auto moved = [](auto& e) {
    auto& colored = *std::ranges::find(e.network.inputs, "colored", &input::name);
    colored.population = "axon";
    colored.what = ornstein_uhlenbeck{1, 2, 3};
  };
  EXPECT_EQ(differences(run(changed(moved)), changed_after(0, moved)), "");
  simulation s(sparsely_sampled());
  s.run(2);
  s.change(changed(moved));
  const simulation_state state = s.save();
  ASSERT_EQ(state.noises.size(), 1U);
  EXPECT_EQ(state.noises[0].deviations.size(), 97U);
  simulation other(sparsely_sampled());
  other.restore(state);
  EXPECT_EQ(first_difference(state, other.save()), "");
}

// ---- states of what was changed ----

TEST(a_state_of_what_was_changed, takes_the_changes_with_it) {
  for (const auto& [name, how] : every_change) {
    simulation s(sparsely_sampled());
    s.run(2);
    s.change(changed(how));
    s.run(1.48);
    const simulation_state state = s.save();
    simulation other(sparsely_sampled());
    other.restore(state);
    EXPECT_EQ(first_difference(state, other.save()), "") << name;
    s.run(2);
    other.run(2);
    EXPECT_EQ(first_difference(s.save(), other.save()), "") << name;
  }
}

/// Cells that excite each other by as many synapses as a text does not hold, with weights of their own.
experiment listed(double first_weight) {
  constexpr std::uint32_t size = 1500;
  explicit_list all;
  for (std::uint32_t i = 0; i < size; ++i) {
    all.source.push_back(i);
    all.target.push_back((7 * i + 1) % size);
    all.weight.push_back(i == 0 ? first_weight : 1 + i / 3.0);
  }
  population cells = test::cells("E", size, "traub_miles");
  cells.receptors = {make_receptor("exc", "exponential")};
  auto e = experiment_of({cells}, 20);
  e.network.projections = {connect("EE", "E", "E", "exc", all, 0.0, 1.0)};
  e.network.inputs = {stimulate("drive", "E", constant_current{500.0})};
  return e;
}

TEST(a_state_of_what_was_changed, takes_long_lists_with_it_that_were_changed) {
  simulation s(listed(1));
  s.run(5);
  EXPECT_TRUE(s.save().lists.empty());
  s.change(listed(2));
  s.run(5);
  const simulation_state state = s.save();
  ASSERT_EQ(state.lists.size(), 1U);
  EXPECT_EQ(state.lists[0].name, "projection.EE.synapses.weights");
  EXPECT_LT(state.network.size() + state.changes.size(), 6000U);
  simulation other(listed(1));
  other.restore(state);
  EXPECT_EQ(first_difference(state, other.save()), "");
  s.run(5);
  other.run(5);
  EXPECT_EQ(first_difference(s.save(), other.save()), "");
  EXPECT_EQ(other.connections("EE").weight[0], 2);
}

/// The same, of which some are driven.
experiment listed_with_drive_from(std::uint32_t first, double first_weight) {
  experiment e = listed(first_weight);
  for (std::uint32_t i = first; i < first + 1399; ++i) e.network.inputs[0].neurons.push_back(i);
  return e;
}

TEST(a_state_of_what_was_changed, fits_an_experiment_with_other_long_lists_of_inputs) {
  simulation s(listed_with_drive_from(1, 1));
  s.run(5);
  s.change(listed_with_drive_from(1, 2));
  s.run(5);
  const simulation_state state = s.save();
  simulation other(listed_with_drive_from(101, 1));
  other.restore(state);
  s.run(5);
  other.run(5);
  const simulation_state one = s.save(), another = other.save();
  EXPECT_EQ(one.changes, another.changes);
  EXPECT_EQ(first_difference(one, another), "");
}

TEST(a_state_of_what_was_changed, whose_numbers_are_others_is_refused_as_a_state) {
  simulation s(listed(1));
  s.change(listed(2));
  simulation_state state = s.save();
  ASSERT_EQ(state.lists.size(), 1U);
  state.lists[0].numbers[7] = 7;
  try {
    simulation(listed(1)).restore(state);
    FAIL();
  } catch (const input_error& e) {
    EXPECT_EQ(std::string(e.what()),
              "state: the numbers of projection.EE.synapses.weights are not those that were written there");
  }
}

std::size_t times_in(const std::string& text, const std::string& phrase) {
  std::size_t times = 0;
  for (auto at = text.find(phrase); at != std::string::npos; at = text.find(phrase, at + 1)) ++times;
  return times;
}

TEST(a_change, of_a_long_list_is_told_of_with_whether_its_numbers_are_kept) {
  const auto path = std::filesystem::temp_directory_path() / ("hux_listed_" + std::to_string(::getpid()) + ".h5");
  simulation s(listed(1));
  s.record_to(path, true);
  s.run(1);
  s.change(listed(2));
  s.run(1);
  s.change(listed(1));
  s.run();
  const std::string told = read_result(path).provenance->changes;
  std::filesystem::remove(path);
  EXPECT_EQ(times_in(told, "+ [projection.EE.synapses]"), 2U) << told;
  const std::string unkept = "the numbers of projection.EE.synapses.weights with the digest ";
  EXPECT_EQ(times_in(told, unkept), 1U) << told;
  EXPECT_LT(told.find(unkept), told.find("at 2 ms")) << told;
}

TEST(a_state, of_a_network_with_another_long_list_is_refused_with_the_list) {
  const simulation_state state = simulation(listed(1)).save();
  simulation other(listed(2));
  try {
    other.restore(state);
    FAIL();
  } catch (const input_error& e) {
    EXPECT_THAT(std::string(e.what()), testing::HasSubstr("dataset = \"projection.EE.synapses.weights\""));
  }
}

TEST(a_state_of_what_was_changed, gives_way_to_one_of_what_was_not) {
  simulation s(sparsely_sampled());
  s.run(2);
  const simulation_state state = s.save();
  s.change(changed(every_change[0].second));
  s.change(changed(every_change[9].second));
  s.restore(state);
  EXPECT_EQ(first_difference(state, s.save()), "");
  collector kept;
  kept.steps = 50;
  s.record_to(kept);
  const run_summary summary = s.run();
  EXPECT_EQ(run(sparsely_sampled()).state, outcome_of(s, std::move(kept), summary).state);
}

}  // namespace
}  // namespace hux
