#include "engine/divergence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "equations/states_in_step.hpp"
#include "equations/text/undefined_part.hpp"
#include "hux/errors.hpp"
#include "network/built_network.hpp"

namespace hux {
namespace {

double time_of(const divergence& d, const built_network& network) {
  return static_cast<double>(d.step + 1) * network.dt;
}

/// Where the equations had no value in the step, as in " in 'ln(ca)'". Empty if that is not known, or not found, as
/// inputs are left aside.
std::string place_of(const divergence& d, const built_network& network) {
  const built_population& p = network.populations[d.population];
  if (d.state_before.empty() || std::isfinite(d.value) || !p.model->lists) return "";
  const auto parameters = p.parameters_of(d.neuron);
  const auto k = p.model->derived(parameters, network.integrator->unit_of_time * network.dt);
  for (const auto& state : states_in_step(*p.model->lists, network.integrator->name, k.data(), d.state_before.data()))
    if (const auto part = undefined_part(*p.model, d.state, parameters, state); !part.empty())
      return " in '" + part + "'";
  return "";
}

/// Which variable it was and what it became, as in "state 'ca' became nan". The sign of a NaN depends on the machine.
std::string variable_of(const divergence& d, const built_network& network) {
  const double value = std::isnan(d.value) ? std::numeric_limits<double>::quiet_NaN() : d.value;
  if (d.state == 0) return fmt::format("membrane potential became {:.4g} mV", value);
  const auto& states = network.populations[d.population].model->states;
  return fmt::format("state '{}' became {:.4g}", states[d.state - 1].name, value);
}

[[noreturn]] void refuse(const divergence& d, const built_network& network) {
  const std::string place = place_of(d, network);
  const bool by_input = d.state == 0 && place.empty();
  throw divergence_error(fmt::format(
      "neuron {} of population '{}' diverged at {:.6g} ms: its {}{}; dt = {:g} ms is probably too long for "
      "{}, or {}",
      d.neuron, network.populations[d.population].name, time_of(d, network), variable_of(d, network), place, network.dt,
      network.integrator->name, by_input ? "an input is far too strong" : "its equation has no value there"));
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
