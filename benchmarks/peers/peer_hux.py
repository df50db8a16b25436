#!/usr/bin/env python3
"""The COBAHH network on Hux, from examples/cobahh.toml itself; prints one line of JSON."""

import tempfile
from pathlib import Path

import numpy
from cobahh import CELL, DRIVEN_DURATION, DRIVEN_EXCITATION, DRIVEN_INHIBITION, EXAMPLE, options, read_network
from cobahh import report_driven, report_network
import hux_command  # from the folder above, which cobahh knows

DRIVEN = """
[simulation]
duration = "{duration} ms"
[population.cell]
size = 1
model = "traub_miles"
threshold = "-20 mV"
[population.cell.initial]
v = "{e_l} mV"
m = 0.0
h = 0.0
n = 0.0
[population.cell.receptor]
ampa = {{ synapse = "exponential", tau = "{ampa.tau} ms", e_rev = "{ampa.e_rev} mV" }}
gaba = {{ synapse = "exponential", tau = "{gaba.tau} ms", e_rev = "{gaba.e_rev} mV" }}
[input.excitation]
type = "spike_times"
population = "cell"
receptor = "ampa"
weight = "{excitation} nS"
file = "excitation.txt"
[input.inhibition]
type = "spike_times"
population = "cell"
receptor = "gaba"
weight = "{inhibition} nS"
file = "inhibition.txt"
[recording.course]
population = "cell"
variables = ["v"]
neurons = [0]
interval = "{dt} ms"
"""


def run(chosen, experiment, folder, changes):
    """Runs an experiment; the result and the peak memory, bytes."""
    precision = {"single": "float", "double": "double"}[chosen.precision]
    changes |= {"simulation.dt": f'"{chosen.dt} ms"', "simulation.integrator": f'"{chosen.method}"',
                "simulation.precision": f'"{precision}"'}
    return hux_command.run(experiment, folder, f"--seed={chosen.seed}", f"--threads={chosen.threads}", changes=changes)


def network_changes(chosen, network):
    changes = {"simulation.duration": f'"{chosen.duration} ms"', "population.E.size": network.excitatory,
               "population.I.size": network.inhibitory}
    for projection in ("EE", "EI", "IE", "II"):
        changes[f"projection.{projection}.probability"] = network.probability
        changes[f"projection.{projection}.delay"] = f'"{network.delay} ms"'
    return changes


def run_network(chosen, folder):
    network = read_network(chosen.neurons, chosen.delay)
    result, memory = run(chosen, EXAMPLE, folder, network_changes(chosen, network))
    provenance = result["provenance"].attrs
    spikes = [result[f"spikes/{population}"] for population in "EI"]
    neurons = [spikes[0]["node_ids"][:], spikes[1]["node_ids"][:] + network.excitatory]
    report_network(network, chosen.duration, numpy.concatenate([s["timestamps"][:] for s in spikes]),
                   numpy.concatenate(neurons), float(provenance["build_seconds"]),
                   float(provenance["simulation_seconds"]), provenance["version"], memory)


def run_driven(chosen, folder):
    network = read_network()
    for name, spikes in (("excitation", DRIVEN_EXCITATION), ("inhibition", DRIVEN_INHIBITION)):
        (Path(folder) / f"{name}.txt").write_text("".join(f"{t} 0\n" for t, _ in spikes), encoding="utf-8")
    experiment = Path(folder) / "driven.toml"
    experiment.write_text(DRIVEN.format(
        duration=DRIVEN_DURATION, dt=chosen.dt, e_l=CELL["e_l"], ampa=network.ampa, gaba=network.gaba,
        excitation=DRIVEN_EXCITATION[0][1], inhibition=DRIVEN_INHIBITION[0][1]), encoding="utf-8")
    result, _ = run(chosen, experiment, folder, {})
    v = result["report/course.v/data"][:, 0]
    report_driven(result["provenance"].attrs["version"], numpy.arange(len(v)) * chosen.dt, v)


if __name__ == "__main__":
    CHOSEN = options(__doc__)
    with tempfile.TemporaryDirectory() as FOLDER:
        (run_driven if CHOSEN.driven else run_network)(CHOSEN, FOLDER)
