#pragma once

#include "hux/network.hpp"
#include "io/hdf5.hpp"

namespace hux {

/// Writes /nodes/<population>/ in the layout of SONATA, with x, y and z in um, for a population that has positions.
/// @param nodes the group /nodes
void write_nodes(hid_t nodes, const population& p, std::uint64_t seed);

}  // namespace hux
