#pragma once

#include <string>
#include <string_view>

/// Experiments for the tests of the command.
namespace hux::test {

/// Ten cells that excite each other and are driven to fire.
inline const std::string small_experiment = R"(title = "ten cells"

[simulation]
duration = "20 ms"
dt = "0.05 ms"
threads = 1

[population.cells]
size = 10
model = "traub_miles"

[population.cells.parameters]
c_m = "200 pF"

[population.cells.receptor.ampa]
synapse = "exponential"
tau = "5 ms"
e_rev = "0 mV"

[projection.loop]
source = "cells"
target = "cells"
receptor = "ampa"
rule = "fixed_probability"
probability = 0.5
weight = "6 nS"
delay = "1 ms"

[input.drive]
type = "constant"
population = "cells"
amplitude = "500 pA"

[record]
rates = ["cells"]

[recording.voltage]
population = "cells"
variables = ["v"]
neurons = [0]
interval = "0.5 ms"
)";

/// Would run for days.
inline const std::string long_run = "simulation.duration='1e9 ms'";

/// The text with its first occurrence of one piece replaced.
inline std::string replaced(std::string text, std::string_view piece, std::string_view by) {
  return text.replace(text.find(piece), piece.size(), by);
}

}  // namespace hux::test
