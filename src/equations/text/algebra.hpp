#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "equations/text/expression.hpp"

/// What the generator of operations needs to know of expressions. All of it is exact but for the rounding of numbers.
namespace hux {

/// slope x + rest, for some x.
struct line {
  expression slope, rest;
};

/// A product: a factor of numbers and names that do not change in time, and what does.
struct product {
  expression fixed;
  std::vector<expression> above;  ///< factors
  std::vector<expression> below;  ///< divisors
};

bool is_exponential(expression e);

class algebra {
 public:
  /// @param varying names of what changes in time
  algebra(expressions& pool, std::set<std::string> varying) : pool_(pool), varying_(std::move(varying)) {}

  [[nodiscard]] expressions& pool() const { return pool_; }
  [[nodiscard]] const std::set<std::string>& names_in(expression e);
  [[nodiscard]] bool contains(expression e, const std::string& name) { return names_in(e).contains(name); }
  /// Does it change in time?
  [[nodiscard]] bool varies(expression e);

  /// e = slope x + rest, both free of x.
  [[nodiscard]] std::optional<line> linear_in(expression e, const std::string& x);
  /// The same where x in the argument of a function or of a power does not count: of a current, the conductance that
  /// follows v at once and its drive. None of a function whose value is a current (minimum, maximum, select_less).
  [[nodiscard]] std::optional<line> conductance_form(expression e, const std::string& x);
  [[nodiscard]] expression derivative(expression e, const std::string& x);

  [[nodiscard]] std::vector<expression> terms_of(expression e) const;
  [[nodiscard]] product product_of(expression e);

  /// A fixed c with y = c z, symbolically or with numbers folded (to 1e-12 of the largest term); else none. Lines in
  /// one varying name need but vanish together.
  [[nodiscard]] std::optional<expression> ratio_of_lines(expression y, expression z);
  /// The only varying name in e, if e is a line in it; else none.
  [[nodiscard]] std::optional<std::string> variable_of_line(expression e);
  /// A fixed expression with what cancels cancelled, so that a number is seen to be one.
  [[nodiscard]] expression folded(expression fixed);
  /// The same expression with products of exponentials, and inverse ones, as one exponential.
  [[nodiscard]] expression with_merged_exponentials(expression e);

 private:
  /// Numbers by products of powers of opaque expressions, by their order in the pool.
  using monomial = std::map<std::uint32_t, int>;
  using polynomial = std::map<monomial, double>;

  std::optional<line> linear(expression e, const std::string& x, bool frozen);
  std::optional<line> linear_choice(expression e, const std::string& x);
  polynomial expanded(expression e);
  polynomial opaque(expression e, int exponent = 1);
  polynomial quotient(const polynomial& a, expression divisor);
  static polynomial product_of(const polynomial& a, const polynomial& b);
  static bool equal(const polynomial& a, const polynomial& b);
  expression rebuilt(const polynomial& p);
  std::optional<expression> fixed_ratio(const polynomial& y, const polynomial& z);
  void gather(expression e, bool above, product& to);

  expressions& pool_;
  std::set<std::string> varying_;
  std::map<std::uint32_t, std::set<std::string>> names_;
  std::map<std::uint32_t, bool> varies_;
  std::map<std::uint32_t, expression> opaque_;
  std::map<std::pair<std::uint32_t, std::string>, expression> derivatives_;
  std::map<std::uint32_t, expression> merged_;
};

/// e with each node rebuilt from its parts, rewritten by `rewrite`, once for each that occurs.
template <class Rewrite>
expression rewritten(expression e, std::map<std::uint32_t, expression>& known, const Rewrite& rewrite) {
  if (const auto found = known.find(e.number()); found != known.end()) return found->second;
  expression result = e;
  if (!e.parts().empty()) {
    std::vector<expression> parts;
    for (const auto& p : e.parts()) parts.push_back(rewritten(p, known, rewrite));
    switch (e.kind()) {
      case expression_kind::add:
        result = parts[0] + parts[1];
        break;
      case expression_kind::multiply:
        result = parts[0] * parts[1];
        break;
      case expression_kind::divide:
        result = parts[0] / parts[1];
        break;
      case expression_kind::power:
        result = power(parts[0], parts[1]);
        break;
      default:
        result = call(e.called(), parts);
        break;
    }
  }
  result = rewrite(result);
  known.emplace(e.number(), result);
  return result;
}

}  // namespace hux
