#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "cells.hpp"
#include "runs.hpp"

/// What a run is like that goes on without neurons that diverge.
namespace hux {
namespace {

using namespace test;

constexpr double doom = 1e8;  // pA: no cell stays within 500 mV for a step

// In one pack, in another, and the last neuron, in a pack that is not full.
const std::vector<std::uint32_t> victims{3, 17, 18, 76};

bool is_victim(std::uint32_t neuron) { return std::ranges::find(victims, neuron) != victims.end(); }

/// Cells that excite each other. Some are clamped far below their threshold, so that they send nothing; later these
/// get a current.
experiment held(const std::string& integrator, precision real, double current, double start) {
  auto p = cells("cells", 77, "traub_miles");
  p.receptors = {make_receptor("exc", "exponential"), make_receptor("slow", "nmda")};
  auto e = experiment_of({p}, 30, time_step, real);
  e.settings.integrator = integrator;
  if (integrator == "euler") e.settings.dt = time_step / 5;
  e.settings.on_divergence = divergence_policy::mark;
  e.network.projections = {connect("fast", "cells", "cells", "exc", fixed_probability{0.3}, 2.0, uniform{1, 2}),
                           connect("slow", "cells", "cells", "slow", fixed_probability{0.3}, 0.5, 1.5)};
  e.network.inputs = {stimulate("drive", "cells", poisson_train{"exc", 1000, 4}),
                      stimulate("hold", "cells", voltage_clamp{1000, -80, -80.0, 0, 1, {}}, victims),
                      stimulate("doom", "cells", step_current{current, start, 1000}, victims)};
  e.recordings.samples = {sample("all", "cells", {"v", "m", "g_exc", "g_slow", "i_na", "i_hold"}, time_step),
                          sample("gate", "cells", {"n"}, time_step)};
  return e;
}

std::vector<spike> without_victims(const std::vector<spike>& spikes) {
  std::vector<spike> others;
  std::ranges::copy_if(spikes, std::back_inserter(others), [](const spike& s) { return !is_victim(s.neuron); });
  return others;
}

/// Samples [sample][variable][neuron] of the others, and those of victims before a number of samples.
std::vector<float> without_victims_from(std::size_t sample, std::size_t variables, const std::vector<float>& samples) {
  std::vector<float> kept;
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (i / 77 / variables < sample || !is_victim(static_cast<std::uint32_t>(i % 77))) kept.push_back(samples[i]);
  return kept;
}

/// The first sample after a time on the grid.
std::size_t sample_after(double time) { return static_cast<std::size_t>(std::lround(time / time_step)) + 1; }

class marked : public testing::TestWithParam<std::tuple<const char*, precision>> {
 protected:
  static experiment network(double current, double start = 0) {
    return held(std::get<0>(GetParam()), std::get<1>(GetParam()), current, start);
  }
};

INSTANTIATE_TEST_SUITE_P(every, marked,
                         testing::Combine(testing::Values("rk4", "euler", "exponential_euler", "crank_nicolson"),
                                          testing::Values(precision::single, precision::double_)),
                         [](const auto& tested) {
                           return std::string(std::get<0>(tested.param)) +
                                  (std::get<1>(tested.param) == precision::single ? "_single" : "_double");
                         });

TEST_P(marked, neurons_leave_all_others_as_silent_ones_do) {
  for (const double start : {0.0, 10.0}) {
    const outcome silent = run(network(0, start));
    const outcome without = run(network(doom, start));
    const std::size_t first = sample_after(start);
    EXPECT_EQ(silent.summary.diverged, 0);
    EXPECT_EQ(without.summary.diverged, victims.size());
    EXPECT_GT(without.spikes[0].size(), 100);
    EXPECT_EQ(without_victims(silent.spikes[0]).size(), silent.spikes[0].size()) << "held neurons are silent";
    EXPECT_TRUE(same_bits(without.spikes[0], silent.spikes[0]));
    for (const auto& [recording, variables] : {std::pair{0U, 6U}, {1U, 1U}})
      EXPECT_TRUE(bits(without_victims_from(first, variables, without.samples[recording])) ==
                  bits(without_victims_from(first, variables, silent.samples[recording])))
          << "samples of recording " << recording;
  }
}

TEST_P(marked, neurons_have_samples_that_are_nan_from_then_on) {
  const outcome without = run(network(doom, 10));
  for (const auto& [recording, variables] : {std::pair{0U, 6U}, {1U, 1U}}) {
    const auto& samples = without.samples[recording];
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const auto neuron = static_cast<std::uint32_t>(i % 77);
      const bool gone = is_victim(neuron) && i / 77 / variables >= sample_after(10);
      ASSERT_EQ(std::isnan(samples[i]), gone) << "sample " << i / 77 / variables << " of neuron " << neuron;
    }
  }
}

TEST_P(marked, neurons_have_a_state_that_is_nan) {
  const outcome without = run(network(doom, 10));
  for (const auto& [name, values] : without.state)
    for (std::uint32_t i = 0; i < values.size(); ++i)
      ASSERT_EQ(std::isnan(values[i]), is_victim(i)) << name << " " << i;
}

/// Cells without channels, which 101 uA/cm2 bring beyond the limit at the end of the 100th step, 5.05 mV each.
experiment ramps() {
  auto e = experiment_of({integrators("early", 5), integrators("victims", 50), integrators("others", 40)}, 30);
  e.settings.integrator = "crank_nicolson";
  e.settings.on_divergence = divergence_policy::mark;
  e.network.inputs = {stimulate("a", "others", step_current{101.0, 2, 30}, {39, 5}),
                      stimulate("b", "victims", step_current{101.0, 2, 30}, {41, 37, 48}),
                      stimulate("c", "victims", step_current{101.0, 2.05, 30}, {3}),
                      stimulate("d", "early", step_current{101.0, 2.05, 30}, {4})};
  return e;
}

struct told {
  double time;
  std::uint32_t population, neuron;
};

void PrintTo(const told& t, std::ostream* to) { *to << t.time << " ms: " << t.population << "/" << t.neuron; }

bool operator==(const told& a, const told& b) {
  return std::abs(a.time - b.time) < 1e-9 && a.population == b.population && a.neuron == b.neuron;
}

std::vector<told> told_of(const experiment& e) {
  std::vector<told> all;
  for (const auto& mark : run(e).diverged) all.push_back({mark.time, mark.population, mark.neuron});
  return all;
}

const std::vector<told> told_of_ramps{{7, 1, 37}, {7, 1, 41},   {7, 1, 48},  {7, 2, 5},
                                      {7, 2, 39}, {7.05, 0, 4}, {7.05, 1, 3}};

TEST(marks, tell_each_neuron_once_in_the_order_of_time_population_and_neuron) {
  EXPECT_EQ(told_of(ramps()), told_of_ramps);
}

TEST(marks, are_the_same_whatever_the_schedule) {
  auto e = ramps();
  for (const std::uint32_t threads : {1U, 2U, 3U})
    for (const std::uint32_t window : {0U, 1U, 7U}) {
      e.settings.threads = threads;
      e.settings.window = window;
      e.settings.block_size = 16;
      EXPECT_EQ(told_of(e), told_of_ramps) << threads << " threads, windows of " << window;
    }
}

TEST(marks, are_the_same_bits_as_all_else_whatever_the_schedule) {
  auto e = held("rk4", precision::single, doom, 10);
  const outcome alone = run(e);
  for (const std::uint32_t threads : {1U, 2U, 3U})
    for (const std::uint32_t window : {1U, 7U, 20U})
      for (const std::uint32_t block : {16U, 64U}) {
        e.settings.threads = threads;
        e.settings.window = window;
        e.settings.block_size = block;
        EXPECT_EQ(differences(alone, run(e)), "") << threads << " threads, windows of " << window;
      }
}

// 19 mV of a step of 5.05 mV are below the threshold of 20 mV; a step of 1010 mV crosses it and leaves the limit.
TEST(marked_neurons, send_no_spike_in_the_step_in_which_they_diverge) {
  auto p = integrators("cells", 3);
  p.threshold = 20;
  auto e = experiment_of({p}, 5);
  e.settings.on_divergence = divergence_policy::mark;
  e.network.inputs = {stimulate("fires", "cells", constant_current{101.0}, {0}),
                      stimulate("leaves", "cells", constant_current{20200.0}, {2})};
  const outcome o = run(e);
  ASSERT_EQ(o.spikes[0].size(), 1);
  EXPECT_EQ(o.spikes[0][0].neuron, 0);
  ASSERT_EQ(o.diverged.size(), 2) << "the one that fires leaves the limit later";
  EXPECT_EQ(o.diverged[0].neuron, 2);
}

// In single precision the potential is infinite from the start.
TEST(marked_neurons, may_have_diverged_before_the_first_step) {
  auto p = integrators("cells", 3);
  p.initial_v = std::vector<double>{-65, 1e300, -65};
  auto e = experiment_of({p}, 5, time_step, precision::single);
  e.settings.on_divergence = divergence_policy::mark;
  const outcome o = run(e);
  ASSERT_EQ(o.diverged.size(), 1);
  EXPECT_EQ(o.diverged[0].neuron, 1);
  EXPECT_EQ(o.diverged[0].time, time_step);
}

}  // namespace
}  // namespace hux
