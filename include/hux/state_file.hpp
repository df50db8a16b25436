#pragma once

#include <filesystem>

#include "hux/simulation_state.hpp"

namespace hux {

/// Writes a state to an HDF5 file:
///   /state/             attributes version, precision, dt (ms), step; network, changes: TOML
///   /state/lists/<key>                          numbers that changes names
///   /state/populations/<population>/<variable>  one number a neuron, in the precision of the experiment
///   /state/in_flight/<population>/              step and neuron of spikes on their way, in the order of steps
///   /state/noises/<input>                       one number a neuron of the population that it names
/// It is whole as soon as it has its name. Throws file_error if it cannot be written, or if it exists and overwrite is
/// false.
void write_state(const simulation_state& state, const std::filesystem::path& file, bool overwrite = false);

/// Does a file hold a state? False of what cannot be read.
bool holds_state(const std::filesystem::path& file);

/// The state in a file that write_state has written. HDF5 ends the program on some damaged files, so the command reads
/// the file in a process of its own first. Throws file_error if it cannot be read or holds no state.
simulation_state read_state(const std::filesystem::path& file);

}  // namespace hux
