"""A network whose excitatory synapses depress, and its population bursts."""

import numpy as np
from hux_pictures.raster import draw_spikes, read_populations
from hux_pictures.style import colour, letter

RECOVERIES = (400, 800, 1200, 1600)  # ms, of the resources, by run
SHOWN = "bursts_800"
BIN = 10  # ms
SETTLED = 500  # ms, after which bursts count: the network starts with all resources


def edges(file):
    """Of bins, ms."""
    return np.arange(0, file.duration + BIN / 2, BIN)


def rate_of(file):
    """Rate of a neuron by bin, Hz."""
    spikes = file.spikes["E"]
    times, _ = spikes.all()
    return np.histogram(times, edges(file))[0] / spikes.size / BIN * 1000


def bursts(file):
    """Begins and ends of the population's bursts, ms: from where a quarter of the neurons fire in a bin of 10 ms."""
    loud = np.concatenate([[False], rate_of(file) > 25, [False]])
    begins, ends = np.flatnonzero(loud[1:] & ~loud[:-1]) * BIN, np.flatnonzero(loud[:-1] & ~loud[1:]) * BIN
    late = begins >= SETTLED
    return begins[late], ends[late]


def interval(file):
    """Mean time from burst to burst, ms."""
    return np.diff(bursts(file)[0]).mean()


def resources(file):
    """Time, ms, and mean of what E can release."""
    x = file.sampled("recurrent.x")
    return x.time(), x.data[:].mean(axis=1)


def draw_bursts(files, figure):
    """A: spikes; B: rate; C: resources; D: intervals by the time that resources take to recover."""
    file = files[SHOWN]
    grid = figure.add_gridspec(3, 2, width_ratios=[2.2, 1], height_ratios=[1.6, 1, 1])
    raster = figure.add_subplot(grid[0, 0])
    rates, left = (figure.add_subplot(grid[row, 0], sharex=raster) for row in (1, 2))
    draw_spikes(raster, read_populations(file, 200), file.stretch, 1.0)
    rates.stairs(rate_of(file), edges(file), color=colour(0))
    rates.set_ylabel("rate (Hz)")
    left.plot(*resources(file), color=colour(0))
    left.set_ylabel("mean resources x")
    left.set_xlabel("time (ms)")
    raster.set_xlim(0, file.duration)
    left.set_ylim(0, 1)
    by_recovery = figure.add_subplot(grid[:, 1])
    by_recovery.plot(RECOVERIES, [interval(files[f"bursts_{tau}"]) for tau in RECOVERIES], "o-", color=colour(0))
    by_recovery.set_xlabel(r"$\tau_{rec}$ (ms)")
    by_recovery.set_ylabel("from burst to burst (ms)")
    by_recovery.set_xlim(left=0)
    by_recovery.set_ylim(bottom=0)
    for axes, name in zip((raster, rates, left, by_recovery), "ABCD"):
        letter(axes, name)
