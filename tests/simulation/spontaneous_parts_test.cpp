#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "hux/experiment_file.hpp"
#include "hux/state_file.hpp"
#include "minis.hpp"
#include "runs.hpp"

/// Spontaneous release has the same bits however it is run, is kept in states and texts, and refuses what it cannot be.
namespace hux {
namespace {

using namespace test;
using testing::HasSubstr;

TEST(spontaneous_release, gives_the_same_bits_whatever_the_threads_windows_and_parts) {
  const outcome one = run(lively({"simulation.threads=1"}));
  ASSERT_GT(one.spikes[0].size(), 300U);
  EXPECT_EQ(differences(one, run(lively({"simulation.threads=3", "simulation.block_size=32"}))), "");
  EXPECT_EQ(differences(one, run(lively({"simulation.window=1"}))), "");
  EXPECT_EQ(differences(one, run(lively({"simulation.window=3"}))), "");
  EXPECT_EQ(differences(one, run_in_parts(lively(), {7, 8, 203, 500})), "");
  const auto log = minis_of(lively()).minis;
  EXPECT_EQ(log, minis_of(lively({"simulation.threads=3", "simulation.window=4", "simulation.block_size=32"})).minis);
  EXPECT_NE(log, minis_of(lively({"simulation.seed=2"})).minis);
  for (std::size_t projection = 0; projection < 3; ++projection)
    EXPECT_NE(differences(one, run(without_minis(lively(), projection))), "") << projection;
}

/// Minis in flight are part of the state, in a file, too; so is the last spike of each neuron.
TEST(spontaneous_release, goes_on_from_a_saved_state) {
  const auto file = std::filesystem::temp_directory_path() / "hux_spontaneous_parts_test.h5";
  for (const std::int64_t cut : {43, 400, 1001}) {
    simulation s(lively());
    collector rest, again;
    s.run(static_cast<double>(cut) * 0.05);
    const simulation_state state = s.save();
    ASSERT_EQ(state.projections.size(), 3U);
    for (const auto& p : state.projections) EXPECT_FALSE(p.in_flight.empty()) << p.name;
    write_state(state, file, true);
    const simulation_state read = read_state(file);
    EXPECT_EQ(first_difference(state, read), "");
    simulation other(lively({"simulation.threads=1", "simulation.window=2"}));
    other.run(3);
    other.restore(read);
    s.record_to(rest);
    other.record_to(again);
    s.run();
    other.run();
    EXPECT_EQ(differences(outcome_of(s, rest, {}), outcome_of(other, again, {})), "") << cut;
  }
  std::filesystem::remove(file);
}

TEST(spontaneous_release, refuses_states_that_cannot_be) {
  simulation s(lively());
  s.run(20);
  const simulation_state state = s.save();
  auto wrong = state;
  wrong.projections[0].in_flight[0].synapse = 1U << 30U;
  EXPECT_THROW(s.restore(wrong), input_error);
  wrong = state;
  wrong.projections[1].in_flight.back().step = state.step;
  EXPECT_THROW(s.restore(wrong), input_error);
  wrong = state;
  wrong.projections.pop_back();
  EXPECT_THROW(s.restore(wrong), input_error);
  EXPECT_NE(first_difference(state, wrong), "");
  wrong = state;
  for (auto& v : wrong.populations[0].variables)
    if (v.name == "last_spike_step") v.values[3] = 1e6;
  EXPECT_THROW(s.restore(wrong), input_error);
  EXPECT_THROW(s.set_state("E", "last_spike_step", {5}), input_error);
  EXPECT_GT(std::ranges::max(s.state("E", "last_spike_step")), 100);
}

/// What depends on no spike keeps none.
TEST(spontaneous_release, keeps_last_spikes_where_a_rate_asks_for_them) {
  EXPECT_THROW((void)simulation(silent()).state("S", "last_spike_step"), error);
  const auto has = [](const experiment& e, const std::string& part) {
    const auto parts = plan(e).components;
    return std::ranges::any_of(parts, [&](const auto& p) { return p.name == part; });
  };
  EXPECT_FALSE(has(silent(), "population S: last spikes"));
  EXPECT_TRUE(has(lively(), "population E: last spikes"));
  EXPECT_TRUE(has(silent(), "projection p: minis"));
  EXPECT_FALSE(has(without_minis(silent()), "projection p: minis"));
}

TEST(spontaneous_release, may_become_another_between_runs) {
  simulation s(silent({"simulation.duration='400 ms'"}));
  mini_log log;
  s.record_to(log);
  s.run(200);
  const std::size_t before = log.minis[0].size();
  experiment next = s.settled();
  next.network.projections[0].spontaneous = {"20 Hz", 0.0};
  s.change(next);
  s.run(200);
  EXPECT_NEAR(static_cast<double>(log.minis[0].size() - before), 4.0 * static_cast<double>(before), 1000);
  EXPECT_LT(std::ranges::max(s.state("T", "r")), 1e-6);
  next.network.projections[0].spontaneous->rate = "20 Hz * exp(-since_spike / (3 ms))";
  EXPECT_THROW(s.change(next), input_error);
  next.network.projections[0].spontaneous.reset();
  EXPECT_THROW(s.change(next), input_error);
}

TEST(spontaneous_release, is_switched_in_stages) {
  const std::string settings = "simulation={dt='0.1 ms', integrator='exponential_euler', backend='cpu', threads=1}";
  const auto staged = minis_of(silent(
      {settings, "stage=[{duration='100 ms'}, {duration='100 ms', set={'projection.p.spontaneous.rate' = '0 Hz'}}]"}));
  const auto whole = minis_of(silent({"simulation.duration='100 ms'"}));
  ASSERT_GT(whole.minis[0].size(), 1000U);
  EXPECT_EQ(staged.minis[0], whole.minis[0]);
}

TEST(spontaneous_release, is_written_with_its_experiment) {
  const auto e = lively();
  EXPECT_THAT(to_toml(e), HasSubstr("rate = \"if(since_spike < 10 ms, 50 Hz, 1 Hz)\""));
  EXPECT_EQ(differences(run(e), run(read_experiment_text(to_toml(e), "again.toml", {}))), "");
}

TEST(spontaneous_release, refuses_rates_and_weights_that_cannot_be) {
  const auto of = [](const std::string& values) { return minis_refusal({"projection.p.spontaneous=" + values}); };
  const auto rate = [&](const std::string& text) { return of("{rate='" + text + "', weight='1 mS/cm2'}"); };
  const std::string at_rate = "projection.p.spontaneous.rate: ", at_weight = "projection.p.spontaneous.weight: ";
  EXPECT_EQ(of("{rate='1/(10 ms)', weight='0 mS/cm2'}"), "");
  EXPECT_THAT(rate("-1 Hz"), HasSubstr(at_rate + "-1 Hz before the first spike is out of range; expected 0 to 10000 "
                                                 "Hz, at most one release a step"));
  EXPECT_THAT(rate("11 1/ms"), HasSubstr(at_rate + "11000 Hz before the first spike is out of range"));
  EXPECT_THAT(rate("20 Hz * (1 - 2 * exp(-since_spike / 5 ms))"),
              HasSubstr(at_rate + "-19.602 Hz 0.05 ms after the last spike is out of range"));
  EXPECT_THAT(rate("2 Hz * v"), HasSubstr(at_rate + "column 8: there is no 'v'; expected since_spike"));
  EXPECT_THAT(rate("since_spike"), HasSubstr(at_rate + "column 1: since_spike is ms; expected Hz"));
  EXPECT_THAT(rate(""), HasSubstr(at_rate + "column 1: the equation ends"));
  EXPECT_THAT(of("{rate='2 Hz', weight='1 pA'}"), HasSubstr(at_weight + "'1 pA' is a current"));
  EXPECT_THAT(of("{rate='2 Hz', weight='-1 mS/cm2'}"), HasSubstr(at_weight + "-1 mS/cm2 is out of range"));
  EXPECT_THAT(of("{rate='2 Hz'}"), HasSubstr(at_weight + "missing"));
  EXPECT_THAT(of("{weight='1 mS/cm2'}"), HasSubstr(at_rate + "missing"));
  EXPECT_THAT(of("{rate='2 Hz', weight='1 mS/cm2', wieght=1}"), HasSubstr("spontaneous.wieght: unknown key"));
  EXPECT_THAT(of("'2 Hz'"), HasSubstr("projection.p.spontaneous: '2 Hz' is not what is needed here"));
}

/// Where no look at the text has found it: whichever synapse comes first is named, however it is run.
TEST(spontaneous_release, ends_a_run_whose_rate_becomes_negative) {
  const std::string rate =
      "projection.EE.spontaneous.rate='if(since_spike > 2 ms and since_spike < 3 ms, -1 Hz, 4 Hz)'";
  std::string said;
  for (const char* how : {"simulation.threads=1", "simulation.window=1", "simulation.block_size=32"}) {
    try {
      simulation(lively({how, rate})).run();
      ADD_FAILURE() << how;
    } catch (const divergence_error& found) {
      EXPECT_THAT(found.what(), HasSubstr("projection.EE.spontaneous.rate: -1 Hz 2.025 ms after the last spike is out "
                                          "of range; expected 0 to 20000 Hz, at most one release a step; so it was at "
                                          "neuron "));
      EXPECT_TRUE(said.empty() || said == found.what()) << found.what();
      said = found.what();
    }
  }
}

TEST(spontaneous_release, is_refused_for_a_gpu) {
  try {
    (void)plan(silent({"simulation.backend='cuda'"}));
    ADD_FAILURE();
  } catch (const input_error& refused) {
    EXPECT_THAT(refused.what(), HasSubstr("simulation.backend: 'cuda' cannot be had: projection 'p' has spontaneous "
                                          "release, which Hux runs on the CPU alone; expected \"cpu\" or \"auto\""));
  }
}

}  // namespace
}  // namespace hux
