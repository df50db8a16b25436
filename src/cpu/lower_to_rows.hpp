#pragma once

#include <optional>
#include <span>

#include "cpu/row_operation.hpp"
#include "equations/operations.hpp"

namespace hux::cpu {

/// What a list of operations comes to over rows of neurons: what the outputs do not need is left out, what depends on
/// uniform inputs and constants alone is worked out, equal operations are one, and a change of sign joins a
/// multiply-add that uses it. What uses a result follows at once where it can.
/// @param uniform of each input, the number that all neurons have, if they have the same
template <class Real>
row_sequence<Real> lower_to_rows(const operation_list& list, std::span<const std::optional<Real>> uniform);

}  // namespace hux::cpu
