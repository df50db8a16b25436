#!/usr/bin/env python3
"""Writes tests/data/terminals.json, against which terminals of synapses are tested.

What NEST's tsodyks2_synapse releases of each spike of a train: it multiplies the weight by the release, which a
weight_recorder notes. No code of Hux is used.

Needs NEST: benchmarks/peers/setup.sh nest, then build/peers/nest/bin/python scripts/reference_terminals.py.
"""

import json
import pathlib

import nest

SPIKES = (10.0, 15.0, 22.5, 24.0, 24.5, 60.0, 61.0, 250.0, 1000.0, 1020.0, 1040.0, 1041.5)  # ms
KINDS = (
    {"U": 0.5, "tau_rec": 800.0, "tau_fac": 0.0},
    {"U": 0.1, "tau_rec": 100.0, "tau_fac": 1000.0},
    {"U": 0.25, "tau_rec": 130.0, "tau_fac": 530.0},
)


def releases(kind):
    """What each of SPIKES releases; u is that of the first."""
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.resolution = 0.05
    recorder = nest.Create("weight_recorder")
    nest.CopyModel("tsodyks2_synapse", "measured", {"weight_recorder": recorder})
    train = nest.Create("spike_generator", params={"spike_times": SPIKES})
    source, target = nest.Create("parrot_neuron"), nest.Create("iaf_psc_exp")
    nest.Connect(train, source)
    nest.Connect(source, target, syn_spec={"synapse_model": "measured", "weight": 1.0, "x": 1.0, "u": kind["U"], **kind})
    nest.Simulate(1100.0)
    weights = recorder.get("events")["weights"]
    assert len(weights) == len(SPIKES)
    return list(map(float, weights))


def main():
    cases = [{**kind, "releases": releases(kind)} for kind in KINDS]
    reference = {"by": f"tsodyks2_synapse of NEST {nest.__version__}", "spikes": SPIKES, "cases": cases}
    path = pathlib.Path(__file__).parent.parent / "tests/data/terminals.json"
    path.write_text(json.dumps(reference, indent=1) + "\n")


if __name__ == "__main__":
    main()
