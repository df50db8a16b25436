#include "engine/spikes_in_flight.hpp"

#include <algorithm>
#include <utility>

namespace hux {
namespace {

/// Spikes below which nothing is gained by forgetting some.
constexpr std::size_t few = 256;

/// Where those spikes begin of which something arrives in a step or later: one in step s arrives delay + 1 later.
auto first_from(const std::vector<sent_spike>& spikes, std::int64_t step, std::int64_t delay) {
  return std::ranges::lower_bound(spikes, step - delay - 1, {}, &sent_spike::step);
}

}  // namespace

spikes_in_flight::spikes_in_flight(const built_network& network)
    : longest_(network.populations.size(), 0), spikes_(longest_.size()), enough_(longest_.size(), few) {
  for (const auto& p : network.projections)
    if (p.rows.count > 0)
      longest_[p.source] =
          std::max(longest_[p.source], within_horizon(p.rows.max_delay, network.steps, network.window));
}

void spikes_in_flight::add(const window_results& results) {
  for (std::size_t p = 0; p < spikes_.size(); ++p) {
    if (longest_[p] == 0) continue;
    for (const spike& s : results.spikes[p]) spikes_[p].push_back({results.steps.begin + s.step, s.neuron});
    if (spikes_[p].size() >= enough_[p]) forget(p, results.steps.end);
  }
}

/// Moves what is left no more often than as many spikes have come.
void spikes_in_flight::forget(std::size_t population, std::int64_t step) {
  auto& spikes = spikes_[population];
  spikes.erase(spikes.begin(), first_from(std::as_const(spikes), step, longest_[population]));
  enough_[population] = std::max(few, 2 * spikes.size());
}

sent_spikes spikes_in_flight::from(std::int64_t step) const {
  sent_spikes found;
  for (std::size_t p = 0; p < spikes_.size(); ++p)
    found.emplace_back(first_from(spikes_[p], step, longest_[p]), spikes_[p].end());
  return found;
}

std::vector<earlier_window> earlier_windows(const sent_spikes& spikes, std::int64_t begin, std::int64_t window) {
  std::int64_t oldest = begin;
  for (const auto& p : spikes)
    if (!p.empty()) oldest = std::min(oldest, p.front().step);
  const std::int64_t count = (begin - oldest + window - 1) / window;
  std::vector<earlier_window> windows;
  for (std::int64_t number = -count; number < 0; ++number) windows.push_back({number, {}});
  for (auto& w : windows) w.spikes.resize(spikes.size());
  const std::int64_t first = begin - count * window;
  for (std::size_t p = 0; p < spikes.size(); ++p)
    for (const sent_spike& s : spikes[p]) {
      const std::int64_t after = s.step - first;
      windows[after / window].spikes[p].push_back({0, s.neuron, static_cast<std::uint32_t>(after % window)});
    }
  return windows;
}

}  // namespace hux
