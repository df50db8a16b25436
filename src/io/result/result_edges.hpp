#pragma once

#include "hux/network.hpp"
#include "io/hdf5/hdf5.hpp"
#include "network/synapse_rows.hpp"

namespace hux {

/// Writes the synapses of a projection to /edges/<projection>/ in the layout of SONATA, by source and target: weights
/// in the model unit of the receptor, delays in ms.
/// @param edges the group /edges
void write_edges(hid_t edges, const projection& p, const synapse_rows& rows, double dt);

}  // namespace hux
