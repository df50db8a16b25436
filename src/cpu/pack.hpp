#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "cpu/vector_avx2.hpp"
#include "cpu/vector_avx512.hpp"
#include "hux/device/math.hpp"

/// Several neurons advanced by one instruction stream: a pack offers the primitives of hux/device/math.hpp, element by
/// element the same IEEE operations as float and double, so that the equations compute the same bits in any width.
namespace hux::cpu {

/// Hardware vectors whose operations are interleaved: one hides the latency of the others'.
/// @tparam Bytes of a hardware vector: 32 (AVX2) or 64 (AVX-512)
/// @tparam Vectors how many, a power of two
template <class Scalar, int Bytes, int Vectors>
struct pack {
  using half = pack<Scalar, Bytes, Vectors / 2>;
  using integer = typename half::integer;
  static constexpr int width = 2 * half::width;

  // Not an array, whose elements would pass for memory in a build with a sanitizer.
  half low, high;

  pack() = default;
  HUX_FN pack(const half& l, const half& h) : low(l), high(h) {}
  HUX_FN explicit pack(Scalar s) : low(s), high(s) {}

  HUX_FN static pack load(const Scalar* from) { return {half::load(from), half::load(from + half::width)}; }
  HUX_FN void store(Scalar* to) const {
    low.store(to);
    high.store(to + half::width);
  }
};

template <class Scalar, int Bytes>
struct pack<Scalar, Bytes, 1> {
  using integer = std::conditional_t<sizeof(Scalar) == 4, std::int32_t, std::int64_t>;
  using vector [[gnu::vector_size(Bytes)]] = Scalar;
  using integers [[gnu::vector_size(Bytes)]] = integer;
  using bits [[gnu::vector_size(Bytes)]] = std::make_unsigned_t<integer>;
  static constexpr int width = Bytes / sizeof(Scalar);

  vector v;

  pack() = default;
  HUX_FN explicit pack(Scalar s) : v(s - vector{}) {}  // -0 stays what it is, which 0 + -0 is not

