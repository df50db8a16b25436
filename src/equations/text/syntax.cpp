#include "equations/text/syntax.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <system_error>
#include <utility>

#include "equations/text/characters.hpp"
#include "equations/text/unit_literal.hpp"
#include "hux/printable.hpp"

namespace hux {
namespace {

constexpr std::size_t longest_text = 10'000;
constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_shown = 40;
constexpr std::size_t deepest_nesting = 200;
constexpr std::size_t most_levels = 1000;

bool starts_number(std::string_view text) {
  return !text.empty() && (is_digit(text[0]) || (text[0] == '.' && text.size() > 1 && is_digit(text[1])));
}

bool starts_operand(std::string_view text) {
  return starts_number(text) || text.starts_with('(') || (!text.empty() && starts_name(text[0]));
}

bool is_operator_word(std::string_view word) { return word == "and" || word == "or" || word == "not"; }

/// The whole of a character of UTF-8 at the start of a text.
std::string_view first_character(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
  return text.substr(0, length);
}

struct spelling {
  std::string_view text;
  syntax_kind kind;
  bool swapped = false;  ///< a > b is b < a
};

/// Reads an equation from left to right, with a function for each level of operators.
class parser {
 public:
  parser(std::string_view text, const std::function<bool(std::string_view)>& is_name)
      : text_(text), rest_(text), is_name_(is_name) {}

  syntax whole() {
    if (text_.size() > longest_text)
      throw equation_error(1, "an equation of " + std::to_string(text_.size()) + " characters; expected at most " +
                                  std::to_string(longest_text));
    auto result = disjunction();
    if (column(); !rest_.empty()) refuse_what_follows("the end of the equation");
    return result;
  }

 private:
  using level = syntax (parser::*)();
  enum class operand_kind : std::uint8_t { number, number_with_unit, other };

  syntax disjunction() {
    static constexpr std::array spellings{spelling{"or", syntax_kind::either}};
    return in_a_row(&parser::conjunction, spellings);
  }

  syntax conjunction() {
    static constexpr std::array spellings{spelling{"and", syntax_kind::both}};
    return in_a_row(&parser::negation, spellings);
  }

  syntax negation() {
    const auto at = column();
    if (next_word() != "not") return comparison();
    skip(3);
    return made(syntax_kind::opposite, at, nested(at, &parser::negation));
  }

  syntax comparison() {
    static constexpr std::array spellings{spelling{"<=", syntax_kind::at_most},
                                          spelling{">=", syntax_kind::at_most, true}, spelling{"<", syntax_kind::less},
                                          spelling{">", syntax_kind::less, true}};
    auto left = sum();
    const auto at = column();
    const auto* found = next_of(spellings);
    if (found == nullptr) return left;
    skip(found->text.size());
    auto right = sum();
    if (found->swapped) std::swap(left, right);
    const auto behind = column();
    if (next_of(spellings) != nullptr)
      throw equation_error(behind, "a second comparison in a row; expected 'and' between two comparisons");
    return made(found->kind, at, std::move(left), std::move(right));
  }

  syntax sum() {
    static constexpr std::array spellings{spelling{"+", syntax_kind::add}, spelling{"-", syntax_kind::subtract}};
    return in_a_row(&parser::product, spellings);
  }

  syntax product() {
    static constexpr std::array spellings{spelling{"*", syntax_kind::multiply}, spelling{"/", syntax_kind::divide}};
    return in_a_row(&parser::sign, spellings);
  }

  syntax sign() {
    const auto at = column();
    if (!rest_.starts_with('-') && !rest_.starts_with('+')) return power();
    const bool negative = rest_.starts_with('-');
    skip(1);
    auto operand = nested(at, &parser::sign);
    return negative ? made(syntax_kind::negate, at, std::move(operand)) : std::move(operand);
  }

  syntax power() {
    auto base = operand();
    const auto at = column();
    const std::size_t length = rest_.starts_with("**") ? 2 : rest_.starts_with('^') ? 1 : 0;
    if (length == 0) return base;
    if (last_ == operand_kind::number_with_unit)
      throw equation_error(at, "a power right behind a unit; expected parentheses as in (" + text_of(base) +
                                   ")^2, or the power in the unit as in cm2");
    skip(length);
    return made(syntax_kind::power, at, std::move(base), nested(at, &parser::sign));
  }

  syntax operand() {
    const auto at = column();
    if (starts_number(rest_)) return number(at);
    if (!starts_operand(rest_) || is_operator_word(next_word())) refuse_to_operate_on();
    auto result = rest_.starts_with('(') ? in_parentheses(at) : name_or_call(at);
    last_ = operand_kind::other;
    return result;
  }

  syntax in_parentheses(std::size_t at) {
    skip(1);
    auto result = nested(at, &parser::disjunction);
    close(at);
    return result;
  }

  syntax name_or_call(std::size_t at) {
    const auto name = next_word();
    if (name.size() > longest_name)
      throw equation_error(at, "a name of " + std::to_string(name.size()) + " characters; expected at most " +
                                   std::to_string(longest_name));
    skip(name.size());
    const auto behind = column();
    auto result = made(rest_.starts_with('(') ? syntax_kind::call : syntax_kind::name, at);
    result.text = name;
    if (result.kind == syntax_kind::call) take_arguments(result, behind);
    return result;
  }

