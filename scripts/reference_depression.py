#!/usr/bin/env python3
"""Writes tests/data/depression.json, against which a network with depressing synapses is tested.

16 Traub-Miles cells, driven by currents of their own, excite each other through synapses that depress (Tsodyks & Markram
1997), all pairs but a cell and itself, with weights and delays of their own. Brian2 simulates it: RK4 at the same dt, the
resources of each synapse advanced from spike to spike. Spikes are steps at whose end the threshold has been crossed. No
code of Hux is used.

Needs Brian2: benchmarks/peers/setup.sh brian2, then build/peers/brian2/bin/python scripts/reference_depression.py.
"""

import json
import pathlib

import brian2
import numpy
from brian2 import ms

CELLS, DURATION, DT = 16, 150.0, 0.01  # ms

EQUATIONS = """
dv/dt = (current + g * (0 - v) - 20000 * m**3 * h * (v - 50) - 6000 * n**4 * (v + 90) - 10 * (v + 60)) / 200 / ms : 1
dm/dt = (0.32 * 4 / exprel((13 - v + v_t) / 4) * (1 - m) - 0.28 * 5 / exprel((v - v_t - 40) / 5) * m) / ms : 1
dh/dt = (0.128 * exp((17 - v + v_t) / 18) * (1 - h) - 4 / (1 + exp((40 - v + v_t) / 5)) * h) / ms : 1
dn/dt = (0.032 * 5 / exprel((15 - v + v_t) / 5) * (1 - n) - 0.5 * exp((10 - v + v_t) / 40) * n) / ms : 1
dg/dt = -g / 3 / ms : 1
current : 1 (constant)
"""

SYNAPSES = """
dx/dt = (1 - x) / (120 * ms) : 1 (event-driven)
weight : 1 (constant)
"""


def network():
    """Currents (pA), starting potentials (mV), and source, target, weight (nS) and delay (ms) of each synapse."""
    draws = numpy.random.default_rng(7)
    pairs = [(i, j) for i in range(CELLS) for j in range(CELLS) if i != j]
    return dict(
        current=[round(float(x), 3) for x in draws.uniform(50, 400, CELLS)],
        v=[round(float(x), 3) for x in draws.uniform(-72, -55, CELLS)],
        sources=[i for i, _ in pairs],
        targets=[j for _, j in pairs],
        weights=[round(float(x), 4) for x in draws.uniform(0.5, 6, len(pairs))],
        delays=[round(float(x), 2) for x in draws.uniform(0.5, 4, len(pairs))],
    )


def spikes(made):
    """Neuron and step of each spike."""
    brian2.prefs.codegen.target = "numpy"
    brian2.defaultclock.dt = DT * ms
    cells = brian2.NeuronGroup(CELLS, EQUATIONS, method="rk4", threshold="v > -20", refractory="v > -20",
                               namespace={"v_t": -63})
    cells.current, cells.v = made["current"], made["v"]
    cells.m, cells.h, cells.n = 0.05, 0.6, 0.3
    wires = brian2.Synapses(cells, cells, SYNAPSES, on_pre="g_post += 0.4 * x * weight\nx -= 0.4 * x")
    wires.connect(i=made["sources"], j=made["targets"])
    wires.x, wires.weight, wires.delay = 1, made["weights"], numpy.array(made["delays"]) * ms
    monitor = brian2.SpikeMonitor(cells)
    brian2.Network(cells, wires, monitor).run(DURATION * ms)
    steps = numpy.rint(numpy.asarray(monitor.t / ms) / DT).astype(int)
    return dict(neurons=[int(i) for i in monitor.i], steps=[int(s) for s in steps])


def main():
    made = network()
    data = dict(by=f"Brian2 {brian2.__version__}", **made, spikes=spikes(made))
    path = pathlib.Path(__file__).parents[1] / "tests" / "data" / "depression.json"
    path.write_text(json.dumps(data, separators=(",", ":")).replace(',"', ',\n"') + "\n")


if __name__ == "__main__":
    main()
