#!/usr/bin/env python3
"""Writes tests/data/equations.json, against which neurons that are written as text are tested.

Nothing here is worked out by code of Hux: a cell with a calcium pool by an explicit Runge-Kutta method of order 8
(DOP853) at a tolerance of 1e-12, and the cells of Morris & Lecar (1981) and Rothman & Manis (2003) by Brian2, RK4 at a dt
of 0.005 ms. Spikes are upward crossings of the threshold.

Needs numpy, scipy and brian2 (2.9 from PyPI, with numpy 2.3). Takes a minute.
"""

import json
import pathlib
from math import exp, log, pi, sin

from hux_tool import need

need("numpy", "scipy", "brian2")

import brian2  # noqa: E402
import numpy  # noqa: E402
from scipy.integrate import solve_ivp  # noqa: E402

TOLERANCE = 1e-12


def rounded(values, digits):
    return [round(float(x), digits) for x in values]


# ---- a cell with calcium ----


def linear_ratio(y):
    """y / (exp(y) - 1), continued to its limit 1 at y = 0."""
    return 1.0 if abs(y) < 1e-9 else y / (exp(y) - 1)


def steady(alpha, beta):
    return alpha / (alpha + beta)


class Calcium:
    """The squid axon with a calcium current that has its Nernst potential, a pool, and potassium channels that see it:
    uA/cm2, mS/cm2, mM."""

    threshold = -20.0
    initial_v, initial_ca = -65.0, 1e-4
    thermal = 1000 * 8.314462618 * (22 + 273.15) / (2 * 96485.33212)  # R T / (2 F), mV

    @staticmethod
    def rates(v):
        return {
            "m": (linear_ratio(-(v + 40) / 10), 4 * exp(-(v + 65) / 18)),
            "h": (0.07 * exp(-(v + 65) / 20), 1 / (1 + exp(-(v + 35) / 10))),
            "n": (0.1 * linear_ratio(-(v + 55) / 10), 0.125 * exp(-(v + 65) / 80)),
        }

    @classmethod
    def initial(cls):
        return [cls.initial_v, *(steady(*rate) for rate in cls.rates(cls.initial_v).values()), cls.initial_ca]

    @classmethod
    def derivative(cls, t, y):
        v, m, h, n, ca = y
        s_inf = 1 / (1 + exp(-(v + 20) / 9))
        i_ca = 0.6 * s_inf**2 * (v - cls.thermal * log(2 / ca))
        i_kca = 1.5 * ca**2 / (ca**2 + 0.002**2) * (v + 77)
        ionic = 120 * m**3 * h * (v - 50) + 36 * n**4 * (v + 77) + 0.3 * (v + 54.3) + i_ca + i_kca
        current = 12 * sin(2 * pi * 30 * t / 1000)
        gates = [a * (1 - x) - b * x for x, (a, b) in zip((m, h, n), cls.rates(v).values())]
        return [current - ionic, *gates, -0.0002 * i_ca - (ca - 1e-4) / 20]

    @classmethod
    def solved(cls, duration, samples):
        def crossing(_, y):
            return y[0] - cls.threshold

        crossing.direction = 1
        course = solve_ivp(cls.derivative, (0, duration), cls.initial(), method="DOP853", rtol=TOLERANCE, atol=1e-14,
                           events=crossing, dense_output=True)
        at = [course.sol(t) for t in samples]
        return dict(duration=duration, spikes=rounded(course.t_events[0], 9),
                    samples=dict(t=list(samples), v=rounded([y[0] for y in at], 10),
                                 ca=[float(y[4]) for y in at]))


# ---- by Brian2 ----

MORRIS_LECAR = """
dv/dt = (current - 4.4 * (1 + tanh((v + 1.2) / 18)) / 2 * (v - 120) - 8 * w * (v + 84) - 2 * (v + 60)) / 20 / ms : 1
dw/dt = 0.04 * cosh((v - 2) / 60) * ((1 + tanh((v - 2) / 30)) / 2 - w) / ms : 1
current : 1 (constant)
"""

