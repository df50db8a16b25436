#include "engine/bad_release.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <string>

#include "hux/errors.hpp"
#include "network/built_network.hpp"

namespace hux {

void refuse_release(const bad_release& found, const built_network& network) {
  const built_population& p = network.populations[found.population];
  const built_terminal& t = p.terminals[found.terminal];
  const std::string whose =
      fmt::format("the terminal '{}' of neuron {} of population '{}'", t.name, found.neuron, p.name);
  const double value = std::isnan(found.value) ? std::numeric_limits<double>::quiet_NaN() : found.value;
  const double time = static_cast<double>(found.step) * network.dt;
  if (found.state != bad_release::none)
    throw divergence_error(
        fmt::format("{} diverged at {:.6g} ms: its state '{}' became {:.4g}; expected a finite number "
                    "of synapse.{}.terminal.on_spike",
                    whose, time, t.equations->states[found.state].name, value, t.synapse));
  throw divergence_error(
      fmt::format("{} released {:.4g} at {:.6g} ms; expected 0 to {:g}, as "
                  "synapse.{}.terminal.largest_release says",
                  whose, value, time, t.equations->largest_release, t.synapse));
}

}  // namespace hux
