#pragma once

#include <cstdint>
#include <vector>

#include "hux/device/window_spike.hpp"
#include "hux/recorder.hpp"
#include "hux/simulation_state.hpp"
#include "network/built_network.hpp"

namespace hux {

/// Spikes of a window before the first that a backend is given; times are left out.
struct earlier_window {
  std::int64_t number;                                      ///< -1: the one just before the first
  std::vector<std::vector<window_spike>> spikes;            ///< by population
  std::vector<std::vector<std::vector<release>>> releases;  ///< by population and terminal
  std::vector<std::vector<mini>> minis;                     ///< by projection
};

/// What may still be on its way, each in the order of steps.
struct sent_spikes {
  std::vector<std::vector<sent_spike>> spikes;                   ///< by population: to where no terminal is
  std::vector<std::vector<std::vector<sent_release>>> releases;  ///< by population and terminal
  std::vector<std::vector<sent_mini>> minis;                     ///< by projection
};

/// Those of one population, terminal or projection that something of may still arrive.
template <class Sent>
struct sent_list {
  std::int64_t longest = 0;  ///< delay, steps; 0: there are no targets
  std::vector<Sent> sent;
  std::size_t enough = 0;  ///< from how many on it is worth to forget some
};

/// The spikes and minis of a run that may still be on their way to targets: those of the last longest delay. From them
/// events in flight can be made again, whatever the backend and its windows.
class spikes_in_flight {
 public:
  explicit spikes_in_flight(const built_network& network);

  void add(const window_results& results);
  /// Those of which something arrives in a step or later.
  [[nodiscard]] sent_spikes from(std::int64_t step) const;
  void replace(sent_spikes sent);

 private:
  std::vector<sent_list<sent_spike>> spikes_;                   // by population
  std::vector<std::vector<sent_list<sent_release>>> releases_;  // by population and terminal
  std::vector<sent_list<sent_mini>> minis_;                     // by projection
};

/// The same spikes by windows that end where the first begins, the oldest window first.
/// @param begin of the first window
/// @param window steps
std::vector<earlier_window> earlier_windows(const sent_spikes& spikes, std::int64_t begin, std::int64_t window);

}  // namespace hux
