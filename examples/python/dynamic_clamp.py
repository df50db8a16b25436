"""Dynamic clamp: a simulated neuron and an artificial one, plain Python, inhibit each other and so take turns.

Sharp, O'Neil, Abbott & Marder (1993, J. Neurophysiol. 69:992) coupled living cells to a computer in this way. At each step
Python reads the neuron's potential, advances the artificial cell and the two artificial synapses, and injects their
current.

usage: python3 dynamic_clamp.py [-o dynamic_clamp.png]
"""

import argparse
from math import exp

import hux
import numpy as np

DT = 0.05  # ms
REVERSAL = -80.0  # mV, of the synapses


class ArtificialCell:
    """A leaky integrate-and-fire neuron that tires. Units are mV, ms, nS, pA, pF."""

    def __init__(self):
        self.v = -65.0
        self.tiredness = 0.0  # a potassium conductance, to which each spike adds
        self.spikes = 0

    def advance(self, current):
        """One step under a current from outside."""
        self.tiredness *= exp(-DT / 800.0)
        self.v += DT / 200.0 * (current + 500.0 - 10.0 * (self.v + 65.0) - self.tiredness * (self.v - REVERSAL))
        if self.v > -45.0:
            self.v = -60.0
            self.tiredness += 0.4
            self.spikes += 1


class Synapse:
    """A conductance (nS) to which each new spike of a cell adds, and which decays."""

    def __init__(self, weight, decay=100.0):
        self.weight, self.decay = weight, decay
        self.conductance, self.seen = 0.0, 0

    def current(self, spikes, v):
        """One step: the current (pA) into a cell at a potential, after so many spikes of the other."""
        self.conductance = self.conductance * exp(-DT / self.decay) + self.weight * (spikes - self.seen)
        self.seen = spikes
        return self.conductance * (REVERSAL - v)


class DynamicClamp:
    """Two artificial synapses between the simulated neuron and an artificial cell."""

    def __init__(self):
        self.cell = ArtificialCell()
        self.onto_cell, self.onto_neuron = Synapse(weight=2.0), Synapse(weight=4.0)
        self.trace = []

    def __call__(self, sim):
        v = sim["neuron"].v[0]
        self.cell.advance(self.onto_cell.current(len(sim.spikes["neuron"]), self.cell.v))
        sim.inputs["electrode"].amplitude = self.onto_neuron.current(self.cell.spikes, v)
        self.trace.append((sim.t, v, self.cell.v))


def neuron():
    """A cell that tires as well (Pospischil et al. 2008), what drives it, and the electrode of the clamp."""
    network = hux.Network()
    network.add("neuron", hux.Population(1, "pospischil", preset="RS"))
    network.add("drive", hux.ConstantCurrent("neuron", amplitude="1.1 nA"))
    network.add("electrode", hux.ConstantCurrent("neuron", amplitude="0 nA"))
    settings = hux.Settings(duration="4 s", dt=f"{DT} ms", threads=1)  # for one neuron, others would only be waited for
    return hux.Simulation(hux.Experiment(network, settings))


def draw(trace, picture):
    import matplotlib.pyplot as plt

    time, simulated, artificial = np.array(trace).T
    figure, panels = plt.subplots(2, 1, sharex=True, figsize=(9, 5), layout="constrained")
    for axes, v, title in zip(panels, (simulated, artificial), ("simulated neuron", "artificial cell")):
        axes.plot(time, v, linewidth=0.6)
        axes.set(ylabel="V (mV)", title=title)
    axes.set_xlabel("time (ms)")
    figure.savefig(picture)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", help="a picture of both potentials")
    picture = parser.parse_args().output

    sim, clamp = neuron(), DynamicClamp()
    sim.every(f"{DT} ms", clamp)
    sim.run("4 s")
    print(f"{len(sim.spikes['neuron'])} spikes of the neuron, {clamp.cell.spikes} of the artificial cell")
    if picture:
        draw(clamp.trace, picture)


if __name__ == "__main__":
    main()
