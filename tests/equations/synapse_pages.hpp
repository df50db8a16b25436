#pragma once

#include <functional>
#include <string>

#include "equations/text/synapse.hpp"
#include "hux/errors.hpp"

/// Pages of synapses, and what is said of them.
namespace hux::test {

inline parameter_info time_constant(const char* name, double value) {
  return {name, quantity::time, value, range::any, ""};
}
inline parameter_info potential(const char* name, double value) {
  return {name, quantity::voltage, value, range::any, ""};
}

inline synapse_page one_exponential() {
  synapse_page p;
  p.name = "x";
  p.parameters = {time_constant("tau", 5), potential("e_rev", 0)};
  p.states = {{"g", "-g / tau", "g + w"}};
  p.current = "g * (v - e_rev)";
  return p;
}

/// Both states receive what arrives, so that each of the three factors and both jumps count.
inline synapse_page two_states() {
  synapse_page p;
  p.name = "x";
  p.parameters = {time_constant("tau_rise", 0.5), time_constant("tau_decay", 5), potential("e_rev", 0)};
  p.states = {{"g", "-g / tau_decay + s / tau_rise", "g + w"}, {"s", "-s / tau_rise", "s + w"}};
  p.current = "g * (v - e_rev)";
  return p;
}

inline synapse_page inward_current() {
  synapse_page p;
  p.name = "x";
  p.parameters = {time_constant("tau", 5)};
  p.states = {{"i", "-i / tau", "i + w"}};
  p.current = "-i";
  return p;
}

/// What opens channels saturates behind the sum.
inline synapse_page saturating() {
  synapse_page p;
  p.name = "x";
  p.parameters = {time_constant("tau", 5), potential("e_rev", 0), {"g_max", quantity::conductance, 2, range::any, ""}};
  p.states = {{"c", "-c / tau", "c + w"}, {"o", "c / g_max / tau * (1 - o) - o / tau", ""}};
  p.current = "g_max * o * (v - e_rev)";
  return p;
}

inline std::string refusal(const synapse_page& page) {
  try {
    equations_of(page);
  } catch (const input_error& mistake) {
    return mistake.what();
  }
  return "";
}

inline std::string refusal(const std::function<void(synapse_page&)>& change) {
  auto page = two_states();
  change(page);
  return refusal(page);
}

}  // namespace hux::test
