#include "divergence.hpp"

#include <fmt/format.h>

#include "build/built_network.hpp"
#include "hux/core/errors.hpp"

namespace hux {

void refuse(const divergence& d, const built_network& network) {
  if (d.step == INT64_MAX) return;
  throw divergence_error(fmt::format(
      "neuron {} of population '{}' diverged at {:.6g} ms: its membrane potential became {:.4g} mV; dt = {:g} ms is "
      "probably too long for {}, or an input is far too strong",
      d.neuron, network.populations[d.population].name, static_cast<double>(d.step + 1) * network.dt, d.v, network.dt,
      network.integrator));
}

}  // namespace hux
