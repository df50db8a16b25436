#include "equations/text/lower.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "equations/recorded.hpp"
#include "equations/text/exponents.hpp"
#include "equations/text/share_divisions.hpp"
#include "hux/device/math.hpp"

namespace hux {
namespace {

using kind = expression_kind;
using real = recorded<double>;

/// Largest exponent of 2 of a number, so that it and its reciprocal are normal numbers of single precision; and that of
/// an exponential whose argument has to be held within limits of its own: of two there is a product.
constexpr double widest_number = 124.5;
constexpr double widest_exponent = 62;
/// That of a difference that vanishes, where it is held away from zero.
constexpr double near_zero = -60;

double binary_logarithm(double x) { return log2e * log(x); }

real number(double x) { return real(x); }

/// Numbers that are worked out once.
class coefficients {
 public:
  explicit coefficients(algebra& known) : known_(known) {}

  std::uint32_t index_of(expression fixed) {
    const auto [found, is_new] = places_.try_emplace(fixed.number(), all_.size());
    if (is_new) all_.push_back(fixed);
    return found->second;
  }

  /// A fixed expression as it stands, or the number that it comes to if its names cancel.
  expression simplest(expression fixed) {
    if (fixed.is_number()) return fixed;
    const auto [known, is_new] = simplest_.try_emplace(fixed.number(), fixed);
    if (!is_new) return known->second;
    const expression folded = known_.folded(fixed);
    if (folded.is_number()) known->second = folded;
    return known->second;
  }

  [[nodiscard]] const std::vector<expression>& all() const { return all_; }

 private:
  algebra& known_;
  std::map<std::uint32_t, std::uint32_t> places_;
  std::map<std::uint32_t, expression> simplest_;
  std::vector<expression> all_;
};

/// A quotient with a removable singularity: factor z / (e^z - 1), and which factor of the dividend goes into it.
struct smooth_quotient {
  expression z;
  expression factor;
  std::size_t dividend = 0;
};

/// k e^z + d with fixed k and d.
struct exponential_sum {
  expression k, z, d;
};

/// Makes one list. It is run twice: first to find the exponents that occur, then with their families.
class list_maker {
 public:
  list_maker(algebra& known, const std::vector<std::string>& varying, coefficients& shared,
             std::vector<exponent_family> families, std::vector<expression>& poles, double widest)
      : known_(known),
        varying_(varying),
        coefficients_(shared),
        families_(std::move(families)),
        poles_(poles),
        widest_(widest) {}

  real of(expression e) {
    if (!known_.varies(e)) return fixed(e);
    if (const auto made = made_.find(e.number()); made != made_.end()) return made->second;
    const real value = made_of(e);
    made_.emplace(e.number(), value);
    return value;
  }

  [[nodiscard]] const std::vector<exponent>& exponents() const { return exponents_; }
  [[nodiscard]] const std::map<std::uint32_t, magnitude>& pairable() const { return pairable_; }

