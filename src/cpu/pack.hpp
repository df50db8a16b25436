#pragma once

#include <immintrin.h>

#include <cstdint>
#include <cstring>

#include "hux/core/math.hpp"

/// Several neurons advanced by one instruction stream: a pack offers the primitives of core/math.hpp, element by
/// element the same IEEE operations as float and double, so that the equations compute the same bits in any width.
namespace hux::cpu {

/// One hardware vector.
template <class Scalar>
struct vector_of;
template <>
struct vector_of<float> {
  using real = float __attribute__((vector_size(32)));
  using integer = std::int32_t __attribute__((vector_size(32)));
};
template <>
struct vector_of<double> {
  using real = double __attribute__((vector_size(32)));
  using integer = std::int64_t __attribute__((vector_size(32)));
};

template <class Vector, class Number>
HUX_FN Vector load_vector(const Number* from) {
  Vector v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

/// Two hardware vectors whose operations are interleaved: one hides the latency of the other's.
template <class Scalar>
struct pack {
  using vector = typename vector_of<Scalar>::real;
  using integers = typename vector_of<Scalar>::integer;
  static constexpr int lanes = sizeof(vector) / sizeof(Scalar);
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

#define HUX_PACK_OPERATOR(op)                                                     \
  template <class Scalar>                                                         \
  HUX_FN pack<Scalar> operator op(const pack<Scalar>& a, const pack<Scalar>& b) { \
    return {a.low op b.low, a.high op b.high};                                    \
  }
HUX_PACK_OPERATOR(+)
HUX_PACK_OPERATOR(-)
HUX_PACK_OPERATOR(*)
HUX_PACK_OPERATOR(/)
#undef HUX_PACK_OPERATOR

template <class Scalar>
HUX_FN pack<Scalar> operator-(const pack<Scalar>& a) {
  return {-a.low, -a.high};
}

template <class Scalar>
HUX_FN pack<Scalar> reciprocal(const pack<Scalar>& a) {
  return pack<Scalar>(Scalar(1)) / a;
}

// Each primitive once for a hardware vector of each precision, then for a pack of them.
using floats = vector_of<float>::real;
using doubles = vector_of<double>::real;

HUX_FN floats fma_vector(floats a, floats b, floats c) {
  return (floats)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}
HUX_FN doubles fma_vector(doubles a, doubles b, doubles c) {
  return (doubles)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
}
HUX_FN floats minimum_vector(floats a, floats b) { return (floats)_mm256_min_ps((__m256)a, (__m256)b); }
HUX_FN doubles minimum_vector(doubles a, doubles b) { return (doubles)_mm256_min_pd((__m256d)a, (__m256d)b); }
HUX_FN floats maximum_vector(floats a, floats b) { return (floats)_mm256_max_ps((__m256)a, (__m256)b); }
HUX_FN doubles maximum_vector(doubles a, doubles b) { return (doubles)_mm256_max_pd((__m256d)a, (__m256d)b); }
HUX_FN floats absolute_vector(floats a) { return (floats)_mm256_andnot_ps(_mm256_set1_ps(-0.0F), (__m256)a); }
HUX_FN doubles absolute_vector(doubles a) { return (doubles)_mm256_andnot_pd(_mm256_set1_pd(-0.0), (__m256d)a); }
HUX_FN int sign_bits(floats a) { return _mm256_movemask_ps((__m256)a); }
HUX_FN int sign_bits(doubles a) { return _mm256_movemask_pd((__m256d)a); }

template <class Scalar>
HUX_FN pack<Scalar> fma(const pack<Scalar>& a, const pack<Scalar>& b, const pack<Scalar>& c) {
  return {fma_vector(a.low, b.low, c.low), fma_vector(a.high, b.high, c.high)};
}

template <class Scalar>
HUX_FN pack<Scalar> minimum(const pack<Scalar>& a, const pack<Scalar>& b) {
  return {minimum_vector(a.low, b.low), minimum_vector(a.high, b.high)};
}

template <class Scalar>
HUX_FN pack<Scalar> maximum(const pack<Scalar>& a, const pack<Scalar>& b) {
  return {maximum_vector(a.low, b.low), maximum_vector(a.high, b.high)};
}

template <class Scalar>
HUX_FN pack<Scalar> absolute(const pack<Scalar>& a) {
  return {absolute_vector(a.low), absolute_vector(a.high)};
}

template <class Scalar>
HUX_FN pack<Scalar> select_less(const pack<Scalar>& a, const pack<Scalar>& b, const pack<Scalar>& yes,
                                const pack<Scalar>& no) {
  return {a.low < b.low ? yes.low : no.low, a.high < b.high ? yes.high : no.high};
}

template <class Scalar>
HUX_FN pack<Scalar> power_of_two(const pack<Scalar>& shifted) {
  using vector = typename pack<Scalar>::vector;
  using integers = typename pack<Scalar>::integers;
  constexpr int mantissa = std::is_same_v<Scalar, float> ? 23 : 52;
  return {(vector)((integers)shifted.low << mantissa), (vector)((integers)shifted.high << mantissa)};
}

/// One bit an element, set where a < b.
template <class Scalar>
HUX_FN std::uint32_t less(const pack<Scalar>& a, const pack<Scalar>& b) {
  using vector = typename pack<Scalar>::vector;
  const auto low = static_cast<std::uint32_t>(sign_bits((vector)(a.low < b.low)));
  const auto high = static_cast<std::uint32_t>(sign_bits((vector)(a.high < b.high)));
  return low | high << pack<Scalar>::lanes;
}

/// Fixed-point sums as real numbers; exact for magnitudes below 2^31 in single and 2^51 in double precision,
/// rounded to nearest in single.
HUX_FN pack<float> to_real(const std::int32_t* from) {
  using integers = pack<float>::integers;
  return {__builtin_convertvector(load_vector<integers>(from), floats),
          __builtin_convertvector(load_vector<integers>(from + pack<float>::lanes), floats)};
}
HUX_FN pack<double> to_real(const std::int64_t* from) {
  // 2^52 + 2^51 as a double has its low bits free: adding the integer to them and subtracting it again converts.
  constexpr double shift = rounding_shift<double>;
  using integers = pack<double>::integers;
  const auto converted = [&](integers sums) { return (doubles)(sums + std::bit_cast<std::int64_t>(shift)) - shift; };
  return {converted(load_vector<integers>(from)), converted(load_vector<integers>(from + pack<double>::lanes))};
}

}  // namespace hux::cpu

namespace hux {
template <class Scalar>
struct scalar_of<cpu::pack<Scalar>> {
  using type = Scalar;
};
}  // namespace hux
