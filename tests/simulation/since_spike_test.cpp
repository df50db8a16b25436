#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "dynamic_synapse.hpp"
#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "runs.hpp"

/// Terminals that depend on the time since their last spike.
namespace hux {
namespace {

using namespace test;

/// Each spike that is taken brings a pulse of transmitter, which binds; what is bound is not released again.
constexpr const char* pulsed_synapse = R"toml(
[synapse.dynamic]
parameters = { k_on = "2 1/ms", tau = "3 ms", tau_off = "15 ms", pulse = "0.33 ms", dead = "30 ms", e_rev = "0 mV" }
terminal.states.r = { derivative = "k_on * if(since_spike < pulse, 1, 0) * (1 - r) - r / tau_off", initial = 0.25 }
terminal.on_spike = { release = "(1 - r) * (1 - exp(-since_spike / (40 ms)))" }
terminal.dead_time = "dead"
receptor.states.g = { derivative = "-g / tau", arrival = "g + w" }
receptor.current = "g * (v - e_rev)"
)toml";

experiment with_pulses(const std::vector<std::string>& changes = {}) {
  std::vector<std::string> all{"recording.released.variables=['wire.r']"};
  all.insert(all.end(), changes.begin(), changes.end());
  return read_experiment_text(std::string(wire_text) + pulsed_synapse, "pulses.toml", {}, all);
}

/// Bound transmitter some time after a spike, if it was so much then.
double bound_after(double time, double r) {
  constexpr double on = 2, off = 1 / 15.0, pulse = 0.33;
  const double steady = on / (on + off);
  const double end = steady + (r - steady) * std::exp(-(on + off) * std::min(time, pulse));
  return end * std::exp(-off * std::max(time - pulse, 0.0));
}

TEST(since_spike, makes_pulses_of_any_width_and_leaves_out_spikes) {
  const outcome o = run(with_pulses());
  std::vector<std::int64_t> spikes;
  for (const auto& s : o.spikes[0]) spikes.push_back(std::llround(std::ceil(s.time / 0.05)));
  ASSERT_GT(spikes.size(), 40U);
  double at_spike = 0.25, g = 0;
  std::int64_t last = -1;
  std::size_t next = 0, taken = 0;
  std::vector<double> arrivals(22100, 0.0);
  for (std::int64_t step = 0; step < 22000; ++step) {
    const double now = last < 0 ? 0.25 * std::exp(-0.05 / 15 * static_cast<double>(step))
                                : bound_after(0.05 * static_cast<double>(step - last), at_spike);
    ASSERT_NEAR(o.samples[0][step], now, 1e-6) << step;
    ASSERT_NEAR(o.samples[1][step], g, 2e-6) << step;
    if (next < spikes.size() && spikes[next] == step) {
      ++next;
      if (last < 0 || step - last >= 600) {
        const double since = last < 0 ? INFINITY : 0.05 * static_cast<double>(step - last);
        arrivals[step + 20] = 2 * (1 - now) * (1 - std::exp(-since / 40));
        at_spike = now;
        last = step;
        ++taken;
      }
    }
    g = (g + arrivals[step]) * std::exp(-0.05 / 3);
  }
  EXPECT_GT(taken, spikes.size() / 3);
  EXPECT_LT(taken, spikes.size());
}

/// Two populations whose terminals have phases that end off the grid, and leave out spikes.
experiment of_many(const std::vector<std::string>& changes = {}) {
  constexpr const char* synapse = R"toml(
[synapse.dynamic]
parameters = { u_se = 0.5, tau_rec = "300 ms", tau_facil = "20 ms", tau = "3 ms", e_rev = "0 mV", pulse = "0.37 ms" }
terminal.states.x = { derivative = "(1 - x) / tau_rec" }
terminal.states.u = { derivative = "if(since_spike > 0.1 ms and since_spike < pulse, u_se, 0) / (1 ms) * (1 - u) - u / tau_facil" }
terminal.on_spike = { release = "u_se * (1 - u) * x", x = "x - u_se * x * (1 - exp(-since_spike / (5 ms)))" }
terminal.dead_time = "15 ms"
receptor.states.g = { derivative = "-g / tau", arrival = "g + w" }
receptor.current = "g * (v - e_rev)"
)toml";
  return read_experiment_text(std::string(two_populations) + synapse, "many.toml", {}, changes);
}

