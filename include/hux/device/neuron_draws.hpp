#pragma once

#include <cstdint>

#include "hux/device/math.hpp"
#include "hux/device/rng.hpp"

/// What random inputs bring to one neuron from step to step: a function of (stream, neuron, step) on every backend.
namespace hux {

/// A word, or a variate, of the four that a draw gives; no array, which a GPU would keep in memory for the index's
/// sake.
template <class Value>
struct four {
  Value a, b, c, d;
  [[nodiscard]] HUX_FN Value operator[](unsigned i) const { return i == 0 ? a : i == 1 ? b : i == 2 ? c : d; }
};

HUX_FN four<float> four_normals(const random_words& words) {
  const auto first = standard_normals(words[0], words[1]);
  const auto second = standard_normals(words[2], words[3]);
  return {first.first, first.second, second.first, second.second};
}

/// A noise current: white noise held for some steps, or an Ornstein-Uhlenbeck process. In single precision whatever
/// the precision of the state.
struct noise_law {
  float mean = 0, std = 0;  ///< model current
  std::int64_t hold = 1;    ///< steps for which a value is held
  bool correlated = false;  ///< is it an Ornstein-Uhlenbeck process?
  float kept = 0;           ///< of its deviation from step to step
  float renewed = 0;        ///< standard deviation of what is new in a step
};

/// Calls take(step, current) for the steps [begin, end) of a neuron.
/// @param deviation of an Ornstein-Uhlenbeck process from its mean, at begin; advanced to end
template <class Take>
HUX_FN void visit_noise(const noise_law& n, const stream& draws, std::uint32_t neuron, std::int64_t begin,
                        std::int64_t end, float& deviation, const Take& take) {
  four<float> normals{};
  std::int64_t drawn = -1;
  for (std::int64_t step = begin; step < end; ++step) {
    const std::int64_t index = step / n.hold;  // four values a draw
    if (index / 4 != drawn) normals = four_normals(draws.draw(neuron, drawn = index / 4));
    const float normal = normals[static_cast<unsigned>(index % 4)];
    if (!n.correlated) {
      take(step, n.mean + n.std * normal);
      continue;
    }
    take(step, n.mean + deviation);
    deviation = fma(n.kept, deviation, n.renewed * normal);
  }
}

/// Calls take(step, spikes) for those of the steps [begin, end) in which a Poisson train brings spikes to a neuron: as
/// many as there are thresholds that a uniform word reaches.
/// @param thresholds ascending, anything with operator[]
template <class Thresholds, class Take>
HUX_FN void visit_poisson(const Thresholds& thresholds, std::uint32_t count, const stream& draws, std::uint32_t neuron,
                          std::int64_t begin, std::int64_t end, const Take& take) {
  four<std::uint32_t> words{};
  std::int64_t drawn = -1;
  for (std::int64_t step = begin; step < end; ++step) {
    if (step / 4 != drawn) {
      const random_words w = draws.draw(neuron, drawn = step / 4);
      words = {w[0], w[1], w[2], w[3]};
    }
    const std::uint32_t word = words[static_cast<unsigned>(step % 4)];
    std::uint32_t spikes = 0;
    while (spikes < count && word >= thresholds[spikes]) ++spikes;
    if (spikes > 0) take(step, spikes);
  }
}

}  // namespace hux
