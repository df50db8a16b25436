#pragma once

#include <cstddef>
#include <vector>

#include "engine/backend.hpp"
#include "engine/spike_sorter.hpp"
#include "network/built_network.hpp"

namespace hux::cpu {

/// What a thread finds in a window.
struct found_spikes {
  std::vector<std::vector<window_spike>> spikes;            ///< by population
  std::vector<std::vector<std::vector<release>>> releases;  ///< by population and terminal
  std::vector<std::vector<mini>> minis;                     ///< by projection

  void clear();
};
found_spikes no_spikes_of(const built_network& network);

/// Puts what all threads have found together, in an order that does not depend on them.
class spike_gatherer {
 public:
  explicit spike_gatherer(const built_network& network) : network_(network) {}

  void gather(const std::vector<const found_spikes*>& found, window_results& results);

 private:
  const built_network& network_;
  std::vector<window_spike> spikes_;  // one population's
  spike_sorter sorter_;
};

}  // namespace hux::cpu
