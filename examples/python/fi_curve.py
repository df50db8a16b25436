"""How fast a cortical cell fires against the current that it gets, and what makes it tire.

A warm-up brings the cell to rest, and its state is saved. From there each current is tried: the state is restored, the
electrode set, and the simulation goes on. Then the same once more without the cell's slow potassium (M) current. Nothing
is built anew for any of that.

usage: python3 fi_curve.py [-o fi_curve.png]
"""

import argparse

import hux
import numpy as np

CURRENTS = np.linspace(0, 1.5, 31)  # nA


def cell():
    """A regular-spiking cell (Pospischil et al. 2008) with an electrode in it."""
    network = hux.Network()
    network.add("cell", hux.Population(1, "pospischil", preset="RS"))
    network.add("electrode", hux.ConstantCurrent("cell", amplitude="0 nA"))
    return hux.Simulation(hux.Experiment(network, hux.Settings(duration="1 s")))


def rates(sim, rest, current):
    """The rates (Hz) at which the cell starts to fire under a current (nA), and to which it settles."""
    sim.restore(rest)
    sim.inputs["electrode"].amplitude = f"{current} nA"
    sim.run("1 s")
    times = sim.spikes["cell"].times
    return rate(times[:2]), rate(times[times > sim.t - 600])


def rate(times):
    """The rate (Hz) of spikes at times in ms, from their mean interval."""
    return 1000 / np.diff(times).mean() if len(times) > 1 else 0.0


def curve(sim, rest):
    return np.array([rates(sim, rest, current) for current in CURRENTS])


def draw(with_m, without_m, picture):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(layout="constrained")
    axes.plot(CURRENTS, with_m[:, 0], ".-", label="first interval")
    axes.plot(CURRENTS, with_m[:, 1], ".-", label="settled")
    axes.plot(CURRENTS, without_m[:, 1], ".-", label="settled, without M current")
    axes.set(xlabel="current (nA)", ylabel="rate (Hz)", ylim=(0, None))
    axes.legend(frameon=False)
    figure.savefig(picture)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", help="a picture of the curves")
    picture = parser.parse_args().output

    sim = cell()
    sim.run("500 ms")
    rest = sim.save()
    with_m = curve(sim, rest)

    sim.restore(rest)
    sim["cell"].set(g_m=0)
    without_m = curve(sim, sim.save())

    print("          first interval        settled   without M current")
    for current, (first, settled), (_, without) in zip(CURRENTS, with_m, without_m):
        print(f"{current:5.2f} nA {first:13.1f} Hz {settled:11.1f} Hz {without:16.1f} Hz")
    if picture:
        draw(with_m, without_m, picture)


if __name__ == "__main__":
    main()
