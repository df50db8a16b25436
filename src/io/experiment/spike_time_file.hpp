#pragma once

#include <filesystem>
#include <string>

#include "hux/inputs/spike_times.hpp"

namespace hux {

/// Reads spikes into into.time (ms) and into.neuron, replacing what is there. The file is either
///   text, one spike a line: "time neuron", as text_columns.hpp says, times in ms unless the first line names a unit;
///   or a SONATA spikes file (HDF5): /spikes/<population>/{timestamps, node_ids}, or the old /spikes/{timestamps,
///   gids}.
/// Times are converted from the units that a file names; the order of its spikes does not matter.
/// @param population whose spikes are read where an HDF5 file holds those of several; empty: the only one's
/// Throws file_error naming the file, and the line of a text.
void read_spike_time_file(const std::filesystem::path& file, spike_times& into, const std::string& population = "");

}  // namespace hux
