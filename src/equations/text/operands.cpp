#include "equations/text/operands.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "equations/text/unit_name.hpp"
#include "hux/printable.hpp"

namespace hux {
namespace {

constexpr int largest_exponent = 100;
constexpr int largest_power_of_ten = 150;

double power_of_ten(int exponent) {
  const auto text = "1e" + std::to_string(exponent);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// value 10^ten. A number is divided where that is exact, and multiplication is not.
expression scaled(expression value, int ten) {
  if (ten < 0 && value.is_number()) return value / value.pool().number(power_of_ten(-ten));
  return ten == 0 ? value : power_of_ten(ten) * value;
}

typed_expression converted(typed_expression of, const dimension& unit) {
  of.value = scaled(of.value, of.unit.ten - unit.ten);
  of.unit = unit;
  return of;
}

std::string number_text(double value) {
  std::array<char, 32> digits{};
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr};
}

bool is_open(const typed_expression& e) { return e.open == openness::by_number; }

/// power * exponent if that is whole.
std::optional<int> whole(int exponent, double power) {
  const double product = exponent * power;
  const double nearest_whole = std::round(product);
  if (!(std::abs(product - nearest_whole) < 1e-9) || std::abs(nearest_whole) > largest_power_of_ten)
    return std::nullopt;
  return static_cast<int>(nearest_whole);
}

/// unit^power without its power of ten.
std::optional<dimension> whole_power(const dimension& unit, double power) {
  dimension result;
  for (const auto member : {&dimension::metre, &dimension::kilogram, &dimension::second, &dimension::ampere,
                            &dimension::mole, &dimension::celsius}) {
    const auto exponent = whole(unit.*member, power);
    if (!exponent || std::abs(*exponent) > largest_exponent) return std::nullopt;
    result.*member = *exponent;
  }
  return result;
}

}  // namespace

std::string shown(const syntax& equation) { return printable(text_of(equation), 60); }

std::string unit_shown(const operand& of) { return shown(*of.written) + " is " + name_of(of.means.unit); }

typed_expression in_unit(const operand& of, const dimension& expected) {
  auto result = of.means;
  if (is_open(result) && !same_dimension(result.unit, expected)) {
    result.unit = expected;
    return result;
  }
  if (!same_dimension(result.unit, expected))
    throw equation_error(of.written->column, unit_shown(of) + "; expected " + name_of(expected));
  return converted(result, expected);
}

typed_expression plain_number(const operand& of) { return in_unit(of, {}); }

typed_expression made_plain(typed_expression of) {
  if (!is_open(of) || !same_dimension(of.unit, {})) return of;
  of = converted(of, {});
  of.open = openness::plain;
  return of;
}

typed_expression unify(operand& left, operand& right, const std::string& where, std::size_t column) {
  auto& a = left.means;
  auto& b = right.means;
  // In "i / (2 * depth)" the 2 is a plain number if that makes the units right.
  if (same_dimension(a.unit, b.unit)) {
    b = converted(b, a.unit);
    return {{}, a.unit, is_open(a) != is_open(b) ? std::min(a.open, b.open) : std::max(a.open, b.open)};
  }
  if (is_open(a) && is_open(b)) return {{}, same_dimension(a.unit, {}) ? b.unit : a.unit, openness::by_number};
  if (is_open(a)) return {{}, b.unit, b.open};
  if (is_open(b)) return {{}, a.unit, a.open};
  throw equation_error(column, unit_shown(left) + " and " + unit_shown(right) + "; expected one unit in " + where);
}

dimension multiplied(const dimension& a, const dimension& b, int power, std::size_t column) {
  const auto result = times_power(a, b, power);
  for (const int exponent : {result.metre, result.kilogram, result.second, result.ampere, result.mole, result.celsius})
    if (std::abs(exponent) > largest_exponent) throw equation_error(column, "a unit with an exponent beyond 100");
  if (std::abs(result.ten) > largest_power_of_ten)
    throw equation_error(column, "a unit with a power of ten beyond 150");
  return result;
}

typed_expression raised(const operand& base, double power, std::size_t column) {
  auto result = base.means;
  auto unit = whole_power(result.unit, power);
  if (!unit && !is_open(result))
    throw equation_error(column, unit_shown(base) + "; the power of " + number_text(power) + " of that is no unit");
  if (is_open(result)) {
    result.unit = unit.value_or(dimension{});
    return result;
  }
  const auto ten = same_dimension(result.unit, {}) ? std::nullopt : whole(result.unit.ten, power);
  if (ten)
    unit->ten = *ten;
  else
    result.value = scaled(result.value, result.unit.ten);
  result.unit = *unit;
  return result;
}

}  // namespace hux
