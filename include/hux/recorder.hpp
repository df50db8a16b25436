#pragma once

#include <cstdint>
#include <vector>

#include "hux/device/step_range.hpp"

namespace hux {

/// One detected spike.
struct spike {
  double time;             ///< ms, as settings.spike_times says
  std::uint32_t neuron;    ///< index within the population
  std::uint32_t step = 0;  ///< of the window, in which the threshold was crossed
};

/// Samples of one recording taken within a window: row-major [sample][variable][neuron], float32.
struct sample_block {
  std::vector<float> values;
  std::int64_t first = 0;  ///< index of the first sample since t = 0
  std::int64_t count = 0;
};

/// A neuron that diverged and that the run went on without (settings::on_divergence).
struct divergence_mark {
  double time;               ///< ms, the end of the step in which it diverged
  std::uint32_t population;  ///< index within the network
  std::uint32_t neuron;      ///< index within the population
};

/// What a terminal releases of a spike.
struct release {
  std::uint32_t neuron;  ///< index within the population
  std::uint32_t step;    ///< of the window, in which the threshold was crossed
  float amount;          ///< by which weights are multiplied
};

/// A synapse that has released without a spike.
struct mini {
  std::uint64_t synapse;  ///< its place in the order in which connections are recorded
  std::uint32_t step;     ///< of the window
};

/// What a window has produced.
struct window_results {
  step_range steps;
  std::vector<std::vector<spike>> spikes;                   ///< by population, sorted by (time, neuron)
  std::vector<std::vector<std::vector<release>>> releases;  ///< by population and terminal, sorted by (step, neuron);
                                                            ///< on a GPU, where there are no terminals, empty
  std::vector<std::vector<mini>> minis;   ///< by projection, sorted by (step, synapse); on a GPU, empty
  std::vector<sample_block> samples;      ///< by recording
  std::vector<divergence_mark> diverged;  ///< each neuron once, sorted by (time, population, neuron)
};

/// A sink of results. Calls come in the order of time from one thread.
class recorder {
 public:
  virtual ~recorder() = default;
  /// Takes what a window has produced. May throw file_error.
  virtual void record(const window_results& results) = 0;
  /// Brings what was recorded to where others find it. May throw file_error.
  virtual void flush() {}
};

}  // namespace hux
