#include "equations/text/unit_literal.hpp"

#include "equations/text/characters.hpp"
#include "equations/units_of_measure.hpp"

namespace hux {
namespace {

using name_test = std::function<bool(std::string_view)>;

/// Units may have characters beyond ASCII, such as a micro sign.
bool continues_unit(char c) { return continues_name(c) || static_cast<unsigned char>(c) >= 0x80; }

/// A unit at the start of a text, that is neither a name of the model nor a function that is called; "" if there is
/// none.
std::string_view unit_word(std::string_view text, const name_test& is_name) {
  const auto word = start_of(text, continues_unit);
  const bool is_unit = !word.empty() && !is_digit(word[0]) && find_dimension(word) && !is_name(word);
  return is_unit && !without_leading_blanks(text.substr(word.size())).starts_with('(') ? word : std::string_view{};
}

/// Are the words of a text units?
bool has_only_units(std::string_view text, const name_test& is_name) {
  while (!text.empty()) {
    const auto word = start_of(text, continues_name);
    if (!word.empty() && is_name(word)) return false;
    text.remove_prefix(std::max<std::size_t>(word.size(), 1));
  }
  return true;
}

/// "/ms" or "/(mM ms)" at the start of a text, else "".
std::string_view quotient(std::string_view text, const name_test& is_name) {
  if (!text.starts_with('/')) return {};
  if (!text.starts_with("/(")) {
    const auto word = unit_word(text.substr(1), is_name);
    return text.substr(0, word.empty() ? 0 : word.size() + 1);
  }
  const auto all = text.substr(0, text.find(')') + 1);
  const bool is_unit = !all.empty() && find_dimension("1" + std::string(all)) && has_only_units(all, is_name);
  return is_unit ? all : std::string_view{};
}

/// All that stand one behind the other.
std::string_view quotients(std::string_view text, const name_test& is_name) {
  std::size_t length = 0;
  while (const auto next = quotient(text.substr(length), is_name).size()) length += next;
  return text.substr(0, length);
}

}  // namespace

unit_literal unit_behind(std::string_view behind, bool reciprocal, const name_test& is_name) {
  const auto divisors = quotients(behind, is_name);
  if (reciprocal && !divisors.empty()) return {"1" + std::string(divisors), divisors.size()};
  const auto text = without_leading_blanks(behind);
  const auto first = text.starts_with("1/") ? text.substr(0, 1) : unit_word(text, is_name);
  const auto rest = quotients(text.substr(first.size()), is_name);
  if (first.empty() || (first == "1" && rest.empty())) return {};
  return {std::string(first) + std::string(rest), behind.size() - text.size() + first.size() + rest.size()};
}

}  // namespace hux
