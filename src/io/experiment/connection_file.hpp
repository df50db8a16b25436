#pragma once

#include <filesystem>
#include <optional>

#include "hux/catalog.hpp"
#include "hux/network.hpp"

namespace hux {

/// Reads a list of synapses from a text file, one a line: "source target [weight [delay]]", as text_columns.hpp says.
/// Without units in the first line weights are in the unit in which Hux keeps them and delays in ms.
/// @param weight what weights are; none: whichever of current, conductance and their densities the file's unit fits.
/// Throws file_error naming file and line.
explicit_list read_connection_file(const std::filesystem::path& file, std::optional<quantity> weight = {});

}  // namespace hux
