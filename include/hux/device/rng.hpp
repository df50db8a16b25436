#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "hux/device/math.hpp"

/// Counter-based random numbers (Salmon et al. 2011, Philox 4x32-10, through Random123): a draw is a function of what
/// it belongs to, so it does not matter which thread, block or process makes it, or in which order.
namespace hux {

/// Four independent words, uniform on 32 bits.
using random_words = std::array<std::uint32_t, 4>;

/// What a family of draws belongs to: the experiment's seed and one use of random numbers in it.
struct stream {
  std::uint32_t key[2];

  /// @param purpose names the use, e.g. "projection EE weight"; distinct purposes give independent draws
  stream(std::uint64_t seed, std::string_view purpose) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
    for (const char c : purpose) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    const random_words mixed =
        philox(hash, 0, static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32));
    key[0] = mixed[0];
    key[1] = mixed[1];
  }

  /// The draw of member (a neuron, a row of synapses) at index (a step, a synapse of the row).
  [[nodiscard]] HUX_FN random_words draw(std::uint64_t member, std::uint64_t index) const {
    return philox(member, index, key[0], key[1]);
  }

 private:
  HUX_FN static random_words philox(std::uint64_t member, std::uint64_t index, std::uint32_t k0, std::uint32_t k1) {
    const philox4x32_ctr_t counter = {{static_cast<std::uint32_t>(member), static_cast<std::uint32_t>(member >> 32),
                                       static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32)}};
    const philox4x32_key_t k = {{k0, k1}};
    const philox4x32_ctr_t words = philox4x32_R(10, counter, k);
    return {words.v[0], words.v[1], words.v[2], words.v[3]};
  }
};

/// Uniform on (0, 1), never 0 or 1.
HUX_FN double open_uniform(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 20) | (low >> 12);  // 52 bits
  return (static_cast<double>(bits) + 0.5) * (1.0 / 4503599627370496.0);
}
HUX_FN float open_uniform(std::uint32_t word) {
  return (static_cast<float>(word >> 9) + 0.5F) * (1.0F / 8388608.0F);  // 23 bits and the half are exact
}

/// Two independent standard normal variates (Box & Muller 1958).
template <class Scalar>
struct normal_pair {
  Scalar first;
  Scalar second;
};
HUX_FN normal_pair<float> standard_normals(std::uint32_t a, std::uint32_t b) {
  const float radius = square_root(-2.0F * log_of_normal(open_uniform(a)));
  const auto angle = sine_cosine_of_turns(static_cast<float>(b >> 8) * (1.0F / 16777216.0F));
  return {radius * angle.cosine, radius * angle.sine};
}
HUX_FN normal_pair<double> standard_normals(const random_words& w) {
  const double radius = square_root(-2.0 * log_of_normal(open_uniform(w[0], w[1])));
  const auto angle = sine_cosine_of_turns(open_uniform(w[2], w[3]));
  return {radius * angle.cosine, radius * angle.sine};
}

}  // namespace hux
