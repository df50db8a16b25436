#include "hux/printable.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace hux {
namespace {

struct character {
  std::size_t bytes = 0;  ///< 0: no UTF-8 starts here
  std::uint32_t code = 0;
};

/// Bytes that a character has whose first byte this is; 0 if it cannot be the first.
std::size_t length_after(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

/// Overlong forms, surrogates and what lies beyond Unicode are no characters.
bool is_unicode(const character& c) {
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = c.code >= 0xd800 && c.code < 0xe000;
  return c.code >= least[c.bytes] && c.code <= 0x10ffff && !surrogate;
}

/// The first character of a text that is not empty.
character first_of(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  character c{length_after(first), first};
  if (c.bytes == 0 || c.bytes > text.size()) return {};
  if (c.bytes > 1) c.code = first & (0x7fU >> c.bytes);
  for (std::size_t i = 1; i < c.bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0U) != 0x80) return {};
    c.code = c.code << 6U | (next & 0x3fU);
  }
  return is_unicode(c) ? c : character{};
}

struct code_range {
  std::uint32_t first, last;
};

/// Controls, separators of lines, what has no width or changes the direction of writing (Unicode's categories Cc, Cf,
/// Zl and Zp), and what has no meaning but by agreement (Co).
constexpr auto harmful = std::to_array<code_range>(
    {{0, 0x1f},          {0x7f, 0x9f},       {0xad, 0xad},       {0x600, 0x605},     {0x61c, 0x61c},
     {0x6dd, 0x6dd},     {0x70f, 0x70f},     {0x890, 0x891},     {0x8e2, 0x8e2},     {0x180e, 0x180e},
     {0x200b, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x206f},   {0xe000, 0xf8ff},   {0xfeff, 0xfeff},
     {0xfff9, 0xfffb},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd}, {0x13430, 0x1343f}, {0x1bca0, 0x1bca3},
     {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}, {0xf0000, 0x10ffff}});

bool is_harmful(std::uint32_t code) {
  return std::ranges::any_of(harmful, [code](const auto& r) { return code >= r.first && code <= r.last; });
}

std::string in_hex(std::string_view start, std::uint32_t value, unsigned digits) {
  std::string text(start);
  while (digits-- > 0) text += "0123456789abcdef"[value >> 4 * digits & 15U];
  return text;
}

std::string escape_of(std::uint32_t code) {
  if (code == '\n') return "\\n";
  if (code == '\r') return "\\r";
  if (code == '\t') return "\\t";
  if (code > 0xffff) return in_hex("\\U", code, 8);
  return code < 0x80 ? in_hex("\\x", code, 2) : in_hex("\\u", code, 4);
}

std::string escaped(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const character c = first_of(text);
    if (c.bytes == 0)
      result += in_hex("\\x", static_cast<unsigned char>(text[0]), 2);
    else if (is_harmful(c.code))
      result += escape_of(c.code);
    else
      result += text.substr(0, c.bytes);
    text.remove_prefix(std::max<std::size_t>(c.bytes, 1));
  }
  return result;
}

bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80; }

/// Where the character of that number starts in valid UTF-8 that has one.
std::size_t place_of(std::string_view text, std::size_t number) {
  std::size_t at = 0;
  while (!starts_character(text[at]) || number-- > 0) ++at;
  return at;
}

}  // namespace

std::string printable(std::string_view text, std::size_t longest) {
  constexpr std::string_view gap = "...";
  std::string shown = escaped(text);
  const std::size_t characters = std::ranges::count_if(shown, starts_character);
  if (characters <= longest) return shown;
  const std::size_t last = (longest - gap.size()) / 2;
  const std::size_t start = place_of(shown, longest - gap.size() - last);
  const std::size_t end = last > 0 ? place_of(shown, characters - last) : shown.size();
  return shown.replace(start, end - start, gap);
}

std::string quotation(std::string_view text, std::size_t longest) { return "'" + printable(text, longest) + "'"; }

}  // namespace hux