  void take_arguments(syntax& call, std::size_t opened) {
    do {
      skip(1);  // '(' or ','
      column();
      if (call.parts.empty() && rest_.starts_with(')')) break;
      call.parts.push_back(nested(opened, &parser::disjunction));
      call.depth = std::max(call.depth, call.parts.back().depth + 1);
      column();
    } while (rest_.starts_with(','));
    check_depth(call);
    close(opened);
  }

  syntax number(std::size_t at) {
    auto result = made(syntax_kind::number, at);
    const auto [end, failure] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), result.value);
    const auto digits = rest_.substr(0, static_cast<std::size_t>(end - rest_.data()));
    if (failure != std::errc{})
      throw equation_error(at, quotation(digits, longest_shown) + " is not within the range of numbers");
    const bool reciprocal = !is_divisor_or_exponent();  // a/2/ms is not a/(2 1/ms)
    skip(digits.size());
    auto unit = unit_behind(rest_, reciprocal, is_name_);
    skip(unit.length);
    last_ = unit.length > 0 ? operand_kind::number_with_unit : operand_kind::number;
    result.text = std::move(unit.unit);
    return result;
  }

  /// Does what comes next follow an operator that binds to the left as tightly as '/' does, or more?
  [[nodiscard]] bool is_divisor_or_exponent() const {
    auto before = text_.substr(0, text_.size() - rest_.size());
    before = before.substr(0, before.find_last_not_of(" \t\r\n+-") + 1);
    return before.ends_with('/') || before.ends_with('^') || before.ends_with("**");
  }

  syntax in_a_row(level next, std::span<const spelling> spellings) {
    auto left = (this->*next)();
    while (true) {
      const auto at = column();
      const auto* found = next_of(spellings);
      if (found == nullptr) return left;
      skip(found->text.size());
      left = made(found->kind, at, std::move(left), (this->*next)());
    }
  }

  syntax nested(std::size_t at, level next) {
    if (nesting_ == deepest_nesting)
      throw equation_error(at, "nested too deep; expected at most " + std::to_string(deepest_nesting) + " levels");
    ++nesting_;
    auto result = (this->*next)();
    --nesting_;
    return result;
  }

  template <class... Part>
  static syntax made(syntax_kind kind, std::size_t at, Part... parts) {
    syntax result;
    result.kind = kind;
    result.column = at;
    (result.parts.push_back(std::move(parts)), ...);
    for (const auto& p : result.parts) result.depth = std::max(result.depth, p.depth + 1);
    check_depth(result);
    return result;
  }

  static void check_depth(const syntax& s) {
    if (s.depth > most_levels)
      throw equation_error(s.column, "too many operations in a row; expected at most " + std::to_string(most_levels));
  }

  void close(std::size_t opened) {
    column();
    if (rest_.empty())
      throw equation_error(column_, "the equation ends; expected ')' for the '(' of column " + std::to_string(opened));
    if (!rest_.starts_with(')')) refuse_what_follows("')'");
    skip(1);
    last_ = operand_kind::other;
  }

  [[noreturn]] void refuse_to_operate_on() {
    if (rest_.empty()) throw equation_error(column(), "the equation ends; expected a number, a name or '('");
    const auto word = next_word();
    const auto found = word.empty() ? first_character(rest_) : word;
    throw equation_error(column(), "found " + quotation(found) + "; expected a number, a name or '('");
  }

  [[noreturn]] void refuse_what_follows(const std::string& expected) {
    const auto at = column();
    const auto word = next_word();
    const auto found = quotation(word.empty() ? first_character(rest_) : word, longest_shown);
    if (!starts_operand(rest_)) throw equation_error(at, "found " + found + "; expected an operator or " + expected);
    if (word.empty() || last_ != operand_kind::number)
      throw equation_error(
          at, found + " stands right behind another operand; expected an operator between them, such as '*'");
    if (is_name_(word))
      throw equation_error(
          at, found + " is a name of the model and stands right behind a number; expected '*' between them");
    throw equation_error(at,
                         found + " stands right behind a number and is no unit; expected a unit, or '*' between them");
  }

  /// Goes to what comes next. @return its column
  std::size_t column() {
    rest_ = without_leading_blanks(rest_);
    for (; counted_ < text_.size() - rest_.size(); ++counted_)
      if ((static_cast<unsigned char>(text_[counted_]) & 0xC0U) != 0x80U) ++column_;
    return column_;
  }

  void skip(std::size_t length) { rest_.remove_prefix(length); }

  [[nodiscard]] std::string_view next_word() const {
    const auto word = start_of(rest_, continues_name);
    return word.empty() || is_digit(word[0]) ? std::string_view{} : word;
  }

  [[nodiscard]] const spelling* next_of(std::span<const spelling> spellings) const {
    const auto word = next_word();
    const auto found = std::ranges::find_if(
        spellings, [&](const auto& s) { return word.empty() ? rest_.starts_with(s.text) : word == s.text; });
    return found == spellings.end() ? nullptr : &*found;
  }

  std::string_view text_, rest_;
  const std::function<bool(std::string_view)>& is_name_;
  operand_kind last_ = operand_kind::other;
  std::size_t nesting_ = 0;
  std::size_t counted_ = 0;  ///< characters of text_ before column_
  std::size_t column_ = 1;
};

}  // namespace

syntax parse_equation(std::string_view text, const std::function<bool(std::string_view)>& is_name) {
  return parser(text, is_name).whole();
}

}  // namespace hux
