#pragma once

#include <cstdint>
#include <vector>

#include "hux/device/neuron_draws.hpp"
#include "hux/recorder.hpp"
#include "network/built_network.hpp"

namespace hux {

/// The currents of noise inputs that recordings ask for. No backend keeps them: they are drawn again on the host, for
/// the recorded neurons, the same whatever the backend.
class recorded_noise {
 public:
  explicit recorded_noise(const built_network& network);

  /// Takes how far the network's correlated noises are from their means now, by noise and neuron; others are left
  /// empty.
  void restart(const std::vector<std::vector<float>>& deviations);

  /// Adds them to the samples of a window, where samplers have left room for them. Windows come in the order of time.
  void add_to(window_results& window);

 private:
  /// One variable of a recording.
  struct variable {
    std::size_t recording;
    std::size_t number;  ///< among the variables of the recording
    const built_noise* noise;
    noise_law law;
    std::vector<float> deviations;  ///< of an Ornstein-Uhlenbeck process, of each recorded neuron
  };
  void add_to(sample_block& samples, const built_recording& recording, step_range steps, variable& v);

  const built_network& network_;
  std::vector<variable> variables_;
};

}  // namespace hux
