"""Pictures of results in matplotlib axes; needs the package matplotlib.

Each function takes what has results: a `Simulation`, also in the middle of a run, its `Results`, or the path of a
result file. It draws into the axes or the figure that it is given, or into a new figure in Hux's own style, and returns
them. Times are in ms, from 5 s on in s, rates in Hz; other axes name their units.
Legends stand beside the axes where the figure has a layout ("constrained"), upon them elsewhere.

Each raises InputError where there is nothing of the kind to draw, and FileError if a file cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from hux_pictures import activity, curves, pictures, synapses, traces
from hux_pictures import raster as rows
from hux_pictures.errors import BadInput
from hux_pictures.membrane import draw_membrane
from hux_pictures.result import Result
from hux_pictures.style import in_style
from matplotlib.axes import Axes
from matplotlib.figure import Figure, FigureBase

from .errors import InputError
from .recorded import Source, recorded

__all__ = [
    "delays", "f_i", "intervals", "membrane", "picture", "raster", "rates", "spectrum", "trace", "variation", "weights",
]  # fmt: skip


def __dir__() -> list[str]:
    return __all__


def raster(result: Source, ax: Axes | None = None, *, most: int = rows.MOST_ROWS) -> Axes:
    """The spikes of all populations, above each other; of more than `most` neurons some, evenly chosen."""
    with _axes(result, ax) as (found, axes):
        rows.plot_spikes(found, axes, most)
    return axes


def rates(result: Source, ax: Axes | None = None) -> Axes:
    """The rate of each population over time: counted from its spikes; where none are recorded, as it was recorded."""
    with _axes(result, ax) as (found, axes):
        rows.plot_rates(found, axes)
    return axes


def trace(result: Source, ax: Axes | None = None, *, variable: str = "v", population: str | None = None) -> Axes:
    """A sampled variable, a line for each neuron, of seven at most; of the first population that has it, or of the one
    that is named."""
    with _axes(result, ax) as (found, axes):
        traces.plot_variable(found, axes, variable, population)
    return axes


def membrane(
    result: Source, figure: FigureBase | None = None, *, population: str | None = None, neuron: int | None = None
) -> FigureBase:
    """All that was sampled of one neuron: stimulus, potential, gates, conductances and currents, in panels above each
    other; of the first neuron that was sampled, or of the one that is named."""
    with _result(result, figure is None) as found:
        if figure is not None:
            draw_membrane(found, figure, population, neuron)
            return figure
        with pictures.new_figure(pictures.height_of_membrane(found, population, neuron)) as new:
            draw_membrane(found, new, population, neuron)
        return new


def spectrum(result: Source, ax: Axes | None = None, *, highest: float = 200.0, bin: float = 1.0) -> Axes:
    """The power spectrum of each population's rate up to `highest` Hz, from spikes counted in bins of so many ms."""
    with _axes(result, ax) as (found, axes):
        activity.plot_spectrum(found, axes, highest, bin)
    return axes


def intervals(result: Source, ax: Axes | None = None) -> Axes:
    """How the intervals between the spikes of a neuron are distributed, by population."""
    with _axes(result, ax) as (found, axes):
        activity.plot_intervals(found, axes)
    return axes


def variation(result: Source, ax: Axes | None = None) -> Axes:
    """How irregularly neurons fire: the coefficient of variation (CV) of each neuron's intervals, by population."""
    with _axes(result, ax) as (found, axes):
        activity.plot_variation(found, axes)
    return axes


def f_i(result: Source, ax: Axes | None = None) -> Axes:
    """The steady rate of neurons against the constant current that each of them gets, by population."""
    with _axes(result, ax) as (found, axes):
        curves.plot_f_i(found, axes)
    return axes


def weights(result: Source, ax: Axes | None = None) -> Axes:
    """How the weights of synapses are distributed, in the unit of their receptor, by projection."""
    with _axes(result, ax) as (found, axes):
        synapses.plot_synapses(found, axes, "weights")
    return axes


def delays(result: Source, ax: Axes | None = None) -> Axes:
    """How the delays of synapses are distributed, by projection."""
    with _axes(result, ax) as (found, axes):
        synapses.plot_synapses(found, axes, "delays")
    return axes


def picture(result: Source, what: str | None = None) -> Figure:
    """A whole picture: "raster" (with rates beneath), "traces", "membrane", "spectrum", "isi" (with CVs), "fi", "sheet"
    (activity in space) or "synapses"; if none is named, one that suits the result."""
    if what is not None and what not in pictures.PICTURES:
        raise InputError(f"there is no picture '{what}'; there are {', '.join(pictures.PICTURES)}")
    with _result(result, True) as found:
        return pictures.figure_of(found, what)


@contextmanager
def _result(source: Source, own_style: bool) -> Iterator[Result]:
    """What is to be drawn; what it lacks is a mistake of the user."""
    with in_style() if own_style else nullcontext():
        try:
            yield recorded(source)
        except BadInput as why:
            raise InputError(str(why)) from None


@contextmanager
def _axes(source: Source, ax: Axes | None) -> Iterator[tuple[Result, Axes]]:
    """What is to be drawn and where; a new figure goes away again if it cannot be."""
    with _result(source, ax is None) as found:
        if ax is not None:
            yield found, ax
            return
        with pictures.new_figure(4.0) as figure:
            yield found, figure.subplots()
