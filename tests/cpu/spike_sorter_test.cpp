#include "engine/spike_sorter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

namespace hux {
namespace {

using key = std::tuple<std::uint32_t, double, std::uint32_t>;

/// Spikes of a window of so many steps of 0.1 ms, which is not the first.
std::vector<window_spike> drawn(std::size_t count, std::uint32_t steps, bool on_grid) {
  std::mt19937 draw(7);
  std::vector<window_spike> spikes;
  for (std::size_t i = 0; i < count; ++i) {
    const auto step = static_cast<std::uint32_t>(draw() % steps);
    // Eighths of a step, so that many are at the same time, also at the end of one step and the begin of the next.
    const double fraction = on_grid ? 1 : static_cast<double>(draw() % 9) / 8;
    spikes.push_back({(3000 + step + fraction) * 0.1, static_cast<std::uint32_t>(draw() % 1000), step});
  }
  return spikes;
}

void expect_order(std::vector<window_spike> spikes) {
  std::vector<key> expected;
  for (const auto& s : spikes) expected.emplace_back(s.step, s.time, s.neuron);
  std::sort(expected.begin(), expected.end());
  spike_sorter sorter;
  std::vector<spike> ordered{{1, 2}};
  for (int again = 0; again < 2; ++again) {
    std::vector<window_spike> found = spikes;
    sorter.put_in_order(found, ordered);
    ASSERT_EQ(ordered.size(), expected.size());
    for (std::size_t i = 0; i < ordered.size(); ++i) {
      ASSERT_EQ(ordered[i].time, std::get<1>(expected[i])) << i;
      ASSERT_EQ(ordered[i].neuron, std::get<2>(expected[i])) << i;
    }
  }
}

TEST(spike_sorter, puts_any_number_of_spikes_in_order) {
  for (const std::size_t count : {0U, 1U, 2U, 63U, 64U, 65U, 5000U}) {
    SCOPED_TRACE(count);
    expect_order(drawn(count, 20, false));
    expect_order(drawn(count, 1, false));
  }
}

TEST(spike_sorter, takes_spikes_that_are_all_at_the_ends_of_steps) {
  expect_order(drawn(1000, 20, true));
  expect_order(drawn(1000, 1, true));
}

}  // namespace
}  // namespace hux
