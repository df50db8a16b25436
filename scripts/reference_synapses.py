#!/usr/bin/env python3
"""Writes tests/data/synapses.json, against which cells that receive spikes are tested.

A Traub-Miles cell at rest (e_l = -65 mV) receives spikes at given times through one receptor of each kind. The course
of every conductance is written down in closed form, spike by spike, and the membrane equation is solved by an explicit
Runge-Kutta method of order 8 (DOP853) at a tolerance of 1e-12, restarted at each spike. No code of Hux is used.

Needs numpy and scipy: Debian's python3-scipy (1.10). Takes a second.
"""

import json
import pathlib
from math import exp, log

from hux_tool import need

need("numpy", "scipy")

from reference import TOLERANCE, TraubMiles, rounded  # noqa: E402
from scipy.integrate import solve_ivp  # noqa: E402

SPIKES = (1.0, 3.0, 3.0, 4.5, 12.0)
SAMPLES = (2.0, 5.0, 9.0, 14.0, 18.0)


def exponential(t, p):
    return exp(-t / p["tau"])


def alpha(t, p):
    return t / p["tau"] * exp(1 - t / p["tau"])


def double_exponential(t, p):
    """The difference of two exponentials, 1 at its peak (Roth & van Rossum 2009)."""
    rise, decay = p["tau_rise"], p["tau_decay"]
    peak = rise * decay / (decay - rise) * log(decay / rise)
    scale = exp(-peak / decay) - exp(-peak / rise)
    return (exp(-t / decay) - exp(-t / rise)) / scale


COURSES = {
    "exponential": exponential,
    "exponential_current": exponential,
    "alpha": alpha,
    "alpha_current": alpha,
    "double_exponential": double_exponential,
    "nmda": double_exponential,
}


def current(kind, x, v, p):
    """Into the cell, pA, where the spikes have added up to x."""
    if kind in ("exponential_current", "alpha_current"):
        return x
    if kind == "nmda":  # Jahr & Stevens 1990
        x /= 1 + p["c_mg"] / 3.57 * exp(-0.062 * v)
    return x * (p["e_rev"] - v)


def run(kind, weight, **parameters):
    """Membrane potential at SAMPLES of a cell that receives SPIKES."""
    cell = {**TraubMiles.defaults, "e_l": -65}
    kinetics = TraubMiles.kinetics(TraubMiles.initial_v, cell)
    names = list(kinetics)
    course = COURSES[kind]

    def derivative(t, y, arrived):
        rates = TraubMiles.kinetics(y[0], cell)
        gates = dict(zip(names, y[1:]))
        x = weight * sum(course(t - s, parameters) for s in arrived)
        slope = TraubMiles.slope(y[0], gates, cell, current(kind, x, y[0], parameters))
        return [slope] + [rates[n][1] * (rates[n][0] - gates[n]) for n in names]

    state = [TraubMiles.initial_v] + [kinetics[n][0] for n in names]
    voltages = []
    edges = sorted({0.0, *SPIKES, *SAMPLES})
    for begin, end in zip(edges, edges[1:]):
        arrived = [s for s in SPIKES if s <= begin]
        solved = solve_ivp(derivative, (begin, end), state, method="DOP853", rtol=TOLERANCE, atol=TOLERANCE,
                           args=(arrived,))
        state = solved.y[:, -1]
        if end in SAMPLES:
            voltages.append(float(state[0]))
    return dict(synapse=kind, parameters=parameters, weight=weight, v=rounded(voltages, 10))


def main():
    # Some leave the cell below its threshold, others make it fire.
    runs = [
        run("exponential", 1, tau=5, e_rev=0),
        run("exponential", 30, tau=5, e_rev=0),
        run("exponential", 40, tau=10, e_rev=-80),
        run("alpha", 4, tau=2, e_rev=0),
        run("double_exponential", 4, tau_rise=0.5, tau_decay=5, e_rev=0),
        run("exponential_current", 150, tau=3),
        run("alpha_current", 200, tau=2),
        run("nmda", 8, tau_rise=2, tau_decay=100, e_rev=0, c_mg=1),
        run("nmda", 40, tau_rise=2, tau_decay=50, e_rev=0, c_mg=1),
    ]
    data = dict(parameters=dict(e_l=-65), spikes=SPIKES, samples=SAMPLES, runs=runs)
    path = pathlib.Path(__file__).parents[1] / "tests" / "data" / "synapses.json"
    path.write_text(json.dumps(data, separators=(",", ":")).replace('{"synapse"', '\n{"synapse"') + "\n")


if __name__ == "__main__":
    main()
