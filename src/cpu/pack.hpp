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

/// U hardware vectors whose operations are interleaved: one hides the latency of the other's.
template <class Scalar, int U>
struct pack {
  using vector = typename vector_of<Scalar>::real;
  using integers = typename vector_of<Scalar>::integer;
  static constexpr int width = U * static_cast<int>(sizeof(vector) / sizeof(Scalar));

  vector part[U];

  pack() = default;
  HUX_FN explicit pack(Scalar s) {
    for (auto& p : part) p = vector{} + s;
  }

  /// @param from aligned to 32 bytes, at least width elements
  HUX_FN static pack load(const Scalar* from) {
    pack r;
    std::memcpy(r.part, __builtin_assume_aligned(from, 32), sizeof r.part);
    return r;
  }
  HUX_FN void store(Scalar* to) const { std::memcpy(__builtin_assume_aligned(to, 32), part, sizeof part); }
};

#define HUX_PACK_OPERATOR(op)                                                              \
  template <class Scalar, int U>                                                           \
  HUX_FN pack<Scalar, U> operator op(const pack<Scalar, U>& a, const pack<Scalar, U>& b) { \
    pack<Scalar, U> r;                                                                     \
    for (int u = 0; u < U; ++u) r.part[u] = a.part[u] op b.part[u];                        \
    return r;                                                                              \
  }
HUX_PACK_OPERATOR(+)
HUX_PACK_OPERATOR(-)
HUX_PACK_OPERATOR(*)
HUX_PACK_OPERATOR(/)
#undef HUX_PACK_OPERATOR

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

template <class Scalar, int U>
HUX_FN pack<Scalar, U> fma(const pack<Scalar, U>& a, const pack<Scalar, U>& b, const pack<Scalar, U>& c) {
  pack<Scalar, U> r;
  for (int u = 0; u < U; ++u) r.part[u] = fma_vector(a.part[u], b.part[u], c.part[u]);
  return r;
}

template <class Scalar, int U>
HUX_FN pack<Scalar, U> minimum(const pack<Scalar, U>& a, const pack<Scalar, U>& b) {
  pack<Scalar, U> r;
  for (int u = 0; u < U; ++u) r.part[u] = minimum_vector(a.part[u], b.part[u]);
  return r;
}

template <class Scalar, int U>
HUX_FN pack<Scalar, U> maximum(const pack<Scalar, U>& a, const pack<Scalar, U>& b) {
  pack<Scalar, U> r;
  for (int u = 0; u < U; ++u) r.part[u] = maximum_vector(a.part[u], b.part[u]);
  return r;
}

template <class Scalar, int U>
HUX_FN pack<Scalar, U> absolute(const pack<Scalar, U>& a) {
  pack<Scalar, U> r;
  for (int u = 0; u < U; ++u) r.part[u] = absolute_vector(a.part[u]);
  return r;
}

template <class Scalar, int U>
HUX_FN pack<Scalar, U> select_less(const pack<Scalar, U>& a, const pack<Scalar, U>& b, const pack<Scalar, U>& yes,
                                   const pack<Scalar, U>& no) {
  pack<Scalar, U> r;
  for (int u = 0; u < U; ++u) r.part[u] = a.part[u] < b.part[u] ? yes.part[u] : no.part[u];
  return r;
}

template <class Scalar, int U>
HUX_FN pack<Scalar, U> power_of_two(const pack<Scalar, U>& shifted) {
  using integers = typename pack<Scalar, U>::integers;
  constexpr int mantissa = std::is_same_v<Scalar, float> ? 23 : 52;
  constexpr auto one = std::bit_cast<std::conditional_t<mantissa == 23, std::int32_t, std::int64_t>>(Scalar(1));
  pack<Scalar, U> r;
  for (int u = 0; u < U; ++u)
    r.part[u] = (typename pack<Scalar, U>::vector)(((integers)shifted.part[u] << mantissa) + one);
  return r;
}

/// One bit an element, set where a < b.
template <class Scalar, int U>
HUX_FN std::uint32_t less(const pack<Scalar, U>& a, const pack<Scalar, U>& b) {
  constexpr int lanes = pack<Scalar, U>::width / U;
  std::uint32_t bits = 0;
  for (int u = 0; u < U; ++u)
    bits |= static_cast<std::uint32_t>(sign_bits((typename pack<Scalar, U>::vector)(a.part[u] < b.part[u])))
            << (u * lanes);
  return bits;
}

/// Fixed-point sums as real numbers; exact for magnitudes below 2^31 in single and 2^51 in double precision,
/// rounded to nearest in single.
template <int U>
HUX_FN pack<float, U> to_real(const std::int32_t* from) {
  pack<float, U> r;
  for (int u = 0; u < U; ++u) {
    vector_of<float>::integer i;
    std::memcpy(&i, from + u * 8, sizeof i);
    r.part[u] = __builtin_convertvector(i, floats);
  }
  return r;
}
template <int U>
HUX_FN pack<double, U> to_real(const std::int64_t* from) {
  // 2^52 + 2^51 as a double has its low bits free: adding the integer to them and subtracting it again converts.
  constexpr double shift = rounding_shift<double>;
  pack<double, U> r;
  for (int u = 0; u < U; ++u) {
    vector_of<double>::integer i;
    std::memcpy(&i, from + u * 4, sizeof i);
    r.part[u] = (doubles)(i + std::bit_cast<std::int64_t>(shift)) - shift;
  }
  return r;
}

}  // namespace hux::cpu

namespace hux {
template <class Scalar, int U>
struct scalar_of<cpu::pack<Scalar, U>> {
  using type = Scalar;
};
}  // namespace hux
