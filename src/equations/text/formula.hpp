#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "equations/operations.hpp"

namespace hux {

/// A name that an expression may use, and its unit as in "um"; "" is a plain number.
struct unit_of_name {
  std::string_view name, unit;
};

/// An expression of some names, worked out by Hux's own functions in double precision: the same bits on every machine.
/// Copies may be used by several threads, one each.
class evaluated_formula {
 public:
  /// @param unit of the result, which bare numbers take
  /// @throws equation_error
  evaluated_formula(std::string_view text, std::span<const unit_of_name> names, std::string_view unit);

  /// Does the result depend on a name?
  [[nodiscard]] bool uses(std::string_view name) const { return used_.contains(name); }

  /// @param values of the names, in their order
  double operator()(std::span<const double> values);

 private:
  operation_list list_;
  std::set<std::string, std::less<>> used_;
  std::vector<double> inputs_, results_;
};

}  // namespace hux
