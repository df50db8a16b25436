#pragma once

#include <immintrin.h>

#include <cstdint>

#include "hux/device/host_device.hpp"

/// The primitives of hux/device/math.hpp for one hardware vector of 64 bytes; empty where the compiler may not use
/// AVX-512.
namespace hux::cpu {
#ifdef __AVX512F__

using floats_64 = float __attribute__((vector_size(64)));
using doubles_64 = double __attribute__((vector_size(64)));

HUX_FN floats_64 fma_vector(floats_64 a, floats_64 b, floats_64 c) {
  return (floats_64)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
}
HUX_FN doubles_64 fma_vector(doubles_64 a, doubles_64 b, doubles_64 c) {
  return (doubles_64)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
}
HUX_FN floats_64 minimum_vector(floats_64 a, floats_64 b) { return (floats_64)_mm512_min_ps((__m512)a, (__m512)b); }
HUX_FN doubles_64 minimum_vector(doubles_64 a, doubles_64 b) {
  return (doubles_64)_mm512_min_pd((__m512d)a, (__m512d)b);
}
HUX_FN floats_64 maximum_vector(floats_64 a, floats_64 b) { return (floats_64)_mm512_max_ps((__m512)a, (__m512)b); }
HUX_FN doubles_64 maximum_vector(doubles_64 a, doubles_64 b) {
  return (doubles_64)_mm512_max_pd((__m512d)a, (__m512d)b);
}
HUX_FN floats_64 absolute_vector(floats_64 a) { return (floats_64)_mm512_abs_ps((__m512)a); }
HUX_FN doubles_64 absolute_vector(doubles_64 a) { return (doubles_64)_mm512_abs_pd((__m512d)a); }
HUX_FN floats_64 square_root_vector(floats_64 a) { return (floats_64)_mm512_sqrt_ps((__m512)a); }
HUX_FN doubles_64 square_root_vector(doubles_64 a) { return (doubles_64)_mm512_sqrt_pd((__m512d)a); }

/// One bit an element, set where a < b.
HUX_FN std::uint32_t less_vector(floats_64 a, floats_64 b) {
  return _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_LT_OQ);
}
HUX_FN std::uint32_t less_vector(doubles_64 a, doubles_64 b) {
  return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_LT_OQ);
}

HUX_FN floats_64 select_less_vector(floats_64 a, floats_64 b, floats_64 yes, floats_64 no) {
  return (floats_64)_mm512_mask_blend_ps(static_cast<__mmask16>(less_vector(a, b)), (__m512)no, (__m512)yes);
}
HUX_FN doubles_64 select_less_vector(doubles_64 a, doubles_64 b, doubles_64 yes, doubles_64 no) {
  return (doubles_64)_mm512_mask_blend_pd(static_cast<__mmask8>(less_vector(a, b)), (__m512d)no, (__m512d)yes);
}

#endif
}  // namespace hux::cpu