ROTHMAN_MANIS = """
dv/dt = (current - g_na * m**3 * h * (v - 55) - g_ht * (0.85 * n**2 + 0.15 * p) * (v + 70) - g_lt * w**4 * z * (v + 70)
  - g_a * a**4 * b * c * (v + 70) - g_h * r * (v + 43) - 2 * (v + 65)) / 12 / ms : 1
dm/dt = (1 / (1 + exp(-(v + 38) / 7)) - m) / (10 / (5 * exp((v + 60) / 18) + 36 * exp(-(v + 60) / 25)) + 0.04) / ms : 1
dh/dt = (1 / (1 + exp((v + 65) / 6)) - h) / (100 / (7 * exp((v + 60) / 11) + 10 * exp(-(v + 60) / 25)) + 0.6) / ms : 1
dn/dt = ((1 + exp(-(v + 15) / 5))**-0.5 - n) / (100 / (11 * exp((v + 60) / 24) + 21 * exp(-(v + 60) / 23)) + 0.7) / ms : 1
dp/dt = (1 / (1 + exp(-(v + 23) / 6)) - p) / (100 / (4 * exp((v + 60) / 32) + 5 * exp(-(v + 60) / 22)) + 5) / ms : 1
dw/dt = ((1 / (1 + exp(-(v + 48) / 6)))**0.25 - w) / (100 / (6 * exp((v + 60) / 6) + 16 * exp(-(v + 60) / 45)) + 1.5) / ms : 1
dz/dt = (0.5 + 0.5 / (1 + exp((v + 71) / 10)) - z) / (1000 / (exp((v + 60) / 20) + exp(-(v + 60) / 8)) + 50) / ms : 1
da/dt = ((1 / (1 + exp(-(v + 31) / 6)))**0.25 - a) / (100 / (7 * exp((v + 60) / 14) + 29 * exp(-(v + 60) / 24)) + 0.1) / ms : 1
db/dt = ((1 + exp((v + 66) / 7))**-0.5 - b) / (1000 / (14 * exp((v + 60) / 27) + 29 * exp(-(v + 60) / 24)) + 1) / ms : 1
dc/dt = ((1 + exp((v + 66) / 7))**-0.5 - c) / (90 / (1 + exp((-66 - v) / 17)) + 10) / ms : 1
dr/dt = (1 / (1 + exp((v + 76) / 7)) - r) / (1e5 / (237 * exp((v + 60) / 12) + 17 * exp(-(v + 60) / 14)) + 25) / ms : 1
current : 1 (constant)
g_na : 1 (constant)
g_ht : 1 (constant)
g_lt : 1 (constant)
g_a : 1 (constant)
g_h : 1 (constant)
"""

# Conductances in nS (Rothman & Manis 2003, J. Neurophysiol. 89:3097, table 1).
CELLS = {
    "I-c": dict(g_na=1000, g_ht=150, g_lt=0, g_a=0, g_h=0.5),
    "I-t": dict(g_na=1000, g_ht=80, g_lt=0, g_a=65, g_h=0.5),
    "II": dict(g_na=1000, g_ht=150, g_lt=200, g_a=0, g_h=20),
}


def crossings(t, v, threshold):
    """Upward crossings of the threshold, on the straight line between two samples."""
    below = numpy.flatnonzero((v[:-1] < threshold) & (v[1:] >= threshold))
    part = (threshold - v[below]) / (v[below + 1] - v[below])
    return t[below] + part * (t[below + 1] - t[below])


def by_brian(equations, initial, values, duration, threshold, dt=0.005):
    """Spike times and a trace (each ms) of a cell from its first state on."""
    brian2.prefs.codegen.target = "numpy"
    brian2.start_scope()
    brian2.defaultclock.dt = dt * brian2.ms
    cell = brian2.NeuronGroup(1, equations, method="rk4")
    for name, value in {**initial, **values}.items():
        setattr(cell, name, value)
    trace = brian2.StateMonitor(cell, "v", record=True)
    network = brian2.Network(cell, trace)
    network.run(duration * brian2.ms)
    t, v = trace.t / brian2.ms, trace.v[0]
    each = round(1 / dt)
    return dict(parameters=values, initial=initial, duration=duration,
                spikes=rounded(crossings(t, v, threshold), 6), v=rounded(v[::each], 6))


def main():
    start = dict(v=-60.0, w=0.01)
    open_at_rest = dict(v=-63.0, m=0.03, h=0.4, n=0.01, p=0.002, w=0.5, z=0.65, a=0.25, b=0.6, c=0.6, r=0.15)
    data = dict(
        calcium=Calcium.solved(60, (1.0, 5.0, 10.0, 16.0)),
        morris_lecar=[by_brian(MORRIS_LECAR, start, dict(current=i), 400, 0.0) for i in (100.0, 120.0)],
        rothman_manis=[by_brian(ROTHMAN_MANIS, open_at_rest, dict(current=i, **CELLS[cell]), 100, -20.0)
                       for cell, i in (("I-c", 50.0), ("I-c", 150.0), ("I-t", 100.0), ("II", 300.0))],
    )
    path = pathlib.Path(__file__).parents[1] / "tests" / "data" / "equations.json"
    path.write_text(json.dumps(data, indent=None, separators=(",", ":")).replace('"spikes":', '\n"spikes":') + "\n")


if __name__ == "__main__":
    main()
