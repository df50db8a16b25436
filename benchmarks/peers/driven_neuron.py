#!/usr/bin/env python3
"""Writes driven_neuron.json: when the driven neuron of cobahh.py spikes, by its equations and an exact method.

The equations are those of scripts/reference.py, integrated as there: order 8, tolerance 1e-12, restarted at each
spike that the neuron is given. Needs scipy: setup.sh reference, then build/peers/reference/bin/python driven_neuron.py.
"""

import json
import sys
from pathlib import Path

from cobahh import CELL, DRIVEN_DURATION, DRIVEN_EXCITATION, DRIVEN_INHIBITION, read_network
from scipy.integrate import solve_ivp

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
from reference import TOLERANCE, TraubMiles  # noqa: E402

GATES = ["m", "h", "n"]


def derivative(network):
    def of(_, y):
        v, x, (excitation, inhibition) = y[0], dict(zip(GATES, y[1:4])), y[4:6]
        rates = TraubMiles.kinetics(v, CELL)
        current = excitation * (network.ampa.e_rev - v) + inhibition * (network.gaba.e_rev - v)
        return [TraubMiles.slope(v, x, CELL, current)] + [rates[g][1] * (rates[g][0] - x[g]) for g in GATES] + [
            -excitation / network.ampa.tau, -inhibition / network.gaba.tau]

    return of


def spikes():
    network = read_network()

    def crossing(_, y):
        return y[0] - network.threshold

    crossing.direction = 1
    given = {t: (w, 0.0) for t, w in DRIVEN_EXCITATION}
    given |= {t: (given.get(t, (0.0, 0.0))[0], w) for t, w in DRIVEN_INHIBITION}
    state, found = [CELL["e_l"], 0, 0, 0, 0, 0], []
    edges = sorted({0.0, *given, DRIVEN_DURATION})
    for begin, end in zip(edges, edges[1:]):
        excitation, inhibition = given.get(begin, (0.0, 0.0))
        state = [*state[:4], state[4] + excitation, state[5] + inhibition]
        solved = solve_ivp(derivative(network), (begin, end), state, method="DOP853", rtol=TOLERANCE, atol=TOLERANCE,
                           events=crossing)
        found += [round(float(t), 9) for t in solved.t_events[0]]
        state = list(solved.y[:, -1])
    return found


if __name__ == "__main__":
    Path(__file__).with_name("driven_neuron.json").write_text(json.dumps({"spikes": spikes()}) + "\n", encoding="utf-8")
