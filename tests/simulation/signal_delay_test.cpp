#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "cells.hpp"
#include "coupled_networks.hpp"
#include "runs.hpp"

/// Signals that arrive after a delay.
namespace hux {
namespace {

using namespace test;
using testing::HasSubstr;

/// Two cells without channels, which junctions of 2 ms join.
experiment delayed_pair(const std::string& integrator, double dt) {
  auto p = integrators("p", 2);
  p.initial_v = std::vector<neuron_part>{{{0}, -70.0}, {{1}, -50.0}};
  p.receptors = {make_receptor("gap", "gap")};
  auto e = experiment_of({p}, 4, dt);
  e.settings.integrator = integrator;
  e.network.projections = {connect("gap", "p", "p", "gap", all_to_all{}, 0.3, 2.0)};
  e.network.projections[0].autapses = false;
  return e;
}

/// Of d' = -w d(t - D) - w d, the difference of the cells, which has been as it starts for all time before, after 2 D.
double difference_after_two_delays() {
  const double w = 0.3, delay = 2, start = 20;
  const double after_one = -start + 2 * start * std::exp(-w * delay);
  return start + std::exp(-w * delay) * (after_one - start - 2 * w * start * delay);
}

double error_of_pair(const std::string& integrator, double dt) {
  const auto v = final_state(delayed_pair(integrator, dt), "p", "v");
  EXPECT_NEAR(v[0] + v[1], -120, 1e-9);
  return std::abs(v[1] - v[0] - difference_after_two_delays());
}

TEST(delayed_junctions, draw_passive_cells_together_as_they_should) {
  EXPECT_LT(error_of_pair("rk4", 0.01), 1e-4);
  for (const char* integrator : {"rk4", "exponential_euler", "crank_nicolson"}) {
    const double order = std::log2(error_of_pair(integrator, 0.04) / error_of_pair(integrator, 0.02));
    EXPECT_NEAR(order, 2, 0.1) << integrator;
  }
}

/// The network of the tests with each signal delayed, and the least of that is eight steps; or with junctions at once.
experiment delayed(std::vector<std::string> changes = {}, bool junctions = true) {
  for (const char* delay : {"projection.EI.delay='0.5 ms'", "projection.IE.delay='1 ms'",
                            "projection.II.delay='0.7 ms'", "projection.EE.delay='0.9 ms'"})
    changes.emplace_back(delay);
  if (junctions) changes.emplace_back("projection.junctions.delay='0.4 ms'");
  return coupled(coupled_populations, changes);
}

TEST(delayed_signals, have_one_delay_in_each_projection) {
  const simulation s(delayed());
  for (const double delay : s.connections("junctions").delay) EXPECT_DOUBLE_EQ(delay, 0.4);
  for (const double delay : s.connections("II").delay) EXPECT_DOUBLE_EQ(delay, 0.7);
}

TEST(delayed_signals, have_windows_as_long_as_the_shortest_delay) {
  EXPECT_EQ(simulation(delayed()).settled().settings.window, 8U);
  EXPECT_EQ(simulation(delayed({}, false)).settled().settings.window, 10U) << "what arrives at once is no matter of it";
}

/// What arrives is what was sent that many steps before, to the last bit, also beside what arrives at once.
TEST(delayed_signals, arrive_when_they_should) {
  auto text = std::string(coupled_populations);
  const auto e =
      coupled(text, {"recording.of_i={population='I',variables=['gaba.s'],interval='0.05 ms'}",
                     "recording.of_e={population='E',variables=['g_inh'],interval='0.05 ms'}",
                     "projection.IE={source='I',target='E',receptor='inh',rule='list',weight='1 nS',delay='1.5 ms',"
                     "terminal='gaba',synapses={sources=[7],targets=[3]}}",
                     "projection.II={source='I',target='E',receptor='inh',rule='list',weight='1 nS',terminal='gaba',"
                     "synapses={sources=[8],targets=[4]}}",
                     "projection.again={source='I',target='E',receptor='inh',rule='list',weight='1 nS',delay='0.5 ms',"
                     "terminal='gaba',synapses={sources=[8,7],targets=[4,3]}}"});
  const outcome found = run(e);
  const auto &g = found.samples[0], &s = found.samples[1];
  const std::int64_t steps = s.size() / 70;
  const auto sent = [&](std::int64_t step, int neuron) { return s[std::max<std::int64_t>(step, 0) * 70 + neuron]; };
  double most = 0;
  for (std::int64_t n = 0; n < steps; ++n) {
    EXPECT_FLOAT_EQ(g[n * 120 + 3], sent(n - 30, 7) + sent(n - 10, 7)) << n;
    EXPECT_FLOAT_EQ(g[n * 120 + 4], sent(n, 8) + sent(n - 10, 8)) << n;
    most = std::max<double>(most, g[n * 120 + 3]);
  }
  EXPECT_GT(most, 0.1);
}

class delayed_bits : public testing::TestWithParam<std::pair<const char*, bool>> {};

INSTANTIATE_TEST_SUITE_P(of, delayed_bits,
                         testing::Values(std::pair("rk4", true), std::pair("rk4", false),
                                         std::pair("crank_nicolson", true)),
                         [](const auto& tested) {
                           return std::string(tested.param.first) + (tested.param.second ? "" : "_beside_others");
                         });

experiment of(const std::pair<const char*, bool>& tested, const std::string& change = "simulation.threads=2") {
  return delayed({std::string("simulation.integrator='") + tested.first + "'", change}, tested.second);
}

TEST_P(delayed_bits, are_the_same_on_threads_and_blocks_in_windows_and_parts) {
  const outcome expected = run(of(GetParam()));
  ASSERT_GT(expected.spikes[0].size(), 30U);
  for (const char* change : {"simulation.threads=1", "simulation.threads=3", "simulation.block_size=32",
                             "simulation.window=1", "simulation.window=3"})
    EXPECT_EQ(differences(run(of(GetParam(), change)), expected), "") << change;
  EXPECT_EQ(differences(run_in_parts(of(GetParam()), {1, 2, 77, 500}), expected), "");
}

TEST_P(delayed_bits, go_on_from_a_saved_state) {
  const auto e = of(GetParam());
  simulation whole(e);
  whole.run(20.05);
  const simulation_state state = whole.save();
  collector kept, kept_again;
  whole.record_to(kept);
  whole.run(10);
  simulation again(e);
  again.restore(state);
  again.record_to(kept_again);
  again.run(10);
  EXPECT_EQ(bits(kept.samples[0]), bits(kept_again.samples[0]));
  EXPECT_EQ(bits(kept.samples[1]), bits(kept_again.samples[1]));
  EXPECT_TRUE(same_bits(kept.spikes[0], kept_again.spikes[0]));
}

/// What is on its way arrives, whatever the source's potential is set to.
TEST(delayed_signals, stay_on_their_way) {
  simulation s(delayed_pair("rk4", 0.05));
  s.run(0.05);
  s.set_state("p", "v", {-60});
  s.run(1.9);
  const auto v = s.state("p", "v");
  EXPECT_GT(v[0], -60 + 1) << "drawn by -50 mV, which was there for all time before";
  EXPECT_LT(v[1], -60 - 1);
}

/// Before the first step nothing is on its way: what a potential is set to was there for all time before.
TEST(delayed_signals, are_of_the_state_that_a_run_starts_from) {
  simulation s(delayed_pair("rk4", 0.05));
  const auto before = s.state("p", "v");
  s.set_state("p", "v", {-60});
  EXPECT_THAT(s.state("p", "v.relative.before.3"), testing::Each(-60 + 65));
  s.run(4);
  EXPECT_THAT(s.state("p", "v"), testing::Each(-60));
}

/// A potential that is set while a simulation goes on is not taken for one that changes fast, also where what it is
/// sends after a delay, too.
TEST(delayed_signals, may_be_sent_beside_some_at_once) {
  auto e = delayed_pair("rk4", 0.01);
  e.network.projections.push_back(connect("wire", "p", "p", "gap", all_to_all{}, 0.3, 0.0));
  e.network.projections[0].weight = 0.0;
  e.network.projections[1].autapses = false;
  simulation s(e);
  s.run(1);
  s.set_state("p", "v", {-70, -50});
  s.run(4);
  const auto v = s.state("p", "v");
  EXPECT_NEAR(v[1] - v[0], 20 * std::exp(-2 * 0.3 * 4), 2e-3);
}

TEST(delayed_signals, are_told_of_in_a_sentence) {
  const auto said = [](const char* change) { return refusal_of_coupling(coupled_populations, {change}); };
  EXPECT_THAT(said("projection.II.delay='0.12 ms'"), HasSubstr("projection.II.delay: 0.12 ms is between two steps, and "
                                                               "a signal is known at steps alone; expected a multiple "
                                                               "of simulation.dt, 0.05 ms"));
  EXPECT_THAT(said("projection.II.delay={uniform=['1 ms', '2 ms']}"),
              HasSubstr("projection.II.delay: a signal has one delay for all synapses; expected one time, or none"));
  EXPECT_THAT(said("projection.II={source='I',target='I',receptor='inh',rule='list',weight='1 mS/cm2',"
                   "synapses={sources=[1,2],targets=[2,1],delays=['1 ms','2 ms']}}"),
              HasSubstr("projection.II.delay: a signal has one delay for all synapses; expected one time, or none"));
  EXPECT_NE(said("projection.II.delay='-1 ms'"), "");
  EXPECT_NE(said("projection.II.delay='1 day'"), "");
  EXPECT_THAT(
      said("projection.II.delay='100 s'"),
      HasSubstr("projection.II.delay: 1e+05 ms is too long, as all that is on its way is kept; expected at most 10,000 "
                "steps of 0.05 ms"));
  EXPECT_THAT(said("projection.II.velocity='1 m/s'"),
              HasSubstr("projection.II.velocity: not needed: a signal has one delay for all synapses"));
}

}  // namespace
}  // namespace hux
