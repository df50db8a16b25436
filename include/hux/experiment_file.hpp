#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "hux/network.hpp"

namespace hux {

/// Reads an experiment from a TOML file (README.md and examples/ show the format).
/// @param changes "key.path=value" each, applied over the file, as the command's --set does
/// @param known what its names stand for, to which the experiment's own models are added. With the catalog of a network
///              that goes on, which has them, the experiment can be handed to simulation::change
/// Throws input_error ("cobahh.toml:12: population.E.size: ...") and file_error.
experiment read_experiment(const std::filesystem::path& file, std::span<const std::string> changes = {},
                           std::shared_ptr<const catalog> known = built_in_catalog());

/// The experiment that a file of results comes from, as it was when that was started. Throws file_error if the file
/// cannot be read or does not hold it.
experiment read_recorded_experiment(const std::filesystem::path& results,
                                    std::shared_ptr<const catalog> known = built_in_catalog());

/// The models and synapses that a file has as text, and nothing else: an experiment with those that it names, or a file
/// of models. Throws as read_experiment, but does not look at the rest of an experiment.
catalog read_models(const std::filesystem::path& file);

/// The experiment as TOML with every default spelled out; read_experiment gives back the same experiment. Long lists
/// (explicit connections, spike times, values one by one) are written out in full.
std::string to_toml(const experiment& e);

/// Writes an experiment file that read_experiment reads back to the last bit. Lists of more than 1,000 numbers go into
/// an HDF5 file beside it, "net.arrays.h5" for "net.toml". Throws file_error: it exists and overwrite is false, or
/// cannot be written.
void write_experiment(const experiment& e, const std::filesystem::path& file, bool overwrite = false);

}  // namespace hux
