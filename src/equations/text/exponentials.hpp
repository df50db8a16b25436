#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "equations/recorded.hpp"
#include "equations/text/coefficients.hpp"
#include "equations/text/exponents.hpp"
#include "equations/text/share_divisions.hpp"

namespace hux {

/// What varies, and what is fixed, as operands of the list that is being written.
class list_operands {
 public:
  using real = recorded<double>;

  list_operands(algebra& known, const std::vector<std::string>& varying, coefficients& shared)
      : known_(known), varying_(varying), coefficients_(shared) {}

  [[nodiscard]] real variable(const std::string& name) const;
  /// The coefficient, or the number.
  [[nodiscard]] real fixed(expression e) const;
  static real number(double x) { return real(x); }

 protected:
  algebra& known_;
  const std::vector<std::string>& varying_;
  coefficients& coefficients_;
};

/// A line in one of what varies.
struct varying_line {
  std::string variable;
  line of;
};

/// Writes exponentials of lines: one exp2 of one fma each, or a power of what a family shares.
class exponential_maker : public list_operands {
 public:
  /// An exponent of 2, and what it can be.
  struct bounded_exponent {
    real x;
    magnitude size;
  };
  struct chosen_exponential {
    real e;
    bool turned;
    std::optional<magnitude> size;
  };
  /// e^z - 1 where it keeps its digits near zero, with z = n ln(2) x.
  struct vanishing {
    real x;
    int n;
    real less_one;
    double high;  ///< exponent of 2
  };

  /// Largest exponent of 2 of a number, so that it and its reciprocal are normal numbers of single precision; and that
  /// of an exponential whose argument has to be held within limits of its own: of two there is a product.
  static constexpr double widest_number = 124.5;
  static constexpr double widest_exponent = 62;
  /// That of a difference that vanishes, where it is held away from zero.
  static constexpr double near_zero = -60;

  exponential_maker(const list_operands& operands, std::vector<exponent_family> families, const potential_range& range)
      : list_operands(operands), families_(std::move(families)), range_(range) {}

  /// Those that were asked for.
  [[nodiscard]] const std::vector<exponent>& exponents() const { return exponents_; }
  /// Reciprocals that may share a division, with the magnitude of what they are of.
  [[nodiscard]] const std::map<std::uint32_t, magnitude>& sharable() const { return sharable_; }

  [[nodiscard]] std::optional<varying_line> line_of(expression z) const;

  real exponential(const varying_line& z, exponential_use use);
  /// e^z, or e^-z if that is what its family has.
  chosen_exponential either_exponential(const varying_line& z, exponential_use use);
  /// c e^z of what shares an exponential, whose factor takes c in.
  std::optional<real> scaled_exponential(const varying_line& z, expression c);
  /// z / (e^z - 1) but for a number, by which `factor` is multiplied.
  real ratio(const varying_line& z, expression& factor);
  std::optional<vanishing> vanishing_of(const varying_line& z);
  /// (e^z - 1) / z, accurate also where it is large.
  real inverse_ratio(const varying_line& z);

  /// The line times log2(e), within what exponents may be.
  bounded_exponent exponent_of_two(const varying_line& z);
  std::optional<magnitude> magnitude_of(const varying_line& z);

  static bool fits(const magnitude& m) { return m.low >= -widest_number && m.high <= widest_number; }
  /// 1 / x of a denominator of known size, which may take its division with others.
  real shared_reciprocal(const real& denominator, const std::optional<magnitude>& size);

 private:
  /// What a family shares: the exponent of 2, and two to it less one.
  struct shared_exponential {
    real x;        ///< not saturated: of a z far below zero, z / (e^z - 1) is -z
    real limited;  ///< the same, saturated
    real less_one;
    magnitude size;  ///< of two to it
  };
  /// A member of a family: e^(+-z) = e^gap (power + 1).
  struct member {
    real x;      ///< the shared exponent of 2
    real power;  ///< the power of what is shared, less one
    int n;       ///< which power
    expression gap;
    bool turned;                    ///< of -z
    std::optional<magnitude> size;  ///< of e^(+-z); none: the gap is no number
  };
  struct lone_exponential {
    varying_line exponent;
    real e;
    magnitude size;
  };

  real line_times_log2e(const varying_line& l) const { return line_times_log2e(variable(l.variable), l); }
  [[nodiscard]] real line_times_log2e(const real& x, const varying_line& l) const;
  std::optional<bounded_exponent> by_limited_voltage(const varying_line& l, int highest) const;
  std::optional<bounded_exponent> by_family(const varying_line& l) const;
  [[nodiscard]] const exponent_family* family_of(const varying_line& l, exponential_use use) const;
  void note(const varying_line& l, exponential_use use);
  [[nodiscard]] shared_exponential shared(const exponent_family& f) const;
  [[nodiscard]] member member_of(const exponent_family& f, const varying_line& l) const;
  [[nodiscard]] real exponential_of(const member& m) const;
  real alone(const varying_line& l);
  real ratio_of(const member& m, expression& factor);
  [[nodiscard]] expression exp_of(expression fixed_exponent) const;
  [[nodiscard]] expression less_one_of(expression gap) const;

  std::vector<exponent_family> families_;
  std::vector<exponent> exponents_;
  std::map<std::uint32_t, magnitude> sharable_;
  std::vector<lone_exponential> alone_;
  potential_range range_;
};

}  // namespace hux
