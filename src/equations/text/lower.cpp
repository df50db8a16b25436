#include "equations/text/lower.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "equations/recorded.hpp"
#include "equations/text/exponentials.hpp"
#include "equations/text/quotients.hpp"
#include "hux/device/functions.hpp"
#include "hux/device/math.hpp"

namespace hux {
namespace {

using kind = expression_kind;
using real = recorded<double>;

double binary_logarithm(double x) { return log2e * log(x); }

/// Makes one list. It is run twice: first to find the exponents that occur, then with their families.
class list_maker : private list_operands {
 public:
  list_maker(algebra& known, const std::vector<std::string>& varying, coefficients& shared,
             std::vector<exponent_family> families, std::vector<expression>& poles, double widest)
      : list_operands(known, varying, shared),
        quotients_(known, shared),
        exponentials_(*this, std::move(families), widest),
        poles_(poles) {}

  real of(expression e) {
    if (!known_.varies(e)) return fixed(e);
    if (const auto made = made_.find(e.number()); made != made_.end()) return made->second;
    const real value = made_of(e);
    made_.emplace(e.number(), value);
    return value;
  }

  [[nodiscard]] const exponential_maker& exponentials() const { return exponentials_; }

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

  // ---- products ----

  /// A product in two parts: what is fixed, and the factors that vary.
  struct factors {
    expression fixed;
    std::vector<real> varying;
  };

  factors factors_of(product p) {
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
    const auto l = exponentials_.line_of(p.above[0].part(0));
    return l ? exponentials_.scaled_exponential(*l, p.fixed) : std::nullopt;
  }

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

  /// Brings a divisor into a product, as factors.
  void divide(expression divisor, exponential_use use, factors& f) {
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
      f.varying.push_back(inverse(divisor));
  }

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
    f.varying.push_back(exponentials_.shared_reciprocal(denominator, size));
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

  /// 1 / (a + b / d) is d / (a d + b) where d is a sum with an exponential, multiplied by the inverse of that where it
  /// is smaller.
  bool divide_by_quotients(expression divisor, factors& f) {
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

  // ---- magnitudes ----

  /// Of what is not negative, made of exponentials and numbers. Parameters count as numbers of moderate size.
  std::optional<magnitude> magnitude_of(expression e) {
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

  real inverse(expression divisor) { return number(1) / of(divisor); }

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

  /// (e^z - 1) / z
  real inverse_ratio(expression z) {
    if (const auto l = exponentials_.line_of(z)) return exponentials_.inverse_ratio(*l);
    const real x = of(z);
    return number(1) / exponential_ratio(x, x / expm1(x));
  }

  /// e^x - 1, to full relative accuracy near 0.
  real less_one(expression x) {
    if (const auto l = exponentials_.line_of(x)) return exp2m1(exponentials_.exponent_of_two(*l).x);
    return expm1(of(x));
  }
  real hyperbolic_tangent(expression x) {
    const real d = less_one(2.0 * x);
    return d / (d + number(2));
  }
  real hyperbolic_cosine(expression x) {
    const auto l =
        exponentials_.line_of(x);  // shares no exponential: where it is small, its reciprocal has to be accurate
    const real e = l ? exp2(exponentials_.exponent_of_two(*l).x) : exp(of(x));
    return number(0.5) * (e + number(1) / e);
  }

  // ---- exponentials ----

  real exponential(expression z, exponential_use use) {
    const auto l = exponentials_.line_of(z);
    return l ? exponentials_.exponential(*l, use) : exp(of(z));
  }

  exponential_maker::chosen_exponential either_exponential(expression z, exponential_use use) {
    const auto l = exponentials_.line_of(z);
    if (!l) return {exp(of(z)), false, std::nullopt};
    return exponentials_.either_exponential(*l, use);
  }

  /// z / (e^z - 1) but for a number, by which `factor` is multiplied.
  real ratio(expression z, expression& factor) {
    if (const auto l = exponentials_.line_of(z)) return exponentials_.ratio(*l, factor);
    const real x = of(z);
    return exponential_ratio(x, x / expm1(x));
  }

  quotient_rules quotients_;
  exponential_maker exponentials_;
  std::vector<expression>& poles_;
  std::map<std::uint32_t, real> made_;
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
  return {with_shared_divisions(writer.written(), maker.exponentials().sharable(), outputs),
          maker.exponentials().exponents()};
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
    const auto families = families_of(draft.exponents, exponential_maker::widest_exponent, known);
    made.lists.push_back(make_list(known, varying, shared, families, wanted, made.poles, widest).list);
  }
  made.derive = derivation(shared, parameters);
  for (auto& list : made.lists) list.inputs = static_cast<std::uint32_t>(varying.size() + shared.all().size());
  return made;
}

}  // namespace hux
