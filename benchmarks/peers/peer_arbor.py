"""The COBAHH network on Arbor; prints one line of JSON. Its one method is implicit: backward Euler."""

import math
import time
from pathlib import Path

import arbor
import numpy
from arbor import units
from cobahh import AREA, CELL, DRIVEN_DURATION, DRIVEN_EXCITATION, DRIVEN_INHIBITION, draw_sources, options
from cobahh import read_network, report_driven, report_network

VERSION = arbor.__version__
CATALOGUE = Path(__file__).parents[2] / "build" / "peers" / "arbor_mechanisms" / "cobahh-catalogue.so"


def cell(network, v):
    """A cylinder as long as it is wide, with its two receptors."""
    side = math.sqrt(AREA / math.pi)
    tree = arbor.segment_tree()
    tree.append(arbor.mnpos, (0, 0, 0, side / 2), (side, 0, 0, side / 2), tag=1)
    densities = {member: CELL[name] / AREA / 10 for name, member in (("g_na", "gna"), ("g_k", "gk"), ("g_l", "gl"))}
    potentials = {member: CELL[name] for name, member in (("e_na", "ena"), ("e_k", "ek"), ("e_l", "el"), ("v_t", "vt"))}
    decor = arbor.decor()
    decor.set_property(Vm=v * units.mV, cm=CELL["c_m"] / AREA * 100 * units.uF / units.cm2)
    decor.paint("(all)", arbor.density("traub_miles", densities | potentials))
    for label, kind in (("ampa", network.ampa), ("gaba", network.gaba)):
        decor.place("(location 0 0.5)", arbor.synapse("expsyn", tau=kind.tau, e=kind.e_rev), label)
    decor.place("(location 0 0.5)", arbor.threshold_detector(network.threshold * units.mV), "detector")
    return arbor.cable_cell(tree, decor, arbor.label_dict(), arbor.cv_policy_single())


class Cells(arbor.recipe):
    """What cells of this kind have in common."""

    def __init__(self, network):
        arbor.recipe.__init__(self)
        self.network = network
        self.properties = arbor.neuron_cable_properties()
        self.properties.catalogue.extend(arbor.load_catalogue(str(CATALOGUE)), "")

    def cell_kind(self, gid):
        return arbor.cell_kind.cable

    def global_properties(self, kind):
        return self.properties


def spikes_on(label, spikes):
    """Spikes (ms, nS) that a receptor is given; a generator for each weight."""
    return [arbor.event_generator(label, weight / 1000, arbor.explicit_schedule(
        [t * units.ms for t, w in spikes if w == weight])) for weight in sorted({w for _, w in spikes})]


class Cobahh(Cells):
    """The network; conductances that are not 0 at the start come from spikes at t = 0."""

    def __init__(self, network, seed):
        Cells.__init__(self, network)
        random = numpy.random.default_rng(seed)
        self.v = random.normal(network.v_mean, network.v_std, network.size)
        self.start = {label: kind.initial(random, network.size) for label, kind in self.receptors().items()}
        self.sources = draw_sources(random, network)

    def receptors(self):
        return {"ampa": self.network.ampa, "gaba": self.network.gaba}

    def num_cells(self):
        return self.network.size

    def cell_description(self, gid):
        return cell(self.network, self.v[gid])

    def connections_on(self, gid):
        delay = self.network.delay * units.ms
        return [arbor.connection((source, "detector"), label, self.receptors()[label].weight / 1000, delay)
                for source in map(int, self.sources[gid])
                for label in ("ampa" if source < self.network.excitatory else "gaba",)]

    def event_generators(self, gid):
        return [generator for label, values in self.start.items() for generator in spikes_on(label, [(0, values[gid])])]


class Driven(Cells):
    """The neuron by which accuracy is judged."""

    def __init__(self, dt):
        Cells.__init__(self, read_network())
        self.dt = dt

    def num_cells(self):
        return 1

    def cell_description(self, gid):
        return cell(self.network, CELL["e_l"])

    def event_generators(self, gid):
        return spikes_on("ampa", DRIVEN_EXCITATION) + spikes_on("gaba", DRIVEN_INHIBITION)

    def probes(self, gid):
        return [arbor.cable_probe_membrane_voltage("(location 0 0.5)", tag="v")]


def run_network(chosen):
    network = read_network(chosen.neurons, chosen.delay)
    begun = time.perf_counter()
    context = arbor.context(threads=chosen.threads)
    recipe = Cobahh(network, chosen.seed)
    # Cells of a group are advanced together, in SIMD: as many groups as threads.
    hint = arbor.partition_hint(cpu_group_size=-(-network.size // chosen.threads))
    split = arbor.partition_load_balance(recipe, context, {arbor.cell_kind.cable: hint})
    simulation = arbor.simulation(recipe, context, split)
    simulation.record(arbor.spike_recording.all)
    built = time.perf_counter()
    simulation.run(tfinal=chosen.duration * units.ms, dt=chosen.dt * units.ms)
    ended = time.perf_counter()
    spikes = simulation.spikes()
    report_network(network, chosen.duration, spikes["time"], spikes["source"]["gid"], built - begun, ended - built,
                   VERSION)


def run_driven(chosen):
    simulation = arbor.simulation(Driven(chosen.dt))
    probe = simulation.sample((0, "v"), arbor.regular_schedule(chosen.dt * units.ms))
    simulation.run(tfinal=DRIVEN_DURATION * units.ms, dt=chosen.dt * units.ms)
    samples, _ = simulation.samples(probe)[0]
    report_driven(VERSION, samples[:, 0], samples[:, 1])


if __name__ == "__main__":
    CHOSEN = options(__doc__)
    (run_driven if CHOSEN.driven else run_network)(CHOSEN)
