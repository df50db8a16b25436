#include "equations/text/unit_name.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace hux {
namespace {

/// Units by their usual prefixes; the first of several that are the same is taken.
constexpr std::array usual_units{"mV",   "ms",     "1/ms", "nS",    "pA",    "pF",    "mS/cm2",    "uA/cm2",   "uF/cm2",
                                 "mM",   "um",     "degC", "mM/ms", "mV/ms", "um2",   "um3",       "cm/s",     "C/mol",
                                 "1/mV", "1/degC", "1/mM", "mV ms", "mV2",   "1/mV2", "1/(mV ms)", "1/(mM ms)"};

/// Units that any prefix may come before, and what follows them.
struct family {
  std::string_view unit, rest;
};

constexpr std::array families{family{"V", ""},    family{"s", ""},     family{"S", ""},      family{"A", ""},
                              family{"F", ""},    family{"S", "/cm2"}, family{"A", "/cm2"},  family{"F", "/cm2"},
                              family{"M", ""},    family{"m", ""},     family{"Hz", ""},     family{"C", ""},
                              family{"ohm", ""},  family{"mol", ""},   family{"M", "/ms"},   family{"V", "/ms"},
                              family{"A", "/ms"}, family{"S", "/ms"},  family{"V", "/degC"}, family{"mol", "/cm2"}};

constexpr std::array<std::string_view, 9> prefixes{"", "m", "u", "n", "p", "f", "k", "M", "G"};

std::optional<std::string> usual_name(const dimension& unit) {
  for (const auto* name : usual_units)
    if (dimension_of(name) == unit) return name;
  for (const auto& f : families)
    for (const auto prefix : prefixes) {
      const auto name = std::string(prefix) + std::string(f.unit) + std::string(f.rest);
      if (const auto found = dimension_of(name); found == unit) return name;
    }
  return std::nullopt;
}

void append_factor(std::string& text, std::string_view unit, int power) {
  if (power == 0) return;
  text.append(text.empty() ? "" : " ").append(unit);
  if (power != 1) text.append(std::to_string(power));
}

/// With the volt in place of the kilogram.
std::string product_name(const dimension& unit) {
  const auto rest = times_power(unit, dimension_of("V"), -unit.kilogram);
  std::string text;
  if (unit.ten != 0) text = "10^" + std::to_string(unit.ten);
  append_factor(text, "V", unit.kilogram);
  append_factor(text, "A", rest.ampere);
  append_factor(text, "s", rest.second);
  append_factor(text, "m", rest.metre);
  append_factor(text, "mol", rest.mole);
  append_factor(text, "degC", rest.celsius);
  return text;
}

}  // namespace

std::string name_of(const dimension& unit) {
  if (unit == dimension{}) return "a plain number";
  if (same_dimension(unit, {})) return "a plain number times 10^" + std::to_string(unit.ten);
  return usual_name(unit).value_or(product_name(unit));
}

}  // namespace hux
