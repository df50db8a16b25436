#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "hux/device/math.hpp"

/// What is to be known of the weights of many synapses, in integers, so that it does not matter which thread takes
/// which of them.
namespace hux {

/// Extremes of magnitudes, as bits, which order as the numbers do; what is no number comes last.
struct magnitude_range {
  static constexpr std::uint64_t none = ~std::uint64_t{0};

  std::uint64_t smallest = none;  ///< of those that are not 0
  std::uint64_t largest = 0;

  HUX_FN void add(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(absolute(x));
    smallest = bits != 0 && bits < smallest ? bits : smallest;
    largest = bits > largest ? bits : largest;
  }
  void add(const magnitude_range& other) {
    smallest = other.smallest < smallest ? other.smallest : smallest;
    largest = other.largest > largest ? other.largest : largest;
  }
};

/// 1 / the unit in which magnitudes are summed up for their mean: a billionth of the largest, or less, so that 2^33 of
/// them fit into 64 bits.
inline double summed_per_unit(double largest) { return std::ldexp(1.0, 29 - std::ilogb(largest)); }

/// A magnitude in such units, rounded down.
HUX_FN std::uint64_t in_units(double x, double per_unit) { return static_cast<std::uint64_t>(absolute(x) * per_unit); }

}  // namespace hux
