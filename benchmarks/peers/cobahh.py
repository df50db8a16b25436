"""The COBAHH network as examples/cobahh.toml describes it, for the scripts that simulate it elsewhere.

Used from each simulator's own virtual environment: needs Python 3.11 and numpy, and nothing of Hux.
"""

import argparse
import json
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy

sys.path.append(str(Path(__file__).parents[1]))
import watched  # noqa: E402

EXAMPLE = Path(__file__).parents[2] / "examples" / "cobahh.toml"

# Traub & Miles 1991 as in Brette et al. 2007: pF, nS, mV; a cell of 20000 um2.
CELL = {"c_m": 200.0, "g_na": 20000.0, "g_k": 6000.0, "g_l": 10.0, "e_na": 50.0, "e_k": -90.0, "e_l": -60.0,
        "v_t": -63.0}
AREA = 20000.0  # um2

# The neuron by whose spikes accuracy is judged: it starts at e_l with its gates at 0, and is given spikes at times (ms)
# with weights (nS) that never meet a spike of its own, so that its own are determined well.
DRIVEN_DURATION = 250.0
DRIVEN_EXCITATION = [(float(t), 14.0) for t in range(5, 245, 7)]
DRIVEN_INHIBITION = [(float(t), 20.0) for t in range(12, 245, 23)]


def quantity(text, unit):
    """The number in a text such as "6 nS"."""
    number, _, given = text.partition(" ")
    if given != unit:
        raise ValueError(f"'{text}' is not in {unit}")
    return float(number)


@dataclass(frozen=True)
class Receptor:
    """A kind of synaptic input: a conductance that decays (ms, mV, nS)."""

    tau: float
    e_rev: float
    weight: float  # of its synapses
    initial_mean: float
    initial_std: float

    def initial(self, random, size):
        """Conductances at t = 0."""
        return numpy.maximum(random.normal(self.initial_mean, self.initial_std, size), 0)


@dataclass(frozen=True)
class Network:
    """Sizes, synapses and starting values (mV, ms)."""

    excitatory: int
    inhibitory: int
    probability: float
    delay: float
    threshold: float
    refractory: float
    v_mean: float
    v_std: float
    ampa: Receptor
    gaba: Receptor

    @property
    def size(self):
        return self.excitatory + self.inhibitory


def receptor(population, projection, name):
    """A receptor of the example, and the weight of a projection onto it."""
    given = population["receptor"][name]
    start = given["initial"]["normal"]
    return Receptor(quantity(given["tau"], "ms"), quantity(given["e_rev"], "mV"), quantity(projection["weight"], "nS"),
                    quantity(start["mean"], "nS"), quantity(start["std"], "nS"))


def read_network(neurons=None, delay=None):
    """The example's network, or one of another size with as many synapses a neuron."""
    example = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    e, projections = example["population"]["E"], example["projection"]
    size = e["size"] + example["population"]["I"]["size"]
    neurons = neurons or size
    start = e["initial"]["v"]["normal"]
    return Network(
        excitatory=neurons * e["size"] // size,
        inhibitory=neurons - neurons * e["size"] // size,
        probability=projections["EE"]["probability"] * size / neurons,
        delay=delay or quantity(projections["EE"]["delay"], "ms"),
        threshold=quantity(e["threshold"], "mV"),
        refractory=quantity(e["refractory"], "ms"),
        v_mean=quantity(start["mean"], "mV"),
        v_std=quantity(start["std"], "mV"),
        ampa=receptor(e, projections["EE"], "ampa"),
        gaba=receptor(e, projections["IE"], "gaba"),
    )


def draw_sources(random, network):
    """For each neuron in turn, the neurons that project onto it: each with the network's probability."""
    counts = random.binomial(network.size, network.probability, network.size)
    return [numpy.sort(random.choice(network.size, count, replace=False, shuffle=False)) for count in counts]


def options(description):
    """What every peer can be told on its command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--driven", action="store_true", help="simulate the driven neuron, not the network")
    parser.add_argument("--method", required=True, help="integrator, as the simulator calls it")
    parser.add_argument("--dt", type=float, required=True, help="ms")
    parser.add_argument("--precision", choices=["single", "double"], default="double")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--duration", type=float, default=1000, help="ms")
    parser.add_argument("--neurons", type=int)
    parser.add_argument("--delay", type=float, help="ms")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def irregularity(times, neurons):
    """Mean coefficient of variation of the intervals of the neurons that have at least three."""
    order = numpy.lexsort((times, neurons))
    times, neurons = numpy.asarray(times)[order], numpy.asarray(neurons)[order]
    values = []
    for train in numpy.split(times, numpy.flatnonzero(numpy.diff(neurons)) + 1):
        intervals = numpy.diff(train)
        if len(intervals) >= 3:
            values.append(numpy.std(intervals) / numpy.mean(intervals))
    return float(numpy.mean(values)) if values else None


def report_network(network, duration, times, neurons, build, simulation, version, memory=None):
    """Prints what a run of the network came to; excitatory neurons are the first. Seconds, bytes, ms."""
    times, neurons = numpy.asarray(times), numpy.asarray(neurons)
    excitatory = neurons < network.excitatory
    print(json.dumps({
        "version": version,
        "build": build,
        "simulation": simulation,
        "memory": memory or watched.peak_memory(),
        "rate_e": int(excitatory.sum()) / network.excitatory / duration * 1000,
        "rate_i": int((~excitatory).sum()) / network.inhibitory / duration * 1000,
        "cv_e": irregularity(times[excitatory], neurons[excitatory]),
    }))


def report_driven(version, times, v):
    """Prints the spikes of the driven neuron: upward crossings of the threshold by its potential, sampled every dt."""
    print(json.dumps({"version": version, "spikes": crossings(times, v, read_network().threshold)}))


def crossings(times, v, threshold):
    """When v passes the threshold upwards, on the polynomial through the six samples around."""
    times, v = numpy.asarray(times, dtype=float), numpy.asarray(v, dtype=float)
    found = []
    for i in numpy.flatnonzero((v[:-1] < threshold) & (v[1:] >= threshold)):
        around = slice(max(i - 2, 0), i + 4)
        course = numpy.polynomial.Polynomial.fit(times[around], v[around] - threshold, len(times[around]) - 1)
        roots = course.roots()
        real = roots[abs(roots.imag) < 1e-9].real
        found.append(float(real[numpy.argmin(abs(real - (times[i] + times[i + 1]) / 2))]))
    return found
