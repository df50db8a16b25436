#include "equations/text/functions.hpp"

#include <algorithm>
#include <array>
#include <numbers>

#include "equations/text/unit_name.hpp"
#include "hux/nearest.hpp"
#include "hux/printable.hpp"

namespace hux {
namespace {

using arguments = std::vector<operand>;

constexpr double faraday = 96485.33212;       // C/mol
constexpr double gas_constant = 8.314462618;  // J/(mol K)
constexpr double freezing_point = 273.15;     // K, of water
constexpr double millivolts = 1000;           // in a volt

const dimension& celsius() {
  static const dimension unit = dimension_of("degC");
  return unit;
}

/// Numbers among the arguments have got their units from the function; what is plain stays so.
openness openness_of(const arguments& of) {
  for (const auto& argument : of)
    if (argument.means.open == openness::plain) return openness::plain;
  return openness::strict;
}

template <function F>
typed_expression of_plain_number(const syntax& /*call*/, arguments& x) {
  auto result = made_plain(plain_number(x[0]));
  result.value = call(F, {result.value});
  return result;
}

/// ln x / ln 10
typed_expression log10_of(const syntax& /*call*/, arguments& x) {
  auto result = made_plain(plain_number(x[0]));
  result.value = call(function::log, {result.value}) / result.value.pool().number(std::numbers::ln10);
  return result;
}

typed_expression sqrt_of(const syntax& s, arguments& x) {
  auto result = raised(x[0], 0.5, s.column);
  result.value = call(function::sqrt, {result.value});
  return result;
}

typed_expression abs_of(const syntax& /*call*/, arguments& x) {
  auto result = x[0].means;
  result.value = call(function::absolute, {result.value});
  return result;
}

typed_expression step_of(const syntax& /*call*/, arguments& x) {
  const auto value = x[0].means.value;
  const auto number = [&](double of) { return value.pool().number(of); };
  return {call(function::select_less, {value, number(0), number(0), number(1)}), {}, openness::strict};
}

template <function F>
typed_expression extreme_of(const syntax& s, arguments& x) {
  for (std::size_t i = 1; i < x.size(); ++i) {
    auto both = unify(x[0], x[i], s.text + "()", s.column);
    both.value = call(F, {x[0].means.value, x[i].means.value});
    x[0].means = both;
  }
  return x[0].means;
}

/// q^((t - t_ref) / 10 degC)
typed_expression q10_of(const syntax& /*call*/, arguments& x) {
  const auto q = plain_number(x[0]).value;
  const auto difference = in_unit(x[1], celsius()).value - in_unit(x[2], celsius()).value;
  return {power(q, difference / q.pool().number(10)), {}, openness_of(x)};
}

/// Absolute temperature, K
expression absolute_temperature(const operand& t) {
  return in_unit(t, celsius()).value + t.means.value.pool().number(freezing_point);
}

/// R T / (z F) ln(out / in)
typed_expression nernst_of(const syntax& s, arguments& x) {
  const auto z = plain_number(x[0]).value;
  const auto temperature = absolute_temperature(x[3]);
  unify(x[1], x[2], "nernst()", s.column);
  const auto ratio = x[1].means.value / x[2].means.value;
  const auto thermal = millivolts * gas_constant / faraday * temperature / z;
  return {thermal * call(function::log, {ratio}), dimension_of("mV"), openness_of(x)};
}

/// z F x (in - out e^-x) / (1 - e^-x), x = z F v / (R T), in a form that is smooth at v = 0 (Goldman 1943, Hodgkin and
/// Katz 1949)
typed_expression ghk_of(const syntax& s, arguments& x) {
  const auto z = plain_number(x[0]).value;
  const auto v = in_unit(x[1], dimension_of("mV")).value;
  const auto temperature = absolute_temperature(x[4]);
  auto concentration = unify(x[2], x[3], "ghk()", s.column);
  concentration.value = x[2].means.value;
  in_unit({x[2].written, concentration}, dimension_of("mM"));  // looks at the dimension; the unit stays
  const auto potential = faraday / (millivolts * gas_constant) * (z * v) / temperature;
  const auto inside = x[2].means.value / call(function::exprel, {-potential});
  const auto outside = x[3].means.value / call(function::exprel, {potential});
  return {faraday * z * (inside - outside), multiplied(dimension_of("C/mol"), concentration.unit, 1, s.column),
          concentration.open == openness::by_number ? openness::by_number : openness_of(x)};
}

struct known_function {
  std::string_view name;
  std::size_t fewest, most;  ///< arguments
  typed_expression (*meaning)(const syntax& call, arguments& x);
};

constexpr std::size_t any_number = 1000;

constexpr std::array known_functions{
    known_function{"exp", 1, 1, of_plain_number<function::exp>},
    known_function{"ln", 1, 1, of_plain_number<function::log>},
    known_function{"log10", 1, 1, log10_of},
    known_function{"sqrt", 1, 1, sqrt_of},
    known_function{"tanh", 1, 1, of_plain_number<function::tanh>},
    known_function{"sinh", 1, 1, of_plain_number<function::sinh>},
    known_function{"cosh", 1, 1, of_plain_number<function::cosh>},
    known_function{"exprel", 1, 1, of_plain_number<function::exprel>},
    known_function{"sigmoid", 1, 1, of_plain_number<function::sigmoid>},
    known_function{"abs", 1, 1, abs_of},
    known_function{"step", 1, 1, step_of},
    known_function{"min", 2, any_number, extreme_of<function::minimum>},
    known_function{"max", 2, any_number, extreme_of<function::maximum>},
    known_function{"q10", 3, 3, q10_of},
    known_function{"nernst", 4, 4, nernst_of},
    known_function{"ghk", 5, 5, ghk_of},
};

constexpr std::array<std::string_view, 3> constants{"pi", "faraday", "gas_constant"};
constexpr std::array<std::string_view, 3> operator_words{"and", "or", "not"};

constexpr auto names_with_if = [] {
  std::array<std::string_view, known_functions.size() + 1> names{};
  std::ranges::transform(known_functions, names.begin(), &known_function::name);
  names.back() = "if";
  return names;
}();

[[noreturn]] void refuse_unknown(const syntax& s) {
  std::string expected;
  if (s.text == "log")
    expected = "expected 'ln' or 'log10'";
  else if (const auto near = nearest(s.text, names_with_if); !near.empty())
    expected = "did you mean '" + near + "'?";
  else
    for (const auto name : names_with_if) expected.append(expected.empty() ? "known are " : ", ").append(name);
  throw equation_error(s.column, "unknown function " + quotation(s.text) + "; " + expected);
}

std::string count_of(const known_function& f) {
  return f.most == any_number ? "at least " + std::to_string(f.fewest) : std::to_string(f.fewest);
}

}  // namespace

std::span<const std::string_view> function_names() { return names_with_if; }
std::span<const std::string_view> constant_names() { return constants; }

bool is_reserved(std::string_view name) {
  return std::ranges::count(names_with_if, name) + std::ranges::count(constants, name) +
             std::ranges::count(operator_words, name) >
         0;
}

std::optional<typed_expression> constant(std::string_view name, expressions& pool) {
  if (name == "pi") return typed_expression{pool.number(std::numbers::pi), {}, openness::strict};
  if (name == "faraday") return typed_expression{pool.number(faraday), dimension_of("C/mol"), openness::strict};
  if (name == "gas_constant")
    return typed_expression{pool.number(gas_constant), dimension_of("V C/(mol degC)"), openness::strict};
  return std::nullopt;
}

typed_expression called(const syntax& s, std::vector<operand> x) {
  const auto f = std::ranges::find(known_functions, s.text, &known_function::name);
  if (f == known_functions.end()) refuse_unknown(s);
  if (x.size() < f->fewest || x.size() > f->most)
    throw equation_error(s.column, s.text + "() of " + std::to_string(x.size()) +
                                       (x.size() == 1 ? " argument" : " arguments") + "; expected " + count_of(*f));
  return f->meaning(s, x);
}

}  // namespace hux
