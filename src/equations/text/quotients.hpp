#pragma once

#include <cstddef>
#include <optional>

#include "equations/text/coefficients.hpp"

namespace hux {

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

bool is_positive(expression e);
/// Is there an exponential anywhere in it?
bool has_exponential(expression e);
/// Can it not be told that an expression is never zero?
bool may_vanish(expression e);

/// How quotients are written otherwise before operations are made of them.
class quotient_rules {
 public:
  quotient_rules(algebra& known, coefficients& shared) : known_(known), coefficients_(shared) {}

  /// e as k e^z + d; none if it is not.
  std::optional<exponential_sum> exponential_sum_of(expression e) const;
  /// Takes one quotient with a removable singularity out of a product.
  std::optional<smooth_quotient> take_smooth_quotient(product& p) const;

  /// A sum, each of its terms multiplied, with exponentials brought together.
  expression simple_product(expression of_sum, expression by) const;
  /// A term times d times `by`.
  /// @param times those two
  expression without_divisor(expression term, expression d, expression times, expression by) const;
  /// Terms that differ by a factor as one.
  expression collected(expression sum) const;

 private:
  std::optional<exponential_sum> fixed_exponential_of(expression e) const;
  void resolve_hyperbolic(product& p, std::size_t b) const;
  bool is_one(expression e) const;

  algebra& known_;
  coefficients& coefficients_;
};

}  // namespace hux
