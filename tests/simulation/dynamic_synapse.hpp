#pragma once

#include <string>
#include <vector>

#include "hux/network.hpp"
#include "io/experiment/experiment_text.hpp"
#include "refusal.hpp"

/// Experiments whose synapses depress and facilitate, as text.
namespace hux::test {

/// Depression and facilitation (Tsodyks, Pawelzik & Markram 1998).
inline constexpr const char* dynamic_synapse = R"toml(
[synapse.dynamic]
parameters = { u_se = 0.5, tau_rec = "800 ms", tau_facil = "1 ms", tau = "3 ms", e_rev = "0 mV" }
define.u_next = "u + u_se * (1 - u)"
terminal.states.x = { derivative = "(1 - x) / tau_rec" }
terminal.states.u = { derivative = "-u / tau_facil" }
terminal.on_spike = { release = "u_next * x", x = "x - u_next * x", u = "u_next" }
receptor.states.g = { derivative = "-g / tau", arrival = "g + w" }
receptor.current = "g * (v - e_rev)"
)toml";

/// Pulses of current make the neuron of S spike once each; that of T does nothing but receive.
inline constexpr const char* wire_text = R"toml(
simulation = { duration = "1100 ms", dt = "0.05 ms", backend = "cpu", threads = 1, precision = "double" }
[population.S]
size = 1
model = "traub_miles"
parameters.e_l = "-70 mV"
[population.T]
size = 1
model = "hodgkin_huxley"
parameters = { g_na = "0 mS/cm2", g_k = "0 mS/cm2", g_l = "0 mS/cm2", c_m = "1e30 uF/cm2" }
receptor.r = { synapse = "dynamic" }
[input.pulses]
type = "pulses"
population = "S"
amplitude = "8 nA"
start = "10 ms"
stop = "1100 ms"
period = "23 ms"
width = "1 ms"
[projection.wire]
source = "S"
target = "T"
receptor = "r"
rule = "all_to_all"
weight = "2 mS/cm2"
delay = "1 ms"
[recording.released]
population = "S"
variables = ["wire.x", "wire.u"]
interval = "0.05 ms"
[recording.arrived]
population = "T"
variables = ["g_r"]
interval = "0.05 ms"
)toml";

/// Two populations that drive each other through terminals, with weights of their own and without, and delays that
/// differ.
inline constexpr const char* two_populations = R"toml(
simulation = { duration = "60 ms", dt = "0.05 ms", backend = "cpu", threads = 2 }
[population.E]
size = 300
model = "traub_miles"
initial.v = { uniform = ["-75 mV", "-50 mV"] }
receptor.exc = { synapse = "dynamic", tau = "2 ms" }
receptor.inh = { synapse = "exponential", e_rev = "-80 mV" }
refractory = "2 ms"
[population.I]
size = 80
model = "wang_buzsaki"
receptor.exc = { synapse = "dynamic" }
[projection.EE]
source = "E"
target = "E"
receptor = "exc"
rule = "fixed_probability"
probability = 0.1
weight = "5 nS"
delay = { uniform = ["0.5 ms", "4 ms"] }
[projection.EI]
source = "E"
target = "I"
receptor = "exc"
rule = "fixed_indegree"
indegree = 20
weight = { normal = { mean = "0.05 mS/cm2", std = "0.01 mS/cm2", min = "0 mS/cm2" } }
delay = "0.7 ms"
terminal = { u_se = 0.3, tau_rec = "50 ms", tau_facil = "200 ms" }
[projection.IE]
source = "I"
target = "E"
receptor = "inh"
rule = "fixed_probability"
probability = 0.2
weight = "10 nS"
delay = "1 ms"
terminal = { synapse = "dynamic", tau_rec = "100 ms" }
[input.drive]
type = "constant"
population = "E"
amplitude = { uniform = ["100 pA", "500 pA"] }
[recording.some]
population = "E"
variables = ["v", "EE.x", "EI.u", "g_exc"]
interval = "0.35 ms"
)toml";

inline experiment with_dynamic_synapse(const std::string& text, const std::vector<std::string>& changes = {}) {
  return read_experiment_text(text + dynamic_synapse, "terminals.toml", {}, changes);
}

/// What is said of a mistake in such an experiment; nothing if it is valid.
inline std::string dynamic_synapse_refusal(const std::string& text, const std::vector<std::string>& changes) {
  return refusal_of([&] { return with_dynamic_synapse(text, changes); });
}

}  // namespace hux::test
