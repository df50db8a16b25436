#pragma once

#include <toml++/toml.h>

#include <memory>
#include <span>

#include "hux/network.hpp"
#include "io/experiment/surroundings.hpp"

namespace hux {

/// As read_experiment, from the tree that a program has made: with the keys of a file, in the order of the lines of
/// their sources. Numbers without a unit are in that of their quantity.
/// @param arrays what `{ "@array" = 0 }` and the like stand for
/// @param known with the catalog of another experiment its own models stay the same
experiment read_experiment_tree(const toml::table& root, std::span<const number_list> arrays = {},
                                std::shared_ptr<const catalog> known = built_in_catalog());

}  // namespace hux
