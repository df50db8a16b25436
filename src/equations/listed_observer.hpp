#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "equations/listed_model.hpp"
#include "hux/equations.hpp"

namespace hux {

/// What works out some of the observables of equations that are lists: no more than these need.
observer listed_observer(const model_lists& lists, const std::vector<std::size_t>& wanted);

}  // namespace hux
