#include "hux/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "hux/catalog.hpp"
#include "hux/printable.hpp"

namespace hux {
namespace {

/// Exponents of the base units, and a power of ten: every unit in use is of this form.
struct unit {
  int metre = 0, kilogram = 0, second = 0, ampere = 0, mole = 0, celsius = 0;
  int ten = 0;
};

bool same_dimension(const unit& a, const unit& b) {
  return a.metre == b.metre && a.kilogram == b.kilogram && a.second == b.second && a.ampere == b.ampere &&
         a.mole == b.mole && a.celsius == b.celsius;
}

unit times_power(const unit& a, const unit& b, int power) {
  return {a.metre + power * b.metre,   a.kilogram + power * b.kilogram, a.second + power * b.second,
          a.ampere + power * b.ampere, a.mole + power * b.mole,         a.celsius + power * b.celsius,
          a.ten + power * b.ten};
}

struct named_unit {
  std::string_view name;
  unit of;
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

struct quantity_text {
  hux::quantity quantity;
  std::string_view unit;     ///< the one in which Hux keeps it
  std::string_view name;     ///< with its article
  std::string_view example;  ///< as a user would write it
};

constexpr std::array quantities{
    quantity_text{quantity::dimensionless, "", "a number", "0.5"},
    quantity_text{quantity::voltage, "mV", "a voltage", "-65 mV"},
    quantity_text{quantity::time, "ms", "a time", "1.5 ms"},
    quantity_text{quantity::rate, "Hz", "a rate", "60 Hz"},
    quantity_text{quantity::current, "pA", "a current", "50 pA"},
    quantity_text{quantity::conductance, "nS", "a conductance", "6 nS"},
    quantity_text{quantity::capacitance, "pF", "a capacitance", "200 pF"},
    quantity_text{quantity::current_density, "uA/cm2", "a current density", "7 uA/cm2"},
    quantity_text{quantity::conductance_density, "mS/cm2", "a conductance density", "0.1 mS/cm2"},
    quantity_text{quantity::capacitance_density, "uF/cm2", "a capacitance density", "1 uF/cm2"},
    quantity_text{quantity::area, "um2", "an area", "20000 um2"},
    quantity_text{quantity::length, "um", "a length", "100 um"},
    quantity_text{quantity::velocity, "m/s", "a velocity", "0.3 m/s"},
    quantity_text{quantity::temperature, "degC", "a temperature", "6.3 degC"},
    quantity_text{quantity::concentration, "mM", "a concentration", "1 mM"},
    quantity_text{quantity::frequency_per_ms, "1/ms", "a rate", "3 1/ms"},
    quantity_text{quantity::model_current, "pA or uA/cm2", "a current", "50 pA"},
    quantity_text{quantity::model_conductance, "nS or mS/cm2", "a conductance", "6 nS"},
    quantity_text{quantity::model_synaptic, "nS, mS/cm2, pA or uA/cm2", "a conductance or current", "6 nS"},
};

const quantity_text& text_of(quantity q) { return *std::ranges::find(quantities, q, &quantity_text::quantity); }

std::optional<unit> find_base(std::string_view symbol) {
  const auto found = std::ranges::find(base_units, symbol, &named_unit::name);
  return found == base_units.end() ? std::nullopt : std::optional(found->of);
}

/// A unit with or without prefix, without exponent: "mV", "s". A whole name ("m") goes before a prefix.
std::optional<unit> find_unit(std::string_view symbol) {
  if (symbol == "degC" || symbol == "\u00b0C") return unit{.celsius = 1};
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

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
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

/// A product and quotient of units: factors separated by ' ', '*' or '/'; '/' holds for the one factor after it.
std::optional<unit> parse_unit(std::string_view text) {
  unit result;
  int sign = 1;
  while (true) {
    const auto end = text.find_first_of(" \t*/");
    auto factor = text.substr(0, end);
    if (factor != "1") {
      const int power = take_exponent(factor);
      const auto found = find_unit(factor);
      if (!found || power == 0) return std::nullopt;
      result = times_power(result, *found, sign * power);
    }
    if (end == std::string_view::npos) return result;
    const auto next = text.find_first_not_of(" \t*/", end);
    if (next == std::string_view::npos) return std::nullopt;
    const auto between = text.substr(end, next - end);
    if (std::ranges::count(between, '/') + std::ranges::count(between, '*') > 1) return std::nullopt;
    sign = between.find('/') == std::string_view::npos ? 1 : -1;
    text = text.substr(next);
  }
}

/// Of a unit, "a conductance"; of one that no quantity has, "of another dimension".
std::string_view dimension_name(const unit& found) {
  for (const auto& q : quantities)
    if (q.quantity < quantity::model_current && same_dimension(found, q.unit.empty() ? unit{} : *parse_unit(q.unit)))
      return q.name;
  return "of another dimension";
}

[[noreturn]] void refuse(std::string_view text, const std::string& found, quantity q) {
  throw units_error(quotation(text) + " " + found + "; expected " + describe(q));
}

/// A number as its digits and its power of ten: "1.5e3" is {"1.5", 3}.
struct decimal {
  std::string_view digits;
  long exponent = 0;
  std::string_view rest;
};

std::optional<decimal> split_number(std::string_view text) {
  auto start = text;
  if (start.starts_with('+')) start.remove_prefix(1);
  if (start.empty() || (start[0] != '-' && start[0] != '.' && (start[0] < '0' || start[0] > '9'))) return std::nullopt;
  double ignored = 0;
  const auto fixed = std::from_chars(start.data(), start.data() + start.size(), ignored, std::chars_format::fixed).ptr;
  if (fixed == start.data() || (fixed[-1] != '.' && (fixed[-1] < '0' || fixed[-1] > '9')))
    return std::nullopt;  // no digits, or "-inf"
  decimal result{std::string_view(start.data(), fixed), 0, start.substr(fixed - start.data())};
  if (!result.rest.starts_with('e') && !result.rest.starts_with('E')) return result;
  auto exponent = result.rest.substr(1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  const auto [end, failure] = std::from_chars(exponent.data(), exponent.data() + exponent.size(), result.exponent);
  if (end == exponent.data()) return result;
  result.exponent = failure == std::errc{} ? std::clamp(result.exponent, -100000L, 100000L) : 100000L;
  result.rest = exponent.substr(end - exponent.data());
  return result;
}

/// Shifting the decimal exponent before the one conversion to binary makes the result correctly rounded in any unit.
double to_double(const decimal& number, int ten, std::string_view text, quantity q) {
  const auto all = std::string(number.digits) + "e" + std::to_string(number.exponent + ten);
  double value = 0;
  const auto [end, failure] = std::from_chars(all.data(), all.data() + all.size(), value);
  if (failure != std::errc{} || end != all.data() + all.size()) refuse(text, "is not within the range of numbers", q);
  return value;
}

}  // namespace

std::string_view unit_of(quantity q) { return text_of(q).unit; }

std::string describe(quantity q) {
  const auto& t = text_of(q);
  const std::string_view quote = q == quantity::dimensionless ? "" : "'";
  return std::string(t.name) + " such as " + std::string(quote) + std::string(t.example) + std::string(quote);
}

double parse_quantity(std::string_view text, quantity q) {
  const auto number = split_number(trimmed(text));
  if (!number) refuse(text, "is not a number with a unit", q);
  const auto unit_text = trimmed(number->rest);
  const unit expected = q == quantity::dimensionless ? unit{} : *parse_unit(unit_of(q));
  const auto found = unit_text.empty() ? unit{} : parse_unit("1 " + std::string(unit_text));  // "3/ms" is "3 1 /ms"
  if (!found) refuse(text, "has the unknown unit " + quotation(unit_text), q);
  if (unit_text.empty() && q != quantity::dimensionless) refuse(text, "has no unit", q);
  if (!same_dimension(*found, expected)) refuse(text, "is " + std::string(dimension_name(*found)), q);
  return to_double(*number, found->ten - expected.ten, text, q);
}

std::string format_quantity(double value, quantity q) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  std::string text(digits.data(), end);
  if (q != quantity::dimensionless) text.append(" ").append(unit_of(q));
  return text;
}

}  // namespace hux
