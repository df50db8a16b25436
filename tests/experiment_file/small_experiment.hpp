#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hux/errors.hpp"
#include "hux/experiment_file.hpp"
#include "io/experiment/experiment_text.hpp"

namespace hux {

/// A bit of everything, in the text of a file.
inline constexpr std::string_view small = R"(title = "small"
[simulation]
duration = "0.1 s"
dt = "50 us"

[population.E]
size = 10
model = "traub_miles"
refractory = "3 ms"
parameters = { c_m = "0.2 nF" }
initial = { v = { uniform = ["-70 mV", "-60 mV"] }, m = 0 }

[population.E.receptor.ampa]
tau = "5 ms"

[projection.EE]
source = "E"
target = "E"
receptor = "ampa"
rule = "fixed_probability"
probability = 0.5
weight = "6 nS"
delay = "1 ms"

[input.drive]
type = "step"
population = "E"
neurons = [0, "3-5"]
amplitude = "0.1 nA"
start = "10 ms"
stop = "50 ms"

[record]
spikes = ["E"]

[recording.trace]
population = "E"
variables = ["v", "g_ampa"]
neurons = "0-2"
interval = "0.1 ms"
)";

inline experiment read(std::string_view text, std::vector<std::string> changes = {}) {
  return read_experiment_text(text, "net.toml", {}, changes);
}

/// Values that neurons get by a law.
template <class Law>
const Law& as(const neuron_values& values) {
  return std::get<Law>(std::get<distribution>(values));
}

/// What is said to a text that is no experiment, "" if it is one.
inline std::string refusal(std::string_view text, const std::vector<std::string>& changes = {}) {
  try {
    read(text, changes);
  } catch (const input_error& e) {
    return e.what();
  }
  return "";
}

}  // namespace hux
