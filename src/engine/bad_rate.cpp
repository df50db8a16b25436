#include "engine/bad_rate.hpp"

#include <fmt/format.h>

#include "experiment/spontaneous_rate.hpp"
#include "hux/errors.hpp"
#include "network/built_network.hpp"

namespace hux {

void refuse_rate(const bad_rate& found, const built_network& network) {
  const built_projection& p = network.projections[found.projection];
  throw divergence_error(
      fmt::format("projection.{}.spontaneous.rate: {}; so it was at neuron {} of population '{}' at {:.6g} ms", p.name,
                  said_of_rate(found.value, found.since, network.dt), found.neuron, network.populations[p.source].name,
                  static_cast<double>(found.step) * network.dt));
}

}  // namespace hux
