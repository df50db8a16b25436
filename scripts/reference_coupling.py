#!/usr/bin/env python3
"""Writes tests/data/coupling.json, against which graded synapses and gap junctions are tested.

Small networks whose cells see each other at all times are solved as one system of equations, cells and synapses as
published, by an explicit Runge-Kutta method of order 8 (DOP853) at a tolerance of 1e-12. No code of Hux is used. Each
network is solved a second time at a tolerance of 1e-13; `v_error` and `spike_error` are the largest differences, and
what the numbers are good for. Cells start at their initial potential with steady gates, synapses closed.

Needs numpy and scipy: Debian's python3-scipy (1.10). Takes half a minute.
"""

import json
import pathlib
import tomllib
from math import exp

from hux_tool import need

need("numpy", "scipy")

import numpy  # noqa: E402
from reference import TOLERANCE, TraubMiles, WangBuzsaki, rounded  # noqa: E402
from scipy.integrate import solve_ivp  # noqa: E402


def sigmoid(x):
    """1 / (1 + exp(-x)), without overflow."""
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


class GradedGaba:
    """Wang & Buzsaki 1996: s' = alpha F(v_pre) (1 - s) - beta s."""

    e_rev, alpha, beta, theta, k = -75.0, 12.0, 0.1, 0.0, 2.0

    def slope(self, s, v_pre):
        return self.alpha * sigmoid((v_pre - self.theta) / self.k) * (1 - s) - self.beta * s


class GradedPrinz:
    """Prinz, Bucher & Marder 2004: s' = (s_inf - s) / tau_s, tau_s = (1 - s_inf) / k_minus."""

    e_rev, v_half, delta, k_minus = -70.0, -35.0, 5.0, 1 / 40

    def slope(self, s, v_pre):
        x = (v_pre - self.v_half) / self.delta
        return (sigmoid(x) - s) * self.k_minus / sigmoid(-x)


class Kinetic:
    """Destexhe, Mainen & Sejnowski 1994: r' = alpha T(v_pre) (1 - r) - beta r."""

    t_max, v_p, k_p = 1.0, 2.0, 5.0

    def __init__(self, alpha, beta, e_rev):
        self.alpha, self.beta, self.e_rev = alpha, beta, e_rev

    def slope(self, r, v_pre):
        return self.alpha * self.t_max * sigmoid((v_pre - self.v_p) / self.k_p) * (1 - r) - self.beta * r


GABA, PRINZ = GradedGaba(), GradedPrinz()
KINETIC_AMPA, KINETIC_GABA = Kinetic(1.1, 0.19, 0.0), Kinetic(5.0, 0.18, -80.0)


def rectified(v, v_other):
    """What a junction lets through that opens as one cell is above the other: of weight 1, into the one at v."""
    return (v_other - v) * sigmoid((v_other - v - 10) / 8)


class GolombCell:
    """Golomb et al. 2007, fast-spiking cell (ModelDB 97747, gah_fig2c.ode)."""

    name, threshold, initial_v = "fs", -20.0, -70.038
    initial_gates = dict(h=0.8522, n=0.000208, a=0.2686, b=0.5016)
    defaults = {}

    @staticmethod
    def kinetics(v, _):
        tau_h = 0.5 + 14 * sigmoid(-(v + 60) / 12)
        tau_n = (0.087 + 11.4 * sigmoid(-(v + 14.6) / 8.6)) * (0.087 + 11.4 * sigmoid((v - 1.3) / 18.7))
        return {
            "h": (sigmoid(-(v + 58.3) / 6.7), 1 / tau_h),
            "n": (sigmoid((v + 12.4) / 6.8), 1 / tau_n),
            "a": (sigmoid((v + 50) / 20), 1 / 2),
            "b": (sigmoid(-(v + 70) / 6), 1 / 150),
        }

    @staticmethod
    def slope(v, x, _, current):
        i_na = 112.5 * sigmoid((v + 24) / 11.5) ** 3 * x["h"] * (v - 50)
        i_k = (225 * x["n"] ** 2 + 0.39 * x["a"] ** 3 * x["b"]) * (v + 90)
        return current - i_na - i_k - 0.25 * (v + 70)


