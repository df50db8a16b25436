#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "cells.hpp"
#include "runs.hpp"
#include "statistics.hpp"

// The COBAHH network (Brette et al. 2007, benchmark 3) is chaotic: what must agree with other simulators is not a
// single spike but the band of rates and irregularity that they show over seeds, time steps and delays.

namespace {

using namespace hux::test;

hux::population cobahh_cells(const char* name, std::uint32_t size) {
  auto p = cells(name, size, "traub_miles");
  p.threshold = -20;
  p.refractory = 3;
  p.initial_v = hux::normal{-60, 5, {}};
  p.initial_states = {{"m", 0.0}, {"h", 0.0}, {"n", 0.0}};
  const hux::bounds not_negative{.min = 0, .max = 1e9, .action = hux::out_of_bounds::clip};
  p.receptors = {make_receptor("exc", "exponential", {{"tau", 5}, {"e_rev", 0}}),
                 make_receptor("inh", "exponential", {{"tau", 10}, {"e_rev", -80}})};
  p.receptors[0].initial = hux::normal{40, 15, not_negative};
  p.receptors[1].initial = hux::normal{200, 120, not_negative};
  return p;
}

hux::experiment cobahh(std::uint64_t seed) {
  auto e = experiment_of({cobahh_cells("e", 3200), cobahh_cells("i", 800)}, 1000, 0.05, hux::precision::single);
  for (const char* source : {"e", "i"})
    for (const char* target : {"e", "i"}) {
      const bool excites = *source == 'e';
      e.network.projections.push_back(connect(std::string(source) + target, source, target, excites ? "exc" : "inh",
                                              hux::fixed_probability{0.02}, excites ? 6.0 : 67.0, 0.1));
    }
  e.settings.seed = seed;
  return e;
}

/// Firing rate, Hz.
double rate(const std::vector<hux::spike>& spikes, double neurons) {
  return static_cast<double>(spikes.size()) / neurons;
}

/// Mean over neurons of the coefficient of variation of their inter-spike intervals, for neurons with two or more.
double irregularity(const std::vector<hux::spike>& spikes) {
  std::map<std::uint32_t, std::vector<double>> times;
  for (const auto& s : spikes) times[s.neuron].push_back(s.time);
  std::vector<double> each;
  for (const auto& [neuron, t] : times) {
    std::vector<double> intervals;
    for (std::size_t i = 1; i < t.size(); ++i) intervals.push_back(t[i] - t[i - 1]);
    if (intervals.size() >= 2) each.push_back(std::sqrt(variance(intervals)) / mean(intervals));
  }
  return mean(each);
}

TEST(cobahh_slow, lies_in_the_band_of_other_simulators) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const auto o = run(cobahh(seed));
    const double excitatory = rate(o.spikes[0], 3200);
    const double inhibitory = rate(o.spikes[1], 800);
    const double cv = irregularity(o.spikes[0]);
    EXPECT_TRUE(excitatory > 34 && excitatory < 44) << excitatory << " Hz, seed " << seed;
    EXPECT_TRUE(inhibitory > 35 && inhibitory < 42) << inhibitory << " Hz, seed " << seed;
    EXPECT_TRUE(cv > 1.9 && cv < 2.4) << cv << ", seed " << seed;
  }
}

}  // namespace