  HUX_FN static pack of(vector from) {
    pack p;
    p.v = from;
    return p;
  }
  HUX_FN static pack load(const Scalar* from) {
    pack p;
    std::memcpy(&p.v, from, sizeof v);
    return p;
  }
  HUX_FN void store(Scalar* to) const { std::memcpy(to, &v, sizeof v); }
};

#define HUX_PACK_OPERATOR(op)                                                              \
  template <class Scalar, int Bytes, int Vectors>                                          \
  HUX_FN pack<Scalar, Bytes, Vectors> operator op(const pack<Scalar, Bytes, Vectors>& a,   \
                                                  const pack<Scalar, Bytes, Vectors>& b) { \
    if constexpr (Vectors == 1)                                                            \
      return pack<Scalar, Bytes, 1>::of(a.v op b.v);                                       \
    else                                                                                   \
      return {a.low op b.low, a.high op b.high};                                           \
  }
HUX_PACK_OPERATOR(+)
HUX_PACK_OPERATOR(-)
HUX_PACK_OPERATOR(*)
HUX_PACK_OPERATOR(/)
#undef HUX_PACK_OPERATOR

/// A primitive over packs from that over hardware vectors.
#define HUX_PACK_PRIMITIVE(primitive, of_vectors)                                                               \
  template <class Scalar, int Bytes, int Vectors, class... More>                                                \
  HUX_FN pack<Scalar, Bytes, Vectors> primitive(const pack<Scalar, Bytes, Vectors>& a, const More&... others) { \
    if constexpr (Vectors == 1)                                                                                 \
      return pack<Scalar, Bytes, 1>::of(of_vectors(a.v, others.v...));                                          \
    else                                                                                                        \
      return {primitive(a.low, others.low...), primitive(a.high, others.high...)};                              \
  }
HUX_PACK_PRIMITIVE(fma, fma_vector)
HUX_PACK_PRIMITIVE(minimum, minimum_vector)
HUX_PACK_PRIMITIVE(maximum, maximum_vector)
HUX_PACK_PRIMITIVE(absolute, absolute_vector)
HUX_PACK_PRIMITIVE(square_root, square_root_vector)
HUX_PACK_PRIMITIVE(select_less, select_less_vector)
#undef HUX_PACK_PRIMITIVE

template <class Scalar, int Bytes, int Vectors>
HUX_FN pack<Scalar, Bytes, Vectors> operator-(const pack<Scalar, Bytes, Vectors>& a) {
  if constexpr (Vectors == 1)
    return pack<Scalar, Bytes, 1>::of(-a.v);
  else
    return {-a.low, -a.high};
}

template <class Scalar, int Bytes, int Vectors>
HUX_FN pack<Scalar, Bytes, Vectors> reciprocal(const pack<Scalar, Bytes, Vectors>& a) {
  return pack<Scalar, Bytes, Vectors>(Scalar(1)) / a;
}

template <class Scalar, int Bytes, int Vectors>
HUX_FN pack<Scalar, Bytes, Vectors> power_of_two(const pack<Scalar, Bytes, Vectors>& shifted) {
  if constexpr (Vectors == 1) {
    using one = pack<Scalar, Bytes, 1>;
    constexpr int mantissa = std::is_same_v<Scalar, float> ? 23 : 52;
    return one::of((typename one::vector)((typename one::integers)shifted.v << mantissa));
  } else {
    return {power_of_two(shifted.low), power_of_two(shifted.high)};
  }
}

template <class Scalar, int Bytes, int Vectors>
HUX_FN pack<Scalar, Bytes, Vectors> times_power_of_two(const pack<Scalar, Bytes, Vectors>& a,
                                                       const pack<Scalar, Bytes, Vectors>& shifted) {
  if constexpr (Vectors == 1) {
    using one = pack<Scalar, Bytes, 1>;
    constexpr int mantissa = std::is_same_v<Scalar, float> ? 23 : 52;
    using bits = typename one::bits;  // they wrap around, as those of the scalar do
    return one::of((typename one::vector)((bits)a.v + ((bits)shifted.v << mantissa)));
  } else {
    return {times_power_of_two(a.low, shifted.low), times_power_of_two(a.high, shifted.high)};
  }
}

template <class Scalar, int Bytes, int Vectors>
HUX_FN pack<Scalar, Bytes, Vectors> exponent_part(const pack<Scalar, Bytes, Vectors>& a) {
  if constexpr (Vectors == 1) {
    using one = pack<Scalar, Bytes, 1>;
    using parts = binary_parts<Scalar>;
    const auto counted = (typename one::bits)a.v + parts::to_count;
    return one::of((typename one::vector)(counted >> parts::mantissa | parts::whole) - parts::offset);
  } else {
    return {exponent_part(a.low), exponent_part(a.high)};
  }
}

template <class Scalar, int Bytes, int Vectors>
HUX_FN pack<Scalar, Bytes, Vectors> mantissa_part(const pack<Scalar, Bytes, Vectors>& a) {
  if constexpr (Vectors == 1) {
    using one = pack<Scalar, Bytes, 1>;
    using parts = binary_parts<Scalar>;
    constexpr auto low = (typename parts::bits{1} << parts::mantissa) - 1;
    const auto counted = (typename one::bits)a.v + parts::to_count;
    return one::of((typename one::vector)((counted & low) + parts::least));
  } else {
    return {mantissa_part(a.low), mantissa_part(a.high)};
  }
}

/// One bit an element, set where a < b.
template <class Scalar, int Bytes, int Vectors>
HUX_FN std::uint64_t less(const pack<Scalar, Bytes, Vectors>& a, const pack<Scalar, Bytes, Vectors>& b) {
  if constexpr (Vectors == 1)
    return less_vector(a.v, b.v);
  else
    return less(a.low, b.low) | less(a.high, b.high) << pack<Scalar, Bytes, Vectors>::half::width;
}

/// Fixed-point sums as real numbers, rounded to nearest. Those of 64 bits have magnitudes below 2^51.
template <class Sum, class Scalar, int Bytes, int Vectors>
HUX_FN void to_real(const Sum* from, pack<Scalar, Bytes, Vectors>& to) {
  if constexpr (Vectors == 1) {
    using one = pack<Scalar, Bytes, 1>;
    using integers [[gnu::vector_size(one::width * sizeof(Sum))]] = Sum;
    integers sums;
    std::memcpy(&sums, from, sizeof sums);
    if constexpr (sizeof(Sum) == 4) {
      to.v = __builtin_convertvector(sums, typename one::vector);
    } else {
      // 2^52 + 2^51 as a double has its low bits free: adding the integer to them and subtracting it again converts.
      using doubles [[gnu::vector_size(one::width * sizeof(double))]] = double;
      constexpr double shift = rounding_shift<double>;
      to.v =
          __builtin_convertvector((doubles)(sums + std::bit_cast<std::int64_t>(shift)) - shift, typename one::vector);
    }
  } else {
    to_real(from, to.low);
    to_real(from + pack<Scalar, Bytes, Vectors>::half::width, to.high);
  }
}

}  // namespace hux::cpu

namespace hux {
template <class Scalar, int Bytes, int Vectors>
struct scalar_of<cpu::pack<Scalar, Bytes, Vectors>> {
  using type = Scalar;
};
}  // namespace hux
