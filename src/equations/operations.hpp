#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace hux {

/// What equations come down to, each the function of hux/device/math.hpp of that name (or an IEEE operation): the same
/// bits over floats, packs, rows and in compiled text.
enum class operation_code : std::uint8_t {
  constant,  ///< `value`, rounded once to the real type
  input,     ///< the input of number `index`
  negate,
  add,
  subtract,
  multiply,
  divide,
  fma,  ///< a b + c
  minimum,
  maximum,
  absolute,
  select_less,  ///< a < b ? c : d
  square_root,
  reciprocal,
  exp,    ///< exp_or_nan
  expm1,  ///< expm1_or_nan
  exp2,
  exp2m1,
  log,
  exponential_ratio,  ///< of x and a quotient
};

/// How many operands an operation has.
constexpr int operands_of(operation_code code) {
  switch (code) {
    case operation_code::constant:
    case operation_code::input:
      return 0;
    case operation_code::add:
    case operation_code::subtract:
    case operation_code::multiply:
    case operation_code::divide:
    case operation_code::minimum:
    case operation_code::maximum:
    case operation_code::exponential_ratio:
      return 2;
    case operation_code::fma:
      return 3;
    case operation_code::select_less:
      return 4;
    default:
      return 1;
  }
}

struct operation {
  operation_code code{};
  std::array<std::uint32_t, 4> operands{};  ///< places of earlier operations in the list
  std::uint32_t index = 0;                  ///< of an input
  double value = 0;                         ///< of a constant

  bool operator==(const operation&) const = default;
};

/// Operations one after the other, each making one value of earlier ones.
struct operation_list {
  std::uint32_t inputs = 0;  ///< how many there are
  std::vector<operation> operations;
  std::vector<std::uint32_t> outputs;  ///< places of the results

  bool operator==(const operation_list&) const = default;
};

/// What of a list is needed for what stands at some places, which become the outputs, in that order.
operation_list needed_part(const operation_list& list, const std::vector<std::uint32_t>& places);

}  // namespace hux
