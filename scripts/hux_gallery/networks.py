"""Pictures of networks."""

import numpy as np
from hux_pictures.activity import interval_edges, rates_for_spectrum, spectrum_of
from hux_pictures.raster import draw_rates, draw_spikes, read_populations
from hux_pictures.style import colour, letter
from hux_pictures.trains import intervals_of


def draw_cobahh(files, figure):
    """A: spikes; B: rates; C: intervals; D: how irregular neurons are."""
    file = files["cobahh"]
    grid = figure.add_gridspec(3, 2, height_ratios=[2.2, 0.9, 1.3])
    raster = figure.add_subplot(grid[0, :])
    rates = figure.add_subplot(grid[1, :], sharex=raster)
    populations = read_populations(file, 200)
    draw_spikes(raster, populations, file.stretch, 1.0)
    raster.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    draw_rates(rates, [p.rate for p in populations], 1.0)
    rates.set_xlabel("time (ms)")
    intervals, variation = figure.add_subplot(grid[2, 0]), figure.add_subplot(grid[2, 1])
    for index, (name, spikes) in enumerate(file.spikes.items()):
        found = intervals_of(spikes, interval_edges(file.duration, 60))
        intervals.stairs(found.histogram / found.histogram.sum(), found.edges, color=colour(index), label=name)
        cv = found.cv[~np.isnan(found.cv)]
        variation.hist(cv, np.linspace(0, 4, 41), density=True, histtype="step", color=colour(index),
                       label=f"{name}: {cv.mean():.2f} \u00b1 {cv.std():.2f}")  # fmt: skip
    intervals.set_xscale("log")
    intervals.set_xlabel("interval between spikes (ms)")
    intervals.set_ylabel("fraction")
    variation.set_xlabel("CV of a neuron's intervals")
    variation.set_ylabel("density")
    variation.axvline(1, color="0.6", linewidth=0.7, linestyle=":")
    variation.legend(fontsize=8)
    for axes, name in zip(figure.axes, "ABCD"):
        letter(axes, name)


def draw_gamma(files, figure):
    """A: spikes; B: one neuron and its inhibition; C: the spectrum of the population's rate."""
    file = files["gamma"]
    grid = figure.add_gridspec(3, 2, width_ratios=[1.7, 1])
    raster = figure.add_subplot(grid[0, 0])
    draw_spikes(raster, read_populations(file), file.stretch, 1.0)
    voltage = figure.add_subplot(grid[1, 0], sharex=raster)
    inhibition = figure.add_subplot(grid[2, 0], sharex=raster)
    v, g = file.sampled("v"), file.sampled("g_gaba")
    voltage.plot(v.time(), v.data[:, 0], color="black", linewidth=0.8)
    voltage.set_ylabel("V (mV)")
    inhibition.plot(g.time(), g.data[:, 0], color=colour(0))
    inhibition.set_ylabel("$g_{GABA}$ (mS/cm\u00b2)")
    inhibition.set_xlabel("time (ms)")
    raster.set_xlim(0, 300)
    spectrum = figure.add_subplot(grid[:, 1])
    rate, width = next(iter(rates_for_spectrum(file, 1.0).values()))
    frequency, power = spectrum_of(rate, width)
    shown = (frequency > 0) & (frequency <= 150)
    spectrum.plot(frequency[shown], power[shown], color=colour(0))
    peak = frequency[shown][np.argmax(power[shown])]
    spectrum.annotate(f"{peak:.0f} Hz", (peak, power[shown].max()), xytext=(8, -4), textcoords="offset points")
    spectrum.set_xlabel("frequency (Hz)")
    spectrum.set_ylabel("power of the rate (Hz\u00b2/Hz)")
    spectrum.set_xlim(0, 150)
    spectrum.set_ylim(bottom=0)
    for axes, name in zip((raster, voltage, inhibition, spectrum), "ABCD"):
        letter(axes, name)
