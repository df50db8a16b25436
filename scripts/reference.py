#!/usr/bin/env python3
"""Writes tests/data/reference.json, against which the neuron models and integrators are tested.

Everything here is worked out from the equations as published, without any code of Hux: steady states and rates of the
gates, the slope of the membrane potential in given states, resting potentials, and spike times and voltages under
current steps, short shocks and a sine, by an explicit Runge-Kutta method of order 8 (DOP853) at a tolerance of 1e-12,
restarted where the current jumps. Spikes are upward crossings of the threshold, found on the dense output.

Needs numpy and scipy: Debian's python3-scipy (1.10). Takes a quarter of a minute.
"""

import json
import pathlib
from math import cbrt, exp, expm1, pi, sin

from hux_tool import need

need("numpy", "scipy")

import numpy  # noqa: E402
from scipy.integrate import solve_ivp  # noqa: E402
from scipy.optimize import brentq  # noqa: E402

TOLERANCE = 1e-12


def linear_ratio(y):
    """y / (exp(y) - 1), continued to its limit 1 at y = 0."""
    return 1.0 if y == 0 else y / expm1(y)


def gate(alpha, beta, phi=1.0):
    """Steady state and rate (1/ms) of x' = phi (alpha (1 - x) - beta x)."""
    return alpha / (alpha + beta), phi * (alpha + beta)


class HodgkinHuxley:
    """Hodgkin & Huxley 1952."""

    name = "hodgkin_huxley"
    threshold, initial_v = 0.0, -65.0
    defaults = dict(c_m=1, g_na=120, g_k=36, g_l=0.3, e_na=50, e_k=-77, e_l=-54.3, temperature=6.3)
    singular = [-40.0, -55.0]

    @staticmethod
    def kinetics(v, p):
        phi = 3 ** ((p["temperature"] - 6.3) / 10)
        return {
            "m": gate(linear_ratio(-(v + 40) / 10), 4 * exp(-(v + 65) / 18), phi),
            "h": gate(0.07 * exp(-(v + 65) / 20), 1 / (1 + exp(-(v + 35) / 10)), phi),
            "n": gate(0.1 * linear_ratio(-(v + 55) / 10), 0.125 * exp(-(v + 65) / 80), phi),
        }

    @staticmethod
    def slope(v, x, p, current):
        i_na = p["g_na"] * x["m"] ** 3 * x["h"] * (v - p["e_na"])
        i_k = p["g_k"] * x["n"] ** 4 * (v - p["e_k"])
        return (current - i_na - i_k - p["g_l"] * (v - p["e_l"])) / p["c_m"]


class TraubMiles:
    """Traub & Miles 1991, as used in Brette et al. 2007."""

    name = "traub_miles"
    threshold, initial_v = -20.0, -65.0
    defaults = dict(c_m=200, g_na=20000, g_k=6000, g_l=10, e_na=50, e_k=-90, e_l=-60, v_t=-63)
    singular = [-50.0, -23.0, -48.0]

    @staticmethod
    def kinetics(v, p):
        u = v - p["v_t"]
        return {
            "m": gate(0.32 * 4 * linear_ratio((13 - u) / 4), 0.28 * 5 * linear_ratio((u - 40) / 5)),
            "h": gate(0.128 * exp((17 - u) / 18), 4 / (1 + exp((40 - u) / 5))),
            "n": gate(0.032 * 5 * linear_ratio((15 - u) / 5), 0.5 * exp((10 - u) / 40)),
        }

    slope = staticmethod(HodgkinHuxley.slope)


class WangBuzsaki:
    """Wang & Buzsaki 1996."""

    name = "wang_buzsaki"
    threshold, initial_v = 0.0, -65.0
    defaults = dict(c_m=1, g_na=35, g_k=9, g_l=0.1, e_na=55, e_k=-90, e_l=-65, phi=5)
    singular = [-35.0, -34.0]

    @staticmethod
    def kinetics(v, p):
        return {
            "h": gate(0.07 * exp(-(v + 58) / 20), 1 / (1 + exp(-(v + 28) / 10)), p["phi"]),
            "n": gate(0.1 * linear_ratio(-(v + 34) / 10), 0.125 * exp(-(v + 44) / 80), p["phi"]),
        }

    @staticmethod
    def slope(v, x, p, current):
        m, _ = gate(linear_ratio(-(v + 35) / 10), 4 * exp(-(v + 60) / 18))
        return HodgkinHuxley.slope(v, {"m": m, **x}, p, current)


