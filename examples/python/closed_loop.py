"""Closed-loop stimulation: a controller holds the rate of a population while what drives it changes.

Every 10 ms it counts the spikes of the excitatory cells since it last looked, and sets a current into all of them. After a
second the cells are driven twice as hard; left alone, they would fire much faster.

usage: python3 closed_loop.py [-o closed_loop.png]
"""

import argparse

import hux
import numpy as np

TARGET = 20.0  # Hz
PERIOD = 10.0  # ms


class Controller:
    """Proportional and integral control of the rate of a population by a current (pA)."""

    def __init__(self, proportional=2.0, integral=0.06):  # pA / Hz, pA / (Hz ms)
        self.proportional, self.integral = proportional, integral
        self.rate = self.sum = 0.0
        self.seen = 0
        self.trace = []

    def __call__(self, sim):
        spikes = sim.spikes["E"]
        rate = (len(spikes) - self.seen) / spikes.size / PERIOD * 1000  # Hz
        self.seen = len(spikes)
        self.rate += 0.2 * (rate - self.rate)  # over some 50 ms
        error = TARGET - self.rate
        self.sum += error * PERIOD
        current = self.proportional * error + self.integral * self.sum
        sim.inputs["stimulus"].amplitude = current
        self.trace.append((sim.t, current))


def network():
    """400 excitatory and 100 inhibitory cells (Traub & Miles) in a random network, driven by Poisson trains."""
    receptors = {
        "ampa": hux.Receptor("exponential", tau="5 ms", e_rev="0 mV"),
        "gaba": hux.Receptor("exponential", tau="10 ms", e_rev="-80 mV"),
    }
    network = hux.Network()
    for name, size in (("E", 400), ("I", 100)):
        network.add(name, hux.Population(size, "traub_miles", receptor=receptors))
        network.add(f"drive_{name}", hux.PoissonTrain(name, "ampa", rate="200 Hz", weight="4 nS"))
    for source, receptor, weight in (("E", "ampa", "3 nS"), ("I", "gaba", "30 nS")):
        for target in ("E", "I"):
            rule = hux.FixedProbability(0.05)
            network.add(source + target, hux.Projection(source, target, receptor, rule, weight=weight, delay="1 ms"))
    network.add("stimulus", hux.ConstantCurrent("E", amplitude="0 pA"))
    return network


def run(controller=None):
    """A second as it is, and one with twice the drive."""
    sim = hux.Simulation(hux.Experiment(network(), hux.Settings(duration="2 s")))
    if controller:
        sim.every(f"{PERIOD} ms", controller)
    sim.run("1 s")
    sim.inputs["drive_E"].rate = "400 Hz"
    sim.run("1 s")
    return sim


def rates(sim, bins):
    """The rate (Hz) of the excitatory cells in bins (ms)."""
    spikes = sim.spikes["E"]
    return np.histogram(spikes.times, bins)[0] / spikes.size / np.diff(bins) * 1000


def draw(free, held, controller, picture):
    import matplotlib.pyplot as plt

    figure, (above, middle, beneath) = plt.subplots(3, 1, sharex=True, figsize=(9, 7), layout="constrained")
    hux.plot.raster(held, above, most=100)
    bins = np.arange(0, held.t + 1, 20)
    for sim, label in ((free, "left alone"), (held, "controlled")):
        middle.stairs(rates(sim, bins), bins, baseline=None, label=label)
    middle.axhline(TARGET, color="0.6", linestyle=":")
    middle.set(ylabel="rate of E (Hz)", ylim=(0, None))
    middle.legend(frameon=False)
    beneath.plot(*np.array(controller.trace).T, color="C1")
    beneath.set(xlabel="time (ms)", ylabel="stimulus (pA)")
    above.set_xlabel("")
    figure.savefig(picture)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", help="a picture of spikes, rates and the stimulus")
    picture = parser.parse_args().output

    free = run()
    controller = Controller()
    held = run(controller)
    for name, sim in (("left alone", free), ("controlled", held)):
        _, before, _, after = rates(sim, [0, 500, 1000, 1500, 2000])
        print(f"{name:10}  {before:5.1f} Hz, with twice the drive {after:5.1f} Hz")
    if picture:
        draw(free, held, controller, picture)


if __name__ == "__main__":
    main()
