"""Spikes, population by population, and rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import FigureBase
from matplotlib.ticker import MaxNLocator

from .result import Floats, Indices, Rate, Result, Spikes
from .style import COLUMNS, colour, has_room_beside, headline, label_time, legend_beside, time_axis, to_the_letter

MOST_ROWS = 400  # neurons in a raster: more cannot be told apart on a page


@dataclass
class Population:
    """The spikes of a population: those of the neurons drawn, and the rate of all."""

    name: str
    size: int
    spikes: int  # of all neurons
    neurons: Indices  # those drawn, ascending
    times: Floats  # of their spikes, ms
    rows: Indices  # of their spikes: positions in neurons
    rate: Rate


def bin_for(duration: float, spikes: int) -> float:
    """A round bin (ms) for rates: some hundred of them, fewer if there are few spikes to count."""
    bins = np.clip(spikes / 10, 10, 250)
    least = duration / bins
    power = 10.0 ** np.floor(np.log10(least))
    return float(next(power * step for step in (1, 2, 5, 10) if power * step >= least * 0.999))


def neurons_drawn(sizes: Sequence[int], most: int = MOST_ROWS) -> list[Indices]:
    """Indices of the neurons to draw of each population: all, or evenly chosen ones in proportion to its size."""
    total = sum(sizes)
    if total <= most:
        return [np.arange(size) for size in sizes]
    counts = [min(size, max(round(most * size / total), min(20, most // len(sizes)))) for size in sizes]
    return [np.unique(np.linspace(0, size - 1, count).astype(np.int64)) for size, count in zip(sizes, counts)]


def rows_of(neurons: Indices, fired: Indices) -> Indices:
    """Of neurons that have fired, the positions in those drawn, which are ascending; -1 of others."""
    if not len(neurons):
        return np.full(len(fired), -1)
    row = np.minimum(np.searchsorted(neurons, fired), len(neurons) - 1)
    return np.where(neurons[row] == fired, row, -1)


def read_population(
    name: str, spikes: Spikes, neurons: Indices, stretch: tuple[float, float], width: float
) -> Population:
    """Reads the spikes of a population in pieces; keeps those of some neurons, and counts all."""
    start, end = stretch
    edges = np.arange(int(np.ceil((end - start) / width)) + 1) * width
    counts = np.zeros(len(edges) - 1)
    times: list[Floats] = [np.empty(0)]
    rows: list[Indices] = [np.empty(0, np.int64)]
    for time, neuron in spikes.pieces():
        counts += np.histogram(time - start, edges)[0]
        row = rows_of(neurons, neuron)
        times.append(time[row >= 0])
        rows.append(row[row >= 0])
    values = counts / (np.minimum(edges[1:], end - start) - edges[:-1]) / max(spikes.size, 1) * 1000
    rate = Rate(values, width, start, end)
    return Population(name, spikes.size, spikes.count, neurons, np.concatenate(times), np.concatenate(rows), rate)


def read_populations(result: Result, most: int = MOST_ROWS) -> list[Population]:
    """All populations with recorded spikes."""
    found = result.required_spikes()
    start, end = result.stretch
    width = bin_for(end - start, sum(spikes.count for spikes in found.values()))
    drawn = neurons_drawn([spikes.size for spikes in found.values()], most)
    return [
        read_population(name, spikes, neurons, (start, end), width)
        for (name, spikes), neurons in zip(found.items(), drawn)
    ]


def draw_dots(axes: Axes, population: Population, base: int, tint: str, unit_ms: float, rows: int, dots: int) -> None:
    """Spikes as bars, or as dots that are the smaller the more there are."""
    bars = rows <= 80
    size = min(200 / max(rows, 1), 14) if bars else float(np.clip(220 / np.sqrt(dots + 1), 1.6, 4.0))
    axes.plot(
        population.times / unit_ms, population.rows + base, linestyle="none", color=tint, rasterized=not bars,
        marker="|" if bars else ".", markersize=size, markeredgewidth=1.2 if bars else 0,
    )  # fmt: skip


def draw_density(
    axes: Axes, population: Population, base: int, tint: str, unit_ms: float, stretch: tuple[float, float]
) -> None:
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


def describe(population: Population, duration: float) -> str:
    mean = population.spikes / max(population.size, 1) / duration * 1000
    noun = "neuron" if population.size == 1 else "neurons"
    return f"{to_the_letter(population.name)}: {population.size:,} {noun}\nmean {mean:.3g} Hz"


def label_rows(axes: Axes, populations: Sequence[Population], drawn: int, total: int) -> None:
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


def draw_rates(axes: Axes, rates: Sequence[Rate], unit_ms: float) -> None:
    """The rates of populations over time."""
    for index, (values, width, start, end) in enumerate(rates):
        edges = np.minimum(start + np.arange(len(values) + 1) * width, end) / unit_ms
        axes.stairs(values, edges, color=colour(index), baseline=None, linewidth=1.1)
    axes.set_ylim(0, 1.1 * max((rate.values.max() for rate in rates if len(rate.values)), default=0) or 1)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    axes.set_ylabel("rate (Hz)")
    x, y, side = (1.01, 0, "left") if has_room_beside(axes) else (1, 1.01, "right")
    axes.text(x, y, f"bins of {rates[0].bin:g} ms", transform=axes.transAxes, color="0.4", va="bottom", ha=side)


def coarser(rate: Rate) -> Rate:
    """A rate in bins so wide that they can be told apart; the last bin, of each kind, ends where the run did."""
    values, width, start, end = rate
    factor = int(np.ceil(len(values) / COLUMNS)) or 1
    widths = np.minimum(width, end - start - np.arange(len(values)) * width)
    first = np.arange(0, len(values), factor)
    return Rate(np.add.reduceat(values * widths, first) / np.add.reduceat(widths, first), width * factor, start, end)


def draw_spikes(axes: Axes, populations: Sequence[Population], stretch: tuple[float, float], unit_ms: float) -> None:
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
    if not any(p.spikes for p in populations):
        axes.text(0.5, 0.5, "no spikes", transform=axes.transAxes, ha="center", color="0.5")


def draw_with_legend(axes: Axes, populations: Sequence[Population], result: Result) -> None:
    draw_spikes(axes, populations, result.stretch, time_axis(result.duration)[1])
    legend_beside(axes, handletextpad=0.2, labelspacing=0.8)


def plot_spikes(result: Result, axes: Axes, most: int) -> None:
    """The spikes of so many neurons, evenly chosen where there are more."""
    draw_with_legend(axes, read_populations(result, most), result)
    label_time(axes, result.stretch)


def plot_rates(result: Result, axes: Axes) -> None:
    """The rates of all populations: counted from their spikes; where none were recorded, as they were recorded."""
    if result.spikes:
        rates = {p.name: p.rate for p in read_populations(result, 0)}
    else:
        rates = {name: coarser(rate) for name, rate in result.required_rates().items()}
    draw_rates(axes, list(rates.values()), time_axis(result.duration)[1])
    for index, name in enumerate(rates):
        axes.plot([], [], color=colour(index), label=to_the_letter(name))
    label_time(axes, result.stretch)
    legend_beside(axes)


def draw_raster(result: Result, figure: FigureBase) -> None:
    """The spikes of all populations and, beneath, their rates; of a result that holds no spikes, the recorded rates."""
    if not result.spikes and result.rates:
        axes = figure.subplots()
        plot_rates(result, axes)
        axes.set_title(headline(result.title))
        return
    raster, rates = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [3.2, 1]})
    populations = read_populations(result)
    draw_with_legend(raster, populations, result)
    raster.set_title(headline(result.title))
    draw_rates(rates, [p.rate for p in populations], time_axis(result.duration)[1])
    label_time(rates, result.stretch)
