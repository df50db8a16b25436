#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "hux/device/host_device.hpp"

/// Elementary functions that give the same bits on every machine: they are built from IEEE addition, multiplication,
/// division, square root, fma and integer operations alone, never from a C library, and the project is compiled with
/// contraction off. They are written over a real type, which is float, double, or a pack of them (src/cpu/pack.hpp)
/// that offers the same primitives. Polynomials are interpolated at Chebyshev nodes (scripts/math_coefficients.py).
namespace hux {

// ---- primitives: what a real type must offer beside + - * / ----

/// The type of one element of a real type; float and double are their own.
template <class Real>
struct scalar_of {
  using type = Real;
};
template <class Real>
using scalar_t = typename scalar_of<Real>::type;

template <class Real>
inline constexpr bool is_single = std::is_same_v<scalar_t<Real>, float>;

HUX_FN float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
HUX_FN double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }

/// a < b ? yes : no
HUX_FN float select_less(float a, float b, float yes, float no) { return a < b ? yes : no; }
HUX_FN double select_less(double a, double b, double yes, double no) { return a < b ? yes : no; }

HUX_FN float minimum(float a, float b) { return a < b ? a : b; }
HUX_FN double minimum(double a, double b) { return a < b ? a : b; }
HUX_FN float maximum(float a, float b) { return a > b ? a : b; }
HUX_FN double maximum(double a, double b) { return a > b ? a : b; }

HUX_FN float absolute(float a) { return __builtin_fabsf(a); }
HUX_FN double absolute(double a) { return __builtin_fabs(a); }

/// 1 / a, correctly rounded, for 1e-37 < |a| < 8e37. A GPU's division is a subroutine behind a test of its operands;
/// these are the instructions of its usual path, which is all that such operands need.
HUX_FN float reciprocal(float a) {
#ifdef __CUDA_ARCH__
  float r;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(a));
  return __fmaf_rn(r, -__fmaf_rn(a, r, -1.0F), r);
#else
  return 1.0F / a;
#endif
}
HUX_FN double reciprocal(double a) { return 1.0 / a; }

HUX_FN float square_root(float a) { return __builtin_sqrtf(a); }
HUX_FN double square_root(double a) { return __builtin_sqrt(a); }

/// Adding it to a number of moderate size rounds to the nearest integer, which the low bits of the sum then hold.
template <class Real>
inline constexpr double rounding_shift = is_single<Real> ? 12582912.0 : 6755399441055744.0;

/// Rounds as rounding_shift does, and leaves in the low bits the sum with the bias of an exponent.
template <class Real>
inline constexpr double exponent_shift = rounding_shift<Real> + (is_single<Real> ? 127 : 1023);

/// 2^n for the integer n of `shifted` = n + exponent_shift; n within the exponent range of normal numbers.
HUX_FN float power_of_two(float shifted) { return std::bit_cast<float>(std::bit_cast<std::uint32_t>(shifted) << 23); }
HUX_FN double power_of_two(double shifted) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(shifted) << 52);
}

/// a 2^n for the integer n of `shifted` = n + rounding_shift, by an addition to the exponent; a and the result normal.
HUX_FN float times_power_of_two(float a, float shifted) {
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(a) + (std::bit_cast<std::uint32_t>(shifted) << 23));
}
HUX_FN double times_power_of_two(double a, double shifted) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(a) + (std::bit_cast<std::uint64_t>(shifted) << 52));
}

/// What the bits of a number mean, for its logarithm: x = m 2^n with sqrt(1/2) <= m < sqrt(2).
template <class Scalar>
struct binary_parts;
template <>
struct binary_parts<float> {
  using bits = std::uint32_t;
  static constexpr int mantissa = 23;             ///< bits of it
  static constexpr bits least = 0x3f3504f3U;      ///< of sqrt(1/2), the least m
  static constexpr bits to_count = 0x004afb0dU;   ///< those of 1 less that: added to those of x, leaves n + 127 on top
  static constexpr bits whole = 0x4b000000U;      ///< of 2^23, whose low bits are a whole number
  static constexpr float offset = 8388608 + 127;  ///< what the two have added to n
};
template <>
struct binary_parts<double> {
  using bits = std::uint64_t;
  static constexpr int mantissa = 52;
  static constexpr bits least = 0x3fe6a09e667f3bcdULL;
  static constexpr bits to_count = 0x00095f619980c433ULL;
  static constexpr bits whole = 0x4330000000000000ULL;
  static constexpr double offset = 4503599627370496 + 1023;
};