class ConnorStevens:
    """Connor & Stevens 1971, with the values of Connor, Walter & McKown 1977."""

    name = "connor_stevens"
    threshold, initial_v = 0.0, -68.0
    defaults = dict(c_m=1, g_na=120, g_k=20, g_a=47.7, g_l=0.3, e_na=55, e_k=-72, e_a=-75, e_l=-17)
    singular = [-29.7, -45.7]

    @staticmethod
    def kinetics(v, p):
        a = cbrt(0.0761 * exp(0.0314 * (v + 94.22)) / (1 + exp(0.0346 * (v + 1.17))))
        tau_a = 0.3632 + 1.158 / (1 + exp(0.0497 * (v + 55.96)))
        b = (1 + exp(0.0688 * (v + 53.3))) ** -4
        tau_b = 1.24 + 2.678 / (1 + exp(0.0624 * (v + 50)))
        return {
            "m": gate(3.8 * linear_ratio(-(v + 29.7) / 10), 15.2 * exp(-0.0556 * (v + 54.7))),
            "h": gate(0.266 * exp(-0.05 * (v + 48)), 3.8 / (1 + exp(-0.1 * (v + 18)))),
            "n": gate(0.2 * linear_ratio(-(v + 45.7) / 10), 0.25 * exp(-0.0125 * (v + 55.7))),
            "a": (a, 1 / tau_a),
            "b": (b, 1 / tau_b),
        }

    @staticmethod
    def slope(v, x, p, current):
        i_a = p["g_a"] * x["a"] ** 3 * x["b"] * (v - p["e_a"])
        return HodgkinHuxley.slope(v, x, p, current - i_a)


class Pospischil:
    """Pospischil et al. 2008; current in pA, area in um2, densities in mS/cm2 and uF/cm2."""

    name = "pospischil"
    threshold, initial_v = 0.0, -70.0
    # fmt: off
    defaults = dict(area=pi * 96**2, c_m=1, g_na=50, g_k=5, g_m=0.07, g_ca_l=0, g_ca_t=0, g_l=0.1, e_na=50, e_k=-100,
                    e_ca=120, e_l=-70, v_t=-55, tau_max=1000)
    # fmt: on
    presets = {
        "RS": {},
        "FS": dict(area=pi * 67**2, g_k=10, g_m=0, g_l=0.15),
        "IB": dict(g_m=0.03, g_ca_l=0.17, g_l=0.01, e_l=-85),
        "LTS": dict(g_m=0.03, g_ca_t=0.4, g_l=0.01, e_l=-85),
    }
    singular = [-42.0, -15.0, -40.0, -27.0]

    @staticmethod
    def kinetics(v, p):
        w = v + 2
        tau_p = p["tau_max"] / (3.3 * exp((v + 35) / 20) + exp(-(v + 35) / 20))
        tau_u = (30.8 + (211.4 + exp((w + 113.2) / 5)) / (1 + exp((w + 84) / 3.2))) / 3**1.2
        return {
            **TraubMiles.kinetics(v, p),
            "p": (1 / (1 + exp(-(v + 35) / 10)), 1 / tau_p),
            "q": gate(0.055 * 3.8 * linear_ratio((-27 - v) / 3.8), 0.94 * exp((-75 - v) / 17)),
            "r": gate(0.000457 * exp((-13 - v) / 50), 0.0065 / (exp((-15 - v) / 28) + 1)),
            "u": (1 / (1 + exp((w + 81) / 4)), 1 / tau_u),
        }

    @staticmethod
    def slope(v, x, p, current):
        s = 1 / (1 + exp(-(v + 2 + 57) / 6.2))
        i_m = p["g_m"] * x["p"] * (v - p["e_k"])
        g_ca = p["g_ca_l"] * x["q"] ** 2 * x["r"] + p["g_ca_t"] * s**2 * x["u"]
        density = 100 * current / p["area"]  # pA/um2 to uA/cm2
        return HodgkinHuxley.slope(v, x, p, density - i_m - g_ca * (v - p["e_ca"]))


def run(model, current, start, stop, duration, gates="steady", parameters=None, preset=None, initial_v=None, samples=(),
        frequency=None):
    """Spike times and sampled voltages of a cell under a current that is on in [start, stop), a sine of this frequency
    (Hz) if there is one."""
    p = {**model.defaults, **(model.presets[preset] if preset else {}), **(parameters or {})}
    begin_v = model.initial_v if initial_v is None else initial_v
    kinetics = model.kinetics(begin_v, p)
    names = list(kinetics)
    state = [begin_v] + [kinetics[x][0] if gates == "steady" else 0.0 for x in names]

    def derivative(t, y, amplitude):
        rates = model.kinetics(y[0], p)
        x = dict(zip(names, y[1:]))
        injected = amplitude * sin(2 * pi * frequency * (t - start) / 1000) if frequency else amplitude
        return [model.slope(y[0], x, p, injected)] + [rates[n][1] * (rates[n][0] - x[n]) for n in names]

    def crossing(_, y, amplitude):
        return y[0] - model.threshold

    crossing.direction = 1
    spikes, voltages = [], []
    edges = sorted({0.0, *(t for t in (start, stop) if 0 < t < duration), duration})
    for begin, end in zip(edges, edges[1:]):
        solved = solve_ivp(derivative, (begin, end), state, method="DOP853", rtol=TOLERANCE, atol=TOLERANCE,
                           args=(current if start <= begin < stop else 0.0,), events=crossing, dense_output=bool(samples))
        spikes += list(solved.t_events[0])
        voltages += [float(solved.sol(t)[0]) for t in samples if begin < t <= end]
        state = solved.y[:, -1]
    result = dict(current=current, start=start, stop=stop, duration=duration, gates=gates, spikes=rounded(spikes, 9))
    if parameters:
        result["parameters"] = parameters
    if preset:
        result["preset"] = preset
    if frequency:
        result["frequency"] = frequency
    if initial_v is not None:
        result["initial_v"] = initial_v
    if samples:
        result["samples"] = dict(t=list(samples), v=rounded(voltages, 10))
    return result


