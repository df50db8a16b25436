"""Networks whose cells are joined at all times: graded synapses, gap junctions."""

import numpy as np
from hux_pictures.raster import draw_spikes, read_populations
from hux_pictures.style import colour, letter

# Of examples/graded_gamma.toml. Synapses onto a cell, on average, by run; the weight of each is 0.1 mS/cm2 over that.
SIZES = (100, 200)
SYNAPSES = (30, 40, 50, 60, 80)
DRAWS = (1, 2, 3)  # seeds of the networks of each kind
COHERENT = 0.2  # twice the kappa of cells that know nothing of each other
SPREADS = (0, 0.01, 0.02, 0.03, 0.05, 0.1)  # uA/cm2, of currents
SEEDS = range(1, 9)  # of networks as published

# Of examples/gap_junctions.toml.
JUNCTIONS = (0, 0.02, 0.04, 0.06, 0.1, 0.15)  # mS/cm2, of a cell's 60 together
INHIBITION = {"inhibited": 0.1, "free": 0}  # mS/cm2, of a cell's 60 synapses together


def late(file):
    """The spikes of the second half of a run, when the network has settled: times, neurons, and how many there are."""
    spikes = next(iter(file.spikes.values()))
    times, neurons = spikes.all()
    chosen = times >= file.duration / 2
    return times[chosen], neurons[chosen], spikes.size


def mean_rate(file):
    """Of a neuron, Hz."""
    times, _, size = late(file)
    return len(times) / size / (file.duration / 2) * 1000


def rates(file):
    """Of each neuron, Hz, by its intervals; 0 where it has none."""
    times, neurons, size = late(file)
    first, last, count = np.full(size, np.inf), np.full(size, -np.inf), np.bincount(neurons, minlength=size)
    np.minimum.at(first, neurons, times)
    np.maximum.at(last, neurons, times)
    fires = count > 1
    return np.divide(1000.0 * (count - 1), last - first, out=np.zeros(size), where=fires)


def spread_of_rates(file):
    """Their standard deviation over the neurons, Hz."""
    return rates(file).std()


def kappa(file):
    """Coherence as Wang & Buzsaki 1996 have it: the mean over pairs of neurons of the bins in which both fire, over the
    geometric mean of those in which each does. Bins are a tenth of the mean interval: 0.1 means none, 1 all as one."""
    times, neurons, size = late(file)
    width = 100 / mean_rate(file)
    bins = int(file.duration / 2 / width)
    at = ((times - file.duration / 2) / width).astype(int)
    fired = np.zeros((size, bins))
    fired[neurons[at < bins], at[at < bins]] = 1
    fired = fired[fired.any(axis=1)]
    norms = np.sqrt(fired.sum(axis=1))
    pairs = fired @ fired.T / np.outer(norms, norms)
    n = len(pairs)
    return (pairs.sum() - n) / (n * (n - 1))


def coherence(files, size, synapses):
    """Of identical cells with so many synapses onto each: the mean over some networks."""
    return np.mean([kappa(files[f"graded_{size}_{synapses}_{seed}"]) for seed in DRAWS])


def critical_synapses(files, size):
    """From how many synapses onto a cell on a network is coherent, interpolated."""
    found = np.array([coherence(files, size, synapses) for synapses in SYNAPSES])
    first = int(np.flatnonzero(found > COHERENT)[0])
    return np.interp(COHERENT, found[first - 1 : first + 1], SYNAPSES[first - 1 : first + 1])


def by_junctions(files, kind, measure):
    return [measure(files[f"gap_{kind}_{junctions:g}"]) for junctions in JUNCTIONS]


def draw_graded(files, figure):
    """A: spikes; B: a cell; C: the synapses that it makes and receives; D, E: coherence by synapses and by currents."""
    file = files["graded_gamma"]
    grid = figure.add_gridspec(6, 2, width_ratios=[1.7, 1])
    raster = figure.add_subplot(grid[:3, 0])
    draw_spikes(raster, read_populations(file), file.stretch, 1.0)
    raster.set_xlabel("time (ms)")
    voltage = figure.add_subplot(grid[3, 0])
    opening, received = (figure.add_subplot(grid[row, 0], sharex=voltage) for row in (4, 5))
    traces = {"v": voltage, "inhibition.s": opening, "g_gaba": received}
    for name, axes in traces.items():
        samples = file.sampled(name)
        axes.plot(samples.time(), samples.data[:, 0], color="black" if name == "v" else colour(0), linewidth=0.9)
    voltage.set_ylabel("V (mV)")
    opening.set_ylabel("s it makes")
    received.set_ylabel("g it receives\n(mS/cm\u00b2)")
    received.set_xlabel("time (ms)")
    received.set_xlim(file.duration - 200, file.duration)
    opening.set_ylim(0, 1)
    received.set_ylim(bottom=0)
    by_synapses, by_spread = figure.add_subplot(grid[:3, 1]), figure.add_subplot(grid[3:, 1])
    for index, size in enumerate(SIZES):
        found = [coherence(files, size, synapses) for synapses in SYNAPSES]
        by_synapses.plot(SYNAPSES, found, "o-", color=colour(index), label=f"{size} cells")
    by_synapses.set_xlabel("synapses onto a cell, currents all alike")
    by_synapses.legend(loc="upper left")
    by_spread.plot(SPREADS, [kappa(files[f"graded_spread_{spread:g}"]) for spread in SPREADS], "o-", color=colour(0))
    by_spread.set_xlabel("standard deviation of currents (\u00b5A/cm\u00b2)")
    for axes in (by_synapses, by_spread):
        axes.set_ylabel("coherence \u03ba")
        axes.set_ylim(0, 0.8)
        axes.set_xlim(left=0)
    for axes, name in zip((raster, voltage, opening, by_synapses, by_spread), "ABCDE"):
        letter(axes, name)


def draw_gap(files, figure):
    """A, B: spikes without junctions and with them; C: coherence and D: spread of rates by their conductance."""
    grid = figure.add_gridspec(2, 2, width_ratios=[1.7, 1])
    without, joined = (figure.add_subplot(grid[row, 0]) for row in (0, 1))
    for axes, name, title in (
        (without, "gap_inhibited_0", "inhibition alone"),
        (joined, "gap_inhibited_0.1", "with gap junctions of 0.1 mS/cm\u00b2"),
    ):
        file = files[name]
        draw_spikes(axes, read_populations(file, 150), file.stretch, 1.0)
        axes.set_xlim(file.duration - 400, file.duration)
        axes.set_yticks([])
        axes.set_ylabel("150 of 500 cells")
        axes.set_title(title, fontsize=9)
    joined.set_xlabel("time (ms)")
    together, spread = (figure.add_subplot(grid[row, 1]) for row in (0, 1))
    for index, (kind, label) in enumerate({"inhibited": "with inhibition", "free": "without"}.items()):
        together.plot(JUNCTIONS, by_junctions(files, kind, kappa), "o-", color=colour(index), label=label)
        spread.plot(JUNCTIONS, by_junctions(files, kind, spread_of_rates), "o-", color=colour(index))
    together.set_ylabel("coherence \u03ba")
    together.set_ylim(0, 1)
    together.legend(loc="upper left")
    spread.set_ylabel("standard deviation of rates (Hz)")
    spread.set_ylim(bottom=0)
    for axes in (together, spread):
        axes.set_xlabel("junctions of a cell, together (mS/cm\u00b2)")
        axes.set_xticks([0, 0.05, 0.1, 0.15])
        axes.set_xlim(left=0)
    for axes, name in zip((without, joined, together, spread), "ABCD"):
        letter(axes, name)
