#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cpu/blocks.hpp"
#include "cpu/event_lists.hpp"
#include "cpu/projection_delivery.hpp"
#include "engine/spikes_in_flight.hpp"
#include "network/built_network.hpp"

namespace hux::cpu {

/// The minis in flight along one projection, in lists by (block of targets, window of arrival), as the spikes of
/// projection_delivery are: each block has a thread that owns it and appends to its lists.
class mini_delivery {
 public:
  /// @param number of a projection that has minis
  /// @param window, horizon, block_bits, owned as of projection_delivery
  mini_delivery(const built_network& network, std::size_t number, unsigned block_bits,
                const std::vector<block_range>& owned, chunk_arena& arena);

  /// Forgets all that is on its way, and sends the minis of windows before the first.
  void restart(const std::vector<earlier_window>& earlier);

  /// Appends a window's minis onto the blocks that a thread owns. Called by that thread.
  /// @param minis by projection
  void send(const std::vector<std::vector<mini>>& minis, std::int64_t window, unsigned thread);

  /// Adds what arrives at a block in a window to the sums of its receptors, and forgets it.
  /// @param owner thread that owns the block
  /// @param thread that calls
  void receive(std::uint32_t block, std::int64_t window, std::span<const receptor_sums> to, unsigned owner,
               unsigned thread);

  [[nodiscard]] const built_projection& projection() const { return projection_; }

 private:
  struct share {
    block_range blocks;
    event_lists lists;  ///< [window of arrival][block of the share]
  };
  [[nodiscard]] std::size_t list_of(const share& s, std::int64_t window, std::uint32_t block) const {
    return window % ring_ * (s.blocks.end - s.blocks.begin) + block - s.blocks.begin;
  }

  const built_projection& projection_;
  std::size_t number_;
  std::int64_t window_;   // steps
  std::int64_t longest_;  // delay, steps
  std::int64_t ring_;     // windows that may hold events at once
  unsigned block_bits_;
  std::vector<share> shares_;  // by thread
};

}  // namespace hux::cpu
