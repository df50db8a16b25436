#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hux {

/// Numbers one by one, of the types that a program may have them in.
using number_list =
    std::variant<std::span<const double>, std::span<const std::uint32_t>, std::span<const std::int64_t>>;

/// The key by which a tree names an array of a program; no user's own name has such a sign.
inline constexpr std::string_view array_key = "@array";

/// Gives the list that a text names, by that name. Throws file_error if there is none.
using list_source = std::function<std::vector<double>(const std::string& name)>;

/// What an experiment is read with, beside the tree of its keys.
struct surroundings {
  std::filesystem::path folder{};  ///< relative names of further files start here
  /// Reads a data set of an HDF5 file, which `{ file = "x.h5", dataset = "y" }` stands for.
  std::vector<double> (*read_dataset)(const std::filesystem::path& file, const std::string& dataset) = nullptr;
  std::span<const number_list> arrays{};  ///< of a program; `{ "@array" = 0 }` stands for the first
  bool bare_numbers = false;              ///< are numbers without a unit in that of their quantity?
  list_source named{};                    ///< for `{ dataset = "y", digest = "..." }`, of no file
};

}  // namespace hux
