"""Spikes, population by population, with the rates beneath."""

from dataclasses import dataclass

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import MaxNLocator

from .checked import member
from .reading import (
    count_of,
    pieces,
    recorded_rates,
    required_spikes,
    size_of,
    spike_groups,
    stretch_of,
    title_of,
)
from .style import COLUMNS, colour, headline, legend_beside, time_axis, to_the_letter

MOST_ROWS = 400  # neurons in a raster: more cannot be told apart on a page


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
    start: float  # of the first bin, ms


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


def rows_of(neurons, fired):
    """Of neurons that have fired, the positions in those drawn, which are ascending; -1 of others."""
    if not len(neurons):
        return np.full(len(fired), -1)
    row = np.minimum(np.searchsorted(neurons, fired), len(neurons) - 1)
    return np.where(neurons[row] == fired, row, -1)


def read_population(name, group, size, neurons, stretch, width):
    """Reads the spikes of a population in pieces; keeps those of some neurons, and counts all."""
    start, end = stretch
    edges = np.arange(int(np.ceil((end - start) / width)) + 1) * width
    counts = np.zeros(len(edges) - 1)
    times, rows = [], []
    for time, neuron in pieces(group):
        counts += np.histogram(time - start, edges)[0]
        row = rows_of(neurons, neuron)
        times.append(time[row >= 0])
        rows.append(row[row >= 0])
    rate = counts / (np.minimum(edges[1:], end - start) - edges[:-1]) / max(size, 1) * 1000
    times, rows = np.concatenate(times or [[]]), np.concatenate(rows or [[]])
    return Population(name, size, count_of(group), neurons, times, rows, rate, width, start)


def read_populations(file, most=MOST_ROWS):
    """All populations with recorded spikes."""
    groups = required_spikes(file)
    sizes = [size_of(group) for group in groups.values()]
    start, end = stretch_of(file)
    width = bin_for(end - start, sum(count_of(group) for group in groups.values()))
    return [
        read_population(name, group, size, neurons, (start, end), width)
        for (name, group), size, neurons in zip(groups.items(), sizes, neurons_drawn(sizes, most))
    ]


def draw_dots(axes, population, base, tint, unit_ms, rows, dots):
    """Spikes as bars, or as dots that are the smaller the more there are."""
    bars = rows <= 80
    size = min(200 / max(rows, 1), 14) if bars else np.clip(220 / np.sqrt(dots + 1), 1.6, 4.0)
    axes.plot(
        population.times / unit_ms, population.rows + base, linestyle="none", color=tint, rasterized=not bars,
        marker="|" if bars else ".", markersize=size, markeredgewidth=1.2 if bars else 0,
    )  # fmt: skip


def draw_density(axes, population, base, tint, unit_ms, stretch):
    """Spikes too dense for dots, as the darkness of a grid."""
    rows = len(population.neurons)
    counts, _, _ = np.histogram2d(
        population.rows, population.times, bins=(rows, COLUMNS), range=((-0.5, rows - 0.5), stretch)
    )
    start, end = stretch
    shades = LinearSegmentedColormap.from_list("", ["white", tint])
    axes.imshow(
        counts, cmap=shades, vmin=0, vmax=max(np.percentile(counts, 99.5), 1), aspect="auto", origin="lower",
        interpolation="nearest", extent=(start / unit_ms, end / unit_ms, base - 0.5, base + rows - 0.5),
    )  # fmt: skip


def describe(population, duration):
    mean = population.spikes / max(population.size, 1) / duration * 1000
    noun = "neuron" if population.size == 1 else "neurons"
    return f"{to_the_letter(population.name)}: {population.size:,} {noun}\nmean {mean:.3g} Hz"


