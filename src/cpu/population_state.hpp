#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/divergence.hpp"
#include "engine/window_spike.hpp"
#include "hux/device/integrators/receptor_input.hpp"
#include "hux/device/synapses/fixed_point.hpp"
#include "hux/recorder.hpp"
#include "support/buffer.hpp"

namespace hux::cpu {

/// Arrays over neurons are padded to whole packs, so that the last pack needs no special case.
inline constexpr std::uint32_t padding = 32;
constexpr std::uint32_t padded(std::uint32_t n) { return (n + padding - 1) / padding * padding; }

/// A receptor of a population and its state.
template <class Real>
struct receptor_state : receptor_constants<Real> {
  buffer<Real> x;  ///< conductance or current
  buffer<Real> y;  ///< its cascade; empty if there is none
};

/// All that is kept of a population between windows, one array a variable.
template <class Real>
struct population_state {
  std::uint32_t size = 0;
  buffer<Real> v;
  std::vector<buffer<Real>> gates;
  std::vector<receptor_state<Real>> receptors;
  buffer<std::byte> coefficients;  ///< the model's coefficients in packs: one set, or one a pack of neurons
  bool heterogeneous = false;      ///< one set of coefficients a pack
  Real threshold = 0;
  double refractory = 0;      ///< as in built_population
  buffer<double> last_spike;  ///< of each neuron, in the same unit; empty if refractory is 0
};

/// A current common to a population but for its amplitude, tabulated over the steps of a window.
template <class Real>
struct current_table {
  const Real* amplitude;    ///< by neuron, or one for all
  bool individual;          ///< is there an amplitude for each neuron?
  const Real* course;       ///< [step of the window][begin, middle, end of the step]
  const Real* conductance;  ///< of a voltage clamp, as many as amplitudes; null: none
};

/// What advancing one block through some steps needs and gives.
template <class Real>
struct block_work {
  std::size_t population = 0;
  std::uint32_t begin = 0, end = 0;  ///< neurons; begin is a multiple of the padding
  step_range steps;
  std::int64_t window_begin = 0;
  double dt = 0;  ///< ms
  bool interpolate = true;
  std::uint32_t stride = 0;                         ///< neurons between two steps of arrivals and noise
  std::int64_t window = 0;                          ///< steps between two receptors of arrivals
  const fixed_point<Real>* arrivals = nullptr;      ///< [receptor][step of the window][neuron of the block]
  const wide_fixed_point* wide_arrivals = nullptr;  ///< the same of receptors with wide sums, which have no others
  const Real* noise = nullptr;                      ///< [step of the window][neuron of the block]; null: none
  const std::vector<current_table<Real>>* currents = nullptr;
  std::vector<window_spike>* spikes = nullptr;
  std::vector<divergence> diverged;  ///< in these steps, in any order
};

/// The functions stamped out for a model, an integrator, a precision and a size of hardware vectors.
template <class Real>
struct kernels {
  void (*advance)(population_state<Real>&, block_work<Real>&);
  /// Brings the gates of neurons [begin, end) half a step ahead where the integrator wants them there.
  void (*stagger)(population_state<Real>&, std::uint32_t begin, std::uint32_t end);
  std::uint32_t width;  ///< neurons of a pack
};

/// Bytes of the widest hardware vectors that this machine has and kernels were compiled for: 32 (AVX2) or 64 (AVX-512).
int widest_vectors();

/// The kernels of a model under an integrator, by their names in the catalog; the same results with all vectors.
/// @param vector_bytes at most widest_vectors()
template <class Real>
kernels<Real> find_kernels(std::string_view model, std::string_view integrator, int vector_bytes = widest_vectors());

}  // namespace hux::cpu
