#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "hux/errors.hpp"

namespace hux {

/// Index of the element of that name; throws error if there is none.
template <class Range>
std::size_t index_of(const Range& range, std::string_view name) {
  for (std::size_t i = 0; i < range.size(); ++i)
    if (range[i].name == name) return i;
  throw error("nothing is called '" + std::string(name) + "' here");
}

}  // namespace hux
