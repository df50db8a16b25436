#pragma once

#include <deque>
#include <vector>

#include "host/device_population.hpp"
#include "host/stream.hpp"
#include "host/window_slot.hpp"

namespace hux::cuda {

/// Takes all populations of a network through a window in as few launches as may be: those that one kernel advances
/// share one, the launches that are left run side by side.
template <class Real>
class window_launches {
 public:
  /// @param populations must outlive it
  explicit window_launches(const std::vector<device_population<Real>>& populations);

  /// Queues the way through a window, all of it between what was queued on the stream before and what will be.
  void start(window_slot<Real>& slot, const window_view<Real>& w, device::stream_handle main);

 private:
  /// Work beside the main stream.
  struct side {
    device::event done;
    device::stream stream;
  };

  void launch(const std::vector<std::size_t>& together, window_slot<Real>& slot, const window_view<Real>& w,
              device::stream_handle stream);

  const std::vector<device_population<Real>>& populations_;
  std::vector<std::vector<std::size_t>> together_;  ///< populations of each launch
  device::event begun_;
  std::deque<side> sides_;
};

}  // namespace hux::cuda
