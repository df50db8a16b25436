#pragma once

#include <cstdint>

#include "device/device.hpp"
#include "hux/device/neuron_draws.hpp"
#include "hux/device/population_arrays.hpp"
#include "hux/device/step_range.hpp"
#include "hux/device/synapses/fixed_point.hpp"
#include "hux/device/window_spike.hpp"

/// What kernels are handed: where a network's state is in device memory. The host keeps the arrays
/// (device_population.hpp, delivery.hpp, window_slot.hpp) and makes these views of them.
namespace hux::cuda {

using device::device_span;
using device::shared_span;

/// Most threads of a block, each of which advances one neuron.
inline constexpr unsigned most_threads = 128;

/// Launches are numbered: those of one number may run one after the other or at once. A launch that finds what it
/// cannot take (a neuron that diverged, an event list that is full) leaves its number here, and all later ones do
/// nothing, so that the host, which learns of it some windows later, finds things as they were then.
struct abort_flag {
  static constexpr std::uint64_t off = ~std::uint64_t{0};

  device_span<std::uint64_t> stopped_by;  ///< one element
  std::uint64_t launch = 0;

  [[nodiscard]] HUX_DEVICE bool stopped() const { return device::atomic_load(stopped_by[0]) < launch; }
  HUX_DEVICE void stop() const { device::atomic_min(stopped_by[0], launch); }
};

/// Events on their way along a projection: for each slice of time in which they may arrive and each block of target
/// neurons a list of them. A slice is as many steps as a block takes its input for at once.
struct event_lists {
  device_span<std::uint32_t> words;   ///< [slot][block][capacity], an event in one word, or in two if it has a weight
  device_span<std::uint32_t> counts;  ///< [slot][block]; beyond the capacity if some did not fit
  std::uint32_t slots = 1;            ///< a power of two; slice s of the simulation has slot s % slots
  std::uint32_t blocks = 0;
  std::uint32_t capacity = 0;  ///< events of a list
  std::uint32_t words_each = 1;

  [[nodiscard]] HUX_FN std::size_t list_of(std::uint64_t slice, std::uint32_t block) const {
    return static_cast<std::size_t>(slice & (slots - 1)) * blocks + block;
  }
};

/// The sums of a receptor's input.
struct sums_place {
  bool wide = false;
  std::uint32_t row = 0;  ///< receptor_view::sums_row
};

/// A projection as its target sees it.
struct incoming_view {
  event_lists lists;
  sums_place sums;
  wide_fixed_point weight = 0;  ///< of every event, if they have none of their own
  double per_unit = 1;          ///< turns weights into fixed point
  bool last = true;             ///< of those that take the events of these lists
};

/// A current common to a population but for its amplitude.
template <class Real>
struct current_view {
  device_span<const Real> amplitude;    ///< one, or one a neuron
  device_span<const Real> conductance;  ///< of a voltage clamp, as many; empty: none
  bool individual = false;
  std::uint32_t course = 0;  ///< first element of [step of the window][stage] in the window's courses
};

struct noise_view {
  noise_law law;
  stream draws;
  device_span<const std::uint8_t> on;  ///< by neuron; empty: all
  device_span<float> deviation;        ///< by neuron; empty unless correlated
};

struct poisson_view {
  sums_place sums;
  wide_fixed_point weight;
  stream draws;
  device_span<const std::uint8_t> on;  ///< by neuron; empty: all
  device_span<const std::uint32_t> thresholds;
};

/// Spikes at given times, sorted by (step, neuron).
struct listed_spikes_view {
  sums_place sums;
  wide_fixed_point weight = 0;
  device_span<const std::int64_t> steps;
  device_span<const std::uint32_t> neurons;
};

/// Sampling of some state variables of some neurons.
struct recording_view {
  static constexpr std::uint32_t not_recorded = 0xffffffffu;

  std::int64_t interval = 1;                   ///< steps
  std::uint32_t begin = 0, end = 0;            ///< all recorded neurons are within
  std::uint32_t columns = 0;                   ///< how many are recorded
  device_span<const std::uint32_t> column;     ///< [neuron - begin]
  device_span<const std::uint32_t> variables;  ///< 0: v, then gates, then receptors
  std::uint32_t first_value = 0;               ///< of the recording in the window's samples
};

/// What is found of a population in a window.
struct findings_view {
  device_span<window_spike> spikes;
  device_span<std::uint64_t> marks;     ///< room for the divergence_code of each neuron; empty: one stops the run
  device_span<std::uint64_t> counters;  ///< of the population
};

/// A population, what arrives at it in a window, and where goes what is found.
template <class Real>
struct population_view : population_arrays<Real, device_span> {
  std::uint32_t slice = 1;       ///< steps
  std::uint32_t slices = 1;      ///< of a window
  std::uint32_t cascades = 0;    ///< rows of y
  std::uint32_t block_bits = 0;  ///< logarithm of a block's neurons
  device_span<const incoming_view> incoming;
  device_span<const current_view<Real>> currents;
  device_span<const noise_view> noises;
  device_span<const poisson_view> poissons;
  device_span<const listed_spikes_view> listed_spikes;
  device_span<const recording_view> recordings;
  findings_view found;
};

/// The populations of a launch: its blocks are theirs, one population after the other.
template <class Real>
struct launched_populations {
  /// Not many more would fit into the 4 KiB that every GPU has for the arguments of a kernel.
  static constexpr unsigned most = 8;

  std::uint32_t first_block[most];  ///< where there is no population: beyond all blocks
  population_view<Real> of[most];

  /// To which of them a block belongs. Found without a loop to leave, so that the compiler sees that it is one for all
  /// threads.
  [[nodiscard]] HUX_FN unsigned number_of(std::uint32_t block) const {
    unsigned number = 0;
    for (unsigned half = most / 2; half > 0; half /= 2) number += first_block[number + half] <= block ? half : 0;
    return number;
  }
};

/// A neuron that diverged in a window, as a number that is larger the earlier it was, and never 0.
HUX_FN std::uint64_t divergence_code(std::uint32_t step_of_window, std::uint32_t neuron) {
  return ~((static_cast<std::uint64_t>(step_of_window) << 32) | neuron);
}

/// What is told of a population in a window, by its place in the counters.
inline constexpr unsigned spikes_counter = 0;      ///< how many; beyond the size of the spikes if some did not fit
inline constexpr unsigned divergence_counter = 1;  ///< divergence_code of the first that stops the run; 0: none
inline constexpr unsigned marks_counter = 2;       ///< how many were marked
inline constexpr unsigned counters_of_population = 3;

/// A window, for all populations.
template <class Real>
struct window_view {
  step_range steps;
  std::uint64_t number = 0;  ///< since t = 0
  double dt = 0;             ///< ms
  bool interpolate = true;
  device_span<const Real> courses;
  device_span<Real> samples;
  abort_flag stop;
};

}  // namespace hux::cuda
