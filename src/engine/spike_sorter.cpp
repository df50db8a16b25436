#include "engine/spike_sorter.hpp"

#include <algorithm>
#include <span>
#include <tuple>

namespace hux {
namespace {

bool before(const window_spike& a, const window_spike& b) {
  return std::tie(a.step, a.time, a.neuron) < std::tie(b.step, b.time, b.neuron);
}

/// Spikes that are in order but for neighbours. std::sort would look for more disorder.
void put_neighbours_in_order(std::span<window_spike> spikes) {
  for (std::size_t i = 1; i < spikes.size(); ++i) {
    if (!before(spikes[i], spikes[i - 1])) continue;
    const window_spike moved = spikes[i];
    std::size_t to = i;
    for (; to > 0 && before(moved, spikes[to - 1]); --to) spikes[to] = spikes[to - 1];
    spikes[to] = moved;
  }
}

/// Below this a sort of all spikes is the faster one.
constexpr std::size_t many = 64;

}  // namespace

void spike_sorter::put_in_order(std::vector<window_spike>& found, std::vector<spike>& ordered) {
  if (found.size() >= many) {
    const auto [first, last] = std::minmax_element(
        found.begin(), found.end(), [](const window_spike& a, const window_spike& b) { return a.time < b.time; });
    spread(found, first->time, last->time);
  } else {
    std::sort(found.begin(), found.end(), before);
  }
  ordered.clear();
  for (const auto& s : found) ordered.push_back({s.time, s.neuron, s.step});
}

/// Spreads the spikes over twice as many spans of time as there are spikes: most hold one or none, as a network's
/// spikes are everywhere in a window.
void spike_sorter::spread(std::vector<window_spike>& found, double begin, double end) {
  constexpr std::uint32_t crowd = 16;
  const std::size_t spans = 2 * found.size();
  // The last spike is in the last span, whatever the rounding.
  const double per_ms = end > begin ? (static_cast<double>(spans) - 0.5) / (end - begin) : 0;
  const auto span_of = [&](const window_spike& s) { return static_cast<std::uint32_t>((s.time - begin) * per_ms); };
  ends_.assign(spans + 1, 0);
  for (const auto& s : found) ++ends_[span_of(s) + 1];
  for (std::size_t i = 1; i <= spans; ++i) ends_[i] += ends_[i - 1];
  // What begins as a span's begin has moved to its end when all its spikes are in place.
  spread_.resize(found.size());
  for (const auto& s : found) spread_[ends_[span_of(s)]++] = s;
  std::uint32_t from = 0;
  for (const std::uint32_t to : ends_) {
    if (to - from > crowd) std::sort(spread_.begin() + from, spread_.begin() + to, before);
    from = to;
  }
  put_neighbours_in_order(spread_);
  found.swap(spread_);
}

}  // namespace hux
