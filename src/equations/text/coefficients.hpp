#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "equations/operations.hpp"
#include "equations/text/algebra.hpp"

namespace hux {

/// The name of the unit of time of the derivatives in expressions, ms; no name of a user's.
inline constexpr std::string_view unit_of_time = "$tau";

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

/// What makes coefficients of the parameters, and the unit of time behind them.
operation_list derivation(const coefficients& all, std::vector<std::string> parameters);

}  // namespace hux
