#pragma once

#include <cstdint>
#include <vector>

#include "hux/device/window_spike.hpp"
#include "hux/recorder.hpp"
#include "hux/simulation_state.hpp"
#include "network/built_network.hpp"

namespace hux {

/// Spikes of a window before the first that a backend is given, by population; times are left out.
struct earlier_window {
  std::int64_t number;  ///< -1: the one just before the first
  std::vector<std::vector<window_spike>> spikes;
};

/// By population, each in the order of steps.
using sent_spikes = std::vector<std::vector<sent_spike>>;

/// The spikes of a run that may still be on their way to targets: those of the last longest delay. From them events in
/// flight can be made again, whatever the backend and its windows.
class spikes_in_flight {
 public:
  explicit spikes_in_flight(const built_network& network);

  void add(const window_results& results);
  /// Those of which something arrives in a step or later.
  [[nodiscard]] sent_spikes from(std::int64_t step) const;
  void replace(sent_spikes spikes) { spikes_ = std::move(spikes); }

 private:
  void forget(std::size_t population, std::int64_t step);

  std::vector<std::int64_t> longest_;  // delay from each population, steps; 0: it has no targets
  sent_spikes spikes_;
  std::vector<std::size_t> enough_;  // spikes of each population from which on it is worth to forget some
};

/// The same spikes by windows that end where the first begins, the oldest window first.
/// @param begin of the first window
/// @param window steps
std::vector<earlier_window> earlier_windows(const sent_spikes& spikes, std::int64_t begin, std::int64_t window);

}  // namespace hux
