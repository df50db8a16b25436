#include "engine/divergence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "hux/errors.hpp"
#include "network/built_network.hpp"

namespace hux {
namespace {

double time_of(const divergence& d, const built_network& network) {
  return static_cast<double>(d.step + 1) * network.dt;
}

[[noreturn]] void refuse(const divergence& d, const built_network& network) {
  const built_population& p = network.populations[d.population];
  const std::string what = d.state == 0
                               ? fmt::format("membrane potential became {:.4g} mV", d.value)
                               : fmt::format("state '{}' became {:.4g}", p.model->states[d.state - 1].name, d.value);
  throw divergence_error(
      fmt::format("neuron {} of population '{}' diverged at {:.6g} ms: its {}; dt = {:g} ms is probably too long for "
                  "{}, {}",
                  d.neuron, p.name, time_of(d, network), what, network.dt, network.integrator->name,
                  d.state == 0 ? "or an input is far too strong" : "or its equation has no value there"));
}

}  // namespace

void settle_divergences(std::vector<divergence>& found, const built_network& network,
                        std::vector<divergence_mark>& marks) {
  marks.clear();
  std::ranges::sort(found, [](const divergence& a, const divergence& b) { return a.before(b); });
  if (!found.empty() && network.on_divergence == divergence_policy::stop) refuse(found.front(), network);
  for (const divergence& d : found)
    marks.push_back({time_of(d, network), static_cast<std::uint32_t>(d.population), d.neuron});
}

void hide_marked(const std::vector<double>& v, std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isnan(v[i])) values[i] = std::numeric_limits<double>::quiet_NaN();
}

}  // namespace hux
