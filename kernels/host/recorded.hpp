#pragma once

#include <deque>
#include <vector>

#include "device/views.hpp"
#include "engine/sampler.hpp"
#include "host/device_memory.hpp"
#include "host/stream.hpp"
#include "hux/recorder.hpp"
#include "network/built_network.hpp"

namespace hux::cuda {

/// The recordings of a network: which state variables the kernels put where, and how recorders want them.
template <class Real>
class recorded {
 public:
  explicit recorded(const built_network& network);

  /// Views for the kernels of a population.
  [[nodiscard]] std::vector<recording_view> views(std::size_t population) const;
  /// Most numbers of a window.
  [[nodiscard]] std::size_t values() const { return values_; }

  /// Fetches what the kernels have put into `samples` in a window.
  void collect(step_range window, const device::device_array<Real>& samples, device::stream_handle stream,
               std::vector<sample_block>& blocks);

 private:
  struct recording_arrays {
    recording_view view;
    device::device_array<std::uint32_t> column, variables;
  };
  void add(const built_recording& r);
  void expand(std::size_t recording, sample_block& block) const;

  const built_network& network_;
  std::vector<sampler> samplers_;
  std::vector<recording_arrays> arrays_;
  std::size_t values_ = 0;
  device::pinned_array<Real> on_host_;
};

}  // namespace hux::cuda
