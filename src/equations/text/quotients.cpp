#include "equations/text/quotients.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

#include "hux/device/math.hpp"

namespace hux {

using kind = expression_kind;

bool is_positive(expression e) { return e.is_number() && e.value() > 0; }

bool has_exponential(expression e) {
  const bool is_such = e.kind() == kind::call && (e.called() == function::exp || e.called() == function::cosh ||
                                                  e.called() == function::sinh || e.called() == function::exprel);
  return is_such || std::ranges::any_of(e.parts(), has_exponential);
}

namespace {

bool may_be_negative(expression e) {
  if (e.is_number()) return e.value() <= 0;
  switch (e.kind()) {
    case kind::call:
      return may_vanish(e);
    case kind::multiply:
    case kind::divide:
    case kind::add:
      return may_be_negative(e.part(0)) || may_be_negative(e.part(1));
    default:
      return true;
  }
}

}  // namespace

bool may_vanish(expression e) {
  if (e.is_number()) return e.value() == 0;
  switch (e.kind()) {
    case kind::call:
      return e.called() != function::exp && e.called() != function::cosh && e.called() != function::sigmoid &&
             e.called() != function::exprel;
    case kind::multiply:
    case kind::divide:
      return may_vanish(e.part(0));
    case kind::add:
      return may_be_negative(e.part(0)) || may_be_negative(e.part(1));
    default:
      return true;
  }
}

std::optional<exponential_sum> quotient_rules::exponential_sum_of(expression e) const {
  const auto terms = known_.terms_of(e);
  if (terms.size() != 2 || known_.varies(terms[0]) == known_.varies(terms[1])) return std::nullopt;
  const bool first_varies = known_.varies(terms[0]);
  const product p = known_.product_of(terms[first_varies ? 0 : 1]);
  if (p.above.size() != 1 || !p.below.empty() || p.above[0].kind() != kind::call) return std::nullopt;
  if (p.above[0].called() != function::exp) return std::nullopt;
  return exponential_sum{coefficients_.simplest(p.fixed), p.above[0].part(0),
                         coefficients_.simplest(terms[first_varies ? 1 : 0])};
}

/// What is fixed as k e^z; z is 0 if there is no exponential in it.
std::optional<exponential_sum> quotient_rules::fixed_exponential_of(expression e) const {
  const expression zero = known_.pool().number(0);
  if (e.is_number()) return exponential_sum{e, zero, zero};
  const bool scaled = e.kind() == kind::multiply && e.part(0).is_number();
  const expression power = scaled ? e.part(1) : e;
  if (power.kind() != kind::call || power.called() != function::exp) return std::nullopt;
  return exponential_sum{scaled ? e.part(0) : known_.pool().number(1), power.part(0), zero};
}

std::optional<smooth_quotient> quotient_rules::take_smooth_quotient(product& p) const {
  for (std::size_t b = p.below.size(); b-- > 0;) resolve_hyperbolic(p, b);
  for (std::size_t b = 0; b < p.below.size(); ++b) {
    const auto sum = exponential_sum_of(p.below[b]);
    const auto d = sum ? fixed_exponential_of(sum->d) : std::nullopt;
    if (!d || !sum->k.is_number() || !d->k.is_number() || sum->k.value() * d->k.value() >= 0) continue;
    // k e^z + d e^w = -d e^w (e^y - 1) with y = z - w + ln(-k / d).
    const expression y = log(-sum->k.value() / d->k.value()) + (sum->z - d->z);
    for (std::size_t a = 0; a < p.above.size(); ++a)
      if (const auto ratio = known_.ratio_of_lines(p.above[a], y)) {
        p.above.erase(p.above.begin() + static_cast<std::ptrdiff_t>(a));
        p.below.erase(p.below.begin() + static_cast<std::ptrdiff_t>(b));
        return smooth_quotient{y, *ratio / (-sum->d), a};
      }
    if (p.above.size() > 1) {
      const auto whole = std::accumulate(p.above.begin() + 1, p.above.end(), p.above[0], std::multiplies<>());
      if (const auto ratio = known_.ratio_of_lines(whole, y)) {
        p.above.clear();
        p.below.erase(p.below.begin() + static_cast<std::ptrdiff_t>(b));
        return smooth_quotient{y, *ratio / (-sum->d), 0};
      }
    }
  }
  return std::nullopt;
}

/// y / tanh z and y / sinh z, where y and z vanish together, by e^z - 1:
///   tanh z = (e^2z - 1) / (e^2z + 1), which is y coth z = y (1 + 2 / (e^2z - 1)); sinh z = (e^z - 1) (1 + e^-z) / 2
void quotient_rules::resolve_hyperbolic(product& p, std::size_t b) const {
  const expression divisor = p.below[b];
  if (divisor.kind() != kind::call) return;
  const bool is_tanh = divisor.called() == function::tanh;
  if (!is_tanh && divisor.called() != function::sinh) return;
  const expression z = divisor.part(0);
  const auto vanishes = [&](expression y) { return known_.ratio_of_lines(y, z).has_value(); };
  const auto a = std::ranges::find_if(p.above, vanishes);
  if (a == p.above.end()) return;
  const auto one_less = [&](expression x) { return call(function::exp, {x}) - known_.pool().number(1); };
  if (is_tanh) {
    const expression y = *a;
    p.above.erase(a);
    p.below.erase(p.below.begin() + static_cast<std::ptrdiff_t>(b));
    p.above.push_back(y + (2.0 * y) / one_less(2.0 * z));
  } else {
    p.below[b] = one_less(z);
    p.below.push_back(0.5 + 0.5 * call(function::exp, {-z}));
  }
}

expression quotient_rules::simple_product(expression of_sum, expression by) const {
  expression sum = known_.pool().number(0);
  for (const auto& t : known_.terms_of(of_sum)) {
    expression term = known_.pool().number(1);
    const product p = known_.product_of(known_.with_merged_exponentials(t * by));
    for (const auto& a : p.above) term = term * (is_one(a) ? known_.pool().number(1) : a);
    for (const auto& b : p.below) term = term / b;
    sum = sum + p.fixed * term;
  }
  return sum;
}

/// e^(z - z)
bool quotient_rules::is_one(expression e) const {
  if (!is_exponential(e)) return false;
  const auto name = known_.variable_of_line(e.part(0));
  if (!name) return false;
  const line l = *known_.linear_in(e.part(0), *name);
  return coefficients_.simplest(l.slope).is_number(0) && coefficients_.simplest(l.rest).is_number(0);
}

expression quotient_rules::without_divisor(expression term, expression d, expression times, expression by) const {
  product p = known_.product_of(term);
  expression sum = times;
  if (const auto at = std::ranges::find(p.below, d); at != p.below.end()) {
    p.below.erase(at);
    sum = by;
  }
  expression factor = p.fixed;
  for (const auto& b : p.below) factor = factor / b;
  for (const auto& a : p.above) {
    const bool is_only_sum = a.kind() == kind::add && sum.kind() != kind::add;
    factor = factor * (is_only_sum ? sum : a);
    if (is_only_sum) sum = a;
  }
  return simple_product(sum, factor);
}

expression quotient_rules::collected(expression sum) const {
  std::vector<std::pair<expression, expression>> found;  // what varies, its factor
  for (const auto& t : known_.terms_of(sum)) {
    const product p = known_.product_of(t);
    expression varying = known_.pool().number(1);
    for (const auto& a : p.above) varying = varying * a;
    for (const auto& b : p.below) varying = varying / b;
    const auto at = std::ranges::find(found, varying, [](const auto& f) { return f.first; });
    if (at == found.end())
      found.emplace_back(varying, p.fixed);
    else
      at->second = coefficients_.simplest(at->second + p.fixed);
  }
  expression result = known_.pool().number(0);
  for (const auto& [varying, factor] : found) result = result + factor * varying;
  return result;
}

}  // namespace hux
