#include "io/text/toml_text.hpp"

#include <algorithm>
#include <sstream>

#include "hux/units.hpp"

namespace hux {
namespace {

/// Values with commas between them.
template <class Range, class Write>
std::string joined(const Range& range, const Write& write) {
  std::string text;
  for (auto&& element : range) text.append(text.empty() ? "" : ", ").append(write(element));
  return text;
}

/// In quotes where it needs them.
std::string written_key(std::string_view key) {
  constexpr std::string_view bare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  const bool needs_quotes = key.empty() || key.find_first_not_of(bare) != std::string_view::npos;
  return needs_quotes ? in_quotes(key) : std::string(key);
}

std::string written(const toml::table& table) {
  if (table.empty()) return "{}";
  const auto pair = [](const auto& entry) {
    return written_key(entry.first.str()) + " = " + written_value(entry.second);
  };
  return "{ " + joined(table, pair) + " }";
}

std::string written(const toml::array& array) { return "[" + joined(array, written_value) + "]"; }
std::string written(const toml::value<std::string>& text) { return in_quotes(text.get()); }
std::string written(const toml::value<double>& number) { return written_number(number.get()); }

/// Whole numbers, true and false, dates.
template <class T>
std::string written(const toml::value<T>& value) {
  std::ostringstream text;
  text << std::boolalpha << value.get();
  return text.str();
}

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
    return toml::parse(text, name);
  } catch (const toml::parse_error& e) {
    throw input_error(name + ":" + std::to_string(e.source().begin.line),
                      "this is not TOML: " + std::string(e.description()));
  }
}

void put_value(toml::table& table, std::string_view key, const std::string& value) {
  try {
    auto wrapped = parse_toml("value = " + value, "");
    if (wrapped.size() == 1) {
      wrapped.begin()->second.visit([&](auto& node) { table.insert_or_assign(key, std::move(node)); });
      return;
    }
  } catch (const input_error&) {  // a text without quotes
  }
  table.insert_or_assign(key, value);
}

std::string in_quotes(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      result.append(1, '\\').append(1, c);
    else if (byte < 0x20 || byte == 0x7f)
      result.append("\\u00").append(1, hex[byte >> 4U]).append(1, hex[byte & 15U]);
    else
      result += c;
  }
  return result + "\"";
}

std::string written_number(double value) {
  auto text = format_quantity(value, quantity::dimensionless);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

std::string written_value(const toml::node& value) {
  return value.visit([](const auto& kind) { return written(kind); });
}

}  // namespace hux
