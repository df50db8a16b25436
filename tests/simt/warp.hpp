#pragma once

#include <memory>
#include <span>
#include <string>

#include "thread.hpp"

namespace hux::simt {

/// The threads of a warp and the collectives they meet in.
class warp {
 public:
  explicit warp(std::span<const std::unique_ptr<thread>> lanes) : lanes_(lanes) {}

  /// Completes each collective that all of its lanes have come to.
  /// @return whether any was
  /// @throws fault where they came to different ones
  bool complete_collectives() const;

  /// Why the lanes that wait in a collective wait for ever.
  /// @throws fault if there are any
  void refuse_to_wait() const;

 private:
  [[nodiscard]] bool complete(const thread& waiting) const;
  void refuse(const thread& waiting, const thread& awaited) const;
  void hand_out_results(const thread& of) const;
  void order_memory(unsigned mask) const;

  std::span<const std::unique_ptr<thread>> lanes_;
};

/// @throws fault if the calling thread asks for what no warp can give: it is not in its own mask, the block has no such
///         lanes, a shuffle reads a lane outside the mask
void check_request(const thread& caller, unsigned lanes);

}  // namespace hux::simt
