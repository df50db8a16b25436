#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <string>
#include <vector>

#include "hux/parameter.hpp"
#include "io/experiment/surroundings.hpp"

/// Lists of numbers that do not stand in an experiment's text: in an HDF5 file, `{ file, dataset, unit }`, where the
/// text itself is kept, `{ dataset, digest, unit }`, or in arrays that a program hands over, `{ "@array", unit }`.
namespace hux {

bool is_elsewhere(const toml::node& node);

/// The value. Throws input_error with the key if it, or one within it, is a list that stands elsewhere.
const toml::node& here(const toml::node& value, const std::string& key);

/// The list that such a node names, in the unit of the quantity. Throws input_error with the key: no such list, another
/// unit, a value that is no number; file_error.
std::vector<double> quantities_elsewhere(const toml::node& node, const std::string& key, quantity q,
                                         const surroundings& around);

/// The same of whole numbers.
std::vector<std::uint32_t> naturals_elsewhere(const toml::node& node, const std::string& key,
                                              const surroundings& around);

}  // namespace hux
