#include "window_spike.hpp"

#include <algorithm>
#include <span>
#include <tuple>

namespace hux {
namespace {

void sort_all(std::span<window_spike> spikes) {
  std::sort(spikes.begin(), spikes.end(), [](const window_spike& a, const window_spike& b) {
    return std::tie(a.step, a.time, a.neuron) < std::tie(b.step, b.time, b.neuron);
  });
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
    sort_all(found);
  }
  ordered.clear();
  for (const auto& s : found) ordered.push_back({s.time, s.neuron});
}

/// Spreads the spikes over as many spans of time as there are spikes, and sorts each span: most hold one or two, as a
/// network's spikes are everywhere in a window.
void spike_sorter::spread(std::vector<window_spike>& found, double begin, double end) {
  const double spans = static_cast<double>(found.size() - 1);
  const double per_ms = end > begin ? spans / (end - begin) : 0;
  const auto span_of = [&](const window_spike& s) { return static_cast<std::size_t>((s.time - begin) * per_ms); };
  ends_.assign(found.size() + 1, 0);
  for (const auto& s : found) ++ends_[span_of(s) + 1];
  for (std::size_t i = 1; i < ends_.size(); ++i) ends_[i] += ends_[i - 1];
  // What begins as a span's begin has moved to its end when all its spikes are in place.
  spread_.resize(found.size());
  for (const auto& s : found) spread_[ends_[span_of(s)]++] = s;
  std::size_t from = 0;
  for (const std::size_t to : ends_) {
    if (to - from > 1) sort_all(std::span(spread_).subspan(from, to - from));
    from = to;
  }
  found.swap(spread_);
}

}  // namespace hux
