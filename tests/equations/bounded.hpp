#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "equations/text/expression.hpp"

namespace hux::test {

/// A value by libm's long double, and how far from it one may be who works with a short arithmetic: the first order of
/// the errors of all steps, in units of that arithmetic's relative rounding.
struct bounded {
  long double value = 0;
  long double error = 0;
};

/// Exponentials may share others of the same variable, which leaves their tails an error that is not relative; and they
/// saturate.
inline constexpr long double tail_of_exponentials = 2048;
inline constexpr long double saturation_of_exponentials = 34;

/// Of what single precision does not have, and of what saturates.
inline constexpr long double unknown = std::numeric_limits<long double>::infinity();
inline constexpr long double largest = 1e30L;

/// f(x) with the slope there, and an error of its own of `units`.
inline bounded through(long double value, long double slope, const bounded& x, long double units) {
  return {value, std::abs(slope) * x.error + units * std::abs(value)};
}

inline bounded bounded_power(const bounded& base, const bounded& exponent) {
  const long double value = std::pow(base.value, exponent.value);
  const long double logarithm = base.value > 0 ? std::log(base.value) : 1;
  const long double by_base = base.value == 0 ? 1 : std::abs(exponent.value * value / base.value);
  return {value, by_base * base.error + std::abs(value * logarithm) * (exponent.error + 3 * std::abs(exponent.value)) +
                     4 * std::abs(value)};
}

inline bounded bounded_choice(const std::vector<bounded>& x) {
  bounded chosen = x[0].value < x[1].value ? x[2] : x[3];
  const bool clear = std::abs(x[0].value - x[1].value) > 1e-5L * (std::abs(x[0].value) + std::abs(x[1].value));
  if (!clear && x[2].value != x[3].value) chosen.error = unknown;
  return chosen;
}

inline bounded bounded_call(function f, const std::vector<bounded>& x) {
  const long double a = x[0].value;
  switch (f) {
    case function::exp: {
      bounded e = through(std::exp(a), std::exp(a), x[0], 4);
      e.error += a > saturation_of_exponentials ? unknown : tail_of_exponentials;
      return e;
    }
    case function::log:
      return through(std::log(a), 1 / a, x[0], 4);
    case function::sqrt:
      return through(std::sqrt(a), a == 0 ? 1 : 0.5L / std::sqrt(a), x[0], 1);
    case function::tanh:
      return through(std::tanh(a), 1 - std::tanh(a) * std::tanh(a), x[0], 6);
    case function::sinh:
      return through(std::sinh(a), std::cosh(a), x[0], 6);
    case function::cosh:
      return through(std::cosh(a), std::sinh(a), x[0], std::abs(a) > saturation_of_exponentials ? unknown : 6);
    case function::absolute:
      return {std::abs(a), x[0].error};
    case function::minimum:
      return {std::min(a, x[1].value), std::max(x[0].error, x[1].error)};
    case function::maximum:
      return {std::max(a, x[1].value), std::max(x[0].error, x[1].error)};
    case function::exprel: {
      const long double value = a == 0 ? 1 : std::expm1(a) / a;
      const long double slope = std::abs(a) < 1e-3L ? 0.5L : (std::exp(a) - value) / a;
      return through(value, slope, x[0], a > saturation_of_exponentials ? unknown : 8);
    }
    case function::sigmoid: {
      const long double s = 1 / (1 + std::exp(-a));
      bounded e = through(s, s * (1 - s), x[0], 6);
      e.error += tail_of_exponentials / (1 + std::exp(a));
      return e;
    }
    case function::select_less:
      return bounded_choice(x);
  }
  throw std::logic_error("a function without a meaning");
}

inline bool has_exponential(expression e) {
  const bool is_one =
      e.kind() == expression_kind::call && (e.called() == function::exp || e.called() == function::exprel);
  return is_one || std::ranges::any_of(e.parts(), has_exponential);
}

inline bool is_tanh(expression e) {
  if (e.kind() == expression_kind::multiply) return is_tanh(e.part(1));
  return e.kind() == expression_kind::call && e.called() == function::tanh;
}

inline bounded bounded_value(expression e, const std::map<std::string, long double>& symbols);

inline bounded unlimited_value(expression e, const std::map<std::string, long double>& symbols) {
  std::vector<bounded> x;
  for (const auto part : e.parts()) x.push_back(bounded_value(part, symbols));
  switch (e.kind()) {
    case expression_kind::number:
      return {e.value(), std::abs(static_cast<long double>(e.value()))};
    case expression_kind::symbol:
      return {symbols.at(e.name()), std::abs(symbols.at(e.name()))};
    case expression_kind::add: {
      const long double sum = x[0].value + x[1].value;
      // 1 + tanh x is 2 / (1 + e^-2x).
      const bool has_tail = is_tanh(e.part(0)) || is_tanh(e.part(1));
      return {sum, x[0].error + x[1].error + std::abs(sum) + (has_tail ? tail_of_exponentials : 0)};
    }
    case expression_kind::multiply: {
      const long double p = x[0].value * x[1].value;
      return {p, std::abs(x[0].value) * x[1].error + std::abs(x[1].value) * x[0].error + 2 * std::abs(p)};
    }
    case expression_kind::divide: {
      const long double q = x[0].value / x[1].value;
      const bool has_tail = has_exponential(e.part(1)) && !has_exponential(e.part(0));
      return {q, (x[0].error + std::abs(q) * x[1].error) / std::abs(x[1].value) + 2 * std::abs(q) +
                     (has_tail ? tail_of_exponentials * std::max(std::abs(x[0].value), std::abs(q)) : 0)};
    }
    case expression_kind::power:
      return bounded_power(x[0], x[1]);
    case expression_kind::call:
      return bounded_call(e.called(), x);
  }
  throw std::logic_error("an expression without a meaning");
}

inline bounded bounded_value(expression e, const std::map<std::string, long double>& symbols) {
  const bounded b = unlimited_value(e, symbols);
  return {b.value, std::abs(b.value) > largest ? unknown : b.error};
}

}  // namespace hux::test
