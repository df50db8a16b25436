#include "experiment/single_checks.hpp"

#include <algorithm>
#include <cmath>

#include "hux/errors.hpp"
#include "hux/printable.hpp"
#include "hux/units.hpp"

namespace hux {

std::string_view allowed(range r) {
  switch (r) {
    case range::positive:
      return "more than 0";
    case range::non_negative:
      return "0 or more";
    case range::fraction:
      return "0 to 1";
    case range::any:
      break;
  }
  return "a finite number";
}

bool is_within(double value, range r) {
  if (r == range::positive) return value > 0;
  if (r == range::non_negative) return value >= 0;
  return r == range::any || (value >= 0 && value <= 1);
}

void check_finite(const std::string& key, std::initializer_list<double> values) {
  for (const double value : values)
    if (!std::isfinite(value)) throw input_error(key, std::to_string(value) + " is not a finite number");
}

void check_value(const std::string& key, double value, quantity q, range r) {
  check_finite(key, {value});
  if (!is_within(value, r))
    throw input_error(key, format_quantity(value, q) + " is out of range; expected " + std::string(allowed(r)));
}

void check_name(std::string_view kind, std::string_view name) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  if (name.empty() || name.find_first_not_of(letters) != std::string_view::npos)
    throw input_error(std::string(kind) + "." + std::string(name),
                      quotation(name) + " is not a name; expected letters, digits, '_' or '-'");
}

void check_unique(std::string_view kind, std::vector<std::string_view> names) {
  std::ranges::sort(names);
  if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
    throw input_error(std::string(kind) + "." + std::string(*twice), "there are two of this name; expected one");
}

}  // namespace hux
