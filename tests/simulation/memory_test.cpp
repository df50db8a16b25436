#include <gtest/gtest.h>
#include <malloc.h>

#include <fstream>
#include <string>

#include "cells.hpp"
#include "runs.hpp"

namespace {

using namespace hux::test;

/// A figure of /proc/self/status, bytes.
double status(const std::string& key) {
  std::ifstream file("/proc/self/status");
  for (std::string word; file >> word;)
    if (double kib = 0; word == key + ":" && file >> kib) return 1024 * kib;
  return 0;
}

/// The most memory that running an experiment takes beyond what was in use before, bytes.
double measured(const hux::experiment& e) {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5" << std::flush;  // the peak starts anew
  const double before = status("VmRSS");
  hux::simulation s(e);
  s.run();
  return status("VmHWM") - before;
}

hux::experiment network(std::uint32_t neurons, const hux::distribution& weight, hux::precision real) {
  auto p = cells("p", neurons, "traub_miles");
  p.parameters = {{"e_l", -65.0}};
  p.initial_v = hux::normal{-60, 5, {}};
  p.receptors = {make_receptor("exc", "exponential"), make_receptor("inh", "alpha")};
  auto e = experiment_of({p}, 10, 0.05, real);
  e.settings.threads = 2;
  e.network.projections = {connect("ee", "p", "p", "exc", hux::fixed_indegree{64}, weight, hux::uniform{0.5, 3}),
                           connect("ie", "p", "p", "inh", hux::fixed_probability{16.0 / neurons}, 0.2, 1.0)};
  return e;
}

/// What is planned, but for the queue of the writer, which only a slow disk fills.
double planned(const hux::experiment& e) {
  double bytes = 0;
  for (const auto& component : hux::plan(e).components)
    if (component.name != "recording: buffers") bytes += static_cast<double>(component.bytes);
  return bytes;
}

void expect_planned(const hux::experiment& e) {
  const double taken = measured(e);
  EXPECT_LE(taken, static_cast<double>(hux::plan(e).total()));
  // The C library keeps some of what building has given back.
  EXPECT_LE(taken, 1.1 * planned(e));
  EXPECT_GE(taken, planned(e) / 1.5);
}

TEST(plan_slow, bounds_what_a_run_takes_and_is_near_it) {
  expect_planned(network(200000, 0.1, hux::precision::single));
}

TEST(plan_slow, knows_what_weights_of_their_own_and_double_precision_take) {
  expect_planned(network(100000, hux::uniform{0, 0.2}, hux::precision::double_));
}

TEST(plan, tells_steps_window_and_synapses) {
  const auto plan = hux::plan(network(1000, 0.1, hux::precision::single));
  EXPECT_EQ(plan.steps, 200U);
  EXPECT_EQ(plan.window, 10U);
  EXPECT_DOUBLE_EQ(plan.expected_synapses, 80000);
}

TEST(plan, needs_no_memory_for_a_network_that_would_not_fit) {
  const double before = status("VmRSS");
  EXPECT_GT(hux::plan(network(400000000, 0.1, hux::precision::single)).total(), std::uint64_t{100} << 30);
  EXPECT_LT(status("VmRSS") - before, 16e6);
}

TEST(plan, makes_a_simulation_refuse_a_network_that_does_not_fit) {
  EXPECT_THROW(hux::simulation(network(400000000, 0.1, hux::precision::single)), hux::memory_error);
}

// An event that arrives after the run is kept by nobody; a synapse with a delay of many bits takes twice as many bytes.
TEST(plan, of_delays_longer_than_the_run_is_about_that_of_delays_as_long_as_the_run) {
  auto e = network(1000, 0.1, hux::precision::single);
  const auto longest = [&](double delay) {
    e.network.projections[0].delay = hux::uniform{0.5, delay};
    return planned(e);
  };
  EXPECT_LT(longest(1e7), 2 * longest(10));
}

/// What is planned of a name; 0 if nothing is.
std::uint64_t planned_as(const std::string& name, const hux::experiment& e) {
  for (const auto& component : hux::plan(e).components)
    if (component.name == name) return component.bytes;
  return 0;
}

/// What is planned to be kept for what recordings work out.
std::uint64_t kept_for_recordings(const hux::experiment& e) {
  return planned_as("recording: coefficients of neurons", e);
}

TEST(plan, counts_the_spikes_of_a_shared_terminal_once) {
  auto e = network(1000, 0.1, hux::precision::single);
  const auto kept = [&] { return planned_as("spikes in flight, for states, at 50 Hz", e); };
  const auto without = kept();
  for (auto& p : e.network.projections) p.terminal = hux::terminal{"", "tsodyks_markram", {}};
  const auto each = kept();
  e.network.populations[0].terminals = {{"glu", "tsodyks_markram", {}}};
  for (auto& p : e.network.projections) {
    p.terminal.reset();
    p.shared_terminal = "glu";
  }
  EXPECT_EQ(kept(), without);
  EXPECT_GT(each, without);
}

TEST(plan, counts_what_currents_are_worked_out_of_where_neurons_differ) {
  auto e = network(1000, 0.1, hux::precision::single);
  e.recordings.samples = {sample("a", "p", {"v", "i_l"}, 0.1)};
  EXPECT_EQ(kept_for_recordings(e), 0);
  e.network.populations[0].parameters["e_l"] = hux::normal{-65, 1, {}};
  const auto all = kept_for_recordings(e);
  EXPECT_GE(all, 2 * 1000 * sizeof(double));  // g_l and e_l
  EXPECT_LE(all, 4 * 1000 * sizeof(double));
  e.recordings.samples[0].neurons = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  EXPECT_EQ(kept_for_recordings(e), all / 100);
  e.recordings.samples[0].variables = {"v"};
  EXPECT_EQ(kept_for_recordings(e), 0);
}

TEST(plan_slow, bounds_what_a_run_takes_whose_delays_are_longer_than_it) {
  auto e = network(100000, 0.1, hux::precision::single);
  e.network.projections[0].delay = hux::uniform{0.5, 1e7};
  expect_planned(e);
}

}  // namespace