/// The n and the m of a positive normal number.
template <class Scalar>
HUX_FN Scalar exponent_part(Scalar x) {
  using parts = binary_parts<Scalar>;
  const auto counted = std::bit_cast<typename parts::bits>(x) + parts::to_count;
  return std::bit_cast<Scalar>(counted >> parts::mantissa | parts::whole) - parts::offset;
}
template <class Scalar>
HUX_FN Scalar mantissa_part(Scalar x) {
  using parts = binary_parts<Scalar>;
  constexpr auto low = (typename parts::bits{1} << parts::mantissa) - 1;
  const auto counted = std::bit_cast<typename parts::bits>(x) + parts::to_count;
  return std::bit_cast<Scalar>((counted & low) + parts::least);
}

// ---- functions over any real type ----

/// c as a constant of the type: rounded once to the element type, the same in every element.
template <class Real>
HUX_FN Real constant(double c) {
  return Real(static_cast<scalar_t<Real>>(c));
}

/// The polynomial c0 + c1 x + c2 x^2 + ... by Horner's rule.
template <class Real>
HUX_FN Real polynomial(Real /*x*/, double c0) {
  return constant<Real>(c0);
}
template <class Real, class... Rest>
HUX_FN Real polynomial(Real x, double c0, Rest... rest) {
  return fma(polynomial(x, rest...), x, constant<Real>(c0));
}

/// x within [-limit, limit]; of a NaN, limit.
template <class Real>
HUX_FN Real clamped(Real x, double limit) {
  return maximum(minimum(x, constant<Real>(limit)), constant<Real>(-limit));
}

/// x within [-limit, limit]; of a NaN, that.
template <class Real>
HUX_FN Real clamped_or_nan(Real x, double limit) {
  return maximum(constant<Real>(-limit), minimum(constant<Real>(limit), x));
}

/// (2^f - 1) / f for |f| <= 1/2.
template <class Real>
HUX_FN Real exp2_slope(Real f) {
  if constexpr (is_single<Real>)
    return polynomial(f, 0.69314718802622878, 0.24022650760568127, 0.055503571142190778, 0.0096180825772578515,
                      0.0013390863364671234, 0.00015453162945120690);
  else
    return polynomial(f, 0.69314718055994530942, 0.2402265069591009822, 0.055504108664821594339,
                      0.0096181291076068885273, 0.001333355814641693531, 0.00015403530441736050155,
                      1.5252733829836118394e-5, 1.3215442587921689653e-6, 1.0178062445845773521e-7,
                      7.0725859492692236999e-9, 4.4549605981865183938e-10);
}

/// An exponent of 2 in parts, n + f: n an integer, |f| <= 1/2.
template <class Real>
struct split_exponent {
  Real shifted;  ///< n + the shift that was asked for, by which it is rounded
  Real f;

  [[nodiscard]] HUX_FN Real power() const {
    return times_power_of_two(fma(exp2_slope(f), f, constant<Real>(1)), shifted);
  }
  [[nodiscard]] HUX_FN Real power_less_one() const {
    const Real scale = power_of_two(shifted);
    return fma(scale, f * exp2_slope(f), scale - constant<Real>(1));
  }
  /// The bits of power(), by a multiplication, which leaves a NaN one; `shifted` is by exponent_shift.
  [[nodiscard]] HUX_FN Real power_or_nan() const {
    return fma(exp2_slope(f), f, constant<Real>(1)) * power_of_two(shifted);
  }
};

/// The exponent x for |x| <= 126 in single and 1022 in double precision.
template <class Real>
HUX_FN split_exponent<Real> split(Real x, double shift) {
  const Real shifted = x + constant<Real>(shift);
  return {shifted, x - (shifted - constant<Real>(shift))};
}

/// Where powers of e saturate: beyond, their exponents count as this.
template <class Real>
inline constexpr double saturation = is_single<Real> ? 87 : 708;

/// The exponent x log2(e) for |x| <= saturation.
template <class Real>
HUX_FN split_exponent<Real> split_natural(Real x, double shift) {
  constexpr double high = is_single<Real> ? 1.4426950216293335 : 1.4426950408889634;  // log2(e) = high + low
  constexpr double low = is_single<Real> ? 1.92596299112662e-8 : 2.0355273740931033e-17;
  const Real shifted = fma(x, constant<Real>(high), constant<Real>(shift));
  const Real n = shifted - constant<Real>(shift);
  return {shifted, fma(x, constant<Real>(low), fma(x, constant<Real>(high), -n))};
}

/// e^x, which saturates. Relative error below 2 units in the last place. A NaN counts as a large x.
template <class Real>
HUX_FN Real exp(Real x) {
  return split_natural(clamped(x, saturation<Real>), rounding_shift<Real>).power();
}

