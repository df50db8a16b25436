"""The COBAHH network on NEURON; prints one line of JSON.

method: implicit (backward Euler) or staggered (Crank-Nicolson, gates half a step apart), either with _coreneuron.
"""

import math
import os
import time
from pathlib import Path

import numpy
from cobahh import AREA, CELL, DRIVEN_DURATION, DRIVEN_EXCITATION, DRIVEN_INHIBITION, draw_sources, options
from cobahh import read_network, report_driven, report_network
from neuron import coreneuron, h
from neuron import __version__ as VERSION

MECHANISMS = Path(__file__).parents[2] / "build" / "peers" / "neuron_mechanisms" / "x86_64"


def set_up(chosen):
    h.nrn_load_dll(str(MECHANISMS / "libnrnmech.so"))
    os.environ["CORENEURONLIB"] = str(MECHANISMS / "libcorenrnmech.so")
    h.load_file("stdrun.hoc")
    h.dt = chosen.dt
    h.steps_per_ms = 1 / chosen.dt
    h.secondorder = 2 if chosen.method.startswith("staggered") else 0
    coreneuron.enable = chosen.method.endswith("_coreneuron")
    coreneuron.verbose = 0
    context = h.ParallelContext()
    context.nthread(chosen.threads)
    return context


class Cell:
    """A cylinder as long as it is wide, with its two receptors."""

    def __init__(self, network):
        self.soma = h.Section()
        self.soma.L = self.soma.diam = math.sqrt(AREA / math.pi)
        self.soma.cm = CELL["c_m"] / AREA * 100  # pF/um2 to uF/cm2
        self.soma.insert("traub_miles")
        for name, member in (("g_na", "gna"), ("g_k", "gk"), ("g_l", "gl")):
            setattr(self.soma(0.5).traub_miles, member, CELL[name] / AREA / 10)  # nS/um2 to S/cm2
        for name, member in (("e_na", "ena"), ("e_k", "ek"), ("e_l", "el"), ("v_t", "vt")):
            setattr(self.soma(0.5).traub_miles, member, CELL[name])
        self.ampa, self.gaba = (self.receptor(kind) for kind in (network.ampa, network.gaba))

    def receptor(self, kind):
        point = h.ExpSyn(self.soma(0.5))
        point.tau, point.e = kind.tau, kind.e_rev
        return point


def connect(context, cells, network, random):
    """One NetCon a synapse; weights in uS."""
    kept = []
    for cell, sources in zip(cells, draw_sources(random, network)):
        for source in map(int, sources):
            excitatory = source < network.excitatory
            wire = context.gid_connect(source, cell.ampa if excitatory else cell.gaba)
            wire.weight[0] = (network.ampa.weight if excitatory else network.gaba.weight) / 1000
            wire.delay = network.delay
            kept.append(wire)
    return kept


def initialise(cells, network, random):
    h.finitialize()
    v = random.normal(network.v_mean, network.v_std, len(cells))
    excitation, inhibition = (kind.initial(random, len(cells)) for kind in (network.ampa, network.gaba))
    for i, cell in enumerate(cells):
        cell.soma(0.5).v = v[i]
        cell.ampa.g, cell.gaba.g = excitation[i] / 1000, inhibition[i] / 1000
    h.fcurrent()


def run_network(chosen):
    network = read_network(chosen.neurons, chosen.delay)
    begun = time.perf_counter()
    context = set_up(chosen)
    random = numpy.random.default_rng(chosen.seed)
    cells = [Cell(network) for _ in range(network.size)]
    for gid, cell in enumerate(cells):
        context.set_gid2node(gid, context.id())
        detector = h.NetCon(cell.soma(0.5)._ref_v, None, sec=cell.soma)
        detector.threshold = network.threshold
        context.cell(gid, detector)
    wires = connect(context, cells, network, random)
    times, gids = h.Vector(), h.Vector()
    context.spike_record(-1, times, gids)
    context.set_maxstep(network.delay)
    initialise(cells, network, random)
    built = time.perf_counter()
    context.psolve(chosen.duration)
    ended = time.perf_counter()
    assert len(wires) > 0
    report_network(network, chosen.duration, times.to_python(), gids.to_python(), built - begun, ended - built, VERSION)


def run_driven(chosen):
    set_up(chosen)
    cell = Cell(read_network())
    sources = []
    for point, spikes in ((cell.ampa, DRIVEN_EXCITATION), (cell.gaba, DRIVEN_INHIBITION)):
        wire = h.NetCon(None, point)
        wire.delay = 0
        sources.append((wire, spikes))
    v, t = h.Vector().record(cell.soma(0.5)._ref_v), h.Vector().record(h._ref_t)
    h.finitialize(CELL["e_l"])
    for wire, spikes in sources:
        for when, weight in spikes:
            wire.weight[0] = weight / 1000
            wire.event(when)
    h.continuerun(DRIVEN_DURATION)
    report_driven(VERSION, t.to_python(), v.to_python())


if __name__ == "__main__":
    CHOSEN = options(__doc__)
    (run_driven if CHOSEN.driven else run_network)(CHOSEN)
