#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "equations/compiling.hpp"
#include "hux/errors.hpp"
#include "hux/simulation.hpp"
#include "hux/simulation_state.hpp"
#include "hux/state_file.hpp"
#include "simulation/dynamic_synapse.hpp"
#include "simulation/runs.hpp"

/// States of terminals: that they are states as others are.
namespace hux {
namespace {

using test::outcome;
using test::run;
using test::two_populations;
using test::wire_text;
using test::with_dynamic_synapse;

TEST(states_of_terminals, are_part_of_the_state) {
  const own_folder folder;
  simulation s(with_dynamic_synapse(two_populations));
  s.run(21.15);
  const simulation_state state = s.save();
  ASSERT_EQ(state.populations[0].terminals.size(), 2U);
  EXPECT_GT(state.populations[0].terminals[0].in_flight.size(), 0U);
  EXPECT_THAT(state.populations[0].in_flight, testing::IsEmpty()) << "all that E sends goes through terminals";
  write_state(state, folder / "state.h5");
  simulation other(with_dynamic_synapse(two_populations, {"simulation.threads=1", "simulation.window=3"}));
  other.restore(read_state(folder / "state.h5"));
  EXPECT_EQ(first_difference(state, other.save()), "");
  s.run(20);
  other.run(20);
  EXPECT_EQ(first_difference(s.save(), other.save()), "");
}

TEST(states_of_terminals, are_read_and_set_as_they_are_now) {
  simulation s(with_dynamic_synapse(wire_text));
  s.run(40);
  const double before = s.state("S", "wire.x")[0];
  EXPECT_LT(before, 0.6);
  s.run(5);  // without a spike
  EXPECT_NEAR(s.state("S", "wire.x")[0], 1 - (1 - before) * std::exp(-5.0 / 800), 1e-14);
  s.set_state("S", "wire.x", {0.25});
  EXPECT_EQ(s.state("S", "wire.x")[0], 0.25);
  s.run(5);
  EXPECT_NEAR(s.state("S", "wire.x")[0], 1 - 0.75 * std::exp(-5.0 / 800), 1e-14);
}

TEST(states_of_terminals, go_on_from_where_they_are_with_other_parameters) {
  simulation s(with_dynamic_synapse(wire_text));
  s.run(40);
  const double before = s.state("S", "wire.x")[0];
  experiment next = s.settled();
  next.network.projections[0].terminal.emplace().parameters["tau_rec"] = 100;
  s.change(next);
  EXPECT_EQ(s.state("S", "wire.x")[0], before);
  s.run(5);
  EXPECT_NEAR(s.state("S", "wire.x")[0], 1 - (1 - before) * std::exp(-5.0 / 100), 1e-14);
  const simulation_state state = s.save();
  simulation other(with_dynamic_synapse(wire_text));
  other.restore(state);
  s.run(20);
  other.run(20);
  EXPECT_EQ(first_difference(s.save(), other.save()), "");
}

TEST(states_of_terminals, of_other_neurons_keep_their_bits_where_one_is_set) {
  simulation s(with_dynamic_synapse(two_populations)), untouched(with_dynamic_synapse(two_populations));
  s.run(20);
  untouched.run(20);
  s.set_state("E", "EE.x", {0.5}, {3});
  const auto set = s.save(), before = untouched.save();
  const auto row = [](const simulation_state& state, const std::string& name) {
    const auto& all = state.populations[0].variables;
    return std::ranges::find(all, name, &simulation_state::variable::name)->values;
  };
  for (const auto* name : {"EE.x", "EE.u", "EE.updated"}) {
    auto wanted = row(before, name);
    auto found = row(set, name);
    wanted[3] = found[3] = 0;
    EXPECT_EQ(found, wanted) << name;
  }
  EXPECT_EQ(s.state("E", "EE.x")[3], 0.5);
  EXPECT_THROW(s.set_state("E", "EE.updated", {5}), input_error);
}

/// What a receptor's terminal has of the receptor follows it in stages, and after a restore.
TEST(states_of_terminals, follow_their_receptor_where_they_have_nothing_of_their_own) {
  const std::string own = "projection.EE.terminal={tau_facil='30 ms'}";
  const auto staged = [&](const std::string& key) {
    return run(with_dynamic_synapse(std::string(two_populations) +
                                        "\n[[stage]]\nduration = \"20 ms\"\n[[stage]]\nduration = \"20 ms\"\n" +
                                        "set = { \"" + key + "\" = 0.1 }\n",
                                    {own, "simulation.duration=40 ms"}))
        .spikes[0]
        .size();
  };
  EXPECT_EQ(staged("population.E.receptor.exc.u_se"), staged("projection.EE.terminal.u_se"));

  const auto changed = [](simulation& s, const char* parameter, double value) {
    experiment next = s.settled();
    next.network.populations[0].receptors[0].parameters[parameter] = value;
    s.change(next);
  };
  simulation s(with_dynamic_synapse(two_populations, {own}));
  s.run(10);
  changed(s, "tau_rec", 700);
  simulation other(with_dynamic_synapse(two_populations, {own}));
  other.restore(s.save());
  for (simulation* each : {&s, &other}) {
    changed(*each, "u_se", 0.1);
    each->run(20);
  }
  EXPECT_EQ(first_difference(s.save(), other.save()), "");
}

TEST(states_of_terminals, restore_the_largest_release) {
  const std::vector<std::string> all{"synapse.dynamic.terminal.on_spike.release='0.3'",
                                     "synapse.dynamic.terminal.largest_release=0.3"};
  simulation s(with_dynamic_synapse(two_populations, all));
  s.run(20);
  ASSERT_GT(s.save().populations[0].terminals[0].in_flight.size(), 0U);
  simulation other(with_dynamic_synapse(two_populations, all));
  EXPECT_NO_THROW(other.restore(s.save()));
}

TEST(states_of_terminals, of_marked_neurons_are_no_numbers) {
  simulation s(with_dynamic_synapse(wire_text, {"simulation.on_divergence=mark", "input.pulses.amplitude=1 mA"}));
  s.run(30);
  EXPECT_TRUE(std::isnan(s.state("S", "wire.x")[0]));
  simulation other(with_dynamic_synapse(wire_text, {"simulation.on_divergence=mark", "input.pulses.amplitude=1 mA"}));
  other.restore(s.save());
  EXPECT_EQ(first_difference(s.save(), other.save()), "");
}

/// What was sent long ago is forgotten.
TEST(states_of_terminals, keep_no_more_than_is_on_its_way) {
  simulation s(with_dynamic_synapse(two_populations));
  std::size_t most = 0;
  for (int part = 0; part < 10; ++part) {
    s.run(100);
    most = std::max(most, s.save().populations[0].terminals[0].in_flight.size());
  }
  EXPECT_LT(most, 3000U);
}

TEST(states_of_terminals, change_no_bit_where_nothing_is_changed) {
  const auto e = with_dynamic_synapse(two_populations);
  simulation s(e), unchanged(e);
  s.run(20);
  unchanged.run(20);
  s.change(s.settled());
  s.run(20);
  unchanged.run(20);
  auto state = s.save();
  state.changes.clear();
  EXPECT_EQ(first_difference(state, unchanged.save()), "");
}

}  // namespace
}  // namespace hux
