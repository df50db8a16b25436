#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "cells.hpp"
#include "runs.hpp"

namespace {

using namespace hux::test;
using testing::HasSubstr;

constexpr double blow_up = 101;  // 5.05 mV a step: beyond the limit of 500 mV at the end of the 100th step

/// Axons that fire, and integrating cells some of which are driven beyond any potential of a cell.
hux::experiment doomed(const std::vector<std::uint32_t>& victims, double start) {
  auto e = experiment_of({cells("axons", 10, "hodgkin_huxley"), integrators("victims", 50)}, 30);
  e.settings.integrator = "crank_nicolson";
  e.recordings.spike_times = hux::spike_time::grid;
  e.recordings.samples = {sample("v", "axons", {"v"}, 0.5)};
  e.network.inputs = {stimulate("drive", "axons", hux::constant_current{20.0}),
                      stimulate("doom", "victims", hux::step_current{blow_up, start, 30}, victims)};
  return e;
}

struct end_of_run {
  std::string message;
  collector kept;
};

end_of_run diverge(const hux::experiment& e) {
  end_of_run end;
  hux::simulation s(e);
  s.record_to(end.kept);
  try {
    s.run();
  } catch (const hux::divergence_error& error) {
    end.message = error.what();
  }
  return end;
}

TEST(divergence, names_neuron_population_time_and_step) {
  const auto message = diverge(doomed({37}, 2)).message;
  EXPECT_THAT(message, HasSubstr("neuron 37 of population 'victims'"));
  EXPECT_THAT(message, HasSubstr(" 7 ms"));
  EXPECT_THAT(message, HasSubstr("505 mV"));
  EXPECT_THAT(message, HasSubstr("dt = 0.05 ms"));
  EXPECT_THAT(message, HasSubstr("crank_nicolson"));
}

TEST(divergence, names_the_first_of_several_whatever_the_schedule) {
  auto e = doomed({41, 37, 48}, 2);
  e.network.inputs.push_back(stimulate("later", "victims", hux::step_current{blow_up, 2.05, 30}, {3}));
  for (const std::uint32_t threads : {1U, 3U})
    for (const std::uint32_t window : {0U, 1U, 7U}) {
      e.settings.threads = threads;
      e.settings.window = window;
      e.settings.block_size = 16;
      EXPECT_THAT(diverge(e).message, HasSubstr("neuron 37 of population 'victims' diverged at 7 ms"));
    }
}

TEST(divergence, ends_the_run_in_its_window_and_keeps_what_came_before) {
  auto healthy = doomed({37}, 2);
  healthy.network.inputs.pop_back();
  const auto expected = run(healthy);
  for (const auto& [window, end] : {std::pair{1U, 139}, {10U, 130}, {64U, 128}}) {
    auto e = doomed({37}, 2);
    e.settings.window = window;
    const auto kept = diverge(e).kept;
    EXPECT_EQ(kept.steps, end) << "windows of " << window;
    std::vector<hux::spike> spikes;
    for (const auto& s : expected.spikes[0])
      if (s.time < (end + 0.5) * time_step) spikes.push_back(s);
    EXPECT_GT(spikes.size(), 0U);
    EXPECT_TRUE(same_bits(kept.spikes[0], spikes)) << "windows of " << window;
    const std::vector<float> samples(expected.samples[0].begin(),
                                     expected.samples[0].begin() + static_cast<std::ptrdiff_t>(kept.samples[0].size()));
    EXPECT_EQ(kept.samples[0], samples);
    EXPECT_EQ(samples.size(), 10U * static_cast<std::size_t>((end + 9) / 10));
  }
}

TEST(divergence, is_seen_when_a_potential_is_no_number) {
  auto e = doomed({37}, 2);
  for (const double current : {1e300, -1e300}) {
    e.network.inputs[1].what = hux::constant_current{std::vector<double>{current}};
    EXPECT_THAT(diverge(e).message, HasSubstr("neuron 37 of population 'victims' diverged at 0.05 ms"));
  }
}

/// What it does to others through junctions comes a step later, and windows may be longer than that.
TEST(divergence, is_of_the_neuron_that_drew_the_others_along) {
  auto e = doomed({37}, 2);
  e.network.populations[1].receptors = {make_receptor("gap", "gap")};
  e.network.projections = {connect("gap", "victims", "victims", "gap", hux::all_to_all{}, 1e-3, 0.0)};
  e.network.projections[0].autapses = false;
  e.network.inputs[1].what = hux::constant_current{1e300};
  EXPECT_EQ(hux::simulation(e).settled().settings.window, 16U);
  const auto message = diverge(e).message;
  EXPECT_THAT(message, HasSubstr("neuron 37 of population 'victims' diverged at 0.05 ms"));
  for (const std::uint32_t window : {1, 5}) {
    e.settings.window = window;
    EXPECT_EQ(diverge(e).message, message) << "windows of " << window;
  }
}

// Explicit integrators cannot follow a conductance of 20 uS on 200 pF, whose time constant is a fifth of dt.
TEST(divergence, comes_of_a_synapse_that_is_far_too_strong) {
  auto p = cells("cells", 5, "traub_miles");
  p.receptors = {make_receptor("exc", "exponential")};
  auto e = experiment_of({p}, 20);
  e.network.inputs = {stimulate("blow", "cells", hux::spike_times{"exc", 20000, {2}, {1}})};
  EXPECT_THAT(diverge(e).message, HasSubstr("neuron 2 of population 'cells' diverged at 1."));
  e.settings.integrator = "exponential_euler";
  EXPECT_EQ(diverge(e).message, "") << "an implicit one can";
}

}  // namespace
