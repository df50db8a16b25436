#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "hux/model_page.hpp"
#include "hux/network.hpp"
#include "hux/synapse_page.hpp"
#include "io/experiment/list_store.hpp"
#include "io/experiment/surroundings.hpp"

namespace hux {

/// As read_experiment, from a text.
/// @param name what messages call the text
/// @param folder where the relative names of further files start
/// @param named has the lists that the text only names, as that of an outlined_experiment does
experiment read_experiment_text(std::string_view text, const std::string& name, const std::filesystem::path& folder,
                                std::span<const std::string> changes = {},
                                std::shared_ptr<const catalog> known = built_in_catalog(),
                                const list_source& named = {});

/// The experiment with every default and its duration written into it.
experiment spelled_out(experiment e);

/// The experiment as TOML, without defaults of what its catalog describes.
/// @param lists keeps lists of numbers, which hold as long as the experiment; none: they stand in the text
std::string text_of(experiment& e, list_store* lists = nullptr);

/// The experiment of a file of results as TOML whose long lists are data sets of that file. Throws as
/// read_recorded_experiment.
std::string text_with_lists_in(const std::filesystem::path& results);

/// A model or synapse as its table in an experiment file.
std::string text_of(const model_page& model);
std::string text_of(const synapse_page& synapse);

/// The network of an experiment with other values for some of its keys, given in TOML. Throws input_error with the key;
/// what the values make of the network is not checked.
network with_values(const experiment& e, const std::map<std::string, std::string>& values);

}  // namespace hux
