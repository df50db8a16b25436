#pragma once

#include <cstdint>
#include <vector>

#include "cpu/views.hpp"
#include "engine/noise.hpp"

namespace hux::cpu {

/// A block of neurons during a window.
struct block_window {
  std::uint32_t begin = 0, end = 0;  ///< neurons
  step_range steps;
  std::int64_t number = 0;   ///< of the window
  std::uint32_t stride = 0;  ///< elements from one step to the next in an array over [step][neuron of the block]
};

/// A noise current and, for an Ornstein-Uhlenbeck process, its value for each neuron. Values are single precision on
/// every backend and in every precision of the state.
class noise_source {
 public:
  noise_source(const built_noise& noise, std::uint32_t size);
  [[nodiscard]] std::size_t population() const { return noise_.population; }

  /// Of an Ornstein-Uhlenbeck process from its mean, one number a neuron.
  [[nodiscard]] std::vector<float>& deviations() { return deviation_; }

  /// Adds the current of a block in a window to currents[step][neuron].
  template <class Real>
  void add(const block_window& w, Real* currents);

 private:
  [[nodiscard]] bool on(std::uint32_t neuron) const { return noise_.on.empty() || noise_.on[neuron] != 0; }

  const built_noise& noise_;
  noise_law law_;
  std::vector<float> deviation_;  // of an Ornstein-Uhlenbeck process from its mean
};

/// Adds the spikes of Poisson trains to the fixed-point input sums[step][neuron] of their receptor.
/// @param weight of one spike, in fixed point
template <class Sum>
void add_poisson(const built_poisson& input, const block_window& w, Sum weight, Sum* sums);

/// Adds the listed spikes that fall into the block and the window.
template <class Sum>
void add_spike_times(const built_spike_times& input, const block_window& w, Sum weight, Sum* sums);

}  // namespace hux::cpu
