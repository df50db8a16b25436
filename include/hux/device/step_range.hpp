#pragma once

#include <cstdint>

namespace hux {

/// Half-open range of steps [begin, end); step s goes from time s dt to (s + 1) dt.
struct step_range {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

}  // namespace hux
