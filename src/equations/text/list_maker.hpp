#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "equations/recorded.hpp"
#include "equations/text/exponentials.hpp"
#include "equations/text/quotients.hpp"

namespace hux {

/// Makes one list of operations of expressions (lower.hpp). It is run twice: first to find the exponents that occur,
/// then with their families.
class list_maker : private list_operands {
 public:
  using real = recorded<double>;

  list_maker(algebra& known, const std::vector<std::string>& varying, coefficients& shared,
             std::vector<exponent_family> families, std::vector<expression>& poles, const potential_range& range);

  real of(expression e);

  [[nodiscard]] const exponential_maker& exponentials() const { return exponentials_; }

 private:
  /// A product in two parts: what is fixed, and the factors that vary.
  struct factors {
    expression fixed;
    std::vector<real> varying;
  };

  real made_of(expression e);

  // ---- products and sums: list_maker.cpp ----

  factors factors_of(product p);
  real multiplied(const product& p);
  /// c e^z of what shares an exponential, whose factor takes c in.
  std::optional<real> scaled_exponential(const product& p);
  real sum(expression e);
  void add_product(factors& f, std::optional<real>& total);
  /// c + c tanh x is 2 c / (1 + e^-2x), which costs less and is as accurate where it is small.
  std::optional<real> sum_with_tanh(const std::vector<expression>& terms);

  // ---- divisors: list_divisors.cpp ----

  /// Brings a divisor into a product, as factors.
  void divide(expression divisor, exponential_use use, factors& f);
  /// 1 / (k e^z + d), or e^-z / (d e^-z + k) if e^-z is at hand.
  void logistic(const exponential_sum& s, exponential_use use, factors& f);
  /// 1 / (a + b exprel(z)) is z / (a z + b (e^z - 1)).
  bool divide_by_inverse_ratio(expression divisor, factors& f);
  /// 1 / (a + b / d) is d / (a d + b) where d is a sum with an exponential, multiplied by the inverse of that where it
  /// is smaller.
  bool divide_by_quotients(expression divisor, factors& f);
  /// Of what is not negative, made of exponentials and numbers. Parameters count as numbers of moderate size.
  std::optional<magnitude> magnitude_of(expression e);

  // ---- powers and functions: list_functions.cpp ----

  real raised(expression base, expression exponent);
  /// The third root of c e^z / (k e^w + d). With p = w + ln(k / d), (1 + e^p)^(-1/3) is e^(-max(p, 0) / 3) times
  /// (1 + e^-|p|)^(-1/3).
  std::optional<real> cube_root(const product& p);
  real called(expression e);
  /// (e^z - 1) / z
  real inverse_ratio(expression z);
  /// e^x - 1, to full relative accuracy near 0.
  real less_one(expression x);
  real hyperbolic_tangent(expression x);
  real hyperbolic_cosine(expression x);
  real exponential(expression z, exponential_use use);
  exponential_maker::chosen_exponential either_exponential(expression z, exponential_use use);
  /// z / (e^z - 1) but for a number, by which `factor` is multiplied.
  real ratio(expression z, expression& factor);

  quotient_rules quotients_;
  exponential_maker exponentials_;
  std::vector<expression>& poles_;
  std::map<std::uint32_t, real> made_;
};

}  // namespace hux
