#pragma once

#include <nanobind/nanobind.h>
#include <toml++/toml.h>

#include <vector>

#include "io/experiment/surroundings.hpp"

/// An experiment as a tree of dicts with the keys of an experiment file. Where a file has a list of numbers, it may
/// have a numpy array, or a pair of one and its unit.
namespace hux::python {

struct tree {
  toml::table root;
  std::vector<number_list> arrays;       ///< `{ "@array" = 0 }` in the root is the first
  std::vector<nanobind::object> held{};  ///< what the arrays are views of
};

/// Throws input_error with the key of what an experiment file cannot have.
tree tree_from(const nanobind::dict& root);

/// @param owner what the arrays are views of
nanobind::dict dict_from(const toml::table& root, const std::vector<number_list>& arrays, nanobind::handle owner);

}  // namespace hux::python
