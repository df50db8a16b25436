"""Activity that travels, and what stops it."""

import numpy as np
from hux_pictures.sheet import draw_snapshots, sheet_of
from hux_pictures.style import colour, letter

from .cells import label_voltage, shades, traces


def first_spikes(file, population):
    """The first spike of each neuron, ms; not a number for those that did not fire."""
    spikes = file.spikes[population]
    times, neurons = spikes.all()
    first = np.full(spikes.size, np.nan)
    first[neurons[::-1]] = times[::-1]
    return first


def wave_speed(file, begin=20.0, end=70.0):
    """How fast the front of a wave moves through a sheet (m/s): first spikes by distance from where it began."""
    name, _, x, y = sheet_of(file)
    first = first_spikes(file, name)
    origin = np.nanargmin(first)
    distance = np.hypot(x - x[origin], y - y[origin])  # mm
    moving = (first > begin) & (first < end)
    return float(np.polyfit(first[moving], distance[moving], 1)[0])


def velocity(file, population):
    """How fast a spike travels along a chain (m/s), by a line through its middle half; 0 if it does not arrive."""
    x = file.required_positions(population)[0]
    first = first_spikes(file, population)
    middle = slice(len(x) // 4, 3 * len(x) // 4)
    if np.isnan(first[middle]).any():
        return 0.0
    slope = np.polyfit(first[middle], x[middle], 1)[0]  # um/ms
    return float(slope / 1000)


def draw_chain(files, figure):
    """A: five cells of the chain; B: every spike, time against place."""
    file = files["chain"]
    left, right = figure.subplots(1, 2)
    samples = file.sampled("v")
    for column, tint in enumerate(shades(len(samples.neurons))):
        lowered = samples.data[:, column] - 40 * column
        left.plot(samples.time(), lowered, color=tint, linewidth=0.9)
        left.annotate(
            f"{samples.neurons[column] * 0.1 + 0.05:.2f} mm", (samples.time()[-1], lowered[-1]), xytext=(0, 5),
            textcoords="offset points", ha="right", color=tint, fontsize=8,
        )  # fmt: skip
    left.set_yticks([])
    left.spines["left"].set_visible(False)
    left.plot([60, 60], [-20, 30], color="black", linewidth=2)
    left.annotate("50 mV", (60, 5), xytext=(4, 0), textcoords="offset points", fontsize=8)
    left.set_xlabel("time (ms)")
    times, neurons = file.spikes["chain"].all()
    x = file.required_positions("chain")[0] / 1000
    right.plot(times, x[neurons], ".", color="black", markersize=3)
    right.set_xlabel("time (ms)")
    right.set_ylabel("position (mm)")
    right.annotate(f"{velocity(file, 'chain') * 1000:.0f} mm/s", (0.1, 0.85), xycoords="axes fraction")
    letter(left, "A")
    letter(right, "B")


def draw_sheet_of_waves(files, figure):
    """Snapshots of the sheet."""
    file = files["sheet"]
    _, spikes, x, y = sheet_of(file)
    draw_snapshots(file, figure, spikes, x, y, moments=SNAPSHOTS)
    figure.suptitle("")


SNAPSHOTS = np.array([10, 20, 30, 40, 50, 60, 70, 80], dtype=float)


def draw_channel_block(files, figure):
    """A, B: fewer sodium or potassium channels; C: conduction along a chain of axons that lose sodium channels."""
    file = files["channel_block"]
    grid = figure.add_gridspec(2, 2)
    for column, (blocker, of) in enumerate((("TTX", "sodium"), ("TEA", "potassium"))):
        axes = figure.add_subplot(grid[0, column])
        time, v = traces(file, blocker)
        for neuron, tint in enumerate(shades(v.shape[1])):
            axes.plot(time - 0.5, v[:, neuron], color=tint, label=f"{100 - 20 * neuron} %")
        axes.set_xlim(-0.5, 24)
        axes.set_title(f"{blocker}: {of} channels left", fontsize=10)
        axes.legend(fontsize=8, loc="upper center", ncol=2)
        label_voltage(axes, "time after the shock (ms)")
        letter(axes, "AB"[column])
    draw_failing_chain(files, figure.add_subplot(grid[1, 0]))
    draw_velocities(files, figure.add_subplot(grid[1, 1]))


def chains(files):
    """The share of sodium channels that is left, in %, and the result of the chain that has them."""
    return {int(name.split("_")[1]): file for name, file in files.items() if name.startswith("sodium_")}


def draw_failing_chain(files, axes):
    found = chains(files)
    for (left, file), tint in zip(found.items(), shades(len(found))):
        x = file.required_positions("chain")[0] / 1000
        axes.plot(first_spikes(file, "chain"), x, ".", color=tint, markersize=3, label=f"{left} %")
    axes.set_xlabel("time of the first spike (ms)")
    axes.set_ylabel("position (mm)")
    axes.legend(fontsize=8, title="sodium channels left", title_fontsize=8, markerscale=3)
    letter(axes, "C")


def draw_velocities(files, axes):
    found = chains(files)
    axes.plot(list(found), [1000 * velocity(file, "chain") for file in found.values()], "o-", color=colour(1))
    axes.set_xlabel("sodium channels left (%)")
    axes.set_ylabel("conduction velocity (mm/s)")
    axes.set_ylim(0, 85)
    letter(axes, "D")
