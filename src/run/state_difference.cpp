#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <vector>

#include "hux/simulation_state.hpp"
#include "support/line_difference.hpp"

namespace hux {
namespace {

std::string first_difference(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return fmt::format("has {} and {} neurons", a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::bit_cast<std::uint64_t>(a[i]) != std::bit_cast<std::uint64_t>(b[i]))
      return fmt::format("is {} and {} in neuron {}", a[i], b[i], i);
  return "";
}

std::string first_difference(const simulation_state::population& a, const simulation_state::population& b) {
  if (a.name != b.name || a.variables.size() != b.variables.size()) return "is another population";
  for (std::size_t i = 0; i < a.variables.size(); ++i) {
    if (a.variables[i].name != b.variables[i].name) return "has other variables";
    const auto found = first_difference(a.variables[i].values, b.variables[i].values);
    if (!found.empty()) return a.variables[i].name + " " + found;
  }
  const auto same = [](const sent_spike& x, const sent_spike& y) { return x.step == y.step && x.neuron == y.neuron; };
  const auto same_release = [](const sent_release& x, const sent_release& y) {
    return x.step == y.step && x.neuron == y.neuron && x.amount == y.amount;
  };
  const auto same_terminal = [&](const auto& x, const auto& y) {
    return x.name == y.name && std::ranges::equal(x.in_flight, y.in_flight, same_release);
  };
  return std::ranges::equal(a.in_flight, b.in_flight, same) &&
                 std::ranges::equal(a.terminals, b.terminals, same_terminal)
             ? ""
             : "has other spikes in flight";
}

/// The first projection of which other minis are on their way; empty if there is none.
std::string differing_minis(const simulation_state& a, const simulation_state& b) {
  const auto same = [](const sent_mini& x, const sent_mini& y) { return x.step == y.step && x.synapse == y.synapse; };
  for (std::size_t i = 0; i < std::min(a.projections.size(), b.projections.size()); ++i)
    if (!std::ranges::equal(a.projections[i].in_flight, b.projections[i].in_flight, same)) return a.projections[i].name;
  return "";
}

bool same_noises(const simulation_state& a, const simulation_state& b) {
  const auto same = [](const auto& x, const auto& y) {
    const auto bits = [](float value) { return std::bit_cast<std::uint32_t>(value); };
    return x.input == y.input && x.population == y.population &&
           std::ranges::equal(x.deviations, y.deviations, {}, bits, bits);
  };
  return std::ranges::equal(a.noises, b.noises, same);
}

}  // namespace

std::string first_difference(const simulation_state& a, const simulation_state& b) {
  for (const auto text : {&simulation_state::network, &simulation_state::changes})
    if (const auto found = first_differing_line(a.*text, b.*text)) return found.first + " and " + found.second;
  if (a.step != b.step || a.dt != b.dt) return fmt::format("time: {} and {} ms", a.time(), b.time());
  if (a.populations.size() != b.populations.size()) return "number of populations";
  for (std::size_t i = 0; i < a.populations.size(); ++i) {
    const auto found = first_difference(a.populations[i], b.populations[i]);
    if (!found.empty()) return "population " + a.populations[i].name + ": " + found;
  }
  if (a.projections.size() != b.projections.size()) return "number of projections with spontaneous release";
  if (const auto found = differing_minis(a, b); !found.empty()) return "projection " + found + ": minis in flight";
  return same_noises(a, b) ? "" : "noise inputs";
}

}  // namespace hux
