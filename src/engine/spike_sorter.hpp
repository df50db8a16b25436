#pragma once

#include <cstdint>
#include <vector>

#include "hux/device/window_spike.hpp"
#include "hux/recorder.hpp"

namespace hux {

/// Puts the spikes of windows in the order of time, as recorders want them; the step decides first, so that the order
/// does not depend on where windows end. Keeps its memory from window to window.
class spike_sorter {
 public:
  /// @param found in any order, which changes; no spike is earlier than one of an earlier step
  /// @param ordered what was in it is overwritten
  void put_in_order(std::vector<window_spike>& found, std::vector<spike>& ordered);

 private:
  void spread(std::vector<window_spike>& found, double begin, double end);

  std::vector<window_spike> spread_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace hux
