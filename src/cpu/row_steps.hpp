#pragma once

#include <utility>

#include "cpu/pack.hpp"
#include "cpu/row_machine.hpp"
#include "hux/device/math.hpp"

namespace hux::cpu {

/// The steps of a machine. As for the advancer, nothing else may be compiled with what is for AVX-512.
/// @tparam Places an index sequence, of as many as there are hardware vectors in a tile: at most eight, which is how
/// many a function is handed in registers
template <class Real, int Bytes, class Places>
class row_steps;

template <class Real, int Bytes, std::size_t... V>
class row_steps<Real, Bytes, std::index_sequence<V...>> {
  using reals = pack<Real, Bytes, 1>;
  using vector = typename reals::vector;
  template <std::size_t>
  using vector_at = vector;
  using function = const row_step<Real>* (*)(const row_step<Real>* step, std::size_t first, vector_at<V>... last);

 public:
  static constexpr row_machine<Real> machine() { return {sizeof...(V) * reals::width, function_of, pause, run}; }

 private:
  static void run(const row_step<Real>* steps, std::size_t first, std::size_t end) {
    for (; first < end; first += sizeof...(V) * reals::width)
      for (const row_step<Real>* at = steps; at->function != nullptr;)
        at = reinterpret_cast<function>(at->function)(at, first, vector_at<V>{}...);
  }

  static row_function pause() { return reinterpret_cast<row_function>(next_chain); }
  static const row_step<Real>* next_chain(const row_step<Real>* at, std::size_t /*first*/, vector_at<V>... /*last*/) {
    return at + 1;
  }

  // ---- the functions, by code, kinds of operands (the digits of a number) and whether the result is kept ----

  static constexpr unsigned all_kinds = 27;
  static constexpr unsigned power(unsigned exponent) { return exponent == 0 ? 1 : operand_kinds * power(exponent - 1); }
  static constexpr unsigned kind_numbers(row_code code) { return takes_last(code) ? power(operands_of(code)) : 16; }
  static constexpr unsigned digit_base(row_code code) { return takes_last(code) ? operand_kinds : 2; }

  static row_function function_of(const row_step_kind& kind) {
    unsigned number = 0;
    for (unsigned i = operands_of(kind.code); i-- > 0;)
      number = number * digit_base(kind.code) + static_cast<unsigned>(kind.operands[i]);
    return reinterpret_cast<row_function>(functions[static_cast<unsigned>(kind.code)][number][kind.kept ? 1 : 0]);
  }

  using functions_of_code = std::array<std::array<function, 2>, all_kinds>;
  template <unsigned... Codes>
  static constexpr std::array<functions_of_code, row_codes> of_codes(
      std::integer_sequence<unsigned, Codes...> /*all*/) {
    return {of_kinds<static_cast<row_code>(Codes)>(
        std::make_integer_sequence<unsigned, kind_numbers(static_cast<row_code>(Codes))>{})...};
  }
  template <row_code Code, unsigned... Kinds>
  static constexpr functions_of_code of_kinds(std::integer_sequence<unsigned, Kinds...> /*all*/) {
    return {{{step<Code, Kinds, false>, step<Code, Kinds, true>}...}};
  }

  // ---- a step ----

  template <row_code Code, unsigned Kinds, bool Kept>
  static const row_step<Real>* step(const row_step<Real>* at, std::size_t first, vector_at<V>... last) {
    return step_on<Code, Kinds, Kept>(at, first, std::make_index_sequence<operands_of(Code)>{}, last...);
  }

  /// Single numbers are read first of all, as the compiler must not think that results overwrite them.
  template <row_code Code, unsigned Kinds, bool Kept, std::size_t... I>
  HUX_FN static const row_step<Real>* step_on(const row_step<Real>* at, std::size_t first,
                                              std::index_sequence<I...> operands, vector_at<V>... last) {
    const Real* const from[] = {at->from[I] +
                                (kind_of<Code, Kinds>(I) == operand_kind::row ? first * at->from_moves[I] : 0)...};
    Real* const to = Kept ? at->to + first * at->to_moves : nullptr;
    const reals single[] = {kind_of<Code, Kinds>(I) == operand_kind::single ? reals(*from[I]) : reals()...};
    const auto next = reinterpret_cast<function>(at[1].function);
    return next(
        at + 1, first,
        result<Code, Kinds, Kept>(from, single, last, to, V * static_cast<std::size_t>(reals::width), operands)...);
  }

  template <row_code Code, unsigned Kinds>
  static constexpr operand_kind kind_of(std::size_t operand) {
    unsigned kinds = Kinds;
    for (; operand > 0; --operand) kinds /= digit_base(Code);
    return static_cast<operand_kind>(kinds % digit_base(Code));
  }

  template <row_code Code, unsigned Kinds, bool Kept, std::size_t... I>
  HUX_FN static vector result(const Real* const* from, const reals* single, vector last, Real* to, std::size_t offset,
                              std::index_sequence<I...> /*operands*/) {
    const reals made = done<Code>(operand<kind_of<Code, Kinds>(I)>(from[I] + offset, single[I], last)...);
    if constexpr (Kept) made.store(to + offset);
    return made.v;
  }

  template <operand_kind Kind>
  HUX_FN static reals operand(const Real* from, const reals& single, vector last) {
    if constexpr (Kind == operand_kind::row) return reals::load(from);
    if constexpr (Kind == operand_kind::last) return reals::of(last);
    return single;
  }

  template <row_code Code>
  HUX_FN static reals done(const reals& a) {
    if constexpr (Code == row_code::absolute) return absolute(a);
    if constexpr (Code == row_code::square_root) return square_root(a);
    if constexpr (Code == row_code::reciprocal) return reciprocal(a);
    if constexpr (Code == row_code::exp) return exp_or_nan(a);
    if constexpr (Code == row_code::expm1) return expm1_or_nan(a);
    if constexpr (Code == row_code::exp2) return exp2(a);
    if constexpr (Code == row_code::exp2m1) return exp2m1(a);
    if constexpr (Code == row_code::log) return log(a);
    return a;
  }
  template <row_code Code>
  HUX_FN static reals done(const reals& a, const reals& b) {
    if constexpr (Code == row_code::add) return a + b;
    if constexpr (Code == row_code::subtract) return a - b;
    if constexpr (Code == row_code::divide) return a / b;
    if constexpr (Code == row_code::minimum) return minimum(a, b);
    if constexpr (Code == row_code::maximum) return maximum(a, b);
    return exponential_ratio(a, b);
  }
  template <row_code Code>
  HUX_FN static reals done(const reals& a, const reals& b, const reals& c) {
    return fma(Code == row_code::negated_fma ? -a : a, b, c);
  }
  template <row_code Code>
  HUX_FN static reals done(const reals& a, const reals& b, const reals& yes, const reals& no) {
    return select_less(a, b, yes, no);
  }

  static constexpr std::array<functions_of_code, row_codes> functions =
      of_codes(std::make_integer_sequence<unsigned, row_codes>{});
};

}  // namespace hux::cpu
