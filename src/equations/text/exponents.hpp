#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "equations/text/algebra.hpp"
#include "hux/device/models/model.hpp"

namespace hux {

/// But for the rounding of what was worked out on different ways.
inline bool is_same_number(double a, double b) { return std::abs(a - b) <= 1e-14 * std::abs(a); }

/// How an exponential e^(slope x + offset) is used.
enum class exponential_use : std::uint8_t {
  bare,      ///< itself: turning it over would take a division
  logistic,  ///< in a denominator that is as well served by e^-z
  ratio      ///< in z / (e^z - 1), smooth without a series if it is where the shared exponent is zero
};

/// An exponent that occurs in equations.
struct exponent {
  std::string variable;
  double slope = 0;
  expression offset;
  exponential_use use{};
};

/// Exponents whose slopes are multiples of one: each e^z is a power of e^(sign base x + offset), but for a factor. That
/// is known less one, so that of a small power only what it is beside 1 is accurate: the factors are moderate numbers,
/// and of bare exponentials there are those only that rise with the shared one.
struct exponent_family {
  std::string variable;
  double base = 0;  ///< slope, positive
  int sign = 1;
  expression offset;                                                       ///< of the shared exponent, with that sign
  int highest = 1;                                                         ///< power
  std::set<std::tuple<double, std::uint32_t, exponential_use>> members{};  ///< slope, offset's number, use

  [[nodiscard]] bool has(const exponent& e) const {
    return e.variable == variable && members.contains({e.slope, e.offset.number(), e.use});
  }
  /// Which power a member's slope is.
  [[nodiscard]] int power_of(double slope) const;
};

/// How far exponents follow the potential.
struct potential_range {
  double reach;  ///< up to which none saturates because it shares with a steeper one
  double limit;  ///< beyond which they stay what they are there; infinity: none
};
/// Of a membrane, mV.
inline constexpr potential_range membrane_range{150, 190};
/// Of a model in plain numbers, whose v may be anything that is no blow-up.
inline constexpr potential_range plain_range{v_limit, std::numeric_limits<double>::infinity()};

/// Where the exponent of a family is zero, mV; if parameters say where, it is taken for what is usual.
double centre_of(const exponent_family& f);

/// Families that save operations: those of one exponent that nothing else shares are none. Bare exponentials that are
/// each other's inverse are in none, nor are their squares: they are made of one another.
/// @param widest largest exponent of 2 of a power
/// @param reach of the potential without saturating
std::vector<exponent_family> families_of(const std::vector<exponent>& exponents, double widest, double reach,
                                         algebra& known);

}  // namespace hux
