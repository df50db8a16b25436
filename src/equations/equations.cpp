#include "hux/equations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "equations/linear_flow.hpp"
#include "equations/steady.hpp"

namespace hux {

std::shared_ptr<const void> equations::kernels_for(std::string_view integrator, std::size_t real_bytes,
                                                   int vector_bytes) const {
  for (const auto& k : kernels)
    if (k.integrator == integrator && k.real_bytes == real_bytes && k.vector_bytes == vector_bytes) return k.table;
  return nullptr;
}

std::vector<double> equations::values_of(std::string_view preset) const {
  for (const auto& known : presets)
    if (known.name == preset) return known.values;
  std::vector<double> values;
  for (const auto& p : parameters) values.push_back(p.standard);
  return values;
}

std::vector<double> equations::derived(const std::vector<double>& parameter_values, double tau) const {
  std::vector<double> made(coefficients);
  derive(parameter_values.data(), tau, made.data());
  return made;
}

std::vector<double> equations::observed(const std::vector<double>& parameter_values, const double* state) const {
  std::vector<std::size_t> all(observables.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const observer of_all = observer_of(all);
  std::vector<double> k(of_all.coefficients), scratch(of_all.scratch), values(all.size());
  of_all.derive(parameter_values.data(), k.data());
  of_all.observe(k.data(), state, scratch.data(), values.data());
  return values;
}

bool equations::settle(const double* derived_coefficients, const std::vector<std::size_t>& steady,
                       double* state) const {
  // Those of text may see one another: then each round brings them nearer (Newton's method for each alone).
  const int most_rounds = lists ? 200 : 1;
  std::vector<linear<double>> x(states.size());
  bool settled = false;
  for (int round = 0; round < most_rounds && !settled; ++round) {
    settled = true;
    kinetics(derived_coefficients, state, x.data());
    for (const std::size_t i : steady) {
      const double next = x[i].drive / x[i].decay;
      settled = settled && std::abs(next - state[1 + i]) <= 1e-13 * std::abs(next);
      state[1 + i] = next;
    }
  }
  return settled || !lists ||
         std::ranges::all_of(steady, [&](std::size_t i) { return stays(*this, derived_coefficients, i, state); });
}

std::vector<double> equations::state_at(double v, const double* derived_coefficients) const {
  std::vector<double> state{v};
  std::vector<std::size_t> steady;
  for (const auto& s : states) {
    if (!s.standard) steady.push_back(state.size() - 1);
    state.push_back(s.standard.value_or(s.first_guess()));
  }
  settle(derived_coefficients, steady, state.data());
  return state;
}

namespace {

/// The states of a terminal at t = 0; none: those that are not given have no steady state.
std::optional<std::vector<double>> initial_states(const terminal_equations& t, const linear_system& system) {
  std::vector<double> x;
  std::vector<std::size_t> steady;
  for (const auto& s : t.states) {
    if (!s.standard) steady.push_back(x.size());
    x.push_back(s.standard.value_or(0));
  }
  return find_steady(system, steady, x) ? std::optional(x) : std::nullopt;
}

}  // namespace

std::vector<double> terminal_equations::initial(const double* values) const {
  return initial_states(*this, {states.size(), phases(values).back().rates}).value();
}

std::string terminal_equations::mistake(const double* values) const {
  const auto all = phases(values);
  const linear_system system{states.size(), all.back().rates};
  for (const auto& phase : all)
    for (std::size_t i = 0; i < phase.rates.size(); ++i)
      if (!std::isfinite(phase.rates[i]))
        return "the derivative of the terminal's state '" + states[i / system.row()].name +
               "' is no number; expected a finite one";
  const double dead = dead_time(values);
  if (!(dead >= 0 && std::isfinite(dead)))
    return fmt::format("the terminal's dead time is {:g} ms; expected a finite time of 0 ms or more", dead);
  auto state = initial_states(*this, system);
  if (!state)
    return "the terminal's states do not come to rest by themselves; expected an initial value of each that does not";
  constexpr double step = 1;  // ms; any will do
  if (!std::ranges::all_of(all, [&](const terminal_phase& phase) {
        return linear_flow({states.size(), phase.rates}, step).is_bounded();
      }))
    return "the terminal's states grow exponentially between spikes; expected derivatives that let them decay";
  std::vector<double> room(scratch);
  const double released = on_spike(values, std::numeric_limits<double>::infinity(), state->data(), room.data());
  if (!(released >= 0 && released <= largest_release))
    return fmt::format("the terminal releases {:g} of the first spike; expected 0 to {:g}",
                       std::isnan(released) ? std::numeric_limits<double>::quiet_NaN() : released, largest_release);
  return "";
}

}  // namespace hux