def label_rows(axes, populations, drawn, total):
    """Names the populations along the axis; or, where there are few neurons, their indices."""
    bases = np.cumsum([0] + [len(p.neurons) for p in populations])
    if drawn == total and len(populations) == 1:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, steps=[1, 2, 5, 10]))
        axes.set_ylabel("neuron")
        return
    for base in bases[1:-1]:
        axes.axhline(base - 0.5, color="0.6", linewidth=0.6)
    middles = [(a + b - 1) / 2 for a, b in zip(bases[:-1], bases[1:])]
    axes.set_yticks(middles, [to_the_letter(p.name) for p in populations])
    axes.tick_params(axis="y", length=0)
    for index, label in enumerate(axes.get_yticklabels()):
        label.set_color(colour(index))
    axes.set_ylabel("neurons" if drawn == total else f"neurons ({drawn:,} of {total:,} drawn)")


def draw_rates(axes, rates, end, unit_ms):
    """Rates over time, until its end in ms. rates: (Hz by bin, bin, start of the first in ms) of each population."""
    for index, (rate, width, start) in enumerate(rates):
        edges = np.minimum(start + np.arange(len(rate) + 1) * width, end) / unit_ms
        axes.stairs(rate, edges, color=colour(index), baseline=None, linewidth=1.1)
    axes.set_ylim(0, 1.1 * max((rate.max() for rate, *_ in rates if len(rate)), default=0) or 1)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    axes.set_ylabel("rate (Hz)")
    axes.text(1.01, 0, f"bins of {rates[0][1]:g} ms", transform=axes.transAxes, color="0.4", va="bottom")


def draw_recorded_rates(file, figure):
    """Draws the recorded rates of a result that holds no spikes."""
    rates = recorded_rates(file)
    start, end = stretch_of(file)
    unit, unit_ms = time_axis(end - start)
    axes = figure.subplots()
    draw_rates(axes, [coarser(*rate) for rate in rates.values()], end, unit_ms)
    for index, name in enumerate(rates):
        axes.plot([], [], color=colour(index), label=to_the_letter(name))
    axes.set_xlim(start / unit_ms, end / unit_ms)
    axes.set_xlabel(f"time ({unit})")
    axes.set_title(headline(title_of(file)))
    legend_beside(axes)


def coarser(rate, width, start, end):
    """A rate in bins so wide that they can be told apart; the last bin, of each kind, ends where the run did."""
    factor = int(np.ceil(len(rate) / COLUMNS)) or 1
    widths = np.minimum(width, end - start - np.arange(len(rate)) * width)
    first = np.arange(0, len(rate), factor)
    return np.add.reduceat(rate * widths, first) / np.add.reduceat(widths, first), width * factor, start


def draw_spikes(axes, populations, stretch, unit_ms):
    """The rows of all populations, above each other."""
    start, end = stretch
    drawn = sum(len(p.neurons) for p in populations)
    dots = sum(len(p.times) for p in populations)
    dense = dots > 0.2 * drawn * COLUMNS
    base = 0
    for index, p in enumerate(populations):
        if dense:
            draw_density(axes, p, base, colour(index), unit_ms, stretch)
        else:
            draw_dots(axes, p, base, colour(index), unit_ms, drawn, dots)
        axes.plot([], [], linestyle="none", marker="s", color=colour(index), label=describe(p, end - start))
        base += len(p.neurons)
    label_rows(axes, populations, drawn, sum(p.size for p in populations))
    axes.set_ylim(-0.5, max(drawn, 1) - 0.5)
    axes.set_xlim(start / unit_ms, end / unit_ms)


def draw_raster(file, figure):
    """Draws the spikes of an open result file, population by population, and their rates beneath."""
    if not spike_groups(file) and member(file, "rates") is not None:
        return draw_recorded_rates(file, figure)
    populations = read_populations(file)
    start, end = stretch_of(file)
    unit, unit_ms = time_axis(end - start)
    raster, rates = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [3.2, 1]})
    draw_spikes(raster, populations, (start, end), unit_ms)
    raster.set_title(headline(title_of(file)))
    legend_beside(raster, handletextpad=0.2, labelspacing=0.8)
    draw_rates(rates, [(p.rate, p.bin, p.start) for p in populations], end, unit_ms)
    rates.set_xlabel(f"time ({unit})")
    if not any(p.spikes for p in populations):
        raster.text(0.5, 0.5, "no spikes", transform=raster.transAxes, ha="center", color="0.5")
