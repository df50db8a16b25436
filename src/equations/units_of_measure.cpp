#include "equations/units_of_measure.hpp"

#include <algorithm>
#include <array>

#include "hux/printable.hpp"
#include "hux/units.hpp"

namespace hux {
namespace {

struct named_unit {
  std::string_view name;
  dimension of;
};

constexpr std::array base_units{
    named_unit{"V", {.metre = 2, .kilogram = 1, .second = -3, .ampere = -1}},
    named_unit{"A", {.ampere = 1}},
    named_unit{"S", {.metre = -2, .kilogram = -1, .second = 3, .ampere = 2}},
    named_unit{"F", {.metre = -2, .kilogram = -1, .second = 4, .ampere = 2}},
    named_unit{"ohm", {.metre = 2, .kilogram = 1, .second = -3, .ampere = -2}},
    named_unit{"C", {.second = 1, .ampere = 1}},
    named_unit{"s", {.second = 1}},
    named_unit{"Hz", {.second = -1}},
    named_unit{"m", {.metre = 1}},
    named_unit{"M", {.metre = -3, .mole = 1, .ten = 3}},
    named_unit{"mol", {.mole = 1}},
    named_unit{"L", {.metre = 3, .ten = -3}},
    named_unit{"l", {.metre = 3, .ten = -3}},
};

struct prefix {
  std::string_view name;
  int ten;
};

constexpr std::array prefixes{
    prefix{"f", -15}, prefix{"p", -12}, prefix{"n", -9}, prefix{"u", -6}, prefix{"\u00b5", -6}, prefix{"\u03bc", -6},
    prefix{"m", -3},  prefix{"c", -2},  prefix{"d", -1}, prefix{"k", 3},  prefix{"M", 6},       prefix{"G", 9},
};

std::optional<dimension> find_base(std::string_view symbol) {
  const auto found = std::ranges::find(base_units, symbol, &named_unit::name);
  return found == base_units.end() ? std::nullopt : std::optional(found->of);
}

/// A unit with or without prefix, without exponent: "mV", "s". A whole name ("m") goes before a prefix.
std::optional<dimension> find_unit(std::string_view symbol) {
  if (symbol == "degC" || symbol == "\u00b0C") return dimension{.celsius = 1};
  if (const auto plain = find_base(symbol)) return plain;
  for (const auto& p : prefixes) {
    if (!symbol.starts_with(p.name)) continue;
    if (auto base = find_base(symbol.substr(p.name.size()))) {
      base->ten += p.ten;
      return base;
    }
  }
  return std::nullopt;
}

/// Takes the exponent off the end of a factor: "cm2", "cm^2" and "cm\u00b2" leave "cm". No exponent is 1; one of more
/// than a digit is 0, which no unit has.
int take_exponent(std::string_view& factor) {
  if (factor.ends_with("\u00b2") || factor.ends_with("\u00b3")) {
    const int power = factor.ends_with("\u00b2") ? 2 : 3;
    factor.remove_suffix(2);
    return power;
  }
  const auto last = factor.find_last_not_of("0123456789");
  if (last == std::string_view::npos || last + 1 == factor.size()) return 1;
  const auto digits = factor.substr(last + 1);
  factor = factor.substr(0, last + 1);
  const bool negative = factor.ends_with('-');
  if (negative) factor.remove_suffix(1);
  if (factor.ends_with('^')) factor.remove_suffix(1);
  if (digits.size() > 1) return 0;
  return negative ? -(digits[0] - '0') : digits[0] - '0';
}

constexpr std::string_view spaces = " \t";
constexpr int deepest_parentheses = 10;

/// Reads products and quotients of units from left to right.
class unit_reader {
 public:
  explicit unit_reader(std::string_view text) : rest_(text) {}

  std::optional<dimension> whole() {
    const auto result = product(0);
    return rest_.empty() ? result : std::nullopt;
  }

 private:
  std::optional<dimension> product(int depth) {
    dimension result;
    int sign = 1;
    while (true) {
      const auto next = rest_.starts_with('(') ? in_parentheses(depth + 1) : factor();
      if (!next) return std::nullopt;
      result = times_power(result, *next, sign);
      const auto between = take(" \t*/");
      const auto operators = std::ranges::count(between, '/') + std::ranges::count(between, '*');
      if (rest_.empty() || rest_.starts_with(')')) return operators == 0 ? std::optional(result) : std::nullopt;
      if (between.empty() || operators > 1) return std::nullopt;
      sign = between.find('/') == std::string_view::npos ? 1 : -1;
    }
  }

  std::optional<dimension> in_parentheses(int depth) {
    if (depth > deepest_parentheses) return std::nullopt;
    rest_.remove_prefix(1);
    take(spaces);
    const auto result = product(depth);
    if (!rest_.starts_with(')')) return std::nullopt;
    rest_.remove_prefix(1);
    return result;
  }

  std::optional<dimension> factor() {
    auto symbol = rest_.substr(0, rest_.find_first_of(" \t*/()"));
    rest_.remove_prefix(symbol.size());
    if (symbol == "1") return dimension{};
    const int power = take_exponent(symbol);
    const auto found = find_unit(symbol);
    return found && power != 0 ? std::optional(times_power({}, *found, power)) : std::nullopt;
  }

  std::string_view take(std::string_view characters) {
    const auto taken = rest_.substr(0, rest_.find_first_not_of(characters));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
};

}  // namespace

bool same_dimension(const dimension& a, const dimension& b) {
  return a.metre == b.metre && a.kilogram == b.kilogram && a.second == b.second && a.ampere == b.ampere &&
         a.mole == b.mole && a.celsius == b.celsius;
}

dimension times_power(const dimension& a, const dimension& b, int power) {
  return {a.metre + power * b.metre,   a.kilogram + power * b.kilogram, a.second + power * b.second,
          a.ampere + power * b.ampere, a.mole + power * b.mole,         a.celsius + power * b.celsius,
          a.ten + power * b.ten};
}

std::optional<dimension> find_dimension(std::string_view unit) {
  return unit.empty() ? dimension{} : unit_reader(unit).whole();
}

dimension dimension_of(std::string_view unit) {
  const auto found = find_dimension(unit);
  if (!found) throw units_error("unknown unit " + quotation(unit) + "; expected one such as 'mV', 'mS/cm2' or '1/ms'");
  return *found;
}

}  // namespace hux
