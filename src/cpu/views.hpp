#pragma once

#include <cstddef>
#include <cstdint>

#include "hux/device/population_arrays.hpp"
#include "hux/device/step_range.hpp"
#include "hux/device/synapses/fixed_point.hpp"

/// What the functions that advance neurons are handed and what they are, in plain pointers: they may be compiled apart
/// from the library.
namespace hux::cpu {

/// Rows over neurons are padded to whole packs, so that the last pack needs no special case.
inline constexpr std::uint32_t padding = 32;
constexpr std::uint32_t padded(std::uint32_t n) { return (n + padding - 1) / padding * padding; }

template <class T>
using pointer = T*;

/// A state of a receptor that is advanced with its neuron, and where what arrives there is.
template <class Real>
struct arrival_view {
  std::uint32_t state = 0;     ///< among the neuron's beside v
  std::uint32_t sums_row = 0;  ///< of its receptor, among those whose sums are as wide
  bool wide_sums = false;
  Real unit = 0;  ///< what one unit of the fixed-point input adds
};

/// Coefficients are in packs: one set for all packs, or one a pack.
template <class Real>
struct population_view : population_arrays<Real, pointer> {
  const arrival_view<Real>* arrivals = nullptr;  ///< in the order of the states
  std::uint32_t arrival_count = 0;
};

/// A current common to a population but for its amplitude, tabulated over the steps of a window.
template <class Real>
struct current_table {
  const Real* amplitude;    ///< by neuron, or one for all
  bool individual;          ///< is there an amplitude for each neuron?
  const Real* course;       ///< [step of the window][begin, middle, end of the step]
  const Real* conductance;  ///< of a voltage clamp, as many as amplitudes; null: none
};

/// A pack some of whose neurons crossed the threshold upwards in a step.
template <class Real>
struct pack_crossings {
  std::uint32_t first = 0;  ///< neuron
  std::int64_t step = 0;
  std::uint64_t lanes = 0;        ///< a bit for each neuron that did
  Real v0[padding], v1[padding];  ///< mV, at the begin and the end of the step
  Real d0[padding], d1[padding];  ///< slopes there; only for interpolated spike times
  double per_step = 1;            ///< units of time of the slopes in a step
};

/// A pack some of whose neurons diverged in a step.
template <class Real>
struct pack_divergences {
  std::uint32_t first = 0;  ///< neuron
  std::int64_t step = 0;
  std::uint64_t lanes = 0;       ///< a bit for each neuron that did
  std::uint8_t state[padding];   ///< which of them: 0 for v
  Real value[padding];           ///< of that, at the end of the step
  const Real* before = nullptr;  ///< [v and the states][lane] at the begin of the step
  std::size_t rows = 0, stride = 0;
};

/// What advancing one block through some steps needs, and whom it tells what it finds.
template <class Real>
struct block_work {
  std::uint32_t begin = 0, end = 0;  ///< neurons; begin is a multiple of the padding
  step_range steps;
  std::int64_t window_begin = 0;
  bool interpolate = true;
  std::uint32_t stride = 0;                         ///< neurons between two steps of arrivals and noise
  std::int64_t window = 0;                          ///< steps between two receptors of arrivals
  const fixed_point<Real>* arrivals = nullptr;      ///< [receptor][step of the window][neuron of the block]
  const wide_fixed_point* wide_arrivals = nullptr;  ///< the same of receptors with wide sums, which have no others
  const Real* noise = nullptr;                      ///< [step of the window][neuron of the block]; null: none
  const current_table<Real>* currents = nullptr;
  std::uint32_t current_count = 0;

  void (*keep_spikes)(const population_view<Real>& p, block_work& w, const pack_crossings<Real>& found) = nullptr;
  void (*keep_divergences)(block_work& w, const pack_divergences<Real>& found) = nullptr;
};

/// The functions that advance the neurons of some equations by an integrator.
template <class Real>
struct kernels {
  void (*advance)(const population_view<Real>& p, block_work<Real>& w, const void* program);
  /// Brings the gates half a step ahead where the integrator wants them there.
  void (*stagger)(const population_view<Real>& p, const void* program);
  /// Neurons whose coefficients lie together, where each neuron has its own.
  std::uint32_t width;
  const void* program = nullptr;  ///< what both are handed, of equations that are interpreted
};

}  // namespace hux::cpu
