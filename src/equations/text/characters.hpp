#pragma once

#include <algorithm>
#include <string_view>

/// What the characters of an equation are, whatever the locale.
namespace hux {

inline constexpr std::string_view blanks = " \t\r\n";

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
inline bool continues_name(char c) { return starts_name(c) || is_digit(c); }

/// The longest start of a text of which all characters are such.
inline std::string_view start_of(std::string_view text, bool (*such)(char)) {
  return text.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(text, such) - text.begin()));
}

inline std::string_view without_leading_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(blanks), text.size()));
}

}  // namespace hux
