#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hux {

/// Linear equations x' = A x + b, the rows of A and b behind each other: [state][A's row, b], per ms.
struct linear_system {
  static constexpr std::size_t most_states = 8;

  std::size_t states = 0;  ///< at most most_states
  std::vector<double> rates;

  [[nodiscard]] std::size_t row() const { return states + 1; }
};

/// Where the derivatives of some states are zero while the others stay as they are.
/// @param steady their numbers
/// @param x gets what they are there
/// @return false if there is no such place, or more than one
bool find_steady(const linear_system& s, const std::vector<std::size_t>& steady, std::vector<double>& x);

/// The exact solution of such equations after whole steps. What 1, 2, 4, 8 ... steps change is kept, and not what they
/// make of a state, so that what is slow beside a step keeps its digits.
class linear_flow {
 public:
  linear_flow() = default;
  /// @param dt a step, ms
  linear_flow(const linear_system& s, double dt);

  /// Takes x through some steps, 0 to 2^52.
  void advance(std::int64_t steps, double* x) const;

  /// Does no state grow beyond all numbers?
  [[nodiscard]] bool is_bounded() const;

 private:
  std::size_t states_ = 0;
  std::vector<std::vector<double>> changes_;  // [logarithm of the steps][state][A's row, b]
};

}  // namespace hux
