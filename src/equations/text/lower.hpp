#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "equations/operations.hpp"
#include "equations/text/algebra.hpp"
#include "equations/text/coefficients.hpp"
#include "equations/text/exponents.hpp"

namespace hux {

/// Some results as operations.
struct lowered {
  /// Of the parameters, and the unit of time behind them: the coefficients, all that is worked out once.
  operation_list derive;
  /// Of what varies, and the coefficients behind it: one list for each set of results that was asked for.
  std::vector<operation_list> lists;
  /// Divisions whose divisor may vanish where its dividend does not, as they were written.
  std::vector<expression> poles;

  /// What a list makes of what varies, in units of 1 ms.
  [[nodiscard]] std::vector<double> results(std::size_t list, const std::vector<double>& parameters,
                                            std::vector<double> varying) const;
};

/// Makes operations of expressions, so that what they compute takes few of them:
///   what depends on parameters alone becomes a coefficient; a sum of products becomes a chain of fma;
///   e^(a x + b) becomes one exp2 of one fma; exponents whose slopes are multiples of one another share one
///   exponential; y / (e^z - 1) and its other writings, where y and z vanish together, are finite and smooth there; up
///   to three denominators share a division.
/// Exponents that are lines in the first of the inputs, with numbers, see it within limits; others saturate: e^z is
/// that of |z| = 43 beyond, so that no product of denominators leaves the range of single precision. One that shares
/// with steeper ones saturates with the steepest of them, which is beyond the reach of the potential; of another
/// variable, whose reach is not known, none shares with a steeper one. Where z is far below zero, y / (e^z - 1) goes on
/// as -y. What is shared is known less one, so that tails are accurate beside 1, to some 2^11 units in the last place
/// of 1, not in themselves: of 1 / (1 + e^z) and z / (e^z - 1) where they are small, and of exponentials where all that
/// is bare rises one way. Exponentials that rise the other way, those of cosh, and denominators beside an exponential
/// share nothing.
/// @param varying names of the inputs, in order
/// @param parameters in order
/// @param range of the first input, which is the potential
lowered lower(algebra& known, const std::vector<std::string>& varying, const std::vector<std::string>& parameters,
              const std::vector<std::vector<expression>>& results, const potential_range& range = membrane_range);

}  // namespace hux
