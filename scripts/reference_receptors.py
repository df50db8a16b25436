#!/usr/bin/env python3
"""Writes tests/data/receptors.json, against which receptors that are no linear cascade are tested.

A leaky cell (100 pF, 10 nS, -70 mV) receives spikes at given times. Between them cell and receptor are solved as one
system by an explicit Runge-Kutta method of order 8 (DOP853) at a tolerance of 1e-12; at a spike its weight is added to
the state at which it arrives. No code of Hux is used. Each case is solved a second time at a tolerance of 1e-13;
`error` is the largest difference, and what the numbers are good for.

Needs numpy and scipy: Debian's python3-scipy (1.10). Takes a second.
"""

import json
import pathlib
from math import exp, tanh

from hux_tool import need

need("numpy", "scipy")

import numpy  # noqa: E402
from reference import TOLERANCE, rounded  # noqa: E402
from scipy.integrate import solve_ivp  # noqa: E402

SPIKES = [2.0, 4.0, 4.0, 7.0, 20.0]
DURATION = 40


class Saturating:
    """c' = -c / tau_c, o' = alpha c (1 - o) - o / tau; the current g_max o (v - e)."""

    states, arrives, weight = 2, 0, 0.8

    @staticmethod
    def current(x, v):
        return 3.0 * x[1] * v

    @staticmethod
    def slope(x, v):
        return [-x[0] / 1.0, 1.0 * x[0] * (1 - x[1]) - x[1] / 5.0]


class SlowBlock:
    """g' = -g / tau, m' = (m_inf(v) - m) / tau_m with m_inf of Jahr & Stevens 1990; the current g m (v - e)."""

    states, arrives, weight = 2, 0, 4.0

    @staticmethod
    def current(x, v):
        return x[0] * x[1] * v

    @staticmethod
    def slope(x, v):
        return [-x[0] / 30.0, (1 / (1 + exp(-0.062 * v) / 3.57) - x[1]) / 2.0]


class SaturatingCurrent:
    """i' = -i / tau; the current -i_max tanh(i / i_max)."""

    states, arrives, weight = 1, 0, 60.0

    @staticmethod
    def current(x, v):
        return -100.0 * tanh(x[0] / 100.0)

    @staticmethod
    def slope(x, v):
        return [-x[0] / 3.0]


class SaturatingNmda:
    """Brunel & Wang 2001: x' = -x / 2 ms, s' = 0.5/ms x (1 - s) - s / 100 ms; the current g s (v - e) under magnesium's
    block."""

    states, arrives, weight = 2, 0, 1.0

    @staticmethod
    def current(x, v):
        return 2.0 * x[1] * v / (1 + exp(-0.062 * v) / 3.57)

    @staticmethod
    def slope(x, v):
        return [-x[0] / 2.0, 0.5 * x[0] * (1 - x[1]) - x[1] / 100.0]


def solve(receptor, tolerance):
    def slope(_, y):
        v, x = y[0], y[1:]
        return [(10.0 * (-70.0 - v) - receptor.current(x, v)) / 100.0, *receptor.slope(x, v)]

    y, t, at = numpy.array([-70.0] + [0.0] * receptor.states), 0.0, []
    stops = sorted(set(SPIKES) | {float(k) for k in range(1, DURATION + 1)})
    for stop in stops:
        y = solve_ivp(slope, (t, stop), y, method="DOP853", rtol=tolerance, atol=tolerance).y[:, -1]
        t = stop
        if stop == int(stop):
            at.append(y.copy())
        y[1 + receptor.arrives] += receptor.weight * SPIKES.count(stop)
    return numpy.array(at)


def course(receptor):
    at = solve(receptor, TOLERANCE)
    error = float(numpy.abs(at - solve(receptor, TOLERANCE / 10)).max())
    return dict(v=rounded(at[:, 0], 13), states=[rounded(at[:, 1 + i], 14) for i in range(receptor.states)], error=error)


def main():
    cases = dict(saturating=Saturating, slow_block=SlowBlock, saturating_current=SaturatingCurrent,
                 saturating_nmda=SaturatingNmda)
    data = {name: course(receptor) for name, receptor in cases.items()}
    path = pathlib.Path(__file__).parents[1] / "tests" / "data" / "receptors.json"
    path.write_text(json.dumps(data, separators=(",", ":")).replace('{"v"', '\n{"v"') + "\n")


if __name__ == "__main__":
    main()
