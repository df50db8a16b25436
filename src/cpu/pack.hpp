#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "cpu/vector_avx2.hpp"
#include "cpu/vector_avx512.hpp"
#include "hux/core/math.hpp"

/// Several neurons advanced by one instruction stream: a pack offers the primitives of core/math.hpp, element by
/// element the same IEEE operations as float and double, so that the equations compute the same bits in any width.
namespace hux::cpu {

template <class Vector, class Number>
HUX_FN Vector load_vector(const Number* from) {
  Vector v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

/// Two hardware vectors whose operations are interleaved: one hides the latency of the other's.
/// @tparam Bytes of a hardware vector: 32 (AVX2) or 64 (AVX-512)
template <class Scalar, int Bytes>
struct pack {
  using integer = std::conditional_t<sizeof(Scalar) == 4, std::int32_t, std::int64_t>;
  using vector [[gnu::vector_size(Bytes)]] = Scalar;
  using integers [[gnu::vector_size(Bytes)]] = integer;
  static constexpr int lanes = Bytes / sizeof(Scalar);
  static constexpr int width = 2 * lanes;

  // Not an array, whose elements would pass for memory in a build with a sanitizer.
  vector low, high;

  pack() = default;
  HUX_FN pack(vector l, vector h) : low(l), high(h) {}
  HUX_FN explicit pack(Scalar s) : low(vector{} + s), high(vector{} + s) {}

  HUX_FN static pack load(const Scalar* from) { return {load_vector<vector>(from), load_vector<vector>(from + lanes)}; }
  HUX_FN void store(Scalar* to) const {
    std::memcpy(to, &low, sizeof low);
    std::memcpy(to + lanes, &high, sizeof high);
  }
};

#define HUX_PACK_OPERATOR(op)                                                                          \
  template <class Scalar, int Bytes>                                                                   \
  HUX_FN pack<Scalar, Bytes> operator op(const pack<Scalar, Bytes>& a, const pack<Scalar, Bytes>& b) { \
    return {a.low op b.low, a.high op b.high};                                                         \
  }
HUX_PACK_OPERATOR(+)
HUX_PACK_OPERATOR(-)
HUX_PACK_OPERATOR(*)
HUX_PACK_OPERATOR(/)
#undef HUX_PACK_OPERATOR

template <class Scalar, int Bytes>
HUX_FN pack<Scalar, Bytes> operator-(const pack<Scalar, Bytes>& a) {
  return {-a.low, -a.high};
}

template <class Scalar, int Bytes>
HUX_FN pack<Scalar, Bytes> reciprocal(const pack<Scalar, Bytes>& a) {
  return pack<Scalar, Bytes>(Scalar(1)) / a;
}

template <class Scalar, int Bytes>
HUX_FN pack<Scalar, Bytes> fma(const pack<Scalar, Bytes>& a, const pack<Scalar, Bytes>& b,
                               const pack<Scalar, Bytes>& c) {
  return {fma_vector(a.low, b.low, c.low), fma_vector(a.high, b.high, c.high)};
}

template <class Scalar, int Bytes>
HUX_FN pack<Scalar, Bytes> minimum(const pack<Scalar, Bytes>& a, const pack<Scalar, Bytes>& b) {
  return {minimum_vector(a.low, b.low), minimum_vector(a.high, b.high)};
}

template <class Scalar, int Bytes>
HUX_FN pack<Scalar, Bytes> maximum(const pack<Scalar, Bytes>& a, const pack<Scalar, Bytes>& b) {
  return {maximum_vector(a.low, b.low), maximum_vector(a.high, b.high)};
}

template <class Scalar, int Bytes>
HUX_FN pack<Scalar, Bytes> absolute(const pack<Scalar, Bytes>& a) {
  return {absolute_vector(a.low), absolute_vector(a.high)};
}

template <class Scalar, int Bytes>
HUX_FN pack<Scalar, Bytes> select_less(const pack<Scalar, Bytes>& a, const pack<Scalar, Bytes>& b,
                                       const pack<Scalar, Bytes>& yes, const pack<Scalar, Bytes>& no) {
  return {select_less_vector(a.low, b.low, yes.low, no.low), select_less_vector(a.high, b.high, yes.high, no.high)};
}

template <class Scalar, int Bytes>
HUX_FN pack<Scalar, Bytes> power_of_two(const pack<Scalar, Bytes>& shifted) {
  using vector = typename pack<Scalar, Bytes>::vector;
  using integers = typename pack<Scalar, Bytes>::integers;
  constexpr int mantissa = std::is_same_v<Scalar, float> ? 23 : 52;
  return {(vector)((integers)shifted.low << mantissa), (vector)((integers)shifted.high << mantissa)};
}

/// One bit an element, set where a < b.
template <class Scalar, int Bytes>
HUX_FN std::uint32_t less(const pack<Scalar, Bytes>& a, const pack<Scalar, Bytes>& b) {
  return less_vector(a.low, b.low) | less_vector(a.high, b.high) << pack<Scalar, Bytes>::lanes;
}

/// Fixed-point sums as real numbers; exact for magnitudes below 2^31 in single and 2^51 in double precision,
/// rounded to nearest in single.
template <class Pack>
HUX_FN Pack to_real(const typename Pack::integer* from) {
  using integers = typename Pack::integers;
  using vector = typename Pack::vector;
  const auto converted = [](integers sums) {
    if constexpr (is_single<Pack>) {
      return __builtin_convertvector(sums, vector);
    } else {
      // 2^52 + 2^51 as a double has its low bits free: adding the integer to them and subtracting it again converts.
      constexpr double shift = rounding_shift<double>;
      return (vector)(sums + std::bit_cast<std::int64_t>(shift)) - shift;
    }
  };
  return {converted(load_vector<integers>(from)), converted(load_vector<integers>(from + Pack::lanes))};
}

}  // namespace hux::cpu

namespace hux {
template <class Scalar, int Bytes>
struct scalar_of<cpu::pack<Scalar, Bytes>> {
  using type = Scalar;
};
}  // namespace hux
