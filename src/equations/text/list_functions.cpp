#include <cmath>

#include "equations/text/list_maker.hpp"
#include "hux/device/functions.hpp"
#include "hux/device/math.hpp"

/// Powers and functions.
namespace hux {
namespace {

using real = recorded<double>;

real whole_power(real square, int n) {
  std::optional<real> result;
  for (; n > 0; n >>= 1, square = square * square)
    if (n & 1) result = result ? *result * square : square;
  return *result;
}

}  // namespace

real list_maker::raised(expression base, expression exponent) {
  constexpr double largest = 64;
  const expression e = coefficients_.simplest(exponent);
  if (e.is_number() && e.value() == std::floor(e.value()) && std::abs(e.value()) <= largest) {
    const real value = whole_power(of(base), static_cast<int>(std::abs(e.value())));
    return e.value() > 0 ? value : number(1) / value;
  }
  if (e.is_number(0.5)) return square_root(of(base));
  if (e.is_number(1.0 / 3))
    if (const auto root = cube_root(known_.product_of(base))) return *root;
  return exp(of(exponent) * log(of(base)));
}

std::optional<real> list_maker::cube_root(const product& p) {
  if (p.above.size() != 1 || p.below.size() != 1 || !is_exponential(p.above[0])) return std::nullopt;
  const expression c = coefficients_.simplest(p.fixed);
  const auto sum = quotients_.exponential_sum_of(p.below[0]);
  if (!is_positive(c) || !sum || !is_positive(sum->k) || !is_positive(sum->d)) return std::nullopt;
  const auto rise = exponentials_.line_of((1.0 / 3) * p.above[0].part(0));
  const auto fall = exponentials_.line_of((1.0 / 3) * (log(sum->k.value() / sum->d.value()) + sum->z));
  if (!rise || !fall) return std::nullopt;
  const auto up = exponentials_.exponent_of_two(*rise);
  const auto down = exponentials_.exponent_of_two(*fall);
  if (!exponentials_.fits({up.size.low - std::max(down.size.high, 0.0), up.size.high})) return std::nullopt;
  const real e = exp2(-absolute(down.x));
  const real numerator = exp2(up.x - maximum(down.x, number(0))) * number(exp(log(c.value() / sum->d.value()) / 3));
  return numerator * inverse_cube_root(fma(e, e * e, number(1)));
}

real list_maker::called(expression e) {
  const auto argument = [&](std::size_t i) { return of(e.part(i)); };
  switch (e.called()) {
    case function::exp:
      return exponential(e.part(0), exponential_use::bare);
    case function::log:
      return log(argument(0));
    case function::sqrt:
      return square_root(argument(0));
    case function::tanh:
      return hyperbolic_tangent(e.part(0));
    case function::sinh:
      return sinh(argument(0));
    case function::cosh:
      return hyperbolic_cosine(e.part(0));
    case function::absolute:
      return absolute(argument(0));
    case function::minimum:
      return minimum(argument(0), argument(1));
    case function::maximum:
      return maximum(argument(0), argument(1));
    case function::exprel:
      return inverse_ratio(e.part(0));
    case function::sigmoid:
      return of(1.0 / (1.0 + call(function::exp, {-e.part(0)})));
    default:
      return select_less(argument(0), argument(1), argument(2), argument(3));
  }
}

real list_maker::inverse_ratio(expression z) {
  if (const auto l = exponentials_.line_of(z)) return exponentials_.inverse_ratio(*l);
  const real x = of(z);
  return number(1) / exponential_ratio(x, x / expm1(x));
}

real list_maker::less_one(expression x) {
  if (const auto l = exponentials_.line_of(x)) return exp2m1(exponentials_.exponent_of_two(*l).x);
  return expm1(of(x));
}

real list_maker::hyperbolic_tangent(expression x) {
  const real d = less_one(2.0 * x);
  return d / (d + number(2));
}

real list_maker::hyperbolic_cosine(expression x) {
  const auto l =
      exponentials_.line_of(x);  // shares no exponential: where it is small, its reciprocal has to be accurate
  const real e = l ? exp2(exponentials_.exponent_of_two(*l).x) : exp(of(x));
  return number(0.5) * (e + number(1) / e);
}

real list_maker::exponential(expression z, exponential_use use) {
  const auto l = exponentials_.line_of(z);
  return l ? exponentials_.exponential(*l, use) : exp(of(z));
}

exponential_maker::chosen_exponential list_maker::either_exponential(expression z, exponential_use use) {
  const auto l = exponentials_.line_of(z);
  if (!l) return {exp(of(z)), false, std::nullopt};
  return exponentials_.either_exponential(*l, use);
}

real list_maker::ratio(expression z, expression& factor) {
  if (const auto l = exponentials_.line_of(z)) return exponentials_.ratio(*l, factor);
  const real x = of(z);
  return exponential_ratio(x, x / expm1(x));
}

}  // namespace hux