TEST(since_spike, gives_the_same_bits_whatever_the_threads_windows_and_parts) {
  const outcome one = run(of_many({"simulation.threads=1"}));
  ASSERT_GT(one.spikes[0].size(), 300U);
  EXPECT_EQ(differences(one, run(of_many({"simulation.threads=3", "simulation.block_size=32"}))), "");
  EXPECT_EQ(differences(one, run(of_many({"simulation.window=1"}))), "");
  EXPECT_EQ(differences(one, run_in_parts(of_many(), {7, 8, 203, 500})), "");
  EXPECT_NE(differences(one, run(of_many({"synapse.dynamic.terminal.dead_time='0 ms'"}))), "");
  EXPECT_NE(differences(one, run(of_many({"synapse.dynamic.parameters.pulse='0.4 ms'"}))), "");
}

TEST(since_spike, is_part_of_the_state) {
  const auto e = of_many();
  simulation s(e);
  s.run(2.15);
  const simulation_state state = s.save();
  const auto last = s.state("E", "EE.last_spike");
  EXPECT_EQ(std::ranges::min(last), -1);
  EXPECT_GT(std::ranges::max(last), 20);
  simulation other(e);
  other.restore(state);
  s.run(20);
  other.run(20);
  for (const auto* variable : {"v", "exc", "EE.x", "EE.u", "EE.last_spike", "EE.updated"})
    EXPECT_EQ(bits(s.state("E", variable)), bits(other.state("E", variable))) << variable;
  EXPECT_THROW(s.set_state("E", "EE.last_spike", {5}), input_error);
  auto wrong = state;
  for (auto& v : wrong.populations[0].variables)
    if (v.name == "EE.last_spike") v.values[3] = 1e6;
  EXPECT_THROW(other.restore(wrong), input_error);
  wrong = state;
  for (auto& v : wrong.populations[0].variables)
    if (v.name == "EE.updated") v.values[std::ranges::max_element(last) - last.begin()] = 1;
  EXPECT_THROW(other.restore(wrong), input_error);
}

/// The states are brought to now by the parameters that were, and go on by those that are.
TEST(since_spike, goes_on_within_a_phase_with_other_parameters) {
  const auto e =
      with_pulses({"synapse.dynamic.parameters.pulse='400 ms'", "synapse.dynamic.parameters.k_on='0.01 1/ms'",
                   "synapse.dynamic.parameters.dead='2000 ms'"});
  simulation s(e);
  s.run(100);
  const double spike = 0.05 * s.state("S", "wire.last_spike")[0], before = s.state("S", "wire.r")[0];
  ASSERT_GT(spike, 0);
  experiment next = s.settled();
  next.network.populations[1].receptors[0].parameters["pulse"] = 150;
  s.change(next);
  EXPECT_NEAR(s.state("S", "wire.r")[0], before, 1e-15);
  s.run(100);
  constexpr double on = 0.01, off = 1 / 15.0;
  const double pulsed = spike + 150 - 100, steady = on / (on + off);
  const double end = steady + (before - steady) * std::exp(-(on + off) * pulsed);
  EXPECT_NEAR(s.state("S", "wire.r")[0], end * std::exp(-off * (100 - pulsed)), 1e-12);
}

TEST(since_spike, is_written_with_its_experiment) {
  const auto e = with_pulses();
  const auto again = read_experiment_text(to_toml(e), "again.toml", {});
  EXPECT_THAT(to_toml(e), testing::HasSubstr("dead_time = \"dead\""));
  EXPECT_EQ(differences(run(e), run(again)), "");
}

}  // namespace
}  // namespace hux
