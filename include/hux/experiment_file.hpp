#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "hux/network.hpp"

namespace hux {

/// Reads an experiment from a TOML file (README.md and examples/ show the format).
/// @param changes "key.path=value" each, applied over the file, as the command's --set does
/// @param known what its names stand for
/// Throws input_error ("cobahh.toml:12: population.E.size: ...") and file_error.
experiment read_experiment(const std::filesystem::path& file, std::span<const std::string> changes = {},
                           std::shared_ptr<const catalog> known = built_in_catalog());

/// The experiment as TOML with every default spelled out; read_experiment gives back the same experiment. Long lists
/// (explicit connections, spike times, values one by one) are written out in full.
std::string to_toml(const experiment& e);

}  // namespace hux
