#pragma once

#include <vector>

#include "cpu/views.hpp"
#include "support/buffer.hpp"

namespace hux::cpu {

/// All that is kept of a population between windows, and the view that kernels have of it.
template <class Real>
struct population_state {
  buffer<Real> v, gates, x, y, coefficients;  ///< rows as in the view
  std::vector<receptor_view<Real>> receptors;
  buffer<double> last_spike;
  population_view<Real> view;

  /// A row of the state: 0 for v, then gates, then receptors.
  [[nodiscard]] const Real* row(std::size_t variable) const {
    const std::size_t gate_rows = gates.size() / view.stride;
    if (variable == 0) return v.data();
    if (variable <= gate_rows) return gates.data() + (variable - 1) * view.stride;
    return x.data() + (variable - 1 - gate_rows) * view.stride;
  }
  [[nodiscard]] std::size_t rows() const { return 1 + gates.size() / view.stride + receptors.size(); }
};

}  // namespace hux::cpu
