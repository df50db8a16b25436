#include <algorithm>
#include <cmath>

#include "equations/text/list_maker.hpp"
#include "hux/device/math.hpp"

/// What is divided by: as factors of a product.
namespace hux {
namespace {

using kind = expression_kind;

double binary_logarithm(double x) { return log2e * log(x); }

}  // namespace

void list_maker::divide(expression divisor, exponential_use use, factors& f) {
  if (divisor.kind() == kind::call && divisor.called() == function::exprel) {
    f.varying.push_back(ratio(divisor.part(0), f.fixed));
    return;
  }
  const auto sum = quotients_.exponential_sum_of(divisor);
  if (sum && is_positive(sum->k) && is_positive(sum->d)) {
    logistic(*sum, use, f);
    return;
  }
  if (divide_by_inverse_ratio(divisor, f) || divide_by_quotients(divisor, f)) return;
  if (may_vanish(divisor)) poles_.push_back(divisor);
  if (const auto size = magnitude_of(divisor);
      size && exponentials_.fits(*size) && size->low > -exponential_maker::widest_exponent)
    f.varying.push_back(exponentials_.shared_reciprocal(of(divisor), size));
  else
    f.varying.push_back(number(1) / of(divisor));
}

void list_maker::logistic(const exponential_sum& s, exponential_use use, factors& f) {
  auto [e, turned, size] = either_exponential(s.z, use);
  const double times = turned ? s.d.value() : s.k.value();
  const double plus = turned ? s.k.value() : s.d.value();
  const real denominator = times == 1 ? e + number(plus) : fma(e, number(times), number(plus));
  if (turned) f.varying.push_back(e);
  if (size)
    size =
        magnitude{binary_logarithm(plus), std::max(binary_logarithm(times) + size->high, binary_logarithm(plus)) + 1};
  f.varying.push_back(exponentials_.shared_reciprocal(denominator, size));
}

bool list_maker::divide_by_inverse_ratio(expression divisor, factors& f) {
  const auto terms = known_.terms_of(divisor);
  if (terms.size() != 2 || known_.varies(terms[0]) == known_.varies(terms[1])) return false;
  const bool first_varies = known_.varies(terms[0]);
  const expression a = coefficients_.simplest(terms[first_varies ? 1 : 0]);
  product b = known_.product_of(terms[first_varies ? 0 : 1]);
  const auto at = std::ranges::find_if(
      b.above, [](expression e) { return e.kind() == kind::call && e.called() == function::exprel; });
  if (!is_positive(a) || !is_positive(coefficients_.simplest(b.fixed)) || at == b.above.end()) return false;
  const auto l = exponentials_.line_of(at->part(0));
  b.above.erase(at);
  if (!l || !b.below.empty() || !std::ranges::all_of(b.above, is_exponential)) return false;
  const auto ratio = exponentials_.vanishing_of(*l);
  if (!ratio) return false;
  expression rest = b.fixed;
  for (const auto& e : b.above) rest = rest * e;
  const real y = ratio->x * number(ratio->n * ln2);
  const real denominator = fma(of(rest), ratio->less_one, a.is_number(1) ? y : y * fixed(a));
  auto size = magnitude_of(rest);
  if (size) size = magnitude{exponential_maker::near_zero, std::max(size->high, 0.0) + ratio->high + 2};
  f.varying.push_back(y);
  f.varying.push_back(exponentials_.shared_reciprocal(denominator, size));
  return true;
}

bool list_maker::divide_by_quotients(expression divisor, factors& f) {
  const auto terms = known_.terms_of(divisor);
  if (terms.size() < 2) return false;
  std::optional<exponential_sum> sum;
  expression d;
  for (const auto& t : terms)
    for (const auto& below : known_.product_of(t).below)
      if (const auto found = quotients_.exponential_sum_of(below);
          found && !sum && is_positive(found->k) && is_positive(found->d))
        sum = found, d = below;
  if (!sum) return false;
  for (const expression by : {known_.pool().number(1), call(function::exp, {-sum->z})}) {
    const expression times = quotients_.simple_product(d, by);
    expression whole = known_.pool().number(0);
    for (const auto& t : terms) whole = whole + quotients_.without_divisor(t, d, times, by);
    whole = quotients_.collected(whole);
    const auto size = magnitude_of(whole);
    const auto size_of_times = magnitude_of(times);
    if (!size || !size_of_times || !exponentials_.fits(*size) || !exponentials_.fits(*size_of_times)) continue;
    if (may_vanish(divisor)) poles_.push_back(divisor);
    f.varying.push_back(of(times));
    f.varying.push_back(exponentials_.shared_reciprocal(of(whole), size));
    return true;
  }
  return false;
}

std::optional<magnitude> list_maker::magnitude_of(expression e) {
  if (!known_.varies(e)) {
    const expression c = coefficients_.simplest(e);
    if (!c.is_number()) return magnitude{-14, 14};
    return c.value() > 0 ? std::optional(magnitude{binary_logarithm(c.value()), binary_logarithm(c.value())})
                         : std::nullopt;
  }
  if (is_exponential(e)) {
    const auto l = exponentials_.line_of(e.part(0));
    return l ? exponentials_.magnitude_of(*l) : std::nullopt;
  }
  if (e.kind() != kind::add && e.kind() != kind::multiply) return std::nullopt;
  const auto a = magnitude_of(e.part(0));
  const auto b = magnitude_of(e.part(1));
  if (!a || !b) return std::nullopt;
  if (e.kind() == kind::multiply) return magnitude{a->low + b->low, a->high + b->high};
  return magnitude{std::max(a->low, b->low), std::max(a->high, b->high) + 1};
}

}  // namespace hux
