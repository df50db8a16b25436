#include "engine/spikes_in_flight.hpp"

#include <algorithm>
#include <utility>

namespace hux {
namespace {

/// Spikes below which nothing is gained by forgetting some.
constexpr std::size_t few = 256;

/// Where those spikes begin of which something arrives in a step or later: one in step s arrives delay + 1 later.
template <class Sent>
auto first_from(const std::vector<Sent>& sent, std::int64_t step, std::int64_t delay) {
  return std::ranges::lower_bound(sent, step - delay - 1, {}, &Sent::step);
}

template <class Sent>
std::vector<Sent> sent_from(const sent_list<Sent>& list, std::int64_t step) {
  return {first_from(list.sent, step, list.longest), list.sent.end()};
}

/// Moves what is left no more often than as many spikes have come.
template <class Sent>
void forget_some(sent_list<Sent>& list, std::int64_t step) {
  if (list.sent.size() < std::max(few, list.enough)) return;
  list.sent.erase(list.sent.begin(), first_from(std::as_const(list.sent), step, list.longest));
  list.enough = 2 * list.sent.size();
}

sent_spike sent_of(const spike& s, std::int64_t begin) { return {begin + s.step, s.neuron}; }
sent_release sent_of(const release& r, std::int64_t begin) { return {begin + r.step, r.neuron, r.amount}; }
sent_mini sent_of(const mini& m, std::int64_t begin) { return {begin + m.step, m.synapse}; }

template <class Found, class Sent>
void keep(const std::vector<Found>& found, step_range steps, sent_list<Sent>& list) {
  if (list.longest == 0) return;
  for (const Found& f : found) list.sent.push_back(sent_of(f, steps.begin));
  forget_some(list, steps.end);
}

window_spike counted_from(std::int64_t after, std::int64_t window, const sent_spike& s) {
  return {0, s.neuron, static_cast<std::uint32_t>(after % window)};
}
release counted_from(std::int64_t after, std::int64_t window, const sent_release& s) {
  return {s.neuron, static_cast<std::uint32_t>(after % window), s.amount};
}
mini counted_from(std::int64_t after, std::int64_t window, const sent_mini& s) {
  return {s.synapse, static_cast<std::uint32_t>(after % window)};
}

/// Calls each(list of what was sent, place(window) of its list in that).
template <class Each>
void for_each_list(const sent_spikes& sent, const Each& each) {
  for (std::size_t p = 0; p < sent.spikes.size(); ++p) {
    each(
        sent.spikes[p], [p](earlier_window & w) -> auto& { return w.spikes[p]; });
    for (std::size_t t = 0; t < sent.releases[p].size(); ++t)
      each(
          sent.releases[p][t], [ p, t ](earlier_window & w) -> auto& { return w.releases[p][t]; });
  }
  for (std::size_t p = 0; p < sent.minis.size(); ++p)
    each(
        sent.minis[p], [p](earlier_window & w) -> auto& { return w.minis[p]; });
}

/// A window in which nothing was sent.
earlier_window empty_window(std::int64_t number, const sent_spikes& sent) {
  earlier_window w{number, std::vector<std::vector<window_spike>>(sent.spikes.size()), {}, {}};
  for (const auto& terminals : sent.releases) w.releases.emplace_back(terminals.size());
  w.minis.resize(sent.minis.size());
  return w;
}

}  // namespace

spikes_in_flight::spikes_in_flight(const built_network& network)
    : spikes_(network.populations.size()), minis_(network.projections.size()) {
  for (const auto& p : network.populations) releases_.emplace_back(p.terminals.size());
  for (std::size_t i = 0; i < network.projections.size(); ++i) {
    const built_projection& p = network.projections[i];
    if (p.rows.count == 0 || p.signal) continue;
    std::int64_t& longest = p.terminal ? releases_[p.source][*p.terminal].longest : spikes_[p.source].longest;
    const std::int64_t delay = within_horizon(p.rows.max_delay, network.steps, network.window);
    longest = std::max(longest, delay);
    if (p.spontaneous) minis_[i].longest = delay;
  }
}

void spikes_in_flight::add(const window_results& results) {
  for (std::size_t p = 0; p < spikes_.size(); ++p) {
    keep(results.spikes[p], results.steps, spikes_[p]);
    for (std::size_t t = 0; t < releases_[p].size(); ++t) keep(results.releases[p][t], results.steps, releases_[p][t]);
  }
  for (std::size_t p = 0; p < results.minis.size(); ++p) keep(results.minis[p], results.steps, minis_[p]);
}

void spikes_in_flight::replace(sent_spikes sent) {
  for (std::size_t p = 0; p < spikes_.size(); ++p) {
    spikes_[p].sent = std::move(sent.spikes[p]);
    for (std::size_t t = 0; t < releases_[p].size(); ++t) releases_[p][t].sent = std::move(sent.releases[p][t]);
  }
  for (std::size_t p = 0; p < minis_.size(); ++p) minis_[p].sent = std::move(sent.minis[p]);
}

sent_spikes spikes_in_flight::from(std::int64_t step) const {
  sent_spikes found;
  for (std::size_t p = 0; p < spikes_.size(); ++p) {
    found.spikes.push_back(sent_from(spikes_[p], step));
    auto& releases = found.releases.emplace_back();
    for (const auto& terminal : releases_[p]) releases.push_back(sent_from(terminal, step));
  }
  for (const auto& projection : minis_) found.minis.push_back(sent_from(projection, step));
  return found;
}

std::vector<earlier_window> earlier_windows(const sent_spikes& sent, std::int64_t begin, std::int64_t window) {
  std::int64_t oldest = begin;
  for_each_list(sent, [&](const auto& list, const auto& /*place*/) {
    if (!list.empty()) oldest = std::min(oldest, list.front().step);
  });
  const std::int64_t count = (begin - oldest + window - 1) / window;
  std::vector<earlier_window> windows;
  for (std::int64_t number = -count; number < 0; ++number) windows.push_back(empty_window(number, sent));
  const std::int64_t first = begin - count * window;
  for_each_list(sent, [&](const auto& list, const auto& place) {
    for (const auto& s : list) {
      const std::int64_t after = s.step - first;
      place(windows[after / window]).push_back(counted_from(after, window, s));
    }
  });
  return windows;
}

}  // namespace hux
