#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "cells.hpp"
#include "coupled_networks.hpp"
#include "hux/experiment_file.hpp"
#include "runs.hpp"

/// Synapses that have a current each, of both potentials.
namespace hux {
namespace {

using namespace test;
using testing::HasSubstr;

/// The network of the tests, and wires within a population and between two, with weights of their own and without.
constexpr const char* wired_populations = R"toml(
[synapse.rectifier]
parameters = { half = "5 mV", k = { value = "4 mV", range = "positive" } }
wire.current = "w * (v - v_pre) * sigmoid((v_pre - v - half) / k)"
[synapse.pump]
wire.current = "-w * sigmoid((v_pre - v) / (10 mV))"
)toml";

experiment wired(std::vector<std::string> changes = {}) {
  for (const char* part :
       {"population.I.receptor.wire={synapse='rectifier'}", "population.E.receptor.pump={synapse='pump'}",
        "projection.wires={source='E',target='I',receptor='wire',rule='fixed_probability',probability=0.3,"
        "weight={uniform=['0 mS/cm2','0.002 mS/cm2']}}",
        "projection.wires_within={source='I',target='I',receptor='wire',rule='fixed_indegree',indegree=7,"
        "weight='0.004 mS/cm2'}",
        "projection.pumps={source='I',target='E',receptor='pump',rule='all_to_all',weight='0.3 pA'}",
        "recording.of_wires={population='I',variables=['i_wire'],interval='0.35 ms'}"})
    changes.insert(changes.begin(), part);
  return coupled(std::string(coupled_populations) + wired_populations, changes);
}

class wire_bits : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(of, wire_bits, testing::Values("float", "double"),
                         [](const auto& tested) { return std::string(tested.param); });

std::vector<std::string> of(const char* real, const std::string& change) {
  return {"simulation.precision='" + std::string(real) + "'", change};
}

TEST_P(wire_bits, are_the_same_on_threads_and_blocks_and_in_parts) {
  const auto e = wired(of(GetParam(), "simulation.threads=2"));
  const outcome expected = run(e);
  ASSERT_GT(expected.spikes[0].size(), 30U);
  for (const char* change :
       {"simulation.threads=1", "simulation.threads=3", "simulation.block_size=32", "simulation.window=1"})
    EXPECT_EQ(differences(run(wired(of(GetParam(), change))), expected), "") << change;
  EXPECT_EQ(differences(run_in_parts(e, {1, 2, 77, 500}), expected), "");
}

TEST_P(wire_bits, go_on_from_a_saved_state) {
  const auto e = wired(of(GetParam(), "simulation.threads=2"));
  simulation whole(e);
  whole.run(20.05);
  const simulation_state state = whole.save();
  simulation again(e);
  again.restore(state);
  whole.run(10);
  again.run(10);
  for (const char* name : {"E", "I"}) EXPECT_EQ(bits(whole.state(name, "v")), bits(again.state(name, "v"))) << name;
}

/// Two cells without channels, from the text of a wire.
double difference_after(const std::string& wire, double time) {
  const auto e = read_experiment_text(
      R"toml(
simulation = { duration = "4 ms", dt = "0.005 ms", precision = "double", backend = "cpu", equations = "interpret" }
[model.passive]
capacitance = "1 uF/cm2"
currents.i_none = "0 uA/cm2"
[synapse.wire]
wire.current = ")toml" +
          wire +
          R"toml("
[population.p]
size = 2
model = "passive"
initial.v = { values = ["-70 mV", "-50 mV"] }
receptor.wire = { synapse = "wire" }
[projection.wires]
source = "p"
target = "p"
receptor = "wire"
rule = "all_to_all"
autapses = false
weight = "0.3 mS/cm2"
)toml",
      "pair.toml", {});
  simulation s(e);
  s.run(time);
  const auto v = s.state("p", "v");
  return v[1] - v[0];
}

TEST(wires, carry_what_their_text_says) {
  EXPECT_NEAR(difference_after("w * (v - v_pre)", 4), 20 * std::exp(-2 * 0.3 * 4), 1e-4) << "as a gap junction";
  // d' = -2 w d^3 / u^2
  EXPECT_NEAR(difference_after("w * (v - v_pre)^3 / (50 mV)^2", 4),
              1 / std::sqrt(1 / (20.0 * 20) + 4 * 0.3 * 4 / (50.0 * 50)), 1e-3);
}

