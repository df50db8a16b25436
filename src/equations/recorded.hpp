#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "equations/operations.hpp"
#include "hux/device/math.hpp"

namespace hux {

/// Writes down operations, each once: what is equal to an earlier one is that one.
class list_writer {
 public:
  /// @param inputs how many there are
  explicit list_writer(std::uint32_t inputs);
  ~list_writer();
  list_writer(const list_writer&) = delete;
  list_writer& operator=(const list_writer&) = delete;

  /// The place of an operation.
  std::uint32_t add(operation o);

  /// What was written that the outputs need, in that order.
  [[nodiscard]] operation_list finished(const std::vector<std::uint32_t>& outputs) const;

  /// All that was written.
  [[nodiscard]] const operation_list& written() const { return list_; }

  /// The one that values of this thread are recorded by.
  static list_writer& current();

 private:
  operation_list list_;
  struct known_operations;
  std::unique_ptr<known_operations> known_;
  list_writer* before_;
};

/// A number that is not worked out but written down: what is done with it becomes operations of the thread's writer.
/// Taking the place of a real type, it makes a list of what a template does.
/// @tparam Scalar float or double: what constants are rounded to, and whose coefficients functions use
template <class Scalar>
class recorded {
  using code = operation_code;

 public:
  recorded() = default;  ///< stands for nothing until it is assigned to
  explicit recorded(Scalar constant) : place_(list_writer::current().add({code::constant, {}, 0, constant})) {}

  static recorded at(std::uint32_t place) {
    recorded r;
    r.place_ = place;
    return r;
  }
  static recorded input(std::uint32_t index) { return at(list_writer::current().add({code::input, {}, index, 0})); }

  /// In the list of operations.
  [[nodiscard]] std::uint32_t place() const { return place_; }

  friend recorded operator-(const recorded& a) { return of(code::negate, a); }
  friend recorded operator+(const recorded& a, const recorded& b) { return of(code::add, a, b); }
  friend recorded operator-(const recorded& a, const recorded& b) { return of(code::subtract, a, b); }
  friend recorded operator*(const recorded& a, const recorded& b) { return of(code::multiply, a, b); }
  friend recorded operator/(const recorded& a, const recorded& b) { return of(code::divide, a, b); }
  friend recorded fma(const recorded& a, const recorded& b, const recorded& c) { return of(code::fma, a, b, c); }
  friend recorded minimum(const recorded& a, const recorded& b) { return of(code::minimum, a, b); }
  friend recorded maximum(const recorded& a, const recorded& b) { return of(code::maximum, a, b); }
  friend recorded absolute(const recorded& a) { return of(code::absolute, a); }
  friend recorded select_less(const recorded& a, const recorded& b, const recorded& yes, const recorded& no) {
    return of(code::select_less, a, b, yes, no);
  }
  friend recorded square_root(const recorded& a) { return of(code::square_root, a); }
  friend recorded reciprocal(const recorded& a) { return of(code::reciprocal, a); }
  friend recorded exp(const recorded& x) { return of(code::exp, x); }
  friend recorded exp_or_nan(const recorded& x) { return of(code::exp, x); }
  friend recorded expm1(const recorded& x) { return of(code::expm1, x); }
  friend recorded expm1_or_nan(const recorded& x) { return of(code::expm1, x); }
  friend recorded exp2(const recorded& x) { return of(code::exp2, x); }
  friend recorded exp2m1(const recorded& x) { return of(code::exp2m1, x); }
  friend recorded log(const recorded& x) { return of(code::log, x); }
  friend recorded exponential_ratio(const recorded& x, const recorded& quotient) {
    return of(code::exponential_ratio, x, quotient);
  }

 private:
  template <class... Operands>
  static recorded of(code c, const Operands&... operands) {
    return at(list_writer::current().add({c, {operands.place_...}, 0, 0}));
  }

  std::uint32_t place_ = 0;
};

template <class Scalar>
struct scalar_of<recorded<Scalar>> {
  using type = Scalar;
};

}  // namespace hux
