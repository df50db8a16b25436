#pragma once

#include <vector>

#include "hux/model_page.hpp"

namespace hux {

/// Hux's own models as they were when the library was built (src/models/), in the order in which a user should see
/// them.
std::vector<model_page> built_in_pages();

}  // namespace hux
