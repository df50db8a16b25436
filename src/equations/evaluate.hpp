#pragma once

#include <cstddef>
#include <span>

#include "equations/operations.hpp"
#include "hux/device/math.hpp"

namespace hux {

/// What one operation makes of inputs and of the values of earlier operations.
template <class Real>
Real value_of(const operation& o, std::span<const Real> inputs, std::span<const Real> values) {
  using code = operation_code;
  const auto x = [&](std::size_t i) -> const Real& { return values[o.operands[i]]; };
  switch (o.code) {
    case code::constant:
      return constant<Real>(o.value);
    case code::input:
      return inputs[o.index];
    case code::negate:
      return -x(0);
    case code::add:
      return x(0) + x(1);
    case code::subtract:
      return x(0) - x(1);
    case code::multiply:
      return x(0) * x(1);
    case code::divide:
      return x(0) / x(1);
    case code::fma:
      return fma(x(0), x(1), x(2));
    case code::minimum:
      return minimum(x(0), x(1));
    case code::maximum:
      return maximum(x(0), x(1));
    case code::absolute:
      return absolute(x(0));
    case code::select_less:
      return select_less(x(0), x(1), x(2), x(3));
    case code::square_root:
      return square_root(x(0));
    case code::reciprocal:
      return reciprocal(x(0));
    case code::exp:
      return exp_or_nan(x(0));
    case code::expm1:
      return expm1_or_nan(x(0));
    case code::exp2:
      return exp2(x(0));
    case code::exp2m1:
      return exp2m1(x(0));
    case code::log:
      return log(x(0));
    case code::exponential_ratio:
      return exponential_ratio(x(0), x(1));
  }
  __builtin_unreachable();
}

/// Executes operations over any real type that has the functions of hux/device/math.hpp.
/// @param values becomes what each operation gives, in the order of the list
template <class Real>
void evaluate(const operation_list& list, std::span<const Real> inputs, std::span<Real> values) {
  for (std::size_t i = 0; i < list.operations.size(); ++i)
    values[i] = value_of<Real>(list.operations[i], inputs, values);
}

}  // namespace hux
