#include <array>
#include <charconv>
#include <utility>

#include "equations/text/syntax.hpp"

namespace hux {
namespace {

/// How an operator is written, and how tightly it binds.
struct notation {
  std::string_view text;
  int level;
};

constexpr int sign_level = 7;
constexpr int power_level = 8;
constexpr int operand_level = 9;

notation notation_of(syntax_kind kind) {
  switch (kind) {
    case syntax_kind::either:
      return {" or ", 1};
    case syntax_kind::both:
      return {" and ", 2};
    case syntax_kind::opposite:
      return {"not ", 3};
    case syntax_kind::less:
      return {" < ", 4};
    case syntax_kind::at_most:
      return {" <= ", 4};
    case syntax_kind::add:
      return {" + ", 5};
    case syntax_kind::subtract:
      return {" - ", 5};
    case syntax_kind::multiply:
      return {" * ", 6};
    case syntax_kind::divide:
      return {" / ", 6};
    case syntax_kind::negate:
      return {"-", sign_level};
    case syntax_kind::power:
      return {"^", power_level};
    case syntax_kind::number:
    case syntax_kind::name:
    case syntax_kind::call:
      break;
  }
  return {"", operand_level};
}

int level_of(const syntax& s) {
  return s.kind == syntax_kind::number && !s.text.empty() ? power_level : notation_of(s.kind).level;
}

std::string number_text(const syntax& s) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), s.value).ptr;
  return std::string(digits.data(), end) + (s.text.empty() ? "" : " " + s.text);
}

/// In parentheses if it binds less tightly than its place needs.
std::string text_within(const syntax& s, int level) {
  return level_of(s) < level ? "(" + text_of(s) + ")" : text_of(s);
}

std::string call_text(const syntax& s) {
  std::string text = s.text + "(";
  for (const auto& argument : s.parts) text.append(&argument == s.parts.data() ? "" : ", ").append(text_of(argument));
  return text + ")";
}

/// The levels that the left and the right side of an operator need.
std::pair<int, int> sides_of(syntax_kind kind) {
  const int level = notation_of(kind).level;
  if (kind == syntax_kind::power) return {operand_level, sign_level};
  if (kind == syntax_kind::less || kind == syntax_kind::at_most) return {level + 1, level + 1};
  return {level, level + 1};
}

}  // namespace

std::string text_of(const syntax& equation) {
  if (equation.kind == syntax_kind::number) return number_text(equation);
  if (equation.kind == syntax_kind::name) return equation.text;
  if (equation.kind == syntax_kind::call) return call_text(equation);
  const auto [sign, level] = notation_of(equation.kind);
  if (equation.parts.size() == 1) return std::string(sign) + text_within(equation.parts[0], level);
  const auto [left, right] = sides_of(equation.kind);
  return text_within(equation.parts[0], left) + std::string(sign) + text_within(equation.parts[1], right);
}

}  // namespace hux