class Coupled:
    """Cells of one model as one system: first all of cell 0, of cell 1, ..., then the states of graded synapses."""

    def __init__(self, model, currents, graded=(), gaps=(), rectifiers=(), potentials=None):
        """graded: (synapse, source, target, weight); gaps: (neuron, neuron, weight), each pair once; rectifiers: the same,
        which open as the first is above the second; potentials: those at the start, else the model's."""
        self.model, self.currents, self.graded, self.gaps = model, currents, graded, gaps
        self.rectifiers = rectifiers
        self.start_potentials = potentials or [model.initial_v] * len(currents)
        self.names = list(self.start_gates(model.initial_v))
        self.stride = 1 + len(self.names)

    def start_gates(self, v):
        return getattr(self.model, "initial_gates", None) or {
            name: steady for name, (steady, _) in self.model.kinetics(v, self.model.defaults).items()}

    def start(self):
        cells = [x for v in self.start_potentials for x in (v, *self.start_gates(v).values())]
        return cells + [0.0] * len(self.graded)

    def potentials(self, y):
        return y[: len(self.currents) * self.stride : self.stride]

    def injected(self, v, opened, arriving=None):
        """What enters each cell.
        @param arriving the potentials on the other side of junctions, if not those at once"""
        into, arriving = list(self.currents), arriving or v
        for (synapse, _, target, weight), s in zip(self.graded, opened):
            into[target] += weight * s * (synapse.e_rev - v[target])
        for one, other, weight in self.gaps:
            into[one] += weight * (arriving[other] - v[one])
            into[other] += weight * (arriving[one] - v[other])
        for one, other, weight in self.rectifiers:
            current = weight * rectified(v[other], v[one])
            into[other] += current
            into[one] -= current
        return into

    def slope(self, _, y):
        y = y.tolist()
        v, opened = self.potentials(y), y[len(self.currents) * self.stride :]
        slopes = []
        for i, into in enumerate(self.injected(v, opened)):
            x = dict(zip(self.names, y[i * self.stride + 1 : (i + 1) * self.stride]))
            rates = self.model.kinetics(v[i], self.model.defaults)
            slopes.append(self.model.slope(v[i], x, self.model.defaults, into))
            slopes += [rates[n][1] * (rates[n][0] - x[n]) for n in self.names]
        return slopes + [g[0].slope(s, v[g[1]]) for g, s in zip(self.graded, opened)]

    def crossing(self, neuron):
        def above(_, y):
            return y[neuron * self.stride] - self.model.threshold

        above.direction = 1
        return above

    def solve(self, samples, tolerance=TOLERANCE, method="DOP853"):
        """Potentials at samples, states of graded synapses there, and spike times until the last, neuron by neuron."""
        count = len(self.currents)
        events = [self.crossing(i) for i in range(count)]
        spikes, states, y = [[] for _ in self.currents], [], self.start()
        for begin, end in zip([0.0, *samples], samples):  # so that samples are ends of steps, not interpolated
            solved = solve_ivp(self.slope, (begin, end), y, method=method, rtol=tolerance, atol=tolerance,
                               events=events)
            if not solved.success:
                raise RuntimeError(solved.message)
            for times, found in zip(spikes, solved.t_events):
                times += map(float, found)
            y = solved.y[:, -1]
            states.append(y)
        rows = numpy.transpose(states).tolist()
        return self.potentials(rows), rows[count * self.stride :], spikes


class Delayed(Coupled):
    """What a cell sends arrives after a delay, ms; before the start all was as it starts. Solved from delay to delay,
    in each of which what arrives is known from the one before."""

    def __init__(self, *network, delay, **others):
        super().__init__(*network, **others)
        self.delay, self.before = delay, None

    def injected(self, v, opened):
        return super().injected(v, self.before[len(self.currents) * self.stride :], self.potentials(self.before))

    def solve(self, samples, tolerance=TOLERANCE, method="DOP853"):
        count, start = len(self.currents), self.start()
        events = [self.crossing(i) for i in range(count)]
        spikes, states, y, earlier = [[] for _ in self.currents], [], start, lambda _: numpy.array(start)
        for i in range(round(samples[-1] / self.delay)):
            def slope(t, now, earlier=earlier):
                self.before = earlier(t - self.delay).tolist()
                return self.slope(t, now)

            begin, end = i * self.delay, (i + 1) * self.delay
            solved = solve_ivp(slope, (begin, end), y, method=method, rtol=tolerance, atol=tolerance, events=events,
                               dense_output=True)
            if not solved.success:
                raise RuntimeError(solved.message)
            for times, found in zip(spikes, solved.t_events):
                times += map(float, found)
            y, earlier = solved.y[:, -1], solved.sol
            if any(abs(end - t) < 1e-9 for t in samples):
                states.append(y)
        rows = numpy.transpose(states).tolist()
        return self.potentials(rows), rows[count * self.stride :], spikes


