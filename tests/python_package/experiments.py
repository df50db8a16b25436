"""Experiments that several tests use."""

from pathlib import Path

import numpy as np

import hux

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))


def small():
    """A bit of everything."""
    net = hux.Network()
    net.add(
        "E",
        hux.Population(
            10,
            "traub_miles",
            parameters={"c_m": "0.2 nF", "e_l": hux.Normal("-65 mV", "1 mV")},
            initial={"v": hux.Uniform("-70 mV", "-60 mV"), "m": 0.0},
            receptor={"ampa": hux.Receptor("exponential", tau="5 ms", e_rev="0 mV")},
            positions=hux.GridLayout(5, "10 um"),
        ),
    )
    net.add("EE", hux.Projection("E", "E", "ampa", hux.FixedProbability(0.5), weight="6 nS", delay="1 ms"))
    net.add("drive", hux.StepCurrent("E", "0.1 nA", "10 ms", "50 ms", neurons=[0, 3, 4]))
    return hux.Experiment(
        net,
        hux.Settings("100 ms", seed=7),
        recording={"trace": hux.Recording("E", ["v", "g_ampa"], "0.1 ms", neurons="0-2")},
        title="small",
    )


def listed(size, **lists):
    """A population with synapses of a list."""
    experiment = hux.Experiment(simulation=hux.Settings("1 ms"))
    experiment.population["E"] = hux.Population(size, "traub_miles", receptor={"ampa": hux.Receptor(tau="5 ms")})
    rest = {key: value for key, value in (("weight", "1 nS"), ("delay", "1 ms")) if f"{key}s" not in lists}
    experiment.projection["EE"] = hux.Projection("E", "E", "ampa", hux.ExplicitList(**lists), **rest)
    return experiment


def ring(size):
    """A population in which each neuron excites the next, with a weight of its own."""
    neurons = np.arange(size)
    return listed(size, sources=neurons, targets=(neurons + 1) % size, weights=(0.1 + neurons / 3, "nS"))


def held(experiment):
    """All that the simulator has of an experiment, as a text."""
    return experiment.to_core().toml()
