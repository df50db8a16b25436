#!/usr/bin/python3
"""Draws what a run has recorded: spikes as a raster with the populations' rates, or sampled variables as traces.

usage: plot.py RESULT.h5 [raster|traces] [-o PICTURE.png]

Without a choice, a few neurons whose variables were sampled are drawn as traces, anything else as a raster.
Reads the SONATA files of other simulators as well. In Python: draw_raster(file, figure), draw_traces(file, figure).
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import h5py
import matplotlib

matplotlib.use("Agg")  # pictures are written, never shown: no display is needed
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
from matplotlib.colors import LinearSegmentedColormap  # noqa: E402
from matplotlib.ticker import MaxNLocator  # noqa: E402

# Okabe & Ito 2008, told apart by colour-blind readers too; the yellow is too light for dots on white.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
MOST_ROWS = 400  # neurons in a raster: more cannot be told apart on a page
COLUMNS = 1000  # moments that can be told apart on a page
MOST_TRACES = len(COLOURS)
PIECE = 1 << 20  # spikes read at a time

STYLE = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "lines.linewidth": 0.9,
    "savefig.dpi": 160,
}


class BadInput(Exception):
    """What is wrong, as one sentence for the user."""


@dataclass
class Population:
    """The spikes of a population: those of the neurons drawn, and the rate of all."""

    name: str
    size: int
    spikes: int  # of all neurons
    neurons: np.ndarray  # those drawn, ascending
    times: np.ndarray  # of their spikes, ms
    rows: np.ndarray  # of their spikes: positions in neurons
    rate: np.ndarray  # Hz, by bin
    bin: float  # ms


def text(value):
    """A string attribute, of whichever kind."""
    return value.decode() if isinstance(value, bytes) else str(value)


def colour(index):
    return COLOURS[index % len(COLOURS)]


# ---- reading ----


def open_result(path):
    """Opens a result file; raises BadInput if that cannot be done."""
    try:
        return h5py.File(path, "r")
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file") from None
    except PermissionError:
        raise BadInput(f"{path}: it may not be read") from None
    except OSError:
        raise BadInput(f"{path}: this is not a readable HDF5 file") from None


def duration_of(file):
    """The time simulated, ms; of a file that does not say so, the time of its last spike or sample."""
    simulated = file["provenance"].attrs.get("simulated", 0) if "provenance" in file else 0
    if simulated > 0:
        return float(simulated)
    ends = [group["timestamps"][-1000:].max() for group in spike_groups(file).values() if len(group["timestamps"])]
    ends += [group["mapping/time"][1] for group in file.get("report", {}).values()]
    return float(max(ends, default=0)) or 1.0


def spike_groups(file):
    """The populations whose spikes were recorded, by name."""
    return {name: group for name, group in file.get("spikes", {}).items() if "timestamps" in group}


def size_of(group):
    """The number of neurons of a population; where the file does not say, of those up to the last that fired."""
    if "size" in group.attrs:
        return int(group.attrs["size"])
    ids = group["node_ids"]
    return max((int(ids[i : i + PIECE].max()) + 1 for i in range(0, len(ids), PIECE)), default=0)


def bin_for(duration, spikes):
    """A round bin (ms) for rates: some hundred of them, fewer if there are few spikes to count."""
    bins = np.clip(spikes / 10, 10, 250)
    least = duration / bins
    power = 10.0 ** np.floor(np.log10(least))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= least * 0.999)


def neurons_drawn(sizes, most=MOST_ROWS):
    """Indices of the neurons to draw of each population: all, or evenly chosen ones in proportion to its size."""
    total = sum(sizes)
    if total <= most:
        return [np.arange(size) for size in sizes]
    counts = [min(size, max(round(most * size / total), min(20, most // len(sizes)))) for size in sizes]
    return [np.unique(np.linspace(0, size - 1, count).astype(np.int64)) for size, count in zip(sizes, counts)]


def read_population(name, group, size, neurons, duration, width):
    """Reads the spikes of a population in pieces; keeps those of some neurons, and counts all."""
    edges = np.arange(int(np.ceil(duration / width)) + 1) * width
    counts = np.zeros(len(edges) - 1)
    times, rows = [], []
    for first in range(0, len(group["timestamps"]), PIECE):
        time = group["timestamps"][first : first + PIECE]
        neuron = group["node_ids"][first : first + PIECE].astype(np.int64)
        counts += np.histogram(time, edges)[0]
        row = np.searchsorted(neurons, neuron)
        drawn = (row < len(neurons)) & (np.append(neurons, -1)[row] == neuron)
        times.append(time[drawn])
        rows.append(row[drawn])
    rate = counts / (np.minimum(edges[1:], duration) - edges[:-1]) / max(size, 1) * 1000
    return Population(
        name, size, len(group["timestamps"]), neurons, np.concatenate(times or [[]]), np.concatenate(rows or [[]]), rate, width
    )


def read_populations(file):
    """All populations with recorded spikes."""
    groups = spike_groups(file)
    if not groups:
        raise BadInput(f"{file.filename}: it holds no spikes")
    duration = duration_of(file)
    sizes = [size_of(group) for group in groups.values()]
    width = bin_for(duration, sum(len(group["timestamps"]) for group in groups.values()))
    return [
        read_population(name, group, size, neurons, duration, width)
        for (name, group), size, neurons in zip(groups.items(), sizes, neurons_drawn(sizes))
    ]


# ---- drawing ----


def time_axis(duration):
    """The unit for a time axis and how many ms it has."""
    return ("s", 1000.0) if duration >= 5000 else ("ms", 1.0)


def legend_beside(axes, **options):
    """A legend to the right of the axes, off the data."""
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0, **options)


def title_of(file):
    provenance = file.get("provenance")
    title = text(provenance.attrs.get("title", "")) if provenance is not None else ""
    return title or Path(file.filename).stem


def draw_dots(axes, population, base, tint, unit_ms, rows, dots):
    """Spikes as bars, or as dots that are the smaller the more there are."""
    bars = rows <= 80
    size = min(200 / rows, 14) if bars else np.clip(220 / np.sqrt(dots + 1), 1.6, 4.0)
    axes.plot(
        population.times / unit_ms, population.rows + base, linestyle="none", color=tint, rasterized=not bars,
        marker="|" if bars else ".", markersize=size, markeredgewidth=1.2 if bars else 0,
    )  # fmt: skip


def draw_density(axes, population, base, tint, unit_ms, duration):
    """Spikes too dense for dots, as the darkness of a grid."""
    rows = len(population.neurons)
    counts, _, _ = np.histogram2d(
        population.rows, population.times, bins=(rows, COLUMNS), range=((-0.5, rows - 0.5), (0, duration))
    )
    shades = LinearSegmentedColormap.from_list("", ["white", tint])
    axes.imshow(
        counts, cmap=shades, vmin=0, vmax=max(np.percentile(counts, 99.5), 1), aspect="auto", origin="lower",
        interpolation="nearest", extent=(0, duration / unit_ms, base - 0.5, base + rows - 0.5),
    )  # fmt: skip


def describe(population, duration):
    mean = population.spikes / max(population.size, 1) / duration * 1000
    noun = "neuron" if population.size == 1 else "neurons"
    return f"{population.name}: {population.size:,} {noun}\nmean {mean:.3g} Hz"


def label_rows(axes, populations, drawn, total):
    """Names the populations along the axis; or, where there are few neurons, their indices."""
    bases = np.cumsum([0] + [len(p.neurons) for p in populations])
    if drawn == total and len(populations) == 1:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, steps=[1, 2, 5, 10]))
        axes.set_ylabel("neuron")
        return
    for base in bases[1:-1]:
        axes.axhline(base - 0.5, color="0.6", linewidth=0.6)
    axes.set_yticks([(a + b - 1) / 2 for a, b in zip(bases[:-1], bases[1:])], [p.name for p in populations])
    axes.tick_params(axis="y", length=0)
    for index, label in enumerate(axes.get_yticklabels()):
        label.set_color(colour(index))
    axes.set_ylabel("neurons" if drawn == total else f"neurons ({drawn:,} of {total:,} drawn)")


def draw_rates(axes, rates, duration, unit_ms):
    """Rates over time. rates: (Hz by bin, bin in ms) of each population."""
    for index, (rate, width) in enumerate(rates):
        edges = np.minimum(np.arange(len(rate) + 1) * width, duration) / unit_ms
        axes.stairs(rate, edges, color=colour(index), baseline=None, linewidth=1.1)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    axes.set_ylabel("rate (Hz)")
    axes.text(1.01, 0, f"bins of {rates[0][1]:g} ms", transform=axes.transAxes, color="0.4", va="bottom")


def draw_recorded_rates(file, figure):
    """Draws the recorded rates of a result that holds no spikes."""
    groups = file["rates"]
    duration = duration_of(file)
    unit, unit_ms = time_axis(duration)
    axes = figure.subplots()
    draw_rates(axes, [coarser(g["rate"][:], float(g["rate"].attrs["bin"])) for g in groups.values()], duration, unit_ms)
    for index, name in enumerate(groups):
        axes.plot([], [], color=colour(index), label=name)
    axes.set_xlim(0, duration / unit_ms)
    axes.set_xlabel(f"time ({unit})")
    axes.set_title(title_of(file))
    legend_beside(axes)


def coarser(rate, width):
    """A rate in bins so wide that they can be told apart."""
    factor = int(np.ceil(len(rate) / COLUMNS)) or 1
    whole = len(rate) // factor * factor
    return rate[:whole].reshape(-1, factor).mean(axis=1), width * factor


def draw_raster(file, figure):
    """Draws the spikes of an open result file, population by population, and their rates beneath."""
    if not spike_groups(file) and "rates" in file:
        return draw_recorded_rates(file, figure)
    populations = read_populations(file)
    duration = duration_of(file)
    unit, unit_ms = time_axis(duration)
    raster, rates = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    drawn = sum(len(p.neurons) for p in populations)
    dots = sum(len(p.times) for p in populations)
    dense = dots > 0.2 * drawn * COLUMNS
    base = 0
    for index, p in enumerate(populations):
        if dense:
            draw_density(raster, p, base, colour(index), unit_ms, duration)
        else:
            draw_dots(raster, p, base, colour(index), unit_ms, drawn, dots)
        raster.plot([], [], linestyle="none", marker="s", color=colour(index), label=describe(p, duration))
        base += len(p.neurons)
    label_rows(raster, populations, drawn, sum(p.size for p in populations))
    raster.set_ylim(-0.5, max(drawn, 1) - 0.5)
    raster.set_xlim(0, duration / unit_ms)
    raster.set_title(title_of(file))
    legend_beside(raster, handletextpad=0.2, labelspacing=0.8)
    draw_rates(rates, [(p.rate, p.bin) for p in populations], duration, unit_ms)
    rates.set_xlabel(f"time ({unit})")
    if not any(p.spikes for p in populations):
        raster.text(0.5, 0.5, "no spikes", transform=raster.transAxes, ha="center", color="0.5")


def thinned(time, values, most=4 * COLUMNS):
    """A line with too many points for a page, by the least and the greatest of each stretch: no spike is lost."""
    stretch = len(values) // (most // 2)
    if stretch < 2:
        return time, values
    whole = len(values) // stretch * stretch
    pieces = values[:whole].reshape(-1, stretch)
    ends = np.stack([pieces.min(axis=1), pieces.max(axis=1)], axis=1).ravel()
    return np.repeat(time[:whole:stretch], 2), ends


def draw_report(axes, group, unit_ms):
    """One sampled variable, a line for each neuron; at most some of them. Says how many there are."""
    start, _, interval = group["mapping/time"][:]
    neurons = group["mapping/node_ids"][:]
    time = (start + np.arange(len(group["data"])) * interval) / unit_ms
    for index, neuron in enumerate(neurons[:MOST_TRACES]):
        axes.plot(*thinned(time, group["data"][:, index]), color=colour(index), label=f"neuron {neuron}")
    return len(neurons)


def axis_label(name, group):
    variable = text(group.attrs.get("variable", name))
    unit = text(group["data"].attrs.get("units", ""))
    if unit in ("", "1"):
        return variable
    for plain, proper in (("cm2", "cm\u00b2"), ("uA", "\u00b5A"), ("uS", "\u00b5S")):
        unit = unit.replace(plain, proper)
    return f"{variable} ({unit})"


def draw_traces(file, figure):
    """Draws every sampled variable of an open result file on axes of its own, above each other."""
    reports = sorted(file.get("report", {}).items(), key=lambda item: order_of(*item))
    if not reports:
        raise BadInput(f"{file.filename}: it holds no sampled variables")
    duration = duration_of(file)
    unit, unit_ms = time_axis(duration)
    above = None
    for axes, (name, group) in zip(figure.subplots(len(reports), 1, sharex=True, squeeze=False)[:, 0], reports):
        count = draw_report(axes, group, unit_ms)
        axes.set_ylabel(axis_label(name, group))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
        recording = text(group.attrs.get("recording", name))
        if recording != above:
            more = f" ({MOST_TRACES} of {count:,} drawn)" if count > MOST_TRACES else ""
            legend_beside(axes, title=f"{text(group.attrs.get('population', recording))}{more}", alignment="left")
        above = recording
    axes.set_xlim(0, duration / unit_ms)
    axes.set_xlabel(f"time ({unit})")
    figure.axes[0].set_title(title_of(file))
    figure.align_ylabels()


def order_of(name, group):
    """Recordings by name; in each, the potential first, then what has no unit (gates), then the rest by unit."""
    variable = text(group.attrs.get("variable", name))
    unit = text(group["data"].attrs.get("units", ""))
    return text(group.attrs.get("recording", name)), variable != "v", unit != "1", unit, variable


# ---- the command ----


def chosen(file):
    """What to draw where the user does not say."""
    neurons = sum(size_of(group) for group in spike_groups(file).values())
    return "traces" if "report" in file and neurons <= 10 else "raster"


def height_of(file, what):
    return 6.0 if what == "raster" else 1.0 + 1.7 * max(len(file.get("report", {})), 1)


def draw(result, what=None, picture=None):
    """Draws a result file to a picture file and returns its path. Raises BadInput."""
    picture = Path(picture) if picture else Path(result).with_suffix(".png")
    with open_result(result) as file, plt.rc_context(STYLE):
        try:
            what = what or chosen(file)
            figure = plt.figure(figsize=(10, height_of(file, what)), layout="constrained")
            {"raster": draw_raster, "traces": draw_traces}[what](file, figure)
        except (KeyError, IndexError, TypeError, AttributeError) as missing:
            raise BadInput(f"{result}: it is not laid out as a result of a simulation ({missing})") from None
        except OSError:
            raise BadInput(f"{result}: it is damaged") from None
        try:
            figure.savefig(picture)
        except (OSError, ValueError) as why:
            raise BadInput(f"{picture}: the picture cannot be written ({why})") from None
        finally:
            plt.close(figure)
    return picture


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise BadInput(f"{message}; {self.format_usage().strip()}")


def main(arguments):
    parser = Parser(prog="plot.py", description=__doc__.splitlines()[0])
    parser.add_argument("result", help="the HDF5 file of a run")
    parser.add_argument("what", nargs="?", choices=["raster", "traces"], help="what to draw")
    parser.add_argument("-o", "--output", help="the picture (PNG, PDF or SVG); else RESULT with .png")
    try:
        options = parser.parse_args(arguments)
        print(draw(options.result, options.what, options.output))
    except BadInput as why:
        print(f"plot.py: {why}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
