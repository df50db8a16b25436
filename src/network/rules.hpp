#pragma once

#include <cstdint>

#include "network/number_law.hpp"
#include "network/wiring.hpp"

/// What is known of connection rules before their synapses are made.
namespace hux {

/// Whether a projection's rule can be met by populations of these sizes; throws input_error naming what is in the way.
void check_rule(const projection& p, std::uint32_t sources, std::uint32_t targets, bool same_population);

/// How many synapses a projection's rule makes.
number_law number_of(const wiring& w);

/// How a rule's synapses come, which decides what building them takes.
enum class making : std::uint8_t {
  ordered_rows,    ///< row by row, in the order of their targets
  unordered_rows,  ///< row by row
  rows_by_cells,   ///< row by row, of targets that are sorted by place
  pairs,           ///< in no order
  list             ///< as they are listed
};
making making_of(const connection_rule& rule);

}  // namespace hux
