"""What spikes say of a network: rhythms, and how irregular its neurons are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase

from .result import Floats, Result
from .style import colour, headline, legend_beside, to_the_letter
from .trains import Intervals, intervals_of, rate_of

MOST_BINS = 1 << 26  # of a rate: 512 MiB


def spectrum_of(rate: Floats, bin_ms: float) -> tuple[Floats, Floats]:
    """Power spectral density of a rate (Hz^2 / Hz) by Welch's method: halves that overlap by half, under Hann windows.
    Returns frequencies (Hz) and power."""
    length = min(len(rate), max(64, 2 ** int(np.log2(max(len(rate) / 2, 1)))))
    window = np.hanning(length)
    starts = range(0, len(rate) - length + 1, max(length // 2, 1))
    spectra = [np.abs(np.fft.rfft(window * (rate[s : s + length] - rate[s : s + length].mean()))) ** 2 for s in starts]
    power = 2 * np.mean(spectra, axis=0) * bin_ms / 1000 / np.sum(window**2)
    return np.fft.rfftfreq(length, bin_ms / 1000), power


def settled(start: float, end: float) -> float:
    """When a run that was recorded from start to end is taken to have settled, ms: after a tenth of it, but not later
    than 200 ms."""
    return max(start, min(0.1 * end, 200.0))


def rates_for_spectrum(result: Result, bin_ms: float) -> dict[str, tuple[Floats, float]]:
    """The rate of each population in fine bins (Hz, and the bin in ms), once the run has settled: from its spikes, or
    as it was recorded."""
    start, end = result.stretch
    if (end - start) / bin_ms > MOST_BINS:
        longest = MOST_BINS * bin_ms
        result.refuse(f"{end - start:g} ms are too long for a spectrum; expected {longest:g} ms or less")
    begin = settled(start, end)
    edges = np.arange(begin - start, end - start, bin_ms)
    if result.spikes:
        return {name: (rate_of(spikes, edges, start), bin_ms) for name, spikes in result.spikes.items()}
    return {
        name: (rate[max(int((begin - first) / width), 0) : int((last - first) / width + 1e-9)], width)
        for name, (rate, width, first, last) in result.required_rates().items()
    }


def plot_spectrum(result: Result, axes: Axes, highest: float, bin_ms: float) -> None:
    """The power spectrum of the rate of each population up to a frequency (Hz), naming where it is largest."""
    rates = rates_for_spectrum(result, bin_ms)
    if all(len(rate) < 64 for rate, _ in rates.values()):
        result.refuse(f"{result.duration:g} ms are too short for a spectrum; expected 100 ms or more")
    for index, (name, (rate, width)) in enumerate(rates.items()):
        frequency, power = spectrum_of(rate, width)
        shown = (frequency > 0) & (frequency <= highest)
        peak = frequency[shown][np.argmax(power[shown])]
        label = f"{to_the_letter(name)}\nlargest at {peak:.0f} Hz"
        axes.plot(frequency[shown], power[shown], color=colour(index), label=label)
    axes.set_xlim(0, highest)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("frequency (Hz)")
    axes.set_ylabel("power of the rate (Hz\u00b2/Hz)")
    legend_beside(axes, labelspacing=0.8)


def draw_spectrum(result: Result, figure: FigureBase) -> None:
    """The power spectrum of the rate of each population."""
    axes = figure.subplots()
    plot_spectrum(result, axes, 200.0, 1.0)
    axes.set_title(headline(result.title))


# ---- intervals ----


def interval_edges(duration: float, bins: int = 120) -> Floats:
    """Logarithmic bins for intervals, ms."""
    return np.geomspace(0.5, max(duration, 10.0), bins)


def intervals_by_population(result: Result) -> dict[str, Intervals]:
    """The intervals of all populations; refuses a result without any."""
    edges = interval_edges(result.duration)
    found = {name: intervals_of(spikes, edges) for name, spikes in result.required_spikes().items()}
    if not any(intervals.histogram.sum() for intervals in found.values()):
        result.refuse("no neuron has fired twice, so there are no intervals to draw")
    return found


def draw_histograms(axes: Axes, populations: Mapping[str, Intervals]) -> None:
    for index, (name, intervals) in enumerate(populations.items()):
        total = intervals.histogram.sum()
        if total:
            axes.stairs(intervals.histogram / total, intervals.edges, color=colour(index), linewidth=1.2,
                        label=to_the_letter(name))  # fmt: skip
    axes.set_xscale("log")
    axes.set_xlabel("interval between spikes (ms)")
    axes.set_ylabel("fraction of intervals")


def draw_variation(axes: Axes, populations: Mapping[str, Intervals]) -> None:
    for index, (name, intervals) in enumerate(populations.items()):
        cv = intervals.cv[~np.isnan(intervals.cv)]
        label = f"{to_the_letter(name)}\nno neuron with 3 spikes"
        if len(cv):
            edges = np.linspace(0, max(2.0, np.ceil(cv.max() * 2) / 2), 61)
            axes.hist(cv, bins=edges.tolist(), histtype="stepfilled", color=colour(index), alpha=0.6)
            label = f"{to_the_letter(name)}\nCV {cv.mean():.2f} \u00b1 {cv.std():.2f}"
        axes.plot([], [], color=colour(index), linewidth=4, label=label)
    axes.set_xlabel("CV of a neuron's intervals")
    axes.set_ylabel("neurons")
    axes.axvline(1, color="0.6", linewidth=0.7, linestyle=":")
    axes.annotate(
        "Poisson", (1, 1), xycoords=("data", "axes fraction"), ha="center", va="bottom", color="0.5", fontsize=8
    )
    legend_beside(axes, labelspacing=0.8, handlelength=1)


def plot_intervals(result: Result, axes: Axes) -> None:
    """How the intervals between the spikes of a neuron are distributed."""
    draw_histograms(axes, intervals_by_population(result))
    legend_beside(axes)


def plot_variation(result: Result, axes: Axes) -> None:
    """How irregular the neurons are: the CV of their intervals."""
    draw_variation(axes, intervals_by_population(result))


def draw_intervals(result: Result, figure: FigureBase) -> None:
    """How intervals between spikes are distributed, and how irregular the neurons are."""
    populations = intervals_by_population(result)
    left, right = figure.subplots(1, 2)
    draw_histograms(left, populations)
    draw_variation(right, populations)
    left.set_title(headline(result.title))
