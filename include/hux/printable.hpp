#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text of a user's on its way to a message: it must neither command a terminal nor pass for a message of its own.
namespace hux {

/// Characters of a message, and of a value that is quoted in one.
inline constexpr std::size_t longest_message = 1000;
inline constexpr std::size_t longest_quoted = 200;

/// The text on one line of valid UTF-8, with escapes such as \n, \x1b and \u202e for control characters, for those that
/// change the direction of writing, and for bytes that are no UTF-8. What is longer than so many characters has "..."
/// in place of its middle. Printable text stays as it is, so that nothing is escaped twice.
/// @param longest at least 3
std::string printable(std::string_view text, std::size_t longest = longest_message);

/// A printable text in single quotes.
std::string quotation(std::string_view text, std::size_t longest = longest_quoted);

}  // namespace hux
