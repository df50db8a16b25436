#pragma once

#include <cstdint>
#include <optional>

#include "network/synapse_rows.hpp"

namespace hux {

/// Can a rule join pairs both ways? Not one that counts the partners of each neuron.
bool can_be_symmetric(const connection_rule& rule);

/// Are the pairs of a rule as many as it says, or lists? Of those that are drawn from all, half are kept.
bool counts_pairs(const connection_rule& rule);

/// Synapses that join each pair both ways, with one weight: of rows without delays within one population. Throws
/// input_error if a list has a pair twice.
synapse_rows made_symmetric(const synapse_rows& rows, const projection& p);

/// A synapse without another of its weight the other way.
struct one_way_synapse {
  std::uint32_t source, target;
};
std::optional<one_way_synapse> first_one_way(const synapse_rows& rows);

}  // namespace hux
