#include "equations/text/exponentials.hpp"

#include <algorithm>
#include <cmath>

#include "hux/device/math.hpp"

namespace hux {
namespace {

using real = recorded<double>;

/// As away_from_zero, and so far that the product of two such is a number of single precision.
real off_zero(const real& x) { return x + real(1e-18); }

/// Does a shared exponent saturate beyond all potentials that matter only?
bool reaches(const exponent_family& f, const magnitude& size, double reach) {
  const double centre = f.sign * centre_of(f);
  return f.variable == "v" && centre + size.high * ln2 / f.base >= reach && centre + size.low * ln2 / f.base <= -reach;
}

real power_less_one(real d, int n) {
  std::optional<real> result;
  for (; n > 0; n >>= 1, d = expm1_doubled(d))
    if (n & 1) result = result ? expm1_sum(*result, d) : d;
  return *result;
}

bool is_multiple(expression a, expression b, double times) {
  return a.is_number() && b.is_number() && is_same_number(a.value(), times * b.value());
}

}  // namespace

real list_operands::variable(const std::string& name) const {
  const auto at = std::ranges::find(varying_, name);
  return real::input(static_cast<std::uint32_t>(at - varying_.begin()));
}

real list_operands::fixed(expression e) const {
  const expression simplest = coefficients_.simplest(e);
  if (simplest.is_number()) return number(simplest.value());
  return real::input(static_cast<std::uint32_t>(varying_.size()) + coefficients_.index_of(simplest));
}

std::optional<varying_line> exponential_maker::line_of(expression z) const {
  const auto name = known_.variable_of_line(z);
  if (!name) return std::nullopt;
  const line l = *known_.linear_in(z, *name);
  return varying_line{*name, {coefficients_.simplest(l.slope), coefficients_.simplest(l.rest)}};
}

// ---- exponents of two ----

exponential_maker::bounded_exponent exponential_maker::exponent_of_two(const varying_line& l) {
  if (auto limited = by_limited_voltage(l, 1)) return *limited;
  if (auto found = by_family(l); found && fits(found->size)) return *found;
  return {clamped(line_times_log2e(l), widest_exponent), {-widest_exponent, widest_exponent}};
}

real exponential_maker::line_times_log2e(const real& x, const varying_line& l) const {
  return fma(x, fixed(log2e * l.of.slope), fixed(log2e * l.of.rest));
}

/// Of a line in the potential with numbers, while that is within its limits; none if a power of two to it is too
/// large.
/// @param highest power that is needed
std::optional<exponential_maker::bounded_exponent> exponential_maker::by_limited_voltage(const varying_line& l,
                                                                                         int highest) const {
  const bool known = l.variable == varying_[0] && l.of.slope.is_number() && l.of.rest.is_number();
  if (!known || !std::isfinite(range_.limit)) return std::nullopt;
  const double middle = log2e * l.of.rest.value();
  const double reach = log2e * std::abs(l.of.slope.value()) * range_.limit;
  const magnitude size{middle - reach, middle + reach};
  if (!fits({highest * size.low, highest * size.high})) return std::nullopt;
  return bounded_exponent{line_times_log2e(clamped(variable(l.variable), range_.limit), l), size};
}

/// From the exponent of a family, which is within limits already, if it differs by numbers.
std::optional<exponential_maker::bounded_exponent> exponential_maker::by_family(const varying_line& l) const {
  if (!l.of.slope.is_number()) return std::nullopt;
  for (const auto& f : families_) {
    if (f.variable != l.variable) continue;
    const double times = l.of.slope.value() / (f.sign * f.base);
    const expression gap = coefficients_.simplest(l.of.rest - times * f.offset);
    if (!gap.is_number()) continue;
    const shared_exponential s = shared(f);
    if (!reaches(f, s.size, range_.reach)) continue;
    const double a = times * s.size.low, b = times * s.size.high, c = log2e * gap.value();
    return bounded_exponent{fma(s.limited, number(times), number(c)), {std::min(a, b) + c, std::max(a, b) + c}};
  }
  return std::nullopt;
}

// ---- families ----

const exponent_family* exponential_maker::family_of(const varying_line& l, exponential_use use) const {
  if (!l.of.slope.is_number()) return nullptr;
  const exponent e{l.variable, l.of.slope.value(), l.of.rest, use};
  for (const auto& f : families_)
    if (f.has(e)) return &f;
  return nullptr;
}

void exponential_maker::note(const varying_line& l, exponential_use use) {
  if (l.of.slope.is_number()) exponents_.push_back({l.variable, l.of.slope.value(), l.of.rest, use});
}

exponential_maker::shared_exponential exponential_maker::shared(const exponent_family& f) const {
  const expression slope = known_.pool().number(f.sign * f.base);
  const varying_line l{f.variable, {slope, coefficients_.simplest(f.offset)}};
  if (const auto limited = by_limited_voltage(l, f.highest)) {
    const real x = off_zero(limited->x);
    return {x, x, exp2m1(x), limited->size};
  }
  const double most = widest_exponent / f.highest;
  const real x = off_zero(line_times_log2e(l));
  const real limited = maximum(minimum(x, number(most)), number(-2 * most));
  return {x, limited, exp2m1(limited), {-2 * most, most}};
}

exponential_maker::member exponential_maker::member_of(const exponent_family& f, const varying_line& l) const {
  const double slope = l.of.slope.value();
  const int n = f.power_of(slope);
  const bool turned = (slope > 0) != (f.sign > 0);
  const shared_exponential s = shared(f);
  const expression offset = (turned ? -1.0 : 1.0) * l.of.rest;
  expression gap = coefficients_.simplest(offset - static_cast<double>(n) * f.offset);
  // What is left of equal numbers that were rounded on different ways.
  if (gap.is_number() && std::abs(gap.value()) < 1e-12) gap = known_.pool().number(0);
  std::optional<magnitude> size;
  if (gap.is_number()) size = magnitude{n * s.size.low + log2e * gap.value(), n * s.size.high + log2e * gap.value()};
  return {s.x, power_less_one(s.less_one, n), n, gap, turned, size};
}

real exponential_maker::exponential_of(const member& m) const {
  if (m.gap.is_number(0)) return m.power + number(1);
  const real c = fixed(exp_of(m.gap));
  return fma(m.power, c, c);
}

expression exponential_maker::exp_of(expression fixed_exponent) const {
  if (fixed_exponent.is_number()) return known_.pool().number(exp(fixed_exponent.value()));
  return call(function::exp, {fixed_exponent});
}

// ---- exponentials ----

real exponential_maker::exponential(const varying_line& z, exponential_use use) {
  note(z, use);
  if (const auto* f = family_of(z, use)) return exponential_of(member_of(*f, z));
  return alone(z);
}

/// An exponential of its own, or the inverse or the square of one that is there.
real exponential_maker::alone(const varying_line& l) {
  const auto is = [&](const lone_exponential& known, double times) {
    return known.exponent.variable == l.variable && is_multiple(l.of.slope, known.exponent.of.slope, times) &&
           is_multiple(l.of.rest, known.exponent.of.rest, times);
  };
  for (const auto& known : alone_) {
    if (is(known, -1)) return shared_reciprocal(known.e, known.size);
    if (is(known, -2) && fits({2 * known.size.low, 2 * known.size.high})) {
      const real inverse = shared_reciprocal(known.e, known.size);
      return inverse * inverse;
    }
    if (is(known, 2) && fits({2 * known.size.low, 2 * known.size.high})) return known.e * known.e;
  }
  const auto x = exponent_of_two(l);
  alone_.push_back({l, exp2(x.x), x.size});
  return alone_.back().e;
}

exponential_maker::chosen_exponential exponential_maker::either_exponential(const varying_line& z,
                                                                            exponential_use use) {
  const auto* f = family_of(z, use);
  if (f == nullptr) return {exponential(z, use), false, exponent_of_two(z).size};
  const member m = member_of(*f, z);
  return {exponential_of(m), m.turned, m.size};
}

std::optional<real> exponential_maker::scaled_exponential(const varying_line& z, expression c) {
  const auto* family = family_of(z, exponential_use::bare);
  if (family == nullptr) return std::nullopt;
  const member m = member_of(*family, z);
  if (m.turned) return std::nullopt;
  note(z, exponential_use::bare);
  const real factor = fixed(c * exp_of(m.gap));
  return fma(m.power, factor, factor);
}

// ---- ratios ----

real exponential_maker::ratio(const varying_line& z, expression& factor) {
  note(z, exponential_use::ratio);
  if (const auto* f = family_of(z, exponential_use::ratio)) return ratio_of(member_of(*f, z), factor);
  const auto alone = *vanishing_of(z);
  factor = ln2 * factor;
  return alone.x * shared_reciprocal(alone.less_one, magnitude{near_zero, alone.high});
}

std::optional<exponential_maker::vanishing> exponential_maker::vanishing_of(const varying_line& l) {
  note(l, exponential_use::ratio);
  if (const auto* f = family_of(l, exponential_use::ratio)) {
    const member m = member_of(*f, l);
    if (m.turned || !m.gap.is_number(0)) return std::nullopt;
    return vanishing{m.x, m.n, m.power, std::max(m.size->high, 0.0)};
  }
  if (const auto limited = by_limited_voltage(l, 1)) {
    const real x = off_zero(limited->x);
    return vanishing{x, 1, exp2m1(x), std::max(limited->size.high, 0.0)};
  }
  const real x = off_zero(line_times_log2e(l));  // of a z far below zero, the ratio is -z
  return vanishing{x, 1, exp2m1(clamped(x, widest_exponent)), widest_exponent};
}

real exponential_maker::ratio_of(const member& m, expression& factor) {
  if (m.gap.is_number(0)) {
    const real q = m.x * shared_reciprocal(m.power, magnitude{near_zero, m.size->high});
    factor = (m.n * ln2) * factor;
    return m.turned ? fma(q, m.power, q) : q;  // -y / (e^-y - 1) = e^y y / (e^y - 1)
  }
  const double sign = m.turned ? -1 : 1;
  const expression e = exp_of(m.gap);
  const real y = fma(m.x, number(sign * m.n * ln2), fixed(sign * m.gap));
  // e^y - 1, which with numbers is never 0: no product of a number and the one constant is the other.
  const real less_one = fma(m.power, fixed(sign * e), fixed(sign * less_one_of(m.gap)));
  auto size = m.size;
  if (size) size = magnitude{-30, std::max(size->high, 0.0)};
  const real per = shared_reciprocal(less_one, size);
  if (!m.turned) return exponential_ratio(y, y * per);
  return exponential_ratio(y, (y * fma(m.power, fixed(e), fixed(e))) * per);
}

real exponential_maker::inverse_ratio(const varying_line& z) {
  const real x = off_zero(line_times_log2e(z));
  return exp2m1(clamped(x, widest_exponent)) / (x * number(ln2));
}

expression exponential_maker::less_one_of(expression gap) const {
  if (gap.is_number()) return known_.pool().number(expm1(gap.value()));
  return gap * call(function::exprel, {gap});
}

// ---- magnitudes ----

std::optional<magnitude> exponential_maker::magnitude_of(const varying_line& z) {
  const auto* f = family_of(z, exponential_use::bare);
  return f == nullptr ? std::optional(exponent_of_two(z).size) : member_of(*f, z).size;
}

real exponential_maker::shared_reciprocal(const real& denominator, const std::optional<magnitude>& size) {
  if (!size || !fits(*size)) return number(1) / denominator;
  const real r = reciprocal(denominator);
  sharable_.emplace(r.place(), magnitude{std::min(size->low, 0.0), std::max(size->high, 0.0)});
  return r;
}

}  // namespace hux
