"""The action potential of the squid axon taken apart, current by current.

What flows into the membrane charges it: C dV/dt is the stimulus less the sodium, potassium and leak currents, which are
positive outward. The script takes each of them from the simulation, checks that they add up, and says what each one does:
when it is largest, how much charge it moves, and how much of the sodium's is wasted against potassium that flows out
at the same time.

usage: python3 action_potential.py [-o action_potential.png]
"""

import argparse

import hux
import numpy as np

ONSET = 2.0  # ms, of the stimulus
CURRENTS = {"i_na": "sodium", "i_k": "potassium", "i_l": "leak"}


def axon():
    """A squid axon (Hodgkin & Huxley 1952), 1 uF/cm2, and a current of half a millisecond that excites it."""
    network = hux.Network()
    network.add("axon", hux.Population(1, "hodgkin_huxley"))
    network.add("shock", hux.StepCurrent("axon", "20 uA/cm2", start=f"{ONSET} ms", stop="2.5 ms"))
    settings = hux.Settings(duration="20 ms", dt="0.01 ms", precision="double")
    variables = ["i_shock", "v", "m", "h", "n", "g_na", "g_k", *CURRENTS]
    membrane = hux.Recording("axon", variables, interval="0.01 ms")
    return hux.Experiment(network, settings, recording={"membrane": membrane}, title="squid axon")


def course(membrane, variable):
    """A variable of the only neuron over time."""
    return membrane[variable][:, 0].astype(float)


def capacitive(membrane):
    """What charges the membrane, uA/cm2: 1 uF/cm2 times dV/dt."""
    return np.gradient(course(membrane, "v"), membrane.times)


def imbalance(membrane):
    """What is left, at most, of all currents added up once the stimulus is over (uA/cm2): the error of differences for
    dV/dt, nothing else."""
    left = capacitive(membrane) + sum(course(membrane, name) for name in CURRENTS)
    return np.abs(left[membrane.times > 2.6]).max()


def charge(current, times):
    """nC/cm2, by trapezoids."""
    return np.sum((current[1:] + current[:-1]) / 2 * np.diff(times))


def tell(membrane):
    times, v = membrane.times, course(membrane, "v")
    print(f"The potential rises from {v[0]:.1f} to {v.max():.1f} mV, {times[v.argmax()] - ONSET:.2f} ms after the onset.")
    print("current      largest (uA/cm2)   at (ms)   inward (nC/cm2)   outward (nC/cm2)")
    for variable, name in CURRENTS.items():
        current = course(membrane, variable)
        at = np.abs(current).argmax()
        inward, outward = charge(np.maximum(-current, 0), times), charge(np.maximum(current, 0), times)
        print(f"{name:10} {current[at]:18.1f} {times[at] - ONSET:9.2f} {inward:17.1f} {outward:18.1f}")
    sodium = charge(-course(membrane, "i_na"), times)
    print(f"The rise needs {v.max() - v[0]:.0f} nC/cm2; {sodium:.0f} flow in as sodium, most of it against potassium.")
    print(f"All currents add up to 0 within {imbalance(membrane):.2g} uA/cm2.")


def draw(sim, picture):
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(13, 7), layout="constrained")
    left, right = figure.subfigures(1, 2)
    hux.plot.membrane(sim, left)
    membrane = sim.samples["membrane"]
    above, beneath = right.subplots(2, 1, sharex=True)
    for (variable, name), colour in zip(CURRENTS.items(), ("C1", "C0", "C2")):
        above.plot(membrane.times, -course(membrane, variable), colour, label=name)
    above.plot(membrane.times, course(membrane, "i_shock"), color="0.4", label="stimulus")
    above.set(ylabel="inward current (\u00b5A/cm\u00b2)", title="what charges the membrane ...")
    above.legend(frameon=False)
    beneath.plot(membrane.times, capacitive(membrane), color="black")
    beneath.set(ylabel="C dV/dt (\u00b5A/cm\u00b2)", xlabel="time (ms)", title="... and their sum", xlim=(1, 8))
    figure.savefig(picture)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", help="a picture of gates, conductances and currents")
    picture = parser.parse_args().output

    sim = hux.Simulation(axon())
    sim.run("20 ms")
    tell(sim.samples["membrane"])
    if picture:
        draw(sim, picture)


if __name__ == "__main__":
    main()
