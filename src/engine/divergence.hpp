#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include "hux/recorder.hpp"

namespace hux {

struct built_network;

/// A neuron that left the range of possible membrane potentials (models/model.hpp, v_limit), or one of whose states
/// became no number.
struct divergence {
  std::int64_t step = 0;
  std::size_t population = 0;
  std::uint32_t neuron = 0;
  std::size_t state = 0;               ///< 0: v, else of the model's states the one before
  double value = 0;                    ///< of that, at the end of the step
  std::vector<double> state_before{};  ///< v and the states at the begin of the step; empty: not known

  /// Which of several is told: the same whichever thread found which first.
  [[nodiscard]] bool before(const divergence& other) const {
    return std::tie(step, population, neuron) < std::tie(other.step, other.population, other.neuron);
  }
};

/// Deals with the neurons that diverged in a window, in whatever order they were found: where one is to stop the run,
/// throws divergence_error of the first; else gives their marks, in order.
void settle_divergences(std::vector<divergence>& found, const built_network& network,
                        std::vector<divergence_mark>& marks);

/// Makes a state variable NaN where the membrane potential is: nothing that is left of a marked neuron is its state.
void hide_marked(const std::vector<double>& v, std::vector<double>& values);

}  // namespace hux
