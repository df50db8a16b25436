#pragma once

#include <cstdint>
#include <vector>

#include "hux/device/neuron_draws.hpp"
#include "network/built_network.hpp"

namespace hux {

/// A noise current as the inner loops need it.
inline noise_law noise_law_of(const built_noise& n) {
  noise_law law;
  law.mean = static_cast<float>(n.mean);
  law.std = static_cast<float>(n.std);
  law.hold = n.hold;
  law.correlated = n.correlation != 0;
  law.kept = static_cast<float>(n.correlation);
  law.renewed = static_cast<float>(n.std * square_root(1 - n.correlation * n.correlation));
  return law;
}

/// How far an Ornstein-Uhlenbeck process is from its mean at t = 0.
inline float initial_deviation(const built_noise& n, std::uint32_t neuron) {
  return static_cast<float>(n.std) * four_normals(n.initial_draws.draw(neuron, 0)).a;
}

/// The same for each neuron of a population.
inline std::vector<float> initial_deviations(const built_noise& n, std::uint32_t size) {
  std::vector<float> deviations(size);
  for (std::uint32_t i = 0; i < size; ++i) deviations[i] = initial_deviation(n, i);
  return deviations;
}

}  // namespace hux
