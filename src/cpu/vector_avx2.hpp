#pragma once

#include <immintrin.h>

#include <cstdint>

#include "hux/device/host_device.hpp"

/// The primitives of hux/device/math.hpp for one hardware vector of 32 bytes.
namespace hux::cpu {

using floats_32 = float __attribute__((vector_size(32)));
using doubles_32 = double __attribute__((vector_size(32)));

HUX_FN floats_32 fma_vector(floats_32 a, floats_32 b, floats_32 c) {
  return (floats_32)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}
HUX_FN doubles_32 fma_vector(doubles_32 a, doubles_32 b, doubles_32 c) {
  return (doubles_32)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
}
HUX_FN floats_32 minimum_vector(floats_32 a, floats_32 b) { return (floats_32)_mm256_min_ps((__m256)a, (__m256)b); }
HUX_FN doubles_32 minimum_vector(doubles_32 a, doubles_32 b) {
  return (doubles_32)_mm256_min_pd((__m256d)a, (__m256d)b);
}
HUX_FN floats_32 maximum_vector(floats_32 a, floats_32 b) { return (floats_32)_mm256_max_ps((__m256)a, (__m256)b); }
HUX_FN doubles_32 maximum_vector(doubles_32 a, doubles_32 b) {
  return (doubles_32)_mm256_max_pd((__m256d)a, (__m256d)b);
}
HUX_FN floats_32 absolute_vector(floats_32 a) { return (floats_32)_mm256_andnot_ps(_mm256_set1_ps(-0.0F), (__m256)a); }
HUX_FN doubles_32 absolute_vector(doubles_32 a) {
  return (doubles_32)_mm256_andnot_pd(_mm256_set1_pd(-0.0), (__m256d)a);
}
HUX_FN floats_32 square_root_vector(floats_32 a) { return (floats_32)_mm256_sqrt_ps((__m256)a); }
HUX_FN doubles_32 square_root_vector(doubles_32 a) { return (doubles_32)_mm256_sqrt_pd((__m256d)a); }
HUX_FN floats_32 select_less_vector(floats_32 a, floats_32 b, floats_32 yes, floats_32 no) { return a < b ? yes : no; }
HUX_FN doubles_32 select_less_vector(doubles_32 a, doubles_32 b, doubles_32 yes, doubles_32 no) {
  return a < b ? yes : no;
}

/// One bit an element, set where a < b.
HUX_FN std::uint32_t less_vector(floats_32 a, floats_32 b) {
  return static_cast<std::uint32_t>(_mm256_movemask_ps((__m256)(a < b)));
}
HUX_FN std::uint32_t less_vector(doubles_32 a, doubles_32 b) {
  return static_cast<std::uint32_t>(_mm256_movemask_pd((__m256d)(a < b)));
}

}  // namespace hux::cpu
