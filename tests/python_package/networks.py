"""Experiments that the tests simulate."""

import pathlib
import tempfile

import hux
from hux import _core

ROOT = pathlib.Path(__file__).parents[2]

CELL = """
[simulation]
duration = "20 ms"
dt = "0.05 ms"

[population.cell]
size = 1
model = "hodgkin_huxley"

[input.drive]
type = "constant"
population = "cell"
amplitude = "10 uA/cm2"

[recording.membrane]
population = "cell"
variables = ["v", "m", "i_na"]
interval = "0.1 ms"
"""

# Delays longer than a window, noise, drawn weights: all that a run in parts has to carry over.
NETWORK = """
[simulation]
duration = "100 ms"
dt = "0.05 ms"
seed = 5

[population.E]
size = 200
model = "traub_miles"
threshold = "-20 mV"
refractory = "3 ms"
initial.v = { normal = { mean = "-60 mV", std = "5 mV" } }
receptor.ampa = { synapse = "exponential", tau = "5 ms", e_rev = "0 mV" }
receptor.gaba = { synapse = "double_exponential", e_rev = "-80 mV" }

[population.I]
size = 50
model = "traub_miles"
receptor.ampa = { synapse = "exponential", tau = "5 ms", e_rev = "0 mV" }

[projection.EI]
source = "E"
target = "I"
receptor = "ampa"
rule = "fixed_probability"
probability = 0.2
weight = { uniform = ["2 nS", "6 nS"] }
delay = { uniform = ["0.7 ms", "4 ms"] }

[projection.IE]
source = "I"
target = "E"
receptor = "gaba"
rule = "fixed_probability"
probability = 0.2
weight = "3 nS"
delay = "1 ms"

[input.noise]
type = "ornstein_uhlenbeck"
population = "E"
mean = "600 pA"
std = "200 pA"
tau = "5 ms"

[input.spikes]
type = "poisson"
population = "I"
receptor = "ampa"
rate = "200 Hz"
weight = "4 nS"

[record]
spikes = true
rates = ["E", "I"]
rate_bin = "2 ms"

[recording.voltages]
population = "E"
variables = ["v", "g_ampa", "i_noise"]
neurons = "0-4"
interval = "0.5 ms"
"""


def read(text, *changes):
    """An experiment that a text has."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(text)
        file.flush()
        return _core.read_experiment(file.name, list(changes))


def cell(*changes):
    return read(CELL, *changes)


def network(*changes):
    return read(NETWORK, *changes)


def cobahh(*changes):
    return _core.read_experiment(ROOT / "examples/cobahh.toml", list(changes))


def outcome(sim):
    """All bits that a simulation has left."""
    states = {f"{name}.{v}": sim[name].state(v).tobytes() for name in sim.populations for v in sim[name].variables}
    spikes = {name: (s.times.tobytes(), s.neurons.tobytes()) for name, s in sim.spikes.items()}
    samples = {f"{name}.{v}": s[v].tobytes() for name, s in sim.samples.items() for v in s.variables}
    rates = {name: r.rates.tobytes() for name, r in sim.rates.items()}
    return {"states": states, "spikes": spikes, "samples": samples, "rates": rates}


def whole(experiment, duration):
    """What a run in one part leaves."""
    sim = hux.Simulation(experiment)
    sim.run(duration)
    return outcome(sim)
