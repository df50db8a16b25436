"""The threshold of the squid axon, bisected: a state is saved, and each trial branches off from it.

The axon comes to rest once. In each trial that state is restored, the membrane is depolarised at a stroke, and it fires or
does not; the next shock lies midway between the strongest that failed and the weakest that did not. Hodgkin & Huxley (1952,
figure 12) saw 6 mV fail and 7 mV succeed. All or none is a matter of how closely one looks: near the threshold,
responses of every size can be found.

usage: python3 threshold.py [-o threshold.png]
"""

import argparse

import hux


def axon():
    """A squid axon (Hodgkin & Huxley 1952) whose potential is sampled."""
    network = hux.Network()
    network.add("axon", hux.Population(1, "hodgkin_huxley"))
    settings = hux.Settings(duration="25 ms", dt="0.01 ms", precision="double")
    potential = hux.Recording("axon", ["v"], interval="0.05 ms")
    return hux.Simulation(hux.Experiment(network, settings, recording={"potential": potential}))


def response(sim, rest, shock):
    """The potential (mV) in the 25 ms after a shock (mV), and whether the axon fired."""
    sim.restore(rest)
    sim["axon"].v = sim["axon"].v + shock
    sim.run("25 ms")
    return sim.samples["potential"], len(sim.spikes["axon"]) > 0


def bisect(sim, rest, fails, fires, closeness):
    """The strongest shock that fails and the weakest that fires, so close to each other (mV); and how many were tried."""
    trials = 0
    while fires - fails > closeness:
        middle = (fails + fires) / 2
        _, fired = response(sim, rest, middle)
        fails, fires = (fails, middle) if fired else (middle, fires)
        trials += 1
    return fails, fires, trials


def draw(sim, rest, shocks, picture):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(layout="constrained")
    for shock in shocks:
        potential, _ = response(sim, rest, shock)
        axes.plot(potential.times - rest.t, potential["v"], label=f"{shock:.11g} mV")
    axes.set(xlabel="time after the shock (ms)", ylabel="V (mV)")
    axes.legend(title="depolarised by", frameon=False)
    figure.savefig(picture)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", help="a picture of responses around the threshold")
    picture = parser.parse_args().output

    sim = axon()
    sim.run("100 ms")
    rest = sim.save()
    fails, fires, trials = bisect(sim, rest, 0.0, 20.0, closeness=1e-9)
    print(f"{trials} trials from one state: {fails:.10f} mV fail, {fires:.10f} mV make the axon fire.")
    if picture:
        draw(sim, rest, [3, 6, fails, fires, 7, 15], picture)


if __name__ == "__main__":
    main()
