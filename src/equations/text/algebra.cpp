#include "equations/text/algebra.hpp"

#include <algorithm>
#include <cmath>

#include "hux/device/math.hpp"

namespace hux {
namespace {

using kind = expression_kind;

/// The exponent of a small whole power; 0 if it is none.
int whole_exponent(expression e) {
  constexpr double largest = 8;
  const bool whole = e.is_number() && e.value() == std::floor(e.value()) && std::abs(e.value()) <= largest;
  return whole ? static_cast<int>(e.value()) : 0;
}

}  // namespace

bool is_exponential(expression e) { return e.kind() == kind::call && e.called() == function::exp; }

const std::set<std::string>& algebra::names_in(expression e) {
  if (const auto known = names_.find(e.number()); known != names_.end()) return known->second;
  std::set<std::string> names;
  if (e.kind() == kind::symbol) names.insert(e.name());
  for (const auto& p : e.parts()) {
    const auto& more = names_in(p);
    names.insert(more.begin(), more.end());
  }
  return names_.emplace(e.number(), std::move(names)).first->second;
}

bool algebra::varies(expression e) {
  const auto [known, is_new] = varies_.try_emplace(e.number());
  if (is_new)
    known->second = e.kind() == kind::symbol ? varying_.contains(e.name())
                                             : std::ranges::any_of(e.parts(), [&](expression p) { return varies(p); });
  return known->second;
}

// ---- lines ----

std::optional<line> algebra::linear_in(expression e, const std::string& x) { return linear(e, x, false); }

std::optional<line> algebra::conductance_form(expression e, const std::string& x) { return linear(e, x, true); }

std::optional<line> algebra::linear(expression e, const std::string& x, bool frozen) {
  const expression zero = pool_.number(0);
  if (!contains(e, x)) return line{zero, e};
  if (e.kind() == kind::symbol) return line{pool_.number(1), zero};
  if (e.kind() == kind::call) {
    if (!frozen && e.called() == function::select_less) return linear_choice(e, x);
    const bool chooses = e.called() == function::minimum || e.called() == function::maximum ||
                         e.called() == function::select_less || e.called() == function::absolute;
    return frozen && !chooses ? std::optional(line{zero, e}) : std::nullopt;
  }
  const auto l = linear(e.part(0), x, frozen);
  const auto r = linear(e.part(1), x, frozen);
  if (!l || !r) return std::nullopt;
  switch (e.kind()) {
    case kind::add:
      return line{l->slope + r->slope, l->rest + r->rest};
    case kind::multiply:
      if (l->slope.is_number(0)) return line{l->rest * r->slope, l->rest * r->rest};
      if (r->slope.is_number(0)) return line{l->slope * r->rest, l->rest * r->rest};
      return std::nullopt;
    case kind::divide:
      if (!r->slope.is_number(0)) return std::nullopt;
      return line{l->slope / e.part(1), l->rest / e.part(1)};
    default:
      return frozen && l->slope.is_number(0) && r->slope.is_number(0) ? std::optional(line{zero, e}) : std::nullopt;
  }
}

/// A condition that x is no part of chooses between two lines.
std::optional<line> algebra::linear_choice(expression e, const std::string& x) {
  const auto yes = linear(e.part(2), x, false);
  const auto no = linear(e.part(3), x, false);
  if (contains(e.part(0), x) || contains(e.part(1), x) || !yes || !no) return std::nullopt;
  const auto chosen = [&](expression a, expression b) {
    return a == b ? a : call(function::select_less, {e.part(0), e.part(1), a, b});
  };
  return line{chosen(yes->slope, no->slope), chosen(yes->rest, no->rest)};
}

std::optional<std::string> algebra::variable_of_line(expression e) {
  std::optional<std::string> only;
  for (const auto& name : names_in(e)) {
    if (!varying_.contains(name)) continue;
    if (only) return std::nullopt;
    only = name;
  }
  if (!only || !linear_in(e, *only)) return std::nullopt;
  return only;
}

// ---- derivatives ----

namespace {

/// The derivative of a function of one argument.
expression slope_of(function f, expression value, expression x) {
  switch (f) {
    case function::exp:
      return value;
    case function::log:
      return 1.0 / x;
    case function::sqrt:
      return 0.5 / value;
    case function::tanh:
      return 1.0 - value * value;
    case function::sinh:
      return call(function::cosh, {x});
    case function::cosh:
      return call(function::sinh, {x});
    case function::sigmoid:
      return value * (1.0 - value);
    // e^x = exprel(x) + x exprel'(x); where x is too small for the quotient, 1/2 serves.
    case function::exprel: {
      const expression near = x.pool().number(1e-4);
      const expression far = (call(function::exp, {x}) - value) / x;
      return call(function::select_less, {call(function::absolute, {x}), near, 0.5 + (1.0 / 3) * x, far});
    }
    case function::absolute:
      return call(function::select_less, {x, x.pool().number(0), x.pool().number(-1), x.pool().number(1)});
    default:
      return x.pool().number(0);
  }
}

}  // namespace

expression algebra::derivative(expression e, const std::string& x) {
  if (!contains(e, x)) return pool_.number(0);
  if (e.kind() == kind::symbol) return pool_.number(1);
  const auto key = std::pair(e.number(), x);
  if (const auto known = derivatives_.find(key); known != derivatives_.end()) return known->second;
  const auto of = [&](std::size_t part) { return derivative(e.part(part), x); };
  expression d;
  switch (e.kind()) {
    case kind::add:
      d = of(0) + of(1);
      break;
    case kind::multiply:
      d = of(0) * e.part(1) + e.part(0) * of(1);
      break;
    case kind::divide:
      d = of(0) / e.part(1) - (e / e.part(1)) * of(1);
      break;
    case kind::power:
      if (contains(e.part(1), x))
        d = e * (of(1) * call(function::log, {e.part(0)}) + e.part(1) * (of(0) / e.part(0)));
      else
        d = (e.part(1) * power(e.part(0), e.part(1) - pool_.number(1))) * of(0);
      break;
    default:
      if (e.called() == function::select_less)
        d = call(function::select_less, {e.part(0), e.part(1), of(2), of(3)});
      else if (e.called() == function::minimum)
        d = call(function::select_less, {e.part(0), e.part(1), of(0), of(1)});
      else if (e.called() == function::maximum)
        d = call(function::select_less, {e.part(1), e.part(0), of(0), of(1)});
      else
        d = slope_of(e.called(), e, e.part(0)) * of(0);
  }
  derivatives_.emplace(key, d);
  return d;
}

// ---- sums and products ----

std::vector<expression> algebra::terms_of(expression e) const {
  if (e.kind() != kind::add) return {e};
  auto terms = terms_of(e.part(0));
  for (const auto& t : terms_of(e.part(1))) terms.push_back(t);
  return terms;
}

product algebra::product_of(expression e) {
  product p{pool_.number(1), {}, {}};
  gather(e, true, p);
  return p;
}

void algebra::gather(expression e, bool above, product& to) {
  if (!varies(e)) {
    to.fixed = above ? to.fixed * e : to.fixed / e;
  } else if (e.kind() == kind::multiply || e.kind() == kind::divide) {
    gather(e.part(0), above, to);
    gather(e.part(1), above == (e.kind() == kind::multiply), to);
  } else {
    (above ? to.above : to.below).push_back(e);
  }
}

// ---- polynomials ----

algebra::polynomial algebra::opaque(expression e, int exponent) {
  opaque_.emplace(e.number(), e);
  return {{{{e.number(), exponent}}, 1.0}};
}

algebra::polynomial algebra::product_of(const polynomial& a, const polynomial& b) {
  polynomial result;
  for (const auto& [m, c] : a)
    for (const auto& [n, d] : b) {
      monomial both = m;
      for (const auto& [factor, exponent] : n)
        if ((both[factor] += exponent) == 0) both.erase(factor);
      result[both] += c * d;
    }
  return result;
}

algebra::polynomial algebra::quotient(const polynomial& a, expression divisor) {
  const polynomial below = expanded(divisor);
  if (below.size() != 1 || below.begin()->second == 0) return product_of(a, opaque(divisor, -1));
  monomial inverse;
  for (const auto& [factor, exponent] : below.begin()->first) inverse[factor] = -exponent;
  return product_of(a, {{inverse, 1 / below.begin()->second}});
}

algebra::polynomial algebra::expanded(expression e) {
  constexpr std::size_t most_terms = 200;
  switch (e.kind()) {
    case kind::number:
      return {{{}, e.value()}};
    case kind::add: {
      auto sum = expanded(e.part(0));
      for (const auto& [m, c] : expanded(e.part(1))) sum[m] += c;
      return sum;
    }
    case kind::multiply: {
      const auto a = expanded(e.part(0));
      const auto b = expanded(e.part(1));
      return a.size() * b.size() > most_terms ? opaque(e) : product_of(a, b);
    }
    case kind::divide:
      return quotient(expanded(e.part(0)), e.part(1));
    case kind::power: {
      const int n = whole_exponent(e.part(1));
      const auto base = expanded(e.part(0));
      if (n <= 0) return opaque(e);
      polynomial result = base;
      for (int i = 1; i < n; ++i) {
        if (result.size() * base.size() > most_terms) return opaque(e);
        result = product_of(result, base);
      }
      return result;
    }
    default:
      return opaque(e);
  }
}

bool algebra::equal(const polynomial& a, const polynomial& b) {
  double largest = 0;
  polynomial difference = a;
  for (const auto& [m, c] : b) difference[m] -= c;
  for (const auto* p : {&a, &b})
    for (const auto& [m, c] : *p) largest = std::max(largest, std::abs(c));
  return std::ranges::all_of(difference, [&](const auto& term) { return std::abs(term.second) <= 1e-12 * largest; });
}

expression algebra::rebuilt(const polynomial& p) {
  double largest = 0;
  for (const auto& [m, c] : p) largest = std::max(largest, std::abs(c));
  expression sum = pool_.number(0);
  for (const auto& [m, c] : p) {
    if (std::abs(c) <= 1e-14 * largest) continue;
    expression term = pool_.number(c);
    for (const auto& [factor, exponent] : m) term = term * power(opaque_.at(factor), pool_.number(exponent));
    sum = sum + term;
  }
  return sum;
}

expression algebra::folded(expression fixed) { return rebuilt(expanded(fixed)); }

std::optional<expression> algebra::ratio_of_lines(expression y, expression z) {
  const auto x = variable_of_line(z);
  if (!x || variable_of_line(y) != x) return fixed_ratio(expanded(y), expanded(z));
  const auto above = linear_in(y, *x);
  const auto below = linear_in(z, *x);
  if (!equal(expanded(above->slope * below->rest), expanded(below->slope * above->rest))) return std::nullopt;
  return folded(above->slope / below->slope);
}

std::optional<expression> algebra::fixed_ratio(const polynomial& y, const polynomial& z) {
  if (y.size() != z.size() || z.empty() || z.begin()->second == 0) return std::nullopt;
  for (const auto& [m, c] : y) {
    monomial ratio = m;
    for (const auto& [factor, exponent] : z.begin()->first)
      if ((ratio[factor] -= exponent) == 0) ratio.erase(factor);
    const bool is_fixed = std::ranges::none_of(ratio, [&](const auto& f) { return varies(opaque_.at(f.first)); });
    const polynomial times{{ratio, c / z.begin()->second}};
    if (is_fixed && equal(y, product_of(z, times))) return rebuilt(times);
  }
  return std::nullopt;
}

expression algebra::with_merged_exponentials(expression e) {
  return rewritten(e, merged_, [](expression x) {
    const auto argument = [](expression a) { return a.part(0); };
    if (is_exponential(x) && argument(x).is_number()) return x.pool().number(exp(argument(x).value()));
    if (x.kind() == kind::multiply) {
      const expression a = x.part(0), b = x.part(1);
      if (is_exponential(a) && is_exponential(b)) return call(function::exp, {argument(a) + argument(b)});
    }
    if (x.kind() == kind::divide && is_exponential(x.part(1))) {
      const expression inverse = call(function::exp, {-argument(x.part(1))});
      if (is_exponential(x.part(0))) return call(function::exp, {argument(x.part(0)) - argument(x.part(1))});
      return x.part(0) * inverse;
    }
    if (x.kind() == kind::power && is_exponential(x.part(0)))
      return call(function::exp, {x.part(1) * argument(x.part(0))});
    return x;
  });
}

}  // namespace hux
