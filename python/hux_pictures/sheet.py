"""Activity in space: when each neuron of a sheet or a line fired."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase

from .errors import plain
from .result import Floats, Result, Spikes
from .style import headline, label_time, time_axis

SNAPSHOTS = 8


def sheet_of(result: Result) -> tuple[str, Spikes, Floats, Floats]:
    """The first population that has spikes and positions: its name, its spikes and x, y in mm."""
    for name, spikes in result.required_spikes().items():
        positions = result.positions(name)
        if positions is not None:
            x, y, _ = positions
            if spikes.size > len(x):
                result.refuse(
                    f"population {plain(name)} has {spikes.size:,} neurons, of which {len(x):,} have positions; "
                    "expected all"
                )
            return name, spikes, x / 1000, y / 1000
    result.refuse("no population with spikes has positions; expected a table positions in it")


def draw_sheet(result: Result, figure: FigureBase) -> None:
    """A line of neurons as time against place, a sheet as one picture after the other."""
    name, spikes, x, y = sheet_of(result)
    if spikes.count == 0:
        result.refuse(f"population {plain(name)} has no spikes")
    if np.ptp(y) == 0 or np.ptp(x) == 0:
        draw_line(result, figure.subplots(), spikes, x if np.ptp(x) > 0 else y)
    else:
        draw_snapshots(result, figure, spikes, x, y)


def draw_line(result: Result, axes: Axes, spikes: Spikes, place: Floats) -> None:
    unit_ms = time_axis(result.duration)[1]
    for times, neurons in spikes.pieces():
        axes.plot(
            times / unit_ms, place[neurons], ".", color="black", markersize=2.5, markeredgewidth=0, rasterized=True
        )
    label_time(axes, result.stretch)
    axes.set_ylabel("position (mm)")
    axes.set_title(headline(result.title))


def last_spikes(spikes: Spikes, size: int, moments: Iterable[float]) -> Sequence[Floats]:
    """For each moment, the time since each neuron's last spike, ms; infinite if there was none."""
    last = np.full(size, -np.inf)
    since = []
    waiting = list(moments)
    for times, neurons in spikes.ordered_pieces():
        at = 0
        while waiting and len(times) and times[-1] > waiting[0]:
            upto = np.searchsorted(times, waiting[0], side="right")
            np.maximum.at(last, neurons[at:upto], times[at:upto])
            since.append(waiting.pop(0) - last)
            at = int(upto)
        np.maximum.at(last, neurons[at:], times[at:])
    return since + [moment - last for moment in waiting]


def active_time(spikes: Spikes, end: float) -> tuple[float, float]:
    """The stretch (ms) in which a population is active, for pictures of it, until the end of what was simulated."""
    ends = [(times.min(), times.max()) for times, _ in spikes.pieces()]
    return float(min(first for first, _ in ends)), float(min(max(last for _, last in ends), end))


def draw_snapshots(
    result: Result, figure: FigureBase, spikes: Spikes, x: Floats, y: Floats, fades: float = 20.0,
    moments: Floats | None = None,
) -> None:  # fmt: skip
    """Pictures of a sheet: the darker a neuron, the more recently it has fired."""
    if moments is None:
        begin, end = active_time(spikes, result.stretch[1])
        moments = begin + (np.arange(SNAPSHOTS) + 0.5) / SNAPSHOTS * (end - begin)
    columns = min(len(moments), 4)
    rows = -(-len(moments) // columns)
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    for axes, moment, since in zip(panels.flat, moments, last_spikes(spikes, len(x), moments)):
        picture = picture_of(x, y, np.minimum(since, fades))
        axes.imshow(
            picture, extent=(0, x.min() + x.max(), 0, y.min() + y.max()), origin="lower", cmap="magma", vmin=0,
            vmax=fades, interpolation="nearest",
        )  # fmt: skip
        axes.set_title(f"{moment:.0f} ms")
        axes.spines[["top", "right"]].set_visible(True)
    for axes in panels[-1]:
        axes.set_xlabel("x (mm)")
    for axes in panels[:, 0]:
        axes.set_ylabel("y (mm)")
    figure.colorbar(panels[0, 0].images[0], ax=panels, label="time since the last spike (ms)", shrink=0.8, extend="max")
    figure.suptitle(headline(result.title), x=0.01, ha="left", fontsize=11)


def picture_of(x: Floats, y: Floats, values: Floats) -> Floats:
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
        return np.asarray(total / count)
