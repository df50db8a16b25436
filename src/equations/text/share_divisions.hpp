#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "equations/operations.hpp"

namespace hux {

/// Exponents of 2 between which a positive number is.
struct magnitude {
  double low, high;
};

/// The operations that the outputs need, where up to three reciprocals take one division: 1 / a = b (1 / (a b)). Only
/// those share that wait for equally many others, so that none wait for each other.
/// @param sharable places of reciprocals that may, with the magnitude of what they are of
operation_list with_shared_divisions(const operation_list& list, const std::map<std::uint32_t, magnitude>& sharable,
                                     const std::vector<std::uint32_t>& outputs);

}  // namespace hux
