#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cpu/blocks.hpp"
#include "cpu/population_state.hpp"
#include "cpu/terminals.hpp"
#include "engine/backend.hpp"
#include "engine/sampler.hpp"
#include "network/built_network.hpp"

namespace hux::cpu {

/// Writes what recordings ask of the neurons of blocks.
template <class Real>
class block_sampler {
 public:
  /// All of them will be where they are as long as it.
  block_sampler(const built_network& network, const std::vector<population_state<Real>>& populations,
                const terminals& of_network);

  /// Makes room for the samples of a window.
  void prepare(step_range window, window_results& results) const;

  /// Of a recording, the neurons of a block as they are at the start of a step.
  void sample(std::size_t recording, const block& b, std::int64_t step, sample_block& into) const;

 private:
  const built_network& network_;
  const std::vector<population_state<Real>>& populations_;
  const terminals& terminals_;
  std::vector<sampler> samplers_;  // by recording
};

extern template class block_sampler<float>;
extern template class block_sampler<double>;

}  // namespace hux::cpu
