#pragma once

#include <cstdint>
#include <type_traits>

#include "hux/device/host_device.hpp"

namespace hux {

/// Sums of synaptic input in fixed point: order-free, so that every schedule gives the same bits. A receptor whose
/// weights differ too much for 32 bits has sums of 64 bits in single precision, too.
template <class Real>
using fixed_point = std::conditional_t<std::is_same_v<Real, float>, std::int32_t, std::int64_t>;
using wide_fixed_point = std::int64_t;

/// A weight in fixed point: rounded to the nearest multiple of the unit.
/// @param per_unit 1 / unit, a power of two, times a projection's factor; so the product may be rounded, and no fma
/// takes its place
template <class Sum>
HUX_FN Sum to_fixed(double weight, double per_unit) {
  const double scaled = weight * per_unit;
  return static_cast<Sum>(scaled + (scaled < 0 ? -0.5 : 0.5));
}

}  // namespace hux
