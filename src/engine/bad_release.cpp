#include "engine/bad_release.hpp"

#include <fmt/format.h>

#include "hux/errors.hpp"
#include "network/built_network.hpp"

namespace hux {

void settle_release(const bad_release& found, const built_network& network) {
  if (found.step == bad_release{}.step) return;
  const built_population& p = network.populations[found.population];
  const built_terminal& t = p.terminals[found.terminal];
  throw divergence_error(
      fmt::format("the terminal '{}' of neuron {} of population '{}' released {:.4g} at {:.6g} ms; expected 0 to {:g}, "
                  "as synapse.{}.terminal.largest_release says",
                  t.name, found.neuron, p.name, found.value, static_cast<double>(found.step) * network.dt,
                  t.equations->largest_release, t.synapse));
}

}  // namespace hux
