#pragma once

#include <string>
#include <vector>

#include "hux/network.hpp"
#include "io/experiment/experiment_text.hpp"

/// Experiments whose receptors are advanced with their neurons, as text.
namespace hux::test {

/// Leaky cells of which the first receives spikes at 2, 4, 4, 7 and 20 ms, as in scripts/reference_receptors.py.
inline constexpr const char* leaky_cell = R"toml(
simulation = { duration = "40 ms", backend = "cpu", threads = 1, precision = "double", equations = "interpret" }
[synapse.saturating]
parameters = { alpha = "1 1/ms", tau = "5 ms", tau_c = "1 ms", e_rev = "0 mV", g_max = "3 nS", g_unit = "1 nS" }
receptor.states.c = { derivative = "-c / tau_c", arrival = "c + w" }
receptor.states.o = { derivative = "alpha * c / g_unit * (1 - o) - o / tau" }
receptor.current = "g_max * o * (v - e_rev)"
[synapse.slow_block]
parameters = { tau = "30 ms", tau_m = "2 ms", e_rev = "0 mV" }
define.m_inf = "1 / (1 + exp(-0.062 * v / (1 mV)) / 3.57)"
receptor.states.g = { derivative = "-g / tau", arrival = "g + w" }
receptor.states.m = { derivative = "(m_inf - m) / tau_m" }
receptor.current = "g * m * (v - e_rev)"
[synapse.saturating_current]
parameters = { tau = "3 ms", i_max = "100 pA" }
receptor.states.i = { derivative = "-i / tau", arrival = "i + w" }
receptor.current = "-i_max * tanh(i / i_max)"
[synapse.stepped]
parameters = { tau = "3 ms", e_rev = "0 mV" }
receptor.states.g = { derivative = "-g / tau", arrival = "g + w", unit = "nS" }
receptor.current = "g * (v - e_rev)"
[model.leaky]
per = "cell"
initial.v = "-70 mV"
threshold = "40 mV"
parameters = { c_m = "100 pF", g_l = "10 nS", e_l = "-70 mV" }
currents.i_l = "g_l * (v - e_l)"
[model.leaky_by_area]
initial.v = "-70 mV"
threshold = "40 mV"
parameters = { c_m = "100 uF/cm2", g_l = "10 mS/cm2", e_l = "-70 mV" }
currents.i_l = "g_l * (v - e_l)"
[population.cells]
size = 1
model = "leaky"
receptor.r = { synapse = "saturating" }
[input.train]
type = "spike_times"
population = "cells"
receptor = "r"
weight = "0.8 nS"
spikes = { neurons = [0, 0, 0, 0, 0], times = ["2 ms", "4 ms", "4 ms", "7 ms", "20 ms"] }
[recording.all]
population = "cells"
variables = ["v", "r.o"]
interval = "1 ms"
)toml";

/// Cells that fire, whose receptors are of all kinds: a projection onto two of them with a terminal, minis, weights and
/// delays that differ.
inline constexpr const char* joined_network = R"toml(
simulation = { duration = "40 ms", dt = "0.05 ms", backend = "cpu", threads = 2, equations = "interpret" }
[synapse.desensitising]
parameters = { tau = "3 ms", tau_d = "50 ms", k = "0.2 1/(nS ms)", e_rev = "0 mV" }
receptor.states.g = { derivative = "-g / tau", arrival = "g + w" }
receptor.states.d = { derivative = "(1 - d) / tau_d - k * g * d", initial = 1 }
receptor.current = "g * d * (v - e_rev)"
[population.E]
size = 150
model = "traub_miles"
initial.v = { uniform = ["-75 mV", "-50 mV"] }
receptor.ampa = { synapse = "desensitising", tau = "2 ms" }
receptor.fast = { synapse = "exponential" }
receptor.nmda = { synapse = "saturating_nmda", g_max = "30 nS" }
[population.I]
size = 70
model = "wang_buzsaki"
initial.v = { uniform = ["-70 mV", "-55 mV"] }
receptor.nmda = { synapse = "saturating_nmda", g_max = "0.5 nS" }
[projection.EE]
source = "E"
target = "E"
receptor = { ampa = 1, nmda = 0.3 }
rule = "fixed_probability"
probability = 0.2
weight = { uniform = ["0 nS", "4 nS"] }
delay = { uniform = ["0.5 ms", "3 ms"] }
terminal = { synapse = "tsodyks_markram" }
[projection.fast]
source = "E"
target = "E"
receptor = "fast"
rule = "fixed_probability"
probability = 0.05
weight = "2 nS"
delay = "0.5 ms"
[projection.EI]
source = "E"
target = "I"
receptor = "nmda"
rule = "fixed_probability"
probability = 0.2
weight = "0.02 mS/cm2"
delay = "1 ms"
spontaneous = { rate = "5 Hz", weight = "0.01 mS/cm2" }
[input.drive]
type = "constant"
population = "E"
amplitude = { uniform = ["200 pA", "700 pA"] }
[input.noise]
type = "poisson"
population = "E"
receptor = "ampa"
rate = "300 Hz"
weight = "3 nS"
[recording.of_e]
population = "E"
variables = ["v", "ampa.g", "ampa.d", "i_ampa", "g_fast", "nmda.s", "i_nmda"]
interval = "0.35 ms"
)toml";

inline experiment joined_from(const std::string& text, const std::vector<std::string>& changes = {}) {
  return read_experiment_text(text, "joined.toml", {}, changes);
}

}  // namespace hux::test
