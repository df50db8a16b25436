"""Activity in space: when each neuron of a sheet or a line fired."""

import numpy as np
from hux_tool import BadInput, plain

from .checked import member, refuse
from .reading import count_of, ordered_pieces, pieces, required_spikes, size_of, stretch_of, title_of
from .samples import positions_of
from .style import headline, time_axis

SNAPSHOTS = 8


def sheet_of(file):
    """The first population that has spikes and positions: its name, its group and x, y in mm."""
    for name, group in required_spikes(file).items():
        if member(file, f"nodes/{name}/0/x") is not None:
            x, y, _ = positions_of(file, name)
            if size_of(group) > len(x):
                refuse(group, f"has {size_of(group):,} neurons, of which {len(x):,} have positions; expected all")
            return name, group, x / 1000, y / 1000
    raise BadInput(f"{file.filename}: no population with spikes has positions; expected a table positions in it")


def draw_sheet(file, figure):
    """Draws a line of neurons as time against place, a sheet as one picture after the other."""
    name, group, x, y = sheet_of(file)
    if count_of(group) == 0:
        raise BadInput(f"{file.filename}: population {plain(name)} has no spikes")
    on_a_line = np.ptp(y) == 0 or np.ptp(x) == 0
    (draw_line if on_a_line else draw_snapshots)(file, figure, group, x, y)


def draw_line(file, figure, group, x, y):
    start, end = stretch_of(file)
    unit, unit_ms = time_axis(end - start)
    axes = figure.subplots()
    place = x if np.ptp(x) > 0 else y
    for times, neurons in pieces(group):
        axes.plot(
            times / unit_ms, place[neurons], ".", color="black", markersize=2.5, markeredgewidth=0, rasterized=True
        )
    axes.set_xlim(start / unit_ms, end / unit_ms)
    axes.set_xlabel(f"time ({unit})")
    axes.set_ylabel("position (mm)")
    axes.set_title(headline(title_of(file)))


def last_spikes(group, size, moments):
    """For each moment, the time since each neuron's last spike, ms; infinite if there was none."""
    last = np.full(size, -np.inf)
    since = []
    waiting = list(moments)
    for times, neurons in ordered_pieces(group):
        at = 0
        while waiting and len(times) and times[-1] > waiting[0]:
            upto = np.searchsorted(times, waiting[0], side="right")
            np.maximum.at(last, neurons[at:upto], times[at:upto])
            since.append(waiting.pop(0) - last)
            at = upto
        np.maximum.at(last, neurons[at:], times[at:])
    return since + [moment - last for moment in waiting]


def active_time(group, end):
    """The stretch (ms) in which a population is active, for pictures of it, until the end of what was simulated."""
    ends = [(times.min(), times.max()) for times, _ in pieces(group)]
    return float(min(first for first, _ in ends)), float(min(max(last for _, last in ends), end))


def draw_snapshots(file, figure, group, x, y, fades=20.0, moments=None):
    """Pictures of a sheet: the darker a neuron, the more recently it has fired."""
    if moments is None:
        begin, end = active_time(group, stretch_of(file)[1])
        moments = begin + (np.arange(SNAPSHOTS) + 0.5) / SNAPSHOTS * (end - begin)
    columns = min(len(moments), 4)
    rows = -(-len(moments) // columns)
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    for axes, moment, since in zip(panels.flat, moments, last_spikes(group, len(x), moments)):
        picture = picture_of(x, y, np.minimum(since, fades))
        shown = axes.imshow(
            picture, extent=(0, x.min() + x.max(), 0, y.min() + y.max()), origin="lower", cmap="magma", vmin=0,
            vmax=fades, interpolation="nearest",
        )  # fmt: skip
        axes.set_title(f"{moment:.0f} ms")
        axes.spines[["top", "right"]].set_visible(True)
    for axes in panels[-1]:
        axes.set_xlabel("x (mm)")
    for axes in panels[:, 0]:
        axes.set_ylabel("y (mm)")
    figure.colorbar(shown, ax=panels, label="time since the last spike (ms)", shrink=0.8, extend="max")
    figure.suptitle(headline(title_of(file)), x=0.01, ha="left", fontsize=11)


def picture_of(x, y, values):
    """Values of neurons on a grid as a picture; of neurons anywhere, the mean of those within each of its squares."""
    columns = np.unique(np.round(x, 9))
    rows = np.unique(np.round(y, 9))
    if len(columns) * len(rows) == len(x):
        picture = np.empty((len(rows), len(columns)))
        picture[np.searchsorted(rows, np.round(y, 9)), np.searchsorted(columns, np.round(x, 9))] = values
        return picture
    side = int(np.clip(np.sqrt(len(x) / 4), 8, 200))
    box = [[0, y.min() + y.max()], [0, x.min() + x.max()]]
    total, _, _ = np.histogram2d(y, x, side, box, weights=values)
    count, _, _ = np.histogram2d(y, x, side, box)
    with np.errstate(invalid="ignore"):
        return total / count
