#pragma once

#include <cstdint>

#include "hux/network.hpp"

namespace hux {

/// Whether a projection's rule can be met by populations of these sizes; throws input_error naming what is in the way.
void check_rule(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population);

}  // namespace hux