def rounded(values, digits):
    return [round(float(x), digits) for x in values]


def rest(model, parameters):
    """The stable state without current: the lowest potential at which the steady-state current vanishes."""
    p = {**model.defaults, **parameters}

    def steady_slope(v):
        x = {n: s for n, (s, _) in model.kinetics(v, p).items()}
        return model.slope(v, x, p, 0.0)

    return dict(parameters=parameters, v=brentq(steady_slope, -90, -60, xtol=1e-13))


def gate_table(model):
    """Steady state and rate of each gate on a grid of voltages, the singular ones and their neighbourhood included."""
    near = [v + d for v in model.singular for d in (-1e-3, -1e-7, 0.0, 1e-7, 1e-3)]
    grid = sorted({*map(float, numpy.linspace(-120, 60, 19)), *near})
    rows = [model.kinetics(v, model.defaults) for v in grid]
    return dict(v=grid, **{n: dict(steady=[r[n][0] for r in rows], rate=[r[n][1] for r in rows]) for n in rows[0]})


def slopes(model, p, count=12):
    """V' in random states (gates in the model's order) under a current of 3."""
    random = numpy.random.default_rng(1)
    names = list(model.kinetics(-65.0, p))
    result = []
    for v in random.uniform(-100, 60, count).round(3):
        x = dict(zip(names, map(float, random.uniform(0, 1, len(names)).round(4))))
        result.append(dict(v=float(v), gates=list(x.values()), slope=model.slope(float(v), x, p, 3.0)))
    return result


def main():
    course = (1.0, 2.0, 5.0, 10.0, 16.0)
    long = 1000.0
    hh, tm, wb, cs, po = HodgkinHuxley, TraubMiles, WangBuzsaki, ConnorStevens, Pospischil
    calcium = dict(g_ca_l=0.17, g_ca_t=0.4)  # every current of the model at once
    models = {
        hh.name: (hh, {}, [
            run(hh, 10, 0, 100, 100, samples=course),
            run(hh, 7, 10, 80, 100),
            run(hh, 20, 0, 60, 60, parameters=dict(temperature=16.3)),
        ]),
        tm.name: (tm, {}, [
            run(tm, 300, 0, 100, 100, samples=course),
            run(tm, 0, 0, 0, long),
            run(tm, 50, 20, 220, 250, parameters=dict(e_l=-65)),
        ]),
        wb.name: (wb, {}, [
            run(wb, 5, 0, 50, 50, samples=course),
            run(wb, 1, 10, 110, 120),
        ]),
        cs.name: (cs, {}, [
            run(cs, 15, 0, 60, 60, samples=course),
            run(cs, 10, 10, 250, 260),
            run(cs, 8.3, 0, long, long),
        ]),
        po.name: (po, calcium, [
            run(po, 1000, 0, 60, 60, parameters=calcium, samples=course),
            run(po, 750, 300, 700, 750, gates="zero", preset="RS"),
            run(po, 500, 300, 700, 750, gates="zero", preset="FS"),
            run(po, 150, 500, 2500, 2550, gates="zero", preset="IB", parameters=dict(g_ca_l=0.22), initial_v=-84.0),
            run(po, 150, 400, 800, 850, gates="zero", preset="LTS", initial_v=-84.0),
        ]),
    }
    data = {
        name: dict(singular=model.singular, kinetics=gate_table(model), slope_parameters=parameters,
                   slopes=slopes(model, {**model.defaults, **parameters}),
                   rest=rest(model, dict(e_l=-65) if model is tm else {}),  # fires with its own leak
                   runs=runs)
        for name, (model, parameters, runs) in models.items()
    }
    # 8 nC/cm2 within 0.01 ms, switched at instants that no time step of 0.05 ms has.
    data[hh.name]["shocks"] = [run(hh, 800, start, round(start + 0.01, 3), 20)
                                for start in rounded(5.002 + 0.005 * numpy.arange(10), 3)]
    data[hh.name]["sine"] = run(hh, 20, 0, 20, 20, samples=course, frequency=137)
    path = pathlib.Path(__file__).parents[1] / "tests" / "data" / "reference.json"
    path.write_text(json.dumps(data, indent=None, separators=(",", ":")).replace('"runs":', '\n"runs":\n') + "\n")


if __name__ == "__main__":
    main()
