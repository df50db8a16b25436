#include "equations/terminal_flow.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

/// The states of terminals through phases after a spike, against exponentials of the C library.
namespace hux {
namespace {

constexpr double flow_dt = 0.05;  // ms

/// x' = drive - decay x
struct phase_of_one {
  double begin, drive, decay;
};

std::vector<terminal_phase> phases_of_one(const std::vector<phase_of_one>& all) {
  std::vector<terminal_phase> phases;
  for (const auto& p : all) phases.push_back({p.begin, {-p.decay, p.drive}});
  return phases;
}

/// Where x comes to from one time after the spike to another.
double solved(const std::vector<phase_of_one>& all, double from, double to, double x) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double begin = std::max(from, all[i].begin);
    const double end = i + 1 < all.size() ? std::min(to, all[i + 1].begin) : to;
    if (!(begin < end)) continue;
    const double steady = all[i].drive / all[i].decay;
    x = steady + (x - steady) * std::exp(-all[i].decay * (end - begin));
  }
  return x;
}

/// Edges on the grid, off it, two within a step, three within one, and one at the begin of a step where another ends.
const std::vector<std::vector<phase_of_one>> every_kind_of_edges{
    {{0, 1, 2}},
    {{0, 2, 3}, {0.3, 0.1, 0.2}},
    {{0, 2, 3}, {0.33, 0.1, 0.2}},
    {{0, 2, 3}, {0.01, 5, 0.5}, {0.04, 0.1, 0.2}},
    {{0, 2, 3}, {0.11, 5, 0.5}, {0.12, 0, 4}, {0.14, 0.1, 0.2}},
    {{0, 2, 3}, {0.07, 5, 0.5}, {0.1, 0, 4}, {0.12, 3, 1}, {5, 0.1, 0.2}}};

TEST(terminal_flow, goes_through_phases_exactly_wherever_they_begin) {
  for (const auto& all : every_kind_of_edges) {
    const terminal_flow flow(1, phases_of_one(all), flow_dt);
    for (std::int64_t from = 0; from < 12; ++from)
      for (const std::int64_t steps : {0, 1, 2, 3, 7, 100, 3000}) {
        double x = 0.3;
        flow.advance(1000 + from, 1000 + from + steps, 1000, &x);
        const double begin = flow_dt * static_cast<double>(from);
        EXPECT_NEAR(x, solved(all, begin, begin + flow_dt * static_cast<double>(steps), 0.3), 1e-13)
            << all.size() << " phases, from " << from << " by " << steps;
      }
  }
}

TEST(terminal_flow, of_a_neuron_that_has_never_spiked_is_that_of_the_last_phase) {
  for (const auto& all : every_kind_of_edges) {
    const terminal_flow flow(1, phases_of_one(all), flow_dt);
    double x = 0.3;
    flow.advance(0, 50, terminal_flow::never, &x);
    EXPECT_NEAR(x, solved({{0, all.back().drive, all.back().decay}}, 0, 50 * flow_dt, 0.3), 1e-14);
  }
}

TEST(terminal_flow, takes_what_is_all_but_on_the_grid_for_being_on_it) {
  EXPECT_EQ(steps_after_spike(0.3, 0.1), 3);
  EXPECT_EQ(steps_after_spike(0.15, 0.05), 3);
  EXPECT_EQ(steps_after_spike(0, 0.05), 0);
  EXPECT_NEAR(steps_after_spike(0.33, 0.05), 6.6, 1e-12);
  EXPECT_NE(steps_after_spike(0.3000001, 0.1), 3);
}

TEST(terminal_flow, has_times_after_a_spike_that_compare_with_what_one_writes) {
  for (std::int64_t k = 0; k < 4000; ++k) {
    EXPECT_EQ(time_after_spike(k, 0.05), static_cast<double>(k * 5) / 100);
    EXPECT_EQ(time_after_spike(k, 0.03), static_cast<double>(k * 3) / 100);
    EXPECT_EQ(time_after_spike(k, 0.1), static_cast<double>(k) / 10);
  }
}

}  // namespace
}  // namespace hux