/// e^x - 1, to full relative accuracy near 0; saturates, and takes a NaN, as exp does.
template <class Real>
HUX_FN Real expm1(Real x) {
  return split_natural(clamped(x, saturation<Real>), exponent_shift<Real>).power_less_one();
}

/// The bits of exp and expm1; of a NaN, a NaN.
template <class Real>
HUX_FN Real exp_or_nan(Real x) {
  return split_natural(clamped_or_nan(x, saturation<Real>), exponent_shift<Real>).power_or_nan();
}
template <class Real>
HUX_FN Real expm1_or_nan(Real x) {
  return split_natural(clamped_or_nan(x, saturation<Real>), exponent_shift<Real>).power_less_one();
}

inline constexpr double log2e = 1.4426950408889634;
inline constexpr double ln2 = 0.69314718055994531;

/// 2^x for |x| <= 126 in single and 1022 in double precision; beyond, it is no power of 2 at all, nor 0. Relative error
/// below 2 units in the last place.
template <class Real>
HUX_FN Real exp2(Real x) {
  return split(x, rounding_shift<Real>).power();
}

/// e^(slope x + offset) for an exponent of 2 in that range.
template <class Real>
HUX_FN Real exp_of_line(Real x, double slope, double offset) {
  return exp2(fma(x, constant<Real>(slope * log2e), constant<Real>(offset * log2e)));
}

/// 2^x - 1 in that range, to full relative accuracy near 0.
template <class Real>
HUX_FN Real exp2m1(Real x) {
  return split(x, exponent_shift<Real>).power_less_one();
}

/// e^(2x) - 1 from d = e^x - 1: a chain of these gives all the rates of a model from few exponentials, and nothing
/// cancels near 0.
template <class Real>
HUX_FN Real expm1_doubled(Real d) {
  return d * (d + constant<Real>(2));
}

/// e^(x + y) - 1 from a = e^x - 1 and b = e^y - 1.
template <class Real>
HUX_FN Real expm1_sum(Real a, Real b) {
  return fma(a, b, a + b);
}

/// A number too small to change any other, added where the next step would otherwise compute 0 / 0.
template <class Real>
HUX_FN Real away_from_zero(Real x) {
  return x + constant<Real>(1e-30);
}

/// The reciprocals of two numbers by one division, where their product is in the range of reciprocal().
template <class Real>
struct two_reciprocals {
  Real a, b;
};
template <class Real>
HUX_FN two_reciprocals<Real> reciprocals(Real a, Real b) {
  const Real per_ab = reciprocal(a * b);
  return {b * per_ab, a * per_ab};
}

/// The same of three.
template <class Real>
struct three_reciprocals {
  Real a, b, c;
};
template <class Real>
HUX_FN three_reciprocals<Real> reciprocals(Real a, Real b, Real c) {
  const Real bc = b * c;
  const Real per_abc = reciprocal(a * bc);
  const Real per_bc = a * per_abc;
  return {bc * per_abc, c * per_bc, b * per_bc};
}

/// x / (e^x - 1), the form of the rates of many channels (Hodgkin & Huxley 1952), given as a quotient that may have
/// lost digits to cancellation near 0, or be none there; smooth through 0, where it is 1, by its series.
template <class Real>
HUX_FN Real exponential_ratio(Real x, Real quotient) {
  constexpr double near = is_single<Real> ? 0.15 : 0.0125;
  const auto series = [&] {
    if constexpr (is_single<Real>) {
      // Of x^2 there are 1/12 less 0.83 near^2 / 720, with which the largest error that the term of x^4 leaves is
      // smallest: 2.5 units with that of rounding.
      return fma(x, fma(x, constant<Real>(0.0833074), constant<Real>(-0.5)), constant<Real>(1));
    } else {
      const Real x2 = x * x;  // the error, x^6 / 30240, is below that of rounding
      return fma(x2, fma(x2, constant<Real>(-1.0 / 720), constant<Real>(1.0 / 12)),
                 fma(x, constant<Real>(-0.5), constant<Real>(1)));
    }
  }();
  return select_less(absolute(x), constant<Real>(near), series, quotient);
}

/// x^(-1/3) for x in [1, 2], without a division: a polynomial, corrected by the series of (1 - h)^(-1/3).
template <class Real>
HUX_FN Real inverse_cube_root(Real x) {
  const Real r = polynomial(x - constant<Real>(1), 0.999955034481472145, -0.331046301846346036, 0.202263949766406363,
                            -0.10523065061810691, 0.0277828010185842426);
  const Real h = fma(-x, r * (r * r), constant<Real>(1));
  return fma(r * h, polynomial(h, 1.0 / 3, 2.0 / 9, 14.0 / 81), r);
}

