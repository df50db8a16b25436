#include "window_spike.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "thread_team.hpp"

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

/// Says for a time into which of so many equal spans between the first and the last spike it falls.
class span_of {
 public:
  span_of(const std::vector<window_spike>& spikes, std::size_t spans) {
    const auto [first, last] = std::minmax_element(
        spikes.begin(), spikes.end(), [](const window_spike& a, const window_spike& b) { return a.time < b.time; });
    begin_ = first->time;
    // The last spike is in the last span, whatever the rounding.
    if (last->time > begin_) per_ms_ = (static_cast<double>(spans) - 0.5) / (last->time - begin_);
  }
  std::uint32_t operator()(const window_spike& s) const {
    return static_cast<std::uint32_t>((s.time - begin_) * per_ms_);
  }

 private:
  double begin_ = 0;
  double per_ms_ = 0;
};

/// Below this a sort of all spikes is the faster one.
constexpr std::size_t many = 64;

/// For fewer spikes waking the other threads takes longer than what they help.
constexpr std::size_t worth_sharing = 8192;
constexpr unsigned most_parts = 8;

}  // namespace

void spike_sorter::put_in_order(std::vector<window_spike>& found, std::vector<spike>& ordered) {
  const unsigned parts = team_ != nullptr && found.size() >= worth_sharing ? std::min(team_->size(), most_parts) : 1;
  if (parts_.size() < parts) parts_.resize(parts);
  if (parts == 1) {
    parts_[0].found.swap(found);
    parts_[0].put_in_order();
  } else {
    share(found, parts);
  }
  ordered.clear();
  for (unsigned i = 0; i < parts; ++i)
    for (const auto& s : parts_[i].found) ordered.push_back({s.time, s.neuron});
}

/// Each thread takes the spikes of a part of the time.
void spike_sorter::share(const std::vector<window_spike>& found, unsigned parts) {
  const span_of part_of(found, parts);
  team_->run([&](unsigned thread) {
    if (thread >= parts) return;
    part& own = parts_[thread];
    own.found.clear();
    for (const auto& s : found)
      if (part_of(s) == thread) own.found.push_back(s);
    own.put_in_order();
  });
}

void spike_sorter::part::put_in_order() {
  if (found.size() >= many)
    spread_out();
  else
    std::sort(found.begin(), found.end(), before);
}

/// Spreads the spikes over twice as many spans of time as there are spikes: most hold one or none, as a network's
/// spikes are everywhere in a window.
void spike_sorter::part::spread_out() {
  constexpr std::uint32_t crowd = 16;
  const std::size_t spans = 2 * found.size();
  const span_of span(found, spans);
  ends.assign(spans + 1, 0);
  for (const auto& s : found) ++ends[span(s) + 1];
  for (std::size_t i = 1; i <= spans; ++i) ends[i] += ends[i - 1];
  // What begins as a span's begin has moved to its end when all its spikes are in place.
  spread.resize(found.size());
  for (const auto& s : found) spread[ends[span(s)]++] = s;
  std::uint32_t from = 0;
  for (const std::uint32_t to : ends) {
    if (to - from > crowd) std::sort(spread.begin() + from, spread.begin() + to, before);
    from = to;
  }
  put_neighbours_in_order(spread);
  found.swap(spread);
}

}  // namespace hux
