#pragma once

#include <vector>

#include "cpu/views.hpp"
#include "support/buffer.hpp"

namespace hux::cpu {

/// All that is kept of a population between windows, and the view that kernels have of it.
template <class Real>
struct population_state {
  buffer<Real> v, gates, x, y, coefficients;   ///< rows as in the view
  std::vector<receptor_view<Real>> receptors;  ///< with variables of their own
  std::vector<arrival_view<Real>> arrivals;    ///< at others
  buffer<double> last_spike;
  population_view<Real> view;

  /// A row of the state: 0 for v, then gates, then x of receptors, then y of cascades.
  [[nodiscard]] Real* row(std::size_t number) const {
    const std::size_t gate_rows = gates.size() / view.stride;
    if (number == 0) return view.v;
    if (number <= gate_rows) return view.gates + (number - 1) * view.stride;
    number -= 1 + gate_rows;
    if (number < receptors.size()) return view.x + number * view.stride;
    return view.y + (number - receptors.size()) * view.stride;
  }
  /// Rows that samplers look at: all but cascades.
  [[nodiscard]] std::size_t rows() const { return 1 + gates.size() / view.stride + receptors.size(); }
};

}  // namespace hux::cpu
