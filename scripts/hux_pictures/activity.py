"""What spikes say of a network: rhythms, and how irregular its neurons are."""

import numpy as np
from hux_tool import BadInput

from .reading import (
    duration_of,
    intervals_of,
    rate_of,
    recorded_rates,
    required_spikes,
    size_of,
    spike_groups,
    stretch_of,
    title_of,
)
from .style import colour, headline, legend_beside, to_the_letter

MOST_BINS = 1 << 26  # of a rate: 512 MiB


def spectrum_of(rate, bin_ms):
    """Power spectral density of a rate (Hz^2 / Hz) by Welch's method: halves that overlap by half, under Hann windows.
    Returns frequencies (Hz) and power."""
    length = min(len(rate), max(64, 2 ** int(np.log2(max(len(rate) / 2, 1)))))
    window = np.hanning(length)
    starts = range(0, len(rate) - length + 1, max(length // 2, 1))
    spectra = [np.abs(np.fft.rfft(window * (rate[s : s + length] - rate[s : s + length].mean()))) ** 2 for s in starts]
    power = 2 * np.mean(spectra, axis=0) * bin_ms / 1000 / np.sum(window**2)
    return np.fft.rfftfreq(length, bin_ms / 1000), power


def settled(start, end):
    """When a run that was recorded from start to end is taken to have settled, ms: after a tenth of it, but not later
    than 200 ms."""
    return max(start, min(0.1 * end, 200.0))


def rates_for_spectrum(file, bin_ms):
    """The rate of each population in fine bins, once the run has settled: from its spikes, or as it was recorded."""
    start, end = stretch_of(file)
    if (end - start) / bin_ms > MOST_BINS:
        longest = MOST_BINS * bin_ms
        raise BadInput(
            f"{file.filename}: {end - start:g} ms are too long for a spectrum; expected {longest:g} ms or less"
        )
    begin = settled(start, end)
    edges = np.arange(begin - start, end - start, bin_ms)
    if spike_groups(file):
        return {name: (rate_of(g, size_of(g), edges, start), bin_ms) for name, g in spike_groups(file).items()}
    return {
        name: (rate[max(int((begin - first) / width), 0) : int((last - first) / width + 1e-9)], width)
        for name, (rate, width, first, last) in recorded_rates(file).items()
    }


def draw_spectrum(file, figure, highest=200.0, bin_ms=1.0):
    """Draws the power spectrum of the rate of each population, and names the frequency at which it is largest."""
    axes = figure.subplots()
    rates = rates_for_spectrum(file, bin_ms)
    if all(len(rate) < 64 for rate, _ in rates.values()):
        raise BadInput(
            f"{file.filename}: {duration_of(file):g} ms are too short for a spectrum; expected 100 ms or more"
        )
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
    axes.set_title(headline(title_of(file)))
    legend_beside(axes, labelspacing=0.8)


def interval_edges(duration, bins=120):
    """Logarithmic bins for intervals, ms."""
    return np.geomspace(0.5, max(duration, 10.0), bins)


def draw_intervals(file, figure):
    """Draws how intervals between spikes are distributed, and how irregular the neurons are (CV of their intervals)."""
    groups = required_spikes(file)
    left, right = figure.subplots(1, 2)
    found = 0
    for index, (name, group) in enumerate(groups.items()):
        intervals = intervals_of(group, size_of(group), interval_edges(duration_of(file)))
        total = intervals.histogram.sum()
        found += total
        if total:
            left.stairs(intervals.histogram / total, intervals.edges, color=colour(index), linewidth=1.2)
        cv = intervals.cv[~np.isnan(intervals.cv)]
        label = f"{to_the_letter(name)}\nno neuron with 3 spikes"
        if len(cv):
            right.hist(cv, bins=np.linspace(0, max(2.0, np.ceil(cv.max() * 2) / 2), 61), histtype="stepfilled",
                       color=colour(index), alpha=0.6)  # fmt: skip
            label = f"{to_the_letter(name)}\nCV {cv.mean():.2f} \u00b1 {cv.std():.2f}"
        right.plot([], [], color=colour(index), linewidth=4, label=label)
    if not found:
        raise BadInput(f"{file.filename}: no neuron has fired twice, so there are no intervals to draw")
    left.set_xscale("log")
    left.set_xlabel("interval between spikes (ms)")
    left.set_ylabel("fraction of intervals")
    left.set_title(headline(title_of(file)))
    right.set_xlabel("CV of a neuron's intervals")
    right.set_ylabel("neurons")
    right.axvline(1, color="0.6", linewidth=0.7, linestyle=":")
    right.annotate(
        "Poisson", (1, 1), xycoords=("data", "axes fraction"), ha="center", va="bottom", color="0.5", fontsize=8
    )
    legend_beside(right, labelspacing=0.8, handlelength=1)
