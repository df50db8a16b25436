#include "equations/text/dimensions.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "equations/text/functions.hpp"
#include "equations/text/operands.hpp"
#include "equations/text/unit_name.hpp"
#include "hux/printable.hpp"

namespace hux {
namespace {

/// Nothing overflowed when numbers were worked out.
bool is_finite(expression e) {
  const auto is_bad = [](expression part) { return part.is_number() && !std::isfinite(part.value()); };
  return !is_bad(e) && std::ranges::none_of(e.parts(), is_bad);
}

expression select_less(expression a, expression b, expression x, expression y) {
  return call(function::select_less, {a, b, x, y});
}

/// Goes through an equation from the operands up.
class typing {
 public:
  typing(const name_lookup& names, expressions& pool) : names_(names), pool_(pool) {}

  typed_expression of(const syntax& s) {
    auto result = meaning(s);
    if (!is_finite(result.value)) throw equation_error(s.column, shown(s) + " is not within the range of numbers");
    return result;
  }

 private:
  typed_expression meaning(const syntax& s) {
    switch (s.kind) {
      case syntax_kind::number:
        return literal(s);
      case syntax_kind::name:
        return named(s);
      case syntax_kind::call:
        return s.text == "if" ? choice(s) : called(s, operands(s));
      case syntax_kind::negate:
        return negated(s);
      case syntax_kind::add:
      case syntax_kind::subtract:
        return sum(s);
      case syntax_kind::multiply:
      case syntax_kind::divide:
        return product(s);
      case syntax_kind::power:
        return raised_to(s);
      case syntax_kind::less:
      case syntax_kind::at_most:
      case syntax_kind::both:
      case syntax_kind::either:
      case syntax_kind::opposite:
        break;
    }
    throw equation_error(s.column, shown(s) + " is true or false; expected a number (conditions go into if())");
  }

  typed_expression literal(const syntax& s) {
    const auto value = pool_.number(s.value);
    if (s.text.empty()) return {value, {}, openness::by_number};
    return {value, multiplied({}, dimension_of(s.text), 1, s.column), openness::strict};
  }

  typed_expression named(const syntax& s) {
    if (const auto known = constant(s.text, pool_)) return *known;
    if (std::ranges::count(function_names(), s.text) > 0)
      throw equation_error(s.column, quotation(s.text) + " is a function; expected '(' behind it");
    return made_plain(names_(s.text, s.column));
  }

  operand operand_of(const syntax& s) { return {&s, of(s)}; }

  std::vector<operand> operands(const syntax& s) {
    std::vector<operand> all;
    for (const auto& part : s.parts) all.push_back(operand_of(part));
    return all;
  }

  typed_expression negated(const syntax& s) {
    auto result = of(s.parts[0]);
    result.value = -result.value;
    return result;
  }

  typed_expression sum(const syntax& s) {
    const bool adds = s.kind == syntax_kind::add;
    auto left = operand_of(s.parts[0]);
    auto right = operand_of(s.parts[1]);
    auto result = unify(left, right, adds ? "a sum" : "a difference", s.column);
    result.value = adds ? left.means.value + right.means.value : left.means.value - right.means.value;
    return result;
  }

  typed_expression product(const syntax& s) {
    const bool multiplies = s.kind == syntax_kind::multiply;
    const auto a = of(s.parts[0]);
    const auto b = of(s.parts[1]);
    if (!multiplies && b.value.is_number(0)) throw equation_error(s.column, shown(s) + " divides by zero");
    return {multiplies ? a.value * b.value : a.value / b.value,
            multiplied(a.unit, b.unit, multiplies ? 1 : -1, s.column), std::max(a.open, b.open)};
  }

  /// A number as the exponent scales the exponents of the unit; any other asks for plain numbers.
  typed_expression raised_to(const syntax& s) {
    const auto base = operand_of(s.parts[0]);
    const auto exponent = plain_number(operand_of(s.parts[1]));
    const bool is_number = exponent.value.is_number();
    auto result = is_number ? raised(base, exponent.value.value(), s.column) : plain_number(base);
    result.value = power(result.value, exponent.value);
    if (is_number) return result;
    result.open = std::max(result.open, exponent.open);
    return made_plain(result);
  }

  typed_expression choice(const syntax& s) {
    if (s.parts.size() != 3)
      throw equation_error(
          s.column, "if() of " + std::to_string(s.parts.size()) + " arguments; expected 3, as in if(v < 0 mV, a, b)");
    auto then = operand_of(s.parts[1]);
    auto otherwise = operand_of(s.parts[2]);
    auto result = unify(then, otherwise, "if()", s.column);
    result.value = chosen(s.parts[0], then.means.value, otherwise.means.value);
    return result;
  }

  /// yes where the condition holds, else no.
  expression chosen(const syntax& condition, expression yes, expression no) {
    const auto& parts = condition.parts;
    switch (condition.kind) {
      case syntax_kind::both:
        return chosen(parts[0], chosen(parts[1], yes, no), no);
      case syntax_kind::either:
        return chosen(parts[0], yes, chosen(parts[1], yes, no));
      case syntax_kind::opposite:
        return chosen(parts[0], no, yes);
      case syntax_kind::less:
      case syntax_kind::at_most:
        return compared(condition, yes, no);
      default:
        break;
    }
    throw equation_error(condition.column, shown(condition) + " is a number; expected a comparison such as v < 0 mV");
  }

  /// a <= b is not (b < a).
  expression compared(const syntax& s, expression yes, expression no) {
    auto left = operand_of(s.parts[0]);
    auto right = operand_of(s.parts[1]);
    unify(left, right, "a comparison", s.column);
    const auto a = left.means.value;
    const auto b = right.means.value;
    return s.kind == syntax_kind::less ? select_less(a, b, yes, no) : select_less(b, a, no, yes);
  }

  const name_lookup& names_;
  expressions& pool_;
};

/// Rates and time constants are often written as plain numbers, in 1/ms and ms without saying so.
bool is_kinetics_in_ms(const typed_expression& e, const dimension& expected) {
  const bool is_time = expected == dimension_of("1/ms") || expected == dimension_of("ms");
  return is_time && e.open == openness::plain && e.unit == dimension{};
}

}  // namespace

typed_expression typed(const syntax& equation, const name_lookup& names, expressions& pool) {
  return typing(names, pool).of(equation);
}

typed_expression typed(const syntax& equation, const name_lookup& names, expressions& pool, std::string_view expected) {
  auto result = typed(equation, names, pool);
  const auto unit = dimension_of(expected);
  if (is_kinetics_in_ms(result, unit)) {
    result.unit = unit;
    return result;
  }
  // In "2 * g * (v - e)" the 2 is a plain number.
  if (same_dimension(result.unit, unit)) result.open = openness::strict;
  if (result.open != openness::by_number && !same_dimension(result.unit, unit))
    throw equation_error(equation.column, unit_shown({&equation, result}) + "; expected " +
                                              (expected.empty() ? name_of(unit) : std::string(expected)));
  return in_unit({&equation, result}, unit);
}

}  // namespace hux
