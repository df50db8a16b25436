"""What is mutated: an experiment with something of every part of the format, examples made small, and their files."""

from dataclasses import dataclass, field

from front_ends import ROOT

RICH = """title = "rich"
[simulation]
duration = "10 ms"
dt = "0.05 ms"
seed = 3
integrator = "exponential_euler"
precision = "double"
on_divergence = "mark"
threads = 2
[population.E]
size = 12
model = "traub_miles"
threshold = "-20 mV"
refractory = "3 ms"
parameters = { e_l = { linspace = ["-65 mV", "-60 mV"] }, g_l = "10 nS" }
initial = { v = { normal = { mean = "-60 mV", std = "5 mV", min = "-80 mV" } }, m = 0.0 }
[population.E.positions]
layout = "grid"
columns = 4
spacing = "40 um"
[population.E.receptor.ampa]
synapse = "exponential"
tau = "5 ms"
e_rev = "0 mV"
[population.E.receptor.slow]
synapse = "nmda"
c_mg = "1 mM"
[population.E.receptor.own]
synapse = "own"
tau_d = "3 ms"
[synapse.own]
parameters = { u_se = 0.4, tau_d = "4 ms", tau_r = { value = "1 ms", range = "positive", description = "rise" } }
define.rate = "1 / tau_r"
receptor.states.g = { derivative = "-g / tau_d + s * rate" }
receptor.states.s = { derivative = "-s * rate", arrival = "s + 2 * w" }
receptor.current = "g * (v + 10 mV)"
define.next = "u + u_se * (1 - u)"
terminal.states.u = { derivative = "-u / tau_d", initial = 0.1 }
terminal.states.x = { derivative = "(1 - x) / (90 ms)" }
terminal.on_spike = { release = "next * x", x = "x - next * x", u = "next" }
terminal.largest_release = 2
[population.E.terminal.pool]
synapse = "own"
u_se = 0.3
[population.S]
size = 3
model = "hodgkin_huxley"
receptor.current = { synapse = "exponential_current", tau = "2 ms" }
[population.P]
size = 2
model = "pospischil"
preset = "FS"
[projection.EE]
source = "E"
target = "E"
receptor = "ampa"
rule = "distance_probability"
kernel = "gaussian"
probability = 0.5
scale = "80 um"
weight = { lognormal = { mean = "3 nS", std = "1 nS" } }
delay = { uniform = ["0.5 ms", "2 ms"] }
[projection.far]
source = "E"
target = "E"
receptor = { slow = 1, ampa = 0.5 }
rule = "fixed_indegree"
indegree = 2
weight = "1 nS"
delay = "1 ms"
terminal = "pool"
[projection.ES]
source = "E"
target = "S"
receptor = "current"
rule = "list"
synapses = { sources = [0, 1], targets = [1, 2], weights = ["6 uA/cm2", "7 uA/cm2"], delays = ["1 ms", "2 ms"] }
[projection.read]
source = "E"
target = "E"
receptor = "ampa"
rule = "list"
file = "connections.txt"
[input.drive]
type = "poisson"
population = "E"
neurons = [0, "1-3"]
receptor = "ampa"
rate = "600 Hz"
weight = "6 nS"
[input.kicks]
type = "spike_times"
population = "E"
receptor = "ampa"
weight = "30 nS"
file = "spikes.txt"
[input.others]
type = "spike_times"
population = "E"
receptor = "ampa"
weight = "30 nS"
file = "spikes.h5"
[input.pulse]
type = "pulses"
population = "S"
amplitude = { linspace = ["5 uA/cm2", "10 uA/cm2"] }
start = "1 ms"
stop = "8 ms"
period = "3 ms"
width = "1 ms"
[input.noise]
type = "ornstein_uhlenbeck"
population = "P"
mean = "100 pA"
std = "50 pA"
tau = "3 ms"
[record]
spikes = ["E", "S"]
rates = ["E"]
rate_bin = "1 ms"
connections = ["EE"]
[recording.trace]
population = "E"
variables = ["v", "m", "g_ampa", "i_na"]
neurons = "0-3"
interval = "0.1 ms"
"""

STAGES = """[[stage]]
name = "first"
duration = "4 ms"
recordings = []
[[stage]]
duration = "6 ms"
inputs = ["drive", "noise"]
recordings = ["trace"]
set = { "population.E.parameters.g_na" = "15 uS", "projection.far.weight" = "2 nS" }
scale = { "projection.EE.weight" = 0.5 }
"""

CONNECTIONS = """# each neuron excites the next
source target weight[nS] delay[ms]
0 1 20 2
1 2 20 2
2 3 20.5 0.75
3 4 1e1 2
"""

SPIKES = """# neuron and time
neuron time[ms]
0 1
0 3.5
2 4
11 9.95
"""

SHORT = ("--set", "simulation.duration=5 ms")
FEW = (*SHORT, "--set", "population.E.size=40", "--set", "population.I.size=10")
EXAMPLES = {
    "cobahh": FEW, "ring": SHORT, "squid_axon": SHORT, "voltage_clamp": SHORT, "chain": SHORT, "temperature": SHORT,
    "channel_block": SHORT, "cortical_cells": SHORT, "integrators": SHORT, "ttx": (),
}  # fmt: skip


@dataclass
class Start:
    """An experiment, and the options that make it small."""

    text: str
    options: tuple = ()
    files: dict = field(default_factory=lambda: {"connections.txt": CONNECTIONS, "spikes.txt": SPIKES})


def any_start(draw):
    kind = draw.random()
    if kind < 0.6:
        return Start(RICH + STAGES if kind < 0.2 else RICH)
    name = draw.choice(list(EXAMPLES))
    folder = ROOT / "examples"
    return Start((folder / f"{name}.toml").read_text(), EXAMPLES[name],
                 {file.name: file.read_text() for file in folder.glob("*.txt")})  # fmt: skip
