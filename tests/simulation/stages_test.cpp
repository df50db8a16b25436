#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "everything.hpp"
#include "hux/errors.hpp"
#include "runs.hpp"

/// An experiment in stages gives the bits of a program that changes it at the same times.
namespace hux {
namespace {

using namespace test;

/// Stages begin at steps 0, 87 and 137, of 200.
std::vector<stage> stages_of_everything() {
  stage warm_up{.name = "warm-up", .duration = 3.48, .inputs = {{"constant", "step", "colored", "poisson", "volley"}}};
  stage block{.name = "block", .duration = 2, .inputs = {{"constant", "ramp", "clamp", "white", "poisson"}}};
  block.set = {{"population.cortex.parameters.g_na", R"("18 uS")"},
               {"population.cortex.receptor.inh.tau_decay", R"("12 ms")"},
               {"population.axon.parameters.g_a", "{ uniform = [\"30 mS/cm2\", \"40 mS/cm2\"] }"},
               {"input.constant.amplitude", "12 uA/cm2"}};
  block.scale = {{"projection.cc.weight", 1.5}, {"projection.fc.weight", 0.5}, {"projection.sa.weight", 2}};
  stage recovery{.duration = 2.52};
  recovery.set = {{"population.cortex.parameters.g_na", R"("20 uS")"}, {"projection.fc.weight", R"("14 nS")"}};
  recovery.scale = {{"projection.cc.weight", 2}, {"projection.fc.weight", 0.5}, {"projection.cs.weight", 0}};
  return {warm_up, block, recovery};
}

experiment staged() {
  auto e = sparsely_sampled();
  e.settings.duration = 0;
  e.stages = stages_of_everything();
  return e;
}

// ---- the same by program ----

void keep_inputs(experiment& e, const std::vector<std::string>& on) {
  std::erase_if(e.network.inputs, [&](const input& in) { return std::ranges::find(on, in.name) == on.end(); });
}

experiment as_in_warm_up() {
  auto e = sparsely_sampled();
  keep_inputs(e, {"constant", "step", "colored", "poisson", "volley"});
  return e;
}

experiment as_in_block() {
  auto e = sparsely_sampled();
  keep_inputs(e, {"constant", "ramp", "clamp", "white", "poisson"});
  e.network.inputs[0].what = constant_current{12.0};
  e.network.populations[1].parameters["g_na"] = 18000.0;
  e.network.populations[1].receptors[1].parameters["tau_decay"] = 12;
  e.network.populations[3].parameters["g_a"] = uniform{30, 40};
  projection_called(e, "cc").weight = 6.0;
  const bounds positive{.min = 0, .max = 50, .action = out_of_bounds::redraw};
  projection_called(e, "fc").weight = normal{7.5, 2, positive};
  for (double& w : std::get<explicit_list>(projection_called(e, "sa").rule).weight) w *= 2;
  return e;
}

experiment as_in_recovery() {
  auto e = as_in_block();
  e.network.populations[1].parameters["g_na"] = 20000.0;
  projection_called(e, "cc").weight = 12.0;
  projection_called(e, "fc").weight = 7.0;
  projection_called(e, "cs").weight = 0.0;
  return e;
}

const outcome& by_program() {
  static const outcome made = [] {
    simulation s(sparsely_sampled());
    collector kept;
    s.record_to(kept);
    s.change(as_in_warm_up());
    s.run(3.48);
    s.change(as_in_block());
    s.run(2);
    s.change(as_in_recovery());
    const run_summary summary = s.run();
    return outcome_of(s, std::move(kept), summary);
  }();
  return made;
}

TEST(stages, give_what_a_program_gives_that_changes_the_experiment_at_those_times) {
  EXPECT_EQ(differences(by_program(), run(staged())), "");
  EXPECT_NE(differences(by_program(), run(sparsely_sampled())), "");
  EXPECT_GT(by_program().spikes[1].size(), 50);
}

TEST(stages, give_the_same_wherever_a_run_is_cut) {
  for (const std::vector<std::int64_t>& cuts : {std::vector<std::int64_t>{87}, {86, 137}, {1, 88, 91, 136, 138, 199}})
    EXPECT_EQ(differences(by_program(), run_in_parts(staged(), cuts)), "") << cuts.front();
}

TEST(stages, give_the_same_on_any_number_of_threads_in_windows_and_blocks_of_any_size) {
  auto e = staged();
  e.settings.threads = 3;
  e.settings.window = 3;
  e.settings.block_size = 256;
  EXPECT_EQ(differences(by_program(), run(e)), "");
  EXPECT_EQ(differences(by_program(), run_in_parts(e, {40, 100})), "");
}

// ---- states ----

TEST(a_state_of_a_stage, goes_on_in_that_stage) {
  for (const std::int64_t step : {40, 87, 100, 137, 160}) {
    const simulation_state state = state_at(staged(), step);
    simulation s(staged());
    s.restore(state);
    EXPECT_EQ(first_difference(state, s.save()), "") << step;
    collector kept;
    kept.steps = step;
    s.record_to(kept);
    const run_summary summary = s.run();
    EXPECT_EQ(outcome_of(s, std::move(kept), summary).state, by_program().state) << step;
  }
}

TEST(a_state_of_a_stage, is_that_of_a_program_that_changed_the_experiment) {
  simulation s(sparsely_sampled());
  s.change(as_in_warm_up());
  s.run(3.48);
  s.change(as_in_block());
  s.run(0.52);
  simulation_state made = s.save();
  simulation_state expected = state_at(staged(), 100);
  made.changes.clear();  // there inputs are off, here they are not there
  expected.changes.clear();
  EXPECT_EQ(first_difference(expected, made), "");
}

TEST(a_state_of_a_stage, leads_back_to_it_from_a_later_one) {
  const simulation_state state = state_at(staged(), 40);
  simulation s(staged());
  s.run();
  s.restore(state);
  EXPECT_EQ(first_difference(state, s.save()), "");
  s.run();
  EXPECT_EQ(first_difference(s.save(), state_at(staged(), 200)), "");
}

// ---- what a program has of it ----

TEST(stages, alone_change_an_experiment) {
  simulation s(staged());
  EXPECT_THROW(s.change(sparsely_sampled()), error);
  simulation other(sparsely_sampled());
  EXPECT_THROW(other.change(staged()), error);
}

TEST(stages, are_in_the_settled_experiment_and_make_its_duration) {
  simulation s(staged());
  s.run(4);
  EXPECT_EQ(s.settled().stages.size(), 3);
  EXPECT_DOUBLE_EQ(s.settled().settings.duration, 8);
  EXPECT_EQ(s.settled().network.inputs.size(), every_input().size());
  EXPECT_TRUE(s.settled().network.inputs.back().on);
}

TEST(stages, are_told_by_their_names_while_they_go_on) {
  simulation s(staged());
  std::vector<std::string> names;
  s.on_progress([&](const progress& p) {
    if (names.empty() || names.back() != p.stage) names.emplace_back(p.stage);
    return true;
  });
  s.run();
  EXPECT_EQ(names, (std::vector<std::string>{"warm-up", "block", "3 of 3"}));
}

TEST(stages, can_be_stopped_in_and_gone_on_from) {
  simulation s(staged());
  collector kept;
  s.record_to(kept);
  s.on_progress([](const progress& p) { return p.time < 3; });
  EXPECT_FALSE(s.run().complete);
  EXPECT_LT(s.time(), 3.5);
  s.on_progress({});
  const run_summary summary = s.run();
  EXPECT_TRUE(summary.complete);
  EXPECT_EQ(differences(by_program(), outcome_of(s, std::move(kept), summary)), "");
}

TEST(the_last_stage, goes_on_beyond_the_duration) {
  auto e = staged();
  e.network.projections.pop_back();  // its delays are longer
  auto longer = e;
  longer.stages.back().duration += 1;
  EXPECT_EQ(differences(run(longer), run_in_parts(longer, {200})), "");
  simulation s(e);
  collector kept;
  s.record_to(kept);
  s.run();
  const run_summary summary = s.run(1);
  EXPECT_EQ(differences(run(longer), outcome_of(s, std::move(kept), summary)), "");
}

TEST(the_plan, is_that_of_the_stage_that_needs_most) {
  auto e = staged();
  e.stages.resize(1);
  const memory_plan one = plan(e);
  EXPECT_EQ(one.steps, 87);
  e.stages = stages_of_everything();
  e.stages.front().set["projection.cc.weight"] = "{ uniform = [\"3 nS\", \"5 nS\"] }";  // one each, where it was one
  EXPECT_GT(plan(e).total(), one.total());
  EXPECT_EQ(plan(e).steps, 200);
}

// ---- inputs and recordings that are off ----

TEST(an_input, that_is_off_brings_nothing) {
  for (std::size_t i = 0; i < every_input().size(); ++i) {
    auto without = everything();
    without.settings.duration = 4;
    without.recordings.samples.clear();
    auto off = without;
    without.network.inputs.erase(without.network.inputs.begin() + static_cast<std::ptrdiff_t>(i));
    off.network.inputs[i].on = false;
    EXPECT_EQ(differences(run(without), run(off)), "") << off.network.inputs[i].name;
  }
}

TEST(the_current_of_an_input, is_0_while_it_is_off) {
  auto e = experiment_of({cells("c", 3, "traub_miles")}, 6);
  e.network.inputs = {stimulate("dc", "c", constant_current{linspace{1, 3}}),
                      stimulate("clamp", "c", voltage_clamp{1, -60, -60.0, 1, 2, {}}),
                      stimulate("noise", "c", ornstein_uhlenbeck{10, 3, 2})};
  e.recordings.samples = {sample("i", "c", {"i_dc", "i_clamp", "i_noise"}, 1, {1})};
  e.stages = {{.duration = 2, .inputs = std::vector<std::string>{}},
              {.duration = 2, .inputs = {{"dc"}}},
              {.duration = 2, .inputs = {{"noise"}}}};
  const auto found = run(e).samples[0];
  ASSERT_EQ(found.size(), 18);
  for (std::size_t t = 0; t < 6; ++t) {
    EXPECT_EQ(found[3 * t], t / 2 == 1 ? 2 : 0) << t;
    EXPECT_EQ(found[3 * t + 1], 0) << t;
    EXPECT_EQ(found[3 * t + 2] != 0, t / 2 == 2) << t;
  }
}

TEST(a_clamp, that_is_off_asks_for_no_shorter_step) {
  auto e = experiment_of({cells("c", 1, "traub_miles")}, 1);
  e.network.inputs = {stimulate("clamp", "c", voltage_clamp{1e6, -60, -60.0, 1, 2, {}})};
  EXPECT_THROW(validate(e), input_error);
  e.network.inputs[0].on = false;
  validate(e);
  e.stages = {{.duration = 1}, {.name = "hold", .duration = 1, .inputs = {{"clamp"}}}};
  e.settings.duration = 0;
  EXPECT_THROW(validate(e), input_error);
}

TEST(a_recording, is_sampled_while_it_is_on) {
  auto e = sparsely_sampled();
  e.recordings.samples = {sample("a", "squid", {"v"}, 0.4, {5}), sample("b", "squid", {"v"}, 0.4, {5}),
                          sample("c", "squid", {"v"}, 0.4, {5})};
  e.recordings.samples[1].on = false;
  e.stages = {{.duration = 3.48}, {.duration = 2, .recordings = {{"a", "b"}}}, {.duration = 2.52}};
  const outcome found = run(e);
  EXPECT_EQ(found.samples[0].size(), 20U);
  EXPECT_EQ(bits(found.samples[1]), bits(std::vector<float>(found.samples[0].begin() + 9, found.samples[0].end())));
  EXPECT_EQ(bits(found.samples[2]), bits(std::vector<float>(found.samples[0].begin(), found.samples[0].begin() + 9)));
}

}  // namespace
}  // namespace hux
