#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "hux/errors.hpp"

namespace hux {

/// Most parts that a dotted key may have. Trees are walked, and destroyed, level by level on the stack.
inline constexpr std::size_t deepest_key = 64;

/// What is said of one with more, wherever it stands.
input_error key_too_deep(const std::string& where);

/// The tree of a text in TOML. Throws input_error with the line: not TOML, or keys of too many parts.
/// @param name what messages call the text, the path of its nodes
toml::table parse_toml(std::string_view text, const std::string& name);

/// Puts a value that is given as a text into a table: what is TOML, as that; anything else as a text of its own.
void put_value(toml::table& table, std::string_view key, const std::string& value);

/// A basic string of TOML.
std::string in_quotes(std::string_view text);

/// A number of TOML that is never taken for one of its integers, and reads back to the last bit.
std::string written_number(double value);

/// A value of TOML on one line.
std::string written_value(const toml::node& value);

}  // namespace hux
