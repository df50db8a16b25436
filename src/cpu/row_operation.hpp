#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace hux::cpu {

/// What is done to rows of neurons. A product is a fused multiply-add, too: a b is fma(a, b, -0), with the same bits.
enum class row_code : std::uint8_t {
  copy,
  absolute,
  square_root,
  reciprocal,
  exp,
  expm1,
  exp2,
  exp2m1,
  log,
  add,
  subtract,
  divide,
  minimum,
  maximum,
  exponential_ratio,
  fma,          ///< a b + c
  negated_fma,  ///< -a b + c
  select_less,
};
inline constexpr unsigned row_codes = static_cast<unsigned>(row_code::select_less) + 1;

constexpr unsigned operands_of(row_code code) {
  if (code < row_code::add) return 1;
  if (code < row_code::fma) return 2;
  return code < row_code::select_less ? 3 : 4;
}
inline constexpr unsigned most_row_operands = 4;

/// Where an operand is.
struct row_place {
  enum kind : std::uint8_t {
    uniform,  ///< one number for all neurons
    input,    ///< a row that is given
    result,   ///< what an earlier operation made
  };
  kind where{};
  std::uint32_t index = 0;

  bool operator<(const row_place& other) const {
    return where != other.where ? where < other.where : index < other.index;
  }
};

struct row_operation {
  row_code code{};
  std::array<row_place, most_row_operands> from{};

  bool operator<(const row_operation& other) const {
    return code != other.code ? code < other.code : from < other.from;
  }
};

/// Operations on rows, one after the other: the result of number i is what operations[i] makes.
template <class Real>
struct row_sequence {
  std::vector<Real> uniforms;
  std::vector<row_operation> operations;
  std::vector<std::uint32_t> outputs;  ///< numbers of results, each another
};

}  // namespace hux::cpu
