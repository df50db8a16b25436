#include "io/text/toml_text.hpp"

#include <algorithm>

namespace hux {
namespace {

/// Where the text goes on after the string, of any of TOML's four kinds, that begins at a place.
std::size_t after_string(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  const std::string three(3, quote);
  const bool multiline = text.substr(begin, 3) == three;
  const std::string_view end = multiline ? std::string_view(three) : text.substr(begin, 1);
  for (std::size_t i = begin + end.size(); i < text.size(); ++i) {
    if (text.substr(i, end.size()) == end) return i + end.size();
    if (!multiline && text[i] == '\n') return i;
    if (quote == '"' && text[i] == '\\') ++i;
  }
  return text.size();
}

/// The place of the first key with more dots than are allowed; npos if there is none. What is no key has no dots, or
/// one, between the signs that end a key or a value.
std::size_t find_deep_key(std::string_view text) {
  std::size_t parts = 1;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      i = after_string(text, i);
      continue;
    }
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (c == '.' && ++parts > deepest_key) return i;
    if (std::string_view("=,[]{}\n").find(c) != std::string_view::npos) parts = 1;
    ++i;
  }
  return std::string_view::npos;
}

}  // namespace

input_error key_too_deep(const std::string& where) {
  return {where, "a key has more than " + std::to_string(deepest_key) + " parts; expected fewer"};
}

toml::table parse_toml(std::string_view text, const std::string& name) {
  if (const auto deep = find_deep_key(text); deep != std::string_view::npos)
    throw key_too_deep(name + ":" + std::to_string(1 + std::ranges::count(text.substr(0, deep), '\n')));
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& e) {
    throw input_error(name + ":" + std::to_string(e.source().begin.line),
                      "this is not TOML: " + std::string(e.description()));
  }
}

}  // namespace hux
