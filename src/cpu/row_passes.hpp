#pragma once

#include <cstdint>

#include "cpu/views.hpp"

namespace hux::cpu {

/// What comes to the neurons of a chunk in a step, as rows of a list's inputs: drive and decay at each stage, then the
/// conductances of receptors that follow v at each stage.
template <class Real>
struct input_rows {
  Real* first = nullptr;
  std::size_t stride = 0;  ///< from one row to the next
};

/// Neurons of a chunk that crossed the threshold or diverged in a step: a bit each, 32 neurons a word.
struct chunk_events {
  static constexpr std::uint32_t largest_chunk = 512;
  std::uint32_t crossed[largest_chunk / padding];
  std::uint32_t diverged[largest_chunk / padding];
};

struct row_range {
  std::size_t first = 0, count = 0;
};

/// Passes over the neurons of a chunk that are the same for all equations.
template <class Real>
struct row_passes {
  /// Takes in what arrives at neurons [first, first + count), and advances their receptors to the end of the step.
  void (*take_in)(const population_view<Real>& p, const block_work<Real>& w, std::uint32_t first, std::uint32_t count,
                  std::int64_t step, const input_rows<Real>& to);
  /// Adds what arrives at them to the states of receptors that are advanced with their neurons.
  /// @param states rows of v and all states
  void (*add_arrivals)(const population_view<Real>& p, const block_work<Real>& w, std::uint32_t first,
                       std::uint32_t count, std::int64_t step, Real* const* states);
  /// Looks for spikes and blow-ups from one step to the next. A neuron whose v was no number before has none.
  /// @param before v then
  /// @param after v and all states now
  /// @param pools the first of the states that are looked at beside v, and how many there are
  /// @return is there any?
  bool (*inspect)(const Real* before, const Real* const* after, row_range pools, Real threshold, std::uint32_t count,
                  chunk_events& found);
};

/// Those on hardware vectors of 32 or 64 bytes.
template <class Real, int Bytes>
const row_passes<Real>& vector_row_passes();

}  // namespace hux::cpu
