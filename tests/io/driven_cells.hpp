#pragma once

#include <cstdint>

#include "hux/network.hpp"
#include "simulation/cells.hpp"

namespace hux {

inline constexpr double run_end = 60;  // ms
inline constexpr std::uint32_t cell_count = 12;

/// Cells that fire, each at a rate of its own, and their common rate in bins of a width, ms.
inline experiment driven_cells(double bin) {
  experiment e = test::experiment_of({test::cells("cells", cell_count, "traub_miles")}, run_end);
  e.network.inputs = {test::stimulate("drive", "cells", constant_current{linspace{200, 600}})};
  e.recordings.rates = {"cells"};
  e.recordings.rate_bin = bin;
  return e;
}

}  // namespace hux
