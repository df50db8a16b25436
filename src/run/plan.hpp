#pragma once

#include "hux/simulation.hpp"

namespace hux {

/// plan() of an experiment that has been validated.
memory_plan plan_validated(const experiment& e);

}  // namespace hux
