#pragma once

#include <cstdint>

#include "hux/device/integrators/receptor_input.hpp"

namespace hux {

/// A receptor and where a kernel finds its cascade and its sums.
template <class Real>
struct receptor_view : receptor_constants<Real> {
  std::uint32_t row_of_y = 0;
  std::uint32_t sums_row = 0;  ///< among the receptors whose sums are as wide
};

/// A population as a kernel reaches it: where its state is, one row a variable. The form is the same on every backend,
/// so that equations that are compiled while a program runs need know no more than this.
/// @tparam Span of elements: a pointer, or a pointer that watches what is reached by it
template <class Real, template <class> class Span>
struct population_arrays {
  std::uint32_t size = 0;    ///< neurons
  std::uint32_t stride = 0;  ///< elements from one row to the next
  std::uint32_t receptor_count = 0;
  std::uint32_t wide_receptors = 0;  ///< those with wide sums
  Span<Real> v{};
  Span<Real> gates{};               ///< [gate][neuron]
  Span<Real> x{};                   ///< [receptor][neuron]
  Span<Real> y{};                   ///< [cascade][neuron]
  Span<const Real> coefficients{};  ///< one set for all, or one a neuron, in the order that the kernel reads them
  std::uint32_t sets = 1;           ///< of coefficients
  Span<const receptor_view<Real>> receptors{};
  Real threshold = 0;         ///< mV
  double refractory = 0;      ///< least time from spike to spike: ms, or whole steps where spikes are on the grid
  Span<double> last_spike{};  ///< of each neuron, in the same unit; empty if refractory is 0
};

}  // namespace hux
