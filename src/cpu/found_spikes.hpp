#pragma once

#include <cstddef>
#include <vector>

#include "engine/backend.hpp"
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

/// What all threads have found, in an order that does not depend on them.
void gather_releases(const std::vector<const found_spikes*>& found, std::size_t population, std::size_t terminal,
                     std::vector<release>& all);
void gather_minis(const std::vector<const found_spikes*>& found, std::size_t projection, std::vector<mini>& all);

}  // namespace hux::cpu