TEST(wires, conduct_one_way_alone_if_they_say_so) {
  EXPECT_NEAR(difference_after("w * max(v - v_pre, 0 mV)", 4), 20 * std::exp(-0.3 * 4), 1e-3) << "the upper cell";
}

TEST(wires, are_recorded_outward_positive) {
  simulation s(wired());
  const auto arriving = s.state("I", "wire");
  collector kept;
  s.record_to(kept);
  s.run(0.05);
  const auto of_wires = std::ranges::find(kept.samples, 70U, [](const auto& values) { return values.size(); });
  ASSERT_NE(of_wires, kept.samples.end());
  for (std::size_t i = 0; i < 70; ++i) EXPECT_EQ((*of_wires)[i], static_cast<float>(-arriving[i])) << i;
}

TEST(wires, are_the_same_once_written_and_read) {
  const auto e = wired();
  const auto again = read_experiment_text(to_toml(e), "again.toml", {});
  EXPECT_EQ(to_toml(again), to_toml(e));
  EXPECT_EQ(differences(run(e), run(again)), "");
}

std::string said_of_wire(const std::string& text) {
  return refusal_of([&] {
    return read_experiment_text("[synapse.x]\n" + text + "\n[simulation]\nduration = '1 ms'\n", "x.toml", {});
  });
}

TEST(wires, are_refused_in_a_sentence) {
  EXPECT_THAT(said_of_wire("wire.current = 'v - v_pre'"), HasSubstr("synapse.x.wire.current: "));
  EXPECT_THAT(said_of_wire("wire.current = 'w * (v - v_pre) + 1 pA'"),
              HasSubstr("synapse.x.wire.current: expected w times anything of v, v_pre and parameters, such as \"w * "
                        "(v - v_pre)\""));
  EXPECT_THAT(said_of_wire("wire.current = 'w^2 * (v - v_pre) / (1 nS)'"), HasSubstr("expected w times anything"));
  EXPECT_THAT(said_of_wire("wire.current = 'w * (v - v_pre)^2'"), HasSubstr("synapse.x.wire.current: "));
  EXPECT_THAT(said_of_wire("wire.current = 'w * (v - v_pre) * u'"), HasSubstr("there is no 'u'"));
  EXPECT_THAT(said_of_wire("wire.current = 'w * (v - v_pre) * weights / w'"), HasSubstr("synapse.x.wire.current: "));
  EXPECT_THAT(said_of_wire("wire.current = 'w * (v - v_pre) / (v_pre / (1 mV))'"),
              HasSubstr("synapse.x.wire.current: changes by"));
  EXPECT_THAT(said_of_wire("wire.current = 'w * v'\nreceptor.current = '-arriving'"),
              HasSubstr("synapse.x.receptor: each wire has its current by itself; expected wire.current alone"));
  EXPECT_THAT(said_of_wire("wire.current = 'w * v'\nterminal.states.s = { derivative = '-s / (1 ms)' }\n"
                           "terminal.signal = 's'"),
              HasSubstr("synapse.x.terminal: a wire sees v_pre by itself; expected no terminal beside wire.current"));
  EXPECT_THAT(said_of_wire("wire.current = 'w * v'\nterminal.on_spike.release = '1'"), HasSubstr("synapse.x.terminal"));
}

TEST(wires, are_refused_between_what_they_cannot_join) {
  const auto said = [](const std::string& change) { return refusal_of([&] { return wired({change}); }); };
  EXPECT_THAT(said("projection.wires.delay='1 ms'"),
              HasSubstr("projection.wires.delay: wire.current is made of both potentials at one time; expected none"));
  EXPECT_THAT(said("projection.wires.terminal={synapse='graded_gaba'}"), HasSubstr("projection.wires.terminal"));
  EXPECT_THAT(said("projection.wires_within.weight='2 mS/cm2'"), HasSubstr("whose junctions have rates of up to"));
  EXPECT_EQ(said("projection.wires_within.weight='0.1 mS/cm2'"), "");
}

}  // namespace
}  // namespace hux