def crowd():
    """20 cells, 112 graded synapses and 26 junctions, as tests/data/coupling/crowd.toml has them."""
    folder = pathlib.Path(__file__).parents[1] / "tests" / "data" / "coupling"
    text = tomllib.loads((folder / "crowd.toml").read_text())

    def listed(name):
        lines = [line.split() for line in (folder / name).read_text().splitlines()[1:]]
        return [(int(source), int(target), float(weight)) for source, target, weight in lines]

    def values(of):
        return [float(value.split()[0]) for value in of["values"]]

    return Coupled(TraubMiles, values(text["input"]["drive"]["amplitude"]),
                   graded=[(GABA, *synapse) for synapse in listed("crowd_graded.txt")],
                   gaps=[junction for junction in listed("crowd_gaps.txt") if junction[0] < junction[1]],
                   potentials=values(text["population"]["cells"]["initial"]["v"]))


def course(network, duration=100.0, count=20):
    samples = [duration * (i + 1) / count for i in range(count)]
    v, opened, spikes = network.solve(samples)
    finer_v, _, finer_spikes = network.solve(samples, TOLERANCE / 10)
    if [len(x) for x in spikes] != [len(x) for x in finer_spikes]:
        raise RuntimeError("the number of spikes is not known at this tolerance")
    v_error = float(numpy.abs(numpy.subtract(v, finer_v)).max())
    spike_error = max((abs(a - b) for x, y in zip(spikes, finer_spikes) for a, b in zip(x, y)), default=0.0)
    return dict(model=network.model.name, currents=list(network.currents), duration=duration, t=samples,
                v=[rounded(x, 9) for x in v], s=[rounded(x, 12) for x in opened],
                spikes=[rounded(x, 9) for x in spikes], v_error=v_error, spike_error=spike_error)


def networks():
    """Currents and weights in the units of the cells: uA/cm2 and mS/cm2, or pA and nS."""
    ring = [(0, 1), (1, 2), (2, 3), (3, 0)]
    mutual = [(0, 1), (1, 0)]
    return {
        "rectified_ring": Coupled(WangBuzsaki, [2.0, 0.0, 0.5], rectifiers=[(0, 1, 0.1), (1, 2, 0.06), (2, 0, 0.15)]),
        "gap_pair": Coupled(WangBuzsaki, [2.0, 0.0], gaps=[(0, 1, 0.1)]),
        "gap_pair_traub_miles": Coupled(TraubMiles, [300.0, 0.0], gaps=[(0, 1, 5.0)]),
        "graded_pair": Coupled(WangBuzsaki, [1.0, 1.3], graded=[
            (GABA, i, j, w) for (i, j), w in zip(mutual, (0.1, 0.07))]),
        "mixed_ring": Coupled(WangBuzsaki, [1.0, 1.4, 0.7, 2.0],
                              graded=[(GABA, i, j, w) for (i, j), w in zip(ring, (0.1, 0.06, 0.15, 0.08))],
                              gaps=[(i, j, w) for (i, j), w in zip(ring, (0.02, 0.05, 0.01, 0.03))]),
        "prinz_pair": Coupled(WangBuzsaki, [1.0, 1.5], graded=[
            (PRINZ, i, j, w) for (i, j), w in zip(mutual, (0.1, 0.05))]),
        "kinetic_pair": Coupled(WangBuzsaki, [1.0, 0.0], graded=[
            (KINETIC_AMPA, 0, 1, 0.2), (KINETIC_GABA, 1, 0, 0.1)]),
        "delayed_ring": Delayed(WangBuzsaki, [1.0, 1.4, 0.7, 2.0], delay=1.0,
                                graded=[(GABA, i, j, w) for (i, j), w in zip(ring, (0.1, 0.06, 0.15, 0.08))],
                                gaps=[(i, j, w) for (i, j), w in zip(ring, (0.02, 0.05, 0.01, 0.03))]),
        "crowd": crowd(),
    }


def golomb_pairs():
    """One cell alone, and pairs without and with a gap junction; 1 s."""
    cases = {"alone": Coupled(GolombCell, [3.35]),
             "uncoupled": Coupled(GolombCell, [3.6, 4.0]),
             "coupled": Coupled(GolombCell, [3.6, 4.0], gaps=[(0, 1, 0.02)])}
    return {name: course(network, 1000.0) for name, network in cases.items()}


def main():
    data = {name: course(network) for name, network in networks().items()}
    data["golomb"] = golomb_pairs()
    path = pathlib.Path(__file__).parents[1] / "tests" / "data" / "coupling.json"
    path.write_text(json.dumps(data, separators=(",", ":")).replace('{"model"', '\n{"model"') + "\n")


if __name__ == "__main__":
    main()