 private:
  real made_of(expression e) {
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

  real variable(const std::string& name) {
    const auto at = std::ranges::find(varying_, name);
    return real::input(static_cast<std::uint32_t>(at - varying_.begin()));
  }

  real fixed(expression e) {
    const expression simplest = coefficients_.simplest(e);
    if (simplest.is_number()) return number(simplest.value());
    return real::input(static_cast<std::uint32_t>(varying_.size()) + coefficients_.index_of(simplest));
  }

  // ---- products ----

  /// A product in two parts: what is fixed, and the factors that vary.
  struct factors {
    expression fixed;
    std::vector<real> varying;
  };

  factors factors_of(product p) {
    factors f{p.fixed, {}};
    while (const auto smooth = take_smooth_quotient(p)) {
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

  /// Factors in pairs, until two are left at most.
  static void pair_up(std::vector<real>& values) {
    while (values.size() > 2) {
      std::vector<real> pairs;
      for (std::size_t i = 0; i + 1 < values.size(); i += 2) pairs.push_back(values[i] * values[i + 1]);
      if (values.size() % 2 == 1) pairs.push_back(values.back());
      values = std::move(pairs);
    }
  }

  real multiplied(const product& p) {
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

  /// c e^z of what shares an exponential, whose factor takes c in.
  std::optional<real> scaled_exponential(const product& p) {
    if (p.above.size() != 1 || !p.below.empty() || !is_exponential(p.above[0])) return std::nullopt;
    const expression z = p.above[0].part(0);
    const auto l = line_of(z);
    const auto* family = l ? family_of(*l, exponential_use::bare) : nullptr;
    if (family == nullptr) return std::nullopt;
    const member m = member_of(*family, *l);
    note(*l, exponential_use::bare);
    const real c = fixed(p.fixed * exp_of(m.gap));
    return fma(m.power, c, c);
  }

  static bool is_exponential(expression e) { return e.kind() == kind::call && e.called() == function::exp; }

  // ---- sums ----

  real sum(expression e) {
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

  void add_product(factors& f, std::optional<real>& total) {
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

  /// c + c tanh x is 2 c / (1 + e^-2x), which costs less and is as accurate where it is small.
  std::optional<real> sum_with_tanh(const std::vector<expression>& terms) {
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

  // ---- quotients ----

  /// e as k e^z + d; none if it is not.
  std::optional<exponential_sum> exponential_sum_of(expression e) {
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
  std::optional<exponential_sum> fixed_exponential_of(expression e) {
    const expression zero = known_.pool().number(0);
    if (e.is_number()) return exponential_sum{e, zero, zero};
    const bool scaled = e.kind() == kind::multiply && e.part(0).is_number();
    const expression power = scaled ? e.part(1) : e;
    if (power.kind() != kind::call || power.called() != function::exp) return std::nullopt;
    return exponential_sum{scaled ? e.part(0) : known_.pool().number(1), power.part(0), zero};
  }

  /// Takes one quotient with a removable singularity out of a product.
  std::optional<smooth_quotient> take_smooth_quotient(product& p) {
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
  void resolve_hyperbolic(product& p, std::size_t b) {
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

  /// Brings a divisor into a product, as factors.
  void divide(expression divisor, exponential_use use, factors& f) {
    if (divisor.kind() == kind::call && divisor.called() == function::exprel) {
      f.varying.push_back(ratio(divisor.part(0), f.fixed));
      return;
    }
    const auto sum = exponential_sum_of(divisor);
    if (sum && is_positive(sum->k) && is_positive(sum->d)) {
      logistic(*sum, use, f);
      return;
    }
    if (divide_by_inverse_ratio(divisor, f) || divide_by_quotients(divisor, f)) return;
    if (may_vanish(divisor)) poles_.push_back(divisor);
    if (const auto size = magnitude_of(divisor); size && fits(*size) && size->low > -widest_exponent)
      f.varying.push_back(shared_reciprocal(of(divisor), size));
    else
      f.varying.push_back(inverse(divisor));
  }

  static bool is_positive(expression e) { return e.is_number() && e.value() > 0; }

  /// 1 / (k e^z + d), or e^-z / (d e^-z + k) if e^-z is at hand.
  void logistic(const exponential_sum& s, exponential_use use, factors& f) {
    auto [e, turned, size] = either_exponential(s.z, use);
    const double times = turned ? s.d.value() : s.k.value();
    const double plus = turned ? s.k.value() : s.d.value();
    const real denominator = times == 1 ? e + number(plus) : fma(e, number(times), number(plus));
    if (turned) f.varying.push_back(e);
    if (size)
      size =
          magnitude{binary_logarithm(plus), std::max(binary_logarithm(times) + size->high, binary_logarithm(plus)) + 1};
    f.varying.push_back(shared_reciprocal(denominator, size));
  }

  /// 1 / (a + b exprel(z)) is z / (a z + b (e^z - 1)).
  bool divide_by_inverse_ratio(expression divisor, factors& f) {
    const auto terms = known_.terms_of(divisor);
    if (terms.size() != 2 || known_.varies(terms[0]) == known_.varies(terms[1])) return false;
    const bool first_varies = known_.varies(terms[0]);
    const expression a = coefficients_.simplest(terms[first_varies ? 1 : 0]);
    product b = known_.product_of(terms[first_varies ? 0 : 1]);
    const auto at = std::ranges::find_if(
        b.above, [](expression e) { return e.kind() == kind::call && e.called() == function::exprel; });
    if (!is_positive(a) || !is_positive(coefficients_.simplest(b.fixed)) || at == b.above.end()) return false;
    const auto l = line_of(at->part(0));
    b.above.erase(at);
    if (!l || !b.below.empty() || !std::ranges::all_of(b.above, is_exponential)) return false;
    const auto ratio = vanishing_of(*l);
    if (!ratio) return false;
    expression rest = b.fixed;
    for (const auto& e : b.above) rest = rest * e;
    const real y = ratio->x * number(ratio->n * ln2);
    const real denominator = fma(of(rest), ratio->less_one, a.is_number(1) ? y : y * fixed(a));
    auto size = magnitude_of(rest);
    if (size) size = magnitude{near_zero, std::max(size->high, 0.0) + ratio->high + 2};
    f.varying.push_back(y);
    f.varying.push_back(shared_reciprocal(denominator, size));
    return true;
  }

  /// 1 / (a + b / d) is d / (a d + b) where d is a sum with an exponential, multiplied by the inverse of that where it
  /// is smaller.
  bool divide_by_quotients(expression divisor, factors& f) {
    const auto terms = known_.terms_of(divisor);
    if (terms.size() < 2) return false;
    std::optional<exponential_sum> sum;
    expression d;
    for (const auto& t : terms)
      for (const auto& below : known_.product_of(t).below)
        if (const auto found = exponential_sum_of(below);
            found && !sum && is_positive(found->k) && is_positive(found->d))
          sum = found, d = below;
    if (!sum) return false;
    for (const expression by : {known_.pool().number(1), call(function::exp, {-sum->z})}) {
      const expression times = simple_product(d, by);
      expression whole = known_.pool().number(0);
      for (const auto& t : terms) whole = whole + without_divisor(t, d, times, by);
      whole = collected(whole);
      const auto size = magnitude_of(whole);
      const auto size_of_times = magnitude_of(times);
      if (!size || !size_of_times || !fits(*size) || !fits(*size_of_times)) continue;
      if (may_vanish(divisor)) poles_.push_back(divisor);
      f.varying.push_back(of(times));
      f.varying.push_back(shared_reciprocal(of(whole), size));
      return true;
    }
    return false;
  }

  /// A sum, each of its terms multiplied, with exponentials brought together.
  expression simple_product(expression of_sum, expression by) {
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
  bool is_one(expression e) {
    if (!is_exponential(e)) return false;
    const auto l = line_of(e.part(0));
    return l && l->of.slope.is_number(0) && l->of.rest.is_number(0);
  }

  /// Terms that differ by a factor as one.
  expression collected(expression sum) {
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

  /// A term times d times `by`.
  /// @param times those two
  expression without_divisor(expression term, expression d, expression times, expression by) {
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

  // ---- magnitudes ----

  static bool fits(const magnitude& m) { return m.low >= -widest_number && m.high <= widest_number; }

  /// Of what is not negative, made of exponentials and numbers. Parameters count as numbers of moderate size.
  std::optional<magnitude> magnitude_of(expression e) {
    if (!known_.varies(e)) {
      const expression c = coefficients_.simplest(e);
      if (!c.is_number()) return magnitude{-14, 14};
      return c.value() > 0 ? std::optional(magnitude{binary_logarithm(c.value()), binary_logarithm(c.value())})
                           : std::nullopt;
    }
    if (is_exponential(e)) return magnitude_of_exponential(e.part(0));
    if (e.kind() != kind::add && e.kind() != kind::multiply) return std::nullopt;
    const auto a = magnitude_of(e.part(0));
    const auto b = magnitude_of(e.part(1));
    if (!a || !b) return std::nullopt;
    if (e.kind() == kind::multiply) return magnitude{a->low + b->low, a->high + b->high};
    return magnitude{std::max(a->low, b->low), std::max(a->high, b->high) + 1};
  }

  static bool has_exponential(expression e) {
    const bool is_such = e.kind() == kind::call && (e.called() == function::exp || e.called() == function::cosh ||
                                                    e.called() == function::sinh || e.called() == function::exprel);
    return is_such || std::ranges::any_of(e.parts(), has_exponential);
  }

  std::optional<magnitude> magnitude_of_exponential(expression z) {
    const auto l = line_of(z);
    if (!l) return std::nullopt;
    const auto* f = family_of(*l, exponential_use::bare);
    return f == nullptr ? std::optional(exponent_of_two(*l).size) : member_of(*f, *l).size;
  }

  /// 1 / x of a denominator of known size, which may take its division with others.
  real shared_reciprocal(const real& denominator, const std::optional<magnitude>& size) {
    if (!size || !fits(*size)) return number(1) / denominator;
    const real r = reciprocal(denominator);
    pairable_.emplace(r.place(), magnitude{std::min(size->low, 0.0), std::max(size->high, 0.0)});
    return r;
  }

  real inverse(expression divisor) { return number(1) / of(divisor); }

  /// Can it not be told that an expression is never zero?
  bool may_vanish(expression e) const {
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
  bool may_be_negative(expression e) const {
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

  // ---- powers and functions ----

  real raised(expression base, expression exponent) {
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

  /// The third root of c e^z / (k e^w + d). With p = w + ln(k / d), (1 + e^p)^(-1/3) is e^(-max(p, 0) / 3) times
  /// (1 + e^-|p|)^(-1/3).
  std::optional<real> cube_root(const product& p) {
    if (p.above.size() != 1 || p.below.size() != 1 || !is_exponential(p.above[0])) return std::nullopt;
    const expression c = coefficients_.simplest(p.fixed);
    const auto sum = exponential_sum_of(p.below[0]);
    if (!is_positive(c) || !sum || !is_positive(sum->k) || !is_positive(sum->d)) return std::nullopt;
    const auto rise = line_of((1.0 / 3) * p.above[0].part(0));
    const auto fall = line_of((1.0 / 3) * (log(sum->k.value() / sum->d.value()) + sum->z));
    if (!rise || !fall) return std::nullopt;
    const auto up = exponent_of_two(*rise);
    const auto down = exponent_of_two(*fall);
    if (!fits({up.size.low - std::max(down.size.high, 0.0), up.size.high})) return std::nullopt;
    const real e = exp2(-absolute(down.x));
    const real numerator = exp2(up.x - maximum(down.x, number(0))) * number(exp(log(c.value() / sum->d.value()) / 3));
    return numerator * inverse_cube_root(fma(e, e * e, number(1)));
  }

  static real whole_power(real square, int n) {
    std::optional<real> result;
    for (; n > 0; n >>= 1, square = square * square)
      if (n & 1) result = result ? *result * square : square;
    return *result;
  }

  real called(expression e) {
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
        return hyperbolic_sine(e.part(0));
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

  /// (e^z - 1) / z, accurate also where it is large.
  real inverse_ratio(expression z) {
    if (const auto l = line_of(z)) {
      const real x = off_zero(line_times_log2e(*l));
      return exp2m1(clamped(x, widest_exponent)) / (x * number(ln2));
    }
    const real x = of(z);
    return number(1) / exponential_ratio(x, x / expm1(x));
  }

  /// e^x - 1, to full relative accuracy near 0.
  real less_one(expression x) {
    if (const auto l = line_of(x)) return exp2m1(exponent_of_two(*l).x);
    return expm1(of(x));
  }
  real hyperbolic_tangent(expression x) {
    const real d = less_one(2.0 * x);
    return d / (d + number(2));
  }
  real hyperbolic_sine(expression x) {
    const real size = absolute(of(x));  // of a negative x, d + 1 would lose digits
    const real d = expm1(size);
    const real y = number(0.5) * (d + d / (d + number(1)));
    return select_less(of(x), number(0), -y, y);
  }
  real hyperbolic_cosine(expression x) {
    const auto l = line_of(x);  // shares no exponential: where it is small, its reciprocal has to be accurate
    const real e = l ? exp2(exponent_of_two(*l).x) : exp(of(x));
    return number(0.5) * (e + number(1) / e);
  }

  // ---- exponentials ----

  struct varying_line {
    std::string variable;
    line of;
  };
  std::optional<varying_line> line_of(expression z) {
    const auto name = known_.variable_of_line(z);
    if (!name) return std::nullopt;
    const line l = *known_.linear_in(z, *name);
    return varying_line{*name, {coefficients_.simplest(l.slope), coefficients_.simplest(l.rest)}};
  }

  /// An exponent of 2, and what it can be.
  struct bounded_exponent {
    real x;
    magnitude size;
  };

  struct lone_exponential {
    varying_line exponent;
    real e;
    magnitude size;
  };

  /// The line times log2(e), within what exponents may be.
  bounded_exponent exponent_of_two(const varying_line& l) {
    if (auto limited = by_limited_voltage(l, 1)) return *limited;
    if (auto found = by_family(l); found && fits(found->size)) return *found;
    return {clamped(line_times_log2e(l), widest_exponent), {-widest_exponent, widest_exponent}};
  }

  real line_times_log2e(const varying_line& l) { return line_times_log2e(variable(l.variable), l); }
  real line_times_log2e(const real& x, const varying_line& l) {
    return fma(x, fixed(log2e * l.of.slope), fixed(log2e * l.of.rest));
  }

  /// Of a line in the potential with numbers, while that is within its limits; none if a power of two to it is too
  /// large.
  /// @param highest power that is needed
  std::optional<bounded_exponent> by_limited_voltage(const varying_line& l, int highest) {
    const bool known = l.variable == varying_[0] && l.of.slope.is_number() && l.of.rest.is_number();
    if (!known || !std::isfinite(widest_)) return std::nullopt;
    const double middle = log2e * l.of.rest.value();
    const double reach = log2e * std::abs(l.of.slope.value()) * widest_;
    const magnitude size{middle - reach, middle + reach};
    if (!fits({highest * size.low, highest * size.high})) return std::nullopt;
    return bounded_exponent{line_times_log2e(clamped(variable(l.variable), widest_), l), size};
  }

  /// From the exponent of a family, which is within limits already, if it differs by numbers.
  std::optional<bounded_exponent> by_family(const varying_line& l) {
    if (!l.of.slope.is_number()) return std::nullopt;
    for (const auto& f : families_) {
      if (f.variable != l.variable) continue;
      const double times = l.of.slope.value() / (f.sign * f.base);
      const expression gap = coefficients_.simplest(l.of.rest - times * f.offset);
      if (!gap.is_number()) continue;
      const shared_exponential s = shared(f);
      if (!reaches(f, s.size)) continue;
      const double a = times * s.size.low, b = times * s.size.high, c = log2e * gap.value();
      return bounded_exponent{fma(s.limited, number(times), number(c)), {std::min(a, b) + c, std::max(a, b) + c}};
    }
    return std::nullopt;
  }

  /// Does a shared exponent saturate beyond all potentials that matter only?
  static bool reaches(const exponent_family& f, const magnitude& size) {
    const double centre = f.sign * centre_of(f);
    return f.variable == "v" && centre + size.high * ln2 / f.base >= potential_reach &&
           centre + size.low * ln2 / f.base <= -potential_reach;
  }

  /// As away_from_zero, and so far that the product of two such is a number of single precision.
  static real off_zero(const real& x) { return x + number(1e-18); }

  const exponent_family* family_of(const varying_line& l, exponential_use use) const {
    if (!l.of.slope.is_number()) return nullptr;
    const exponent e{l.variable, l.of.slope.value(), l.of.rest, use};
    for (const auto& f : families_)
      if (f.has(e)) return &f;
    return nullptr;
  }

  void note(const varying_line& l, exponential_use use) {
    if (l.of.slope.is_number()) exponents_.push_back({l.variable, l.of.slope.value(), l.of.rest, use});
  }

  /// What a family shares: the exponent of 2, and two to it less one.
  struct shared_exponential {
    real x;        ///< not saturated: of a z far below zero, z / (e^z - 1) is -z
    real limited;  ///< the same, saturated
    real less_one;
    magnitude size;  ///< of two to it
  };
  shared_exponential shared(const exponent_family& f) {
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

  static real power_less_one(real d, int n) {
    std::optional<real> result;
    for (; n > 0; n >>= 1, d = expm1_doubled(d))
      if (n & 1) result = result ? expm1_sum(*result, d) : d;
    return *result;
  }

  /// A member of a family: e^(+-z) = e^gap (power + 1).
  struct member {
    real x;      ///< the shared exponent of 2
    real power;  ///< the power of what is shared, less one
    int n;       ///< which power
    expression gap;
    bool turned;                    ///< of -z
    std::optional<magnitude> size;  ///< of e^(+-z); none: the gap is no number
  };
  member member_of(const exponent_family& f, const varying_line& l) {
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

  real exponential_of(const member& m) {
    if (m.gap.is_number(0)) return m.power + number(1);
    const real c = fixed(exp_of(m.gap));
    return fma(m.power, c, c);
  }

  expression exp_of(expression fixed_exponent) {
    if (fixed_exponent.is_number()) return known_.pool().number(exp(fixed_exponent.value()));
    return call(function::exp, {fixed_exponent});
  }

  real exponential(expression z, exponential_use use) {
    const auto l = line_of(z);
    if (!l) return exp(of(z));
    note(*l, use);
    if (const auto* f = family_of(*l, use)) return exponential_of(member_of(*f, *l));
    return alone(*l);
  }

  /// An exponential of its own, or the inverse or the square of one that is there.
  real alone(const varying_line& l) {
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
  static bool is_multiple(expression a, expression b, double times) {
    return a.is_number() && b.is_number() && is_same_number(a.value(), times * b.value());
  }

  /// e^z, or e^-z if that is what its family has.
  struct chosen_exponential {
    real e;
    bool turned;
    std::optional<magnitude> size;
  };
  chosen_exponential either_exponential(expression z, exponential_use use) {
    const auto l = line_of(z);
    const auto* f = l ? family_of(*l, use) : nullptr;
    if (f == nullptr) return {exponential(z, use), false, l ? std::optional(exponent_of_two(*l).size) : std::nullopt};
    const member m = member_of(*f, *l);
    return {exponential_of(m), m.turned, m.size};
  }

  /// z / (e^z - 1) but for a number, by which `factor` is multiplied.
  real ratio(expression z, expression& factor) {
    const auto l = line_of(z);
    if (!l) {
      const real x = of(z);
      return exponential_ratio(x, x / expm1(x));
    }
    note(*l, exponential_use::ratio);
    if (const auto* f = family_of(*l, exponential_use::ratio)) return ratio_of(member_of(*f, *l), factor);
    const auto alone = *vanishing_of(*l);
    factor = ln2 * factor;
    return alone.x * shared_reciprocal(alone.less_one, magnitude{near_zero, alone.high});
  }

  /// e^z - 1 where it keeps its digits near zero, with z = n ln(2) x.
  struct vanishing {
    real x;
    int n;
    real less_one;
    double high;  ///< exponent of 2
  };
  std::optional<vanishing> vanishing_of(const varying_line& l) {
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

  real ratio_of(const member& m, expression& factor) {
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

  expression less_one_of(expression gap) {
    if (gap.is_number()) return known_.pool().number(expm1(gap.value()));
    return gap * call(function::exprel, {gap});
  }

  algebra& known_;
  const std::vector<std::string>& varying_;
  coefficients& coefficients_;
  std::vector<exponent_family> families_;
  std::vector<expression>& poles_;
  std::map<std::uint32_t, real> made_;
  std::vector<exponent> exponents_;
  std::map<std::uint32_t, magnitude> pairable_;
  std::vector<lone_exponential> alone_;
  double widest_;  ///< within which exponents see the potential
};

/// One list, with families of exponents or to find them.
struct made_list {
  operation_list list;
  std::vector<exponent> exponents;
};

made_list make_list(algebra& known, const std::vector<std::string>& varying, coefficients& shared,
                    const std::vector<exponent_family>& families, const std::vector<expression>& results,
                    std::vector<expression>& poles, double widest) {
  list_writer writer(static_cast<std::uint32_t>(varying.size()));
  list_maker maker(known, varying, shared, families, poles, widest);
  std::vector<std::uint32_t> outputs;
  for (const auto& e : results) outputs.push_back(maker.of(known.with_merged_exponentials(e)).place());
  return {with_shared_divisions(writer.written(), maker.pairable(), outputs), maker.exponents()};
}

/// The coefficients themselves, from the parameters, as they stand.
class coefficient_maker {
 public:
  explicit coefficient_maker(const std::vector<std::string>& inputs) : inputs_(inputs) {}

  real of(expression e) {
    if (e.is_number()) return number(e.value());
    if (const auto made = made_.find(e.number()); made != made_.end()) return made->second;
    const real value = made_of(e);
    made_.emplace(e.number(), value);
    return value;
  }

 private:
  real made_of(expression e) {
    switch (e.kind()) {
      case kind::symbol:
        return real::input(place_of(e.name()));
      case kind::add:
        return of(e.part(0)) + of(e.part(1));
      case kind::multiply:
        return of(e.part(0)) * of(e.part(1));
      case kind::divide:
        return of(e.part(0)) / of(e.part(1));
      case kind::power:
        return raised(e.part(0), e.part(1));
      default:
        return called(e);
    }
  }
  [[nodiscard]] std::uint32_t place_of(const std::string& name) const {
    return static_cast<std::uint32_t>(std::ranges::find(inputs_, name) - inputs_.begin());
  }
  real raised(expression base, expression exponent) {
    constexpr double largest = 64;
    if (exponent.is_number() && exponent.value() == std::floor(exponent.value()) &&
        std::abs(exponent.value()) <= largest) {
      real result = number(1);
      for (int i = 0; i < std::abs(exponent.value()); ++i) result = result * of(base);
      return exponent.value() < 0 ? number(1) / result : result;
    }
    return exp(of(exponent) * log(of(base)));
  }
  real called(expression e) {
    const real x = of(e.part(0));
    const auto d = [&] { return expm1(x); };
    switch (e.called()) {
      case function::exp:
        return exp(x);
      case function::log:
        return log(x);
      case function::sqrt:
        return square_root(x);
      case function::tanh: {
        const real twice = expm1(x + x);
        return twice / (twice + number(2));
      }
      case function::sinh: {
        const real up = expm1(absolute(x));
        const real y = number(0.5) * (up + up / (up + number(1)));
        return select_less(x, number(0), -y, y);
      }
      case function::cosh:
        return number(0.5) * (exp(x) + exp(-x));
      case function::absolute:
        return absolute(x);
      case function::minimum:
        return minimum(x, of(e.part(1)));
      case function::maximum:
        return maximum(x, of(e.part(1)));
      case function::exprel:
        return number(1) / exponential_ratio(x, x / d());
      case function::sigmoid:
        return number(1) / (number(1) + exp(-x));
      default:
        return select_less(x, of(e.part(1)), of(e.part(2)), of(e.part(3)));
    }
  }

  const std::vector<std::string>& inputs_;
  std::map<std::uint32_t, real> made_;
};

operation_list derivation(const coefficients& shared, std::vector<std::string> inputs) {
  inputs.emplace_back(unit_of_time);
  list_writer writer(static_cast<std::uint32_t>(inputs.size()));
  coefficient_maker maker(inputs);
  std::vector<std::uint32_t> outputs;
  for (const auto& e : shared.all()) outputs.push_back(maker.of(e).place());
  return writer.finished(outputs);
}

}  // namespace

lowered lower(algebra& known, const std::vector<std::string>& varying, const std::vector<std::string>& parameters,
              const std::vector<std::vector<expression>>& results, double widest) {
  lowered made;
  coefficients shared(known);
  for (const auto& wanted : results) {
    if (const auto same = std::ranges::find(results, wanted) - results.begin(); same < std::ssize(made.lists)) {
      made.lists.push_back(made.lists[same]);
      continue;
    }
    std::vector<expression> ignored;
    coefficients first_draft(known);
    const auto draft = make_list(known, varying, first_draft, {}, wanted, ignored, widest);
    const auto families = families_of(draft.exponents, widest_exponent, known);
    made.lists.push_back(make_list(known, varying, shared, families, wanted, made.poles, widest).list);
  }
  made.derive = derivation(shared, parameters);
  for (auto& list : made.lists) list.inputs = static_cast<std::uint32_t>(varying.size() + shared.all().size());
  return made;
}

}  // namespace hux
