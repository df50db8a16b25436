#pragma once

#include <cstdint>
#include <vector>

#include "hux/recorder.hpp"

namespace hux {

class thread_team;

/// A spike within a window, on its way to targets and recorders.
struct window_spike {
  double time;  ///< ms
  std::uint32_t neuron;
  std::uint32_t step;  ///< counted from the begin of the window
};

/// Puts the spikes of windows in the order of time, as recorders want them; the step decides first, so that the order
/// does not depend on where windows end. Keeps its memory from window to window.
class spike_sorter {
 public:
  spike_sorter() = default;
  /// @param team idle whenever this is used; helps where there are thousands of spikes
  explicit spike_sorter(thread_team& team) : team_(&team) {}

  /// @param found in any order, which changes; no spike is earlier than one of an earlier step
  /// @param ordered what was in it is overwritten
  void put_in_order(std::vector<window_spike>& found, std::vector<spike>& ordered);

 private:
  /// Spikes of a part of a window, and what it takes to put them in order.
  struct part {
    std::vector<window_spike> found, spread;
    std::vector<std::uint32_t> ends;

    void put_in_order();
    void spread_out();
  };

  void share(const std::vector<window_spike>& found, unsigned parts);

  thread_team* team_ = nullptr;
  std::vector<part> parts_;
};

}  // namespace hux
