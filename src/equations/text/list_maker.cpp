#include "equations/text/list_maker.hpp"

#include <algorithm>
#include <utility>

namespace hux {
namespace {

using kind = expression_kind;
using real = recorded<double>;

/// Factors in pairs, until two are left at most.
void pair_up(std::vector<real>& values) {
  while (values.size() > 2) {
    std::vector<real> pairs;
    for (std::size_t i = 0; i + 1 < values.size(); i += 2) pairs.push_back(values[i] * values[i + 1]);
    if (values.size() % 2 == 1) pairs.push_back(values.back());
    values = std::move(pairs);
  }
}

}  // namespace

list_maker::list_maker(algebra& known, const std::vector<std::string>& varying, coefficients& shared,
                       std::vector<exponent_family> families, std::vector<expression>& poles,
                       const potential_range& range)
    : list_operands(known, varying, shared),
      quotients_(known, shared),
      exponentials_(*this, std::move(families), range),
      poles_(poles) {}

real list_maker::of(expression e) {
  if (!known_.varies(e)) return fixed(e);
  if (const auto made = made_.find(e.number()); made != made_.end()) return made->second;
  const real value = made_of(e);
  made_.emplace(e.number(), value);
  return value;
}

real list_maker::made_of(expression e) {
  switch (e.kind()) {
    case kind::symbol:
      return variable(e.name());
    case kind::add:
      return sum(e);
    case kind::power:
      return raised(e.part(0), e.part(1));
    case kind::call:
      return called(e);
    default:
      return multiplied(known_.product_of(e));
  }
}

list_maker::factors list_maker::factors_of(product p) {
  factors f{p.fixed, {}};
  while (const auto smooth = quotients_.take_smooth_quotient(p)) {
    f.varying.push_back(ratio(smooth->z, f.fixed));
    f.fixed = f.fixed * smooth->factor;
  }
  for (const auto& a : p.above) f.varying.push_back(of(a));
  // Beside an exponential that grows as it falls, 1 / (1 + e^z) has to keep its digits.
  const bool beside = std::ranges::any_of(p.above, [](expression a) { return has_exponential(a); });
  for (const auto& b : p.below) divide(b, beside ? exponential_use::bare : exponential_use::logistic, f);
  f.fixed = coefficients_.simplest(f.fixed);
  return f;
}

real list_maker::multiplied(const product& p) {
  if (const auto scaled = scaled_exponential(p)) return *scaled;
  factors f = factors_of(p);
  pair_up(f.varying);
  if (f.varying.empty()) return fixed(f.fixed);
  real& last = f.varying.back();
  const bool negative = f.fixed.is_number(-1);
  if (!f.fixed.is_number(1) && !negative) last = last * fixed(f.fixed);
  const real value = f.varying.size() == 1 ? last : f.varying[0] * f.varying[1];
  return negative ? -value : value;
}

std::optional<real> list_maker::scaled_exponential(const product& p) {
  if (p.above.size() != 1 || !p.below.empty() || !is_exponential(p.above[0])) return std::nullopt;
  const auto l = exponentials_.line_of(p.above[0].part(0));
  return l ? exponentials_.scaled_exponential(*l, p.fixed) : std::nullopt;
}

real list_maker::sum(expression e) {
  auto terms = known_.terms_of(e);
  if (const auto smooth = sum_with_tanh(terms)) return *smooth;
  expression rest = known_.pool().number(0);
  std::erase_if(terms, [&](expression t) {
    const bool constant = !known_.varies(t);
    if (constant) rest = rest + t;
    return constant;
  });
  std::optional<real> total;
  rest = coefficients_.simplest(rest);
  if (!rest.is_number(0)) total = fixed(rest);
  std::vector<factors> products;
  for (const auto& t : terms) {
    const auto made = made_.find(t.number());
    factors f =
        made == made_.end() ? factors_of(known_.product_of(t)) : factors{known_.pool().number(1), {made->second}};
    pair_up(f.varying);
    if (f.varying.size() == 1 && f.fixed.is_number(1))
      total = total ? *total + f.varying[0] : f.varying[0];
    else
      products.push_back(std::move(f));
  }
  for (auto& f : products) add_product(f, total);
  return *total;
}

void list_maker::add_product(factors& f, std::optional<real>& total) {
  const bool negative = f.fixed.is_number(-1);
  real first = f.varying[0];
  if (f.varying.size() == 1 && negative) {
    total = total ? *total - first : -first;
    return;
  }
  real second = f.varying.size() == 1 ? fixed(f.fixed) : f.varying[1];
  if (f.varying.size() == 2 && negative) first = -first;
  if (f.varying.size() == 2 && !negative && !f.fixed.is_number(1)) second = second * fixed(f.fixed);
  total = total ? fma(first, second, *total) : first * second;
}

std::optional<real> list_maker::sum_with_tanh(const std::vector<expression>& terms) {
  if (terms.size() != 2 || known_.varies(terms[0]) == known_.varies(terms[1])) return std::nullopt;
  const bool first_varies = known_.varies(terms[0]);
  const product p = known_.product_of(terms[first_varies ? 0 : 1]);
  const expression c = coefficients_.simplest(terms[first_varies ? 1 : 0] / p.fixed);
  const bool is_tanh = p.above.size() == 1 && p.below.empty() && p.above[0].kind() == kind::call &&
                       p.above[0].called() == function::tanh && (c.is_number(1) || c.is_number(-1));
  if (!is_tanh) return std::nullopt;
  const expression x = (-2.0 * c.value()) * p.above[0].part(0);
  return of((2.0 * terms[first_varies ? 1 : 0]) / (1.0 + call(function::exp, {x})));
}

}  // namespace hux
