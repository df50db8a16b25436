#pragma once

#include <cstdint>
#include <limits>

namespace hux {

/// What happens to a draw that falls outside its bounds.
enum class out_of_bounds : std::uint8_t { redraw, clip };

struct bounds {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  out_of_bounds action = out_of_bounds::redraw;
  bool operator==(const bounds&) const = default;
};

}  // namespace hux
