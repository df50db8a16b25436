#pragma once

#include <cstdint>
#include <limits>

#include "hux/device/bounds.hpp"
#include "hux/device/math.hpp"
#include "hux/device/rng.hpp"

namespace hux {

/// Draws of a bounded law that may fall outside its bounds before the law is given up as practically impossible.
inline constexpr std::uint32_t attempt_limit = 1000;

/// What a value is drawn for.
struct draw_place {
  std::uint64_t member = 0;   ///< a neuron, a row of synapses
  std::uint64_t index = 0;    ///< within the member, below 2^48
  std::uint64_t ordinal = 0;  ///< within all that the distribution is given to: picks listed and equally spaced values
};

/// The words of one attempt; attempts share no words.
HUX_FN random_words attempt_words(const stream& s, const draw_place& at, std::uint32_t attempt) {
  return s.draw(at.member, at.index | (static_cast<std::uint64_t>(attempt) << 48));
}

HUX_FN double clipped(double x, const bounds& b) { return minimum(maximum(x, b.min), b.max); }

/// The first of draw(0), draw(1), ... that lies within b, or draw(0) clipped to b; not a number if attempt_limit
/// draws all lie outside.
template <class Draw>
HUX_FN double bounded_draw(const bounds& b, const Draw& draw) {
  if (b.action == out_of_bounds::clip) return clipped(draw(0U), b);
  for (std::uint32_t attempt = 0; attempt < attempt_limit; ++attempt) {
    const double x = draw(attempt);
    if (b.min <= x && x <= b.max) return x;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

/// A distribution made ready to draw from, small enough to be handed to a kernel by value.
struct law {
  enum class form : std::uint8_t { constant, uniform, normal, lognormal, linspace, listed };

  form kind = form::constant;
  double first = 0;   ///< constant value, low, mean (of the logarithm for lognormal), first of linspace
  double second = 0;  ///< width (uniform), standard deviation (of the logarithm for lognormal), step (linspace)
  double last = 0;    ///< last of linspace
  bounds within;
  const double* values = nullptr;  ///< listed: one for each ordinal; not owned
  std::uint64_t count = 0;         ///< of ordinals

  /// The value at a place: the same whoever asks, in whatever order. Not a number if the bounds were never met.
  [[nodiscard]] HUX_FN double operator()(const stream& s, const draw_place& at) const {
    switch (kind) {
      case form::uniform:
        return uniform_draw(attempt_words(s, at, 0));
      case form::normal:
        return bounded_draw(within, [&](std::uint32_t a) { return normal_draw(attempt_words(s, at, a)); });
      case form::lognormal:
        return bounded_draw(within, [&](std::uint32_t a) { return exp(normal_draw(attempt_words(s, at, a))); });
      case form::linspace:
        return at.ordinal + 1 == count ? last : fma(static_cast<double>(at.ordinal), second, first);
      case form::listed:
        return values[at.ordinal];
      case form::constant:
        break;
    }
    return first;
  }

 private:
  [[nodiscard]] HUX_FN double uniform_draw(const random_words& w) const {
    return fma(open_uniform(w[0], w[1]), second, first);
  }
  [[nodiscard]] HUX_FN double normal_draw(const random_words& w) const {
    return fma(standard_normals(w).first, second, first);
  }
};

/// A word that is uniform on 32 bits as an integer uniform on [0, n), to within n / 2^32 of each probability.
HUX_FN std::uint32_t uniform_integer(std::uint32_t word, std::uint32_t n) {
  return static_cast<std::uint32_t>((static_cast<std::uint64_t>(word) * n) >> 32);
}

}  // namespace hux
