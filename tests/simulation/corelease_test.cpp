#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "cells.hpp"
#include "dynamic_synapse.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "runs.hpp"

/// Projections whose spikes arrive at several receptors of their targets.
namespace hux {
namespace {

using namespace test;
using testing::HasSubstr;

/// Synapses in no order; weights are multiples of 1/64, so that a quarter of one is exact.
explicit_list synapses(std::uint32_t sources, std::uint32_t targets, std::uint32_t count, double longest,
                       bool own_weights) {
  std::mt19937 random(7);
  explicit_list list;
  for (std::uint32_t i = 0; i < count; ++i) {
    list.source.push_back(static_cast<std::uint32_t>(random()) % sources);
    list.target.push_back(static_cast<std::uint32_t>(random()) % targets);
    list.delay.push_back(0.5 + std::floor(static_cast<double>(random() % 100) * longest / 100 / time_step) * time_step);
    if (own_weights) list.weight.push_back(static_cast<double>(1 + random() % 64) / 64);
  }
  return list;
}

/// Of each weight a quarter.
projection quartered(projection p) {
  p.weight = std::get<double>(p.weight) / 4;
  for (double& weight : std::get<explicit_list>(p.rule).weight) weight /= 4;
  return p;
}

/// Noisy cells onto cells that have both kinds of receptors of glutamate.
experiment noisy(const explicit_list& list, precision real) {
  auto from = cells("from", 60, "traub_miles");
  auto to = cells("to", 40, "traub_miles");
  to.receptors = {make_receptor("ampa", "exponential", {{"tau", 3}}), make_receptor("nmda", "nmda")};
  auto e = experiment_of({from, to}, 60, time_step, real);
  e.network.inputs = {stimulate("noise", "from", ornstein_uhlenbeck{300, 300, 3}),
                      stimulate("push", "to", constant_current{100.0})};
  auto p = connect("fast", "from", "to", "ampa", list, 0.5, 0.5);
  if (!list.weight.empty()) p.weight = 0.0;
  e.network.projections = {p};
  return e;
}

/// One projection onto both, or one onto each.
experiment together(const explicit_list& list, precision real) {
  experiment e = noisy(list, real);
  e.network.projections[0].receptor.clear();
  e.network.projections[0].receptors = {{"ampa", 1.0}, {"nmda", 0.25}};
  return e;
}
experiment apart(const explicit_list& list, precision real) {
  experiment e = noisy(list, real);
  projection slow = quartered(e.network.projections[0]);
  slow.name = "slow";
  slow.receptor = "nmda";
  e.network.projections.push_back(slow);
  return e;
}

struct kind {
  const char* name;
  std::uint32_t synapses;
  double longest_delay;
  bool own_weights;
  precision real;
};

class corelease : public testing::TestWithParam<kind> {};

INSTANTIATE_TEST_SUITE_P(of, corelease,
                         testing::Values(kind{"counted", 2000, 1, false, precision::single},
                                         kind{"counted_double", 2000, 1, false, precision::double_},
                                         kind{"listed", 300, 8, false, precision::single},
                                         kind{"weighted", 2000, 3, true, precision::single},
                                         kind{"weighted_double", 2000, 3, true, precision::double_}),
                         [](const auto& tested) { return tested.param.name; });

TEST_P(corelease, arrives_as_along_a_projection_to_each_receptor) {
  const kind& k = GetParam();
  const auto list = synapses(60, 40, k.synapses, k.longest_delay, k.own_weights);
  const outcome one = run(together(list, k.real));
  ASSERT_GT(one.spikes[1].size(), 20U);
  EXPECT_EQ(differences(one, run(apart(list, k.real))), "");
  EXPECT_NE(differences(one, run(noisy(list, k.real))), "");
}

/// A weak spike makes the sums of one of them 64 bits wide; without that it would vanish, of which nothing is said.
TEST(several_receptors, may_have_sums_of_other_widths) {
  const auto list = synapses(60, 40, 500, 2, true);
  auto one = together(list, precision::single);
  auto each = apart(list, precision::single);
  for (auto* e : {&one, &each})
    e->network.inputs.push_back(stimulate("weak", "to", spike_times{"nmda", 1e-9, {3}, {2}}));
  EXPECT_THAT(simulation(one).warnings(), testing::Not(testing::Contains(HasSubstr("becomes 0"))));
  EXPECT_EQ(differences(run(one), run(each)), "");
}

constexpr const char* both = R"toml(projection.wire.receptor={r = 1, s = 0.3})toml";
constexpr const char* second = R"toml(population.T.receptor.s={synapse="exponential", tau="50 ms"})toml";

/// One terminal for both: what is released of a spike is the same.
TEST(several_receptors, share_what_a_terminal_releases) {
  const auto e = with_dynamic_synapse(wire_text, {second, both, "recording.arrived.variables=['g_r', 'g_s']"});
  const outcome o = run(e);
  double r = 0, s = 0;
  std::size_t arrivals = 0;
  for (std::size_t step = 0; 2 * (step + 1) < o.samples[1].size(); ++step) {
    const double now_r = o.samples[1][2 * step], now_s = o.samples[1][2 * step + 1];
    const double added_r = now_r - r * std::exp(-0.05 / 3), added_s = now_s - s * std::exp(-0.05 / 50);
    if (added_r > 1e-3) {
      ++arrivals;
      // What arrives at the start of a step has decayed for one.
      EXPECT_NEAR(added_s / std::exp(-0.05 / 50), 0.3 * added_r / std::exp(-0.05 / 3), 1e-6) << step;
    }
    r = now_r;
    s = now_s;
  }
  EXPECT_GT(arrivals, 40U);
  const auto again = read_experiment_text(to_toml(e), "again.toml", {});
  EXPECT_EQ(again.network.projections[0].receptors, e.network.projections[0].receptors);
  EXPECT_EQ(differences(run(again), o), "");
}

/// Other factors act on what has not arrived yet, as other weights do.
TEST(several_receptors, get_other_factors_while_a_simulation_goes_on) {
  const auto list = synapses(60, 40, 2000, 8, true);
  const auto halfway = [](experiment e, auto&& change) {
    simulation s(e);
    collector kept;
    s.record_to(kept);
    s.run(30);
    experiment next = s.settled();
    change(next.network);
    s.change(next);
    const auto summary = s.run(30);
    return outcome_of(s, std::move(kept), summary);
  };
  const auto one = halfway(together(list, precision::single), [](network& n) {
    n.projections[0].receptors = {{"ampa", 1.0}, {"nmda", 1.0}};
  });
  const auto each =
      halfway(apart(list, precision::single), [](network& n) { n.projections[1].rule = n.projections[0].rule; });
  EXPECT_EQ(differences(one, each), "");
}

TEST(several_receptors, are_set_by_stages) {
  const std::string stages = R"toml(
[[stage]]
duration = "500 ms"
[[stage]]
duration = "600 ms"
set = { "projection.wire.receptor.s" = 0.6 }
)toml";
  const std::string recorded = "recording.arrived.variables=['g_s']";
  const auto changed =
      run(read_experiment_text(std::string(wire_text) + dynamic_synapse + stages, "stages.toml", {},
                               std::vector<std::string>{second, both, recorded, "simulation.duration=1100 ms"}));
  const auto once = run(with_dynamic_synapse(wire_text, {second, both, recorded}));
  const auto& g = changed.samples[1];
  ASSERT_EQ(g.size(), 22000U);
  EXPECT_TRUE(std::equal(g.begin(), g.begin() + 10000, once.samples[1].begin()));
  const double arrived = g[15000] - g[10000] * std::exp(-250 / 50.0);
  const double before = once.samples[1][15000] - once.samples[1][10000] * std::exp(-250 / 50.0);
  EXPECT_NEAR(arrived, 2 * before, 1e-6);
  EXPECT_GT(before, 0.01);
}

/// A state has the factors that were changed.
TEST(several_receptors, have_their_factors_in_states) {
  const auto list = synapses(60, 40, 2000, 8, true);
  experiment e = together(list, precision::single);
  simulation s(e);
  s.run(10);
  experiment next = s.settled();
  next.network.projections[0].receptors["nmda"] = 2;
  s.change(next);
  s.run(10);
  simulation other(e);
  other.restore(s.save());
  EXPECT_EQ(other.settled().network.projections[0].receptors.at("nmda"), 2);
  s.run(20);
  other.run(20);
  for (const auto* variable : {"v", "ampa", "nmda"})
    EXPECT_EQ(bits(s.state("to", variable)), bits(other.state("to", variable))) << variable;
}

TEST(several_receptors, are_refused_in_a_sentence) {
  EXPECT_EQ(dynamic_synapse_refusal(wire_text, {second, both}), "");
  EXPECT_THAT(
      dynamic_synapse_refusal(wire_text, {second, "projection.wire.receptor={r = 1, t = 1}"}),
      HasSubstr("projection.wire.receptor.t: there is no receptor of population 'T' called 't'; known are s, r"));
  EXPECT_THAT(dynamic_synapse_refusal(wire_text, {second, "projection.wire.receptor={r = 1, s = -1}"}),
              HasSubstr("projection.wire.receptor.s: -1 is out of range; expected 0 to 1e6"));
  EXPECT_EQ(dynamic_synapse_refusal(wire_text, {second, "projection.wire.receptor={r = 1, s = 0}"}), "");
  EXPECT_THAT(dynamic_synapse_refusal(wire_text, {second, "projection.wire.receptor={r = 1, s = 1e300}"}),
              HasSubstr("projection.wire.receptor.s: 1e+300 is out of range; expected 0 to 1e6"));
  EXPECT_THAT(dynamic_synapse_refusal(wire_text, {second, "projection.wire.receptor={r = 1, s = '1 nS'}"}),
              HasSubstr("projection.wire.receptor.s: '1 nS' is a conductance; expected a number such as 0.5"));
  EXPECT_THAT(dynamic_synapse_refusal(wire_text, {"projection.wire.receptor={}"}),
              HasSubstr("projection.wire.receptor: is an empty table; expected a name, or a table of numbers"));
  EXPECT_THAT(
      dynamic_synapse_refusal(wire_text, {"projection.wire.receptor=3"}),
      HasSubstr("projection.wire.receptor: 3 is not what is needed here; expected a name, or a table of numbers"));
  EXPECT_THAT(dynamic_synapse_refusal(wire_text, {"population.T.receptor.s={synapse='alpha_current'}", both}),
              HasSubstr("projection.wire.receptor.s: weights are currents there, and conductances at receptor 'r'; "
                        "expected receptors with weights of one kind"));
  EXPECT_THAT(dynamic_synapse_refusal(wire_text, {"population.T.receptor.a={synapse='alpha_current'}",
                                                  "projection.wire.receptor={a = 1, r = 1}"}),
              HasSubstr("projection.wire.receptor.r: weights are conductances there, and currents at receptor 'a'"));
  EXPECT_THAT(dynamic_synapse_refusal(wire_text, {"population.T.receptor.s={synapse='dynamic'}", both}),
              HasSubstr("projection.wire.receptor: receptors 'r' and 's' have a terminal each; expected "
                        "projection.wire.terminal to say which, by its synapse"));
  EXPECT_EQ(dynamic_synapse_refusal(wire_text, {"population.T.receptor.s={synapse='dynamic'}", both,
                                                "projection.wire.terminal={synapse='dynamic'}",
                                                "recording.released.variables=['wire.x', 'wire.u']"}),
            "");
}

TEST(several_receptors, are_named_where_a_factor_rounds_weights_away) {
  auto e = together(synapses(60, 40, 500, 2, false), precision::single);
  e.network.projections[0].receptors = {{"ampa", 1.0}, {"nmda", 1e-14}};
  e.network.inputs.push_back(stimulate("strong", "to", spike_times{"nmda", 100, {3}, {2}}));
  const simulation s(e);
  EXPECT_THAT(s.warnings(), testing::Contains(HasSubstr("projection.fast.receptor.nmda: 5e-15 of a weight becomes 0")));
}

TEST(several_receptors, stay_those_that_they_are) {
  experiment e = together(synapses(60, 40, 500, 2, false), precision::single);
  simulation s(e);
  s.run(1);
  e.network.projections[0].receptors = {{"ampa", 1.0}};
  try {
    s.change(e);
    ADD_FAILURE();
  } catch (const input_error& mistake) {
    EXPECT_THAT(mistake.what(),
                HasSubstr("'receptor = \"ampa\", \"nmda\"' in [projection.fast] cannot become 'receptor = "
                          "\"ampa\"' in [projection.fast] while a simulation goes on"));
  }
}

}  // namespace
}  // namespace hux
