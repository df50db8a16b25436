#pragma once

#include "io/hdf5/hdf5.hpp"

/// What SONATA files of spikes have in common, whoever wrote them.
namespace hux {

/// What times of a data set `timestamps` are to be multiplied by to be in ms, by its attribute units; 1 if it has none.
/// Throws file_error if that is no unit of time.
double milliseconds_in(hid_t timestamps);

/// Are the spikes those of the old layout, /spikes/{timestamps, gids}? A population of one of these names is a group.
bool is_old_layout(hid_t spikes);

}  // namespace hux
