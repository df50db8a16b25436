#pragma once

#include <vector>

#include "hux/equations.hpp"

namespace hux {

/// Hux's own models as they were when the library was built (src/models/), without kernels, in the order in which a
/// user should see them.
std::vector<equations> built_in_models();

}  // namespace hux
