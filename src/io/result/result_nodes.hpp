#pragma once

#include "hux/network.hpp"
#include "io/hdf5/hdf5.hpp"
#include "network/built_network.hpp"

/// /nodes/<population>/, in the layout of SONATA: what differs from neuron to neuron, in its group 0.
namespace hux {

/// Writes x, y and z in um for a population that has positions.
/// @param nodes the group /nodes
void write_nodes(hid_t nodes, const population& p, std::uint64_t seed);

/// Writes the values that neurons have one by one, for every population that has any: <parameter> of the model, and
/// <input>.amplitude or <input>.level (of a voltage clamp), not a number for neurons that an input leaves out.
/// @param network what was built of e, whose values these are
void write_values(hid_t file, const experiment& e, const built_network& network);

}  // namespace hux