/// Natural logarithm of a positive normal number; relative error below 2.1 units in the last place.
template <class Real>
HUX_FN Real log_of_normal(Real x) {
  const Real n = exponent_part(x);
  const Real m = mantissa_part(x);
  const Real s = (m - constant<Real>(1)) / (m + constant<Real>(1));
  const Real z = s * s;
  const Real twice = constant<Real>(2) * s;
  if constexpr (is_single<Real>) {
    const Real tail =
        z * polynomial(z, 0.33333333276762681, 0.20000061316849406, 0.14275365422385910, 0.11666456402203565);
    const Real main = fma(twice, tail, twice);
    return fma(n, constant<Real>(0.693145751953125), fma(n, constant<Real>(1.4286068203094172e-6), main));
  } else {
    const Real tail = z * polynomial(z, 0.33333333333333333231, 0.20000000000000445179, 0.14285714285397715472,
                                     0.11111111196783304368, 0.090908977211859901103, 0.076931252239702097687,
                                     0.066342428403246027056, 0.065448145803609216484);
    const Real main = fma(twice, tail, twice);
    return fma(n, constant<Real>(0.6931471803691238), fma(n, constant<Real>(1.9082149292705877e-10), main));
  }
}

/// The least normal number. What is nearer to 0 counts as 0 for log and power.
template <class Real>
inline constexpr double least_normal = is_single<Real> ? 0x1p-126 : 0x1p-1022;

/// Natural logarithm, with the bits of log_of_normal. It saturates, as exp does: of 0 it is that of the least normal
/// number (-87.3 in single, -708.4 in double precision), which leaves a reversal potential finite where a concentration
/// is 0 for once, and of infinity that of the largest. Of a negative number or a NaN it is NaN.
template <class Real>
HUX_FN Real log(Real x) {
  const Real least = constant<Real>(least_normal<Real>);
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  return select_less(-least, x, log_of_normal(maximum(least, x)), constant<Real>(none));
}

/// base^exponent of a base that is not negative; saturates as exp does. The error, in units in the last place, is below
/// 3 + 3 |exponent log(base)|: what the rounding of the logarithm comes to. 0 to a positive exponent is 0; of a
/// negative base or a NaN it is NaN.
template <class Real>
HUX_FN Real power(Real base, Real exponent) {
  const Real result = exp_or_nan(exponent * log(base));
  const Real zero = constant<Real>(0);
  const Real of_zero = select_less(zero, exponent, zero, result);
  return select_less(absolute(base), constant<Real>(least_normal<Real>), of_zero, result);
}

// ---- functions of one number, for random variates and waveforms ----

/// Sine and cosine of an angle.
template <class Scalar>
struct sine_cosine {
  Scalar sine;
  Scalar cosine;
};

/// Of an angle given in turns (1 = 2 pi), of any size that is exact in the type.
template <class Scalar>
HUX_FN sine_cosine<Scalar> sine_cosine_of_turns(Scalar turns) {
  const auto shift = static_cast<Scalar>(rounding_shift<Scalar>);
  const Scalar quarter = (turns * Scalar(4) + shift) - shift;
  const Scalar x = fma(quarter, Scalar(-0.25), turns);  // |x| <= 1/8
  const Scalar z = x * x;
  Scalar s;
  Scalar c;
  if constexpr (is_single<Scalar>) {
    s = x * polynomial(z, 6.2831853071523996, -41.341702153394902, 81.605204711045755, -76.697866350202793,
                       41.472833239508819);
    c = polynomial(z, 1.0, -19.739208650130596, 64.939316135709049, -85.442844673081637, 59.220168958295444);
  } else {
    s = x * polynomial(z, 6.2831853071795864769, -41.341702240399760142, 81.605249276074930668, -76.70585975299812673,
                       42.058693928988783438, -15.094640403891545643, 3.8197881201632111805, -0.71163580907816246232);
    c = polynomial(z, 1.0, -19.739208802178716989, 64.939394022667957529, -85.456817206522712487, 60.244641328867293319,
                   -26.426250908622135943, 7.9030916877516969808, -1.6968494702918714966);
  }
  // The quadrant from whole and half turns, with no integer conversion that could overflow.
  const Scalar half = Scalar(0.25) * quarter;
  const Scalar in_turn = quarter - Scalar(4) * ((half + shift) - shift);  // -2, -1, 0, 1, 2
  if (in_turn == Scalar(1)) return {c, -s};
  if (in_turn == Scalar(-1)) return {-c, s};
  if (in_turn == Scalar(0)) return {s, c};
  return {-s, -c};
}

inline double sine_of_turns(double turns) { return sine_cosine_of_turns(turns).sine; }

}  // namespace hux
