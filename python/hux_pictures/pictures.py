"""The pictures there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import matplotlib.pyplot as plt
from matplotlib.figure import Figure, FigureBase

from .activity import draw_intervals, draw_spectrum
from .curves import draw_f_i
from .membrane import draw_membrane, membrane_panels
from .raster import draw_raster
from .result import Result
from .sheet import draw_sheet
from .synapses import draw_synapses
from .traces import draw_traces


class Picture(NamedTuple):
    """What draws a picture of a result onto a figure, and how high the figure is, in inches (of a width of 10)."""

    draw: Callable[[Result, FigureBase], None]
    height: Callable[[Result], float]
    description: str


def height_of_traces(result: Result) -> float:
    return 1.0 + 1.7 * len(result.required_samples())


def height_of_membrane(result: Result, population: str | None = None, neuron: int | None = None) -> float:
    return 1.2 + 1.7 * len(membrane_panels(result, population, neuron))


PICTURES = {
    "raster": Picture(draw_raster, lambda _: 6.0, "spikes by population, with rates"),
    "traces": Picture(draw_traces, height_of_traces, "sampled variables, one above the other"),
    "membrane": Picture(
        draw_membrane, height_of_membrane, "one neuron: stimulus, potential, gates, conductances, currents"
    ),
    "spectrum": Picture(draw_spectrum, lambda _: 4.0, "power spectrum of the populations' rates"),
    "isi": Picture(draw_intervals, lambda _: 4.0, "intervals between spikes, and their CV by neuron"),
    "fi": Picture(draw_f_i, lambda _: 4.5, "rate against injected current"),
    "sheet": Picture(draw_sheet, lambda _: 5.5, "activity in space: time against place, or snapshots"),
    "synapses": Picture(draw_synapses, lambda _: 4.0, "weights and delays of the recorded projections"),
}


@contextmanager
def new_figure(height: float) -> Iterator[Figure]:
    """A figure to draw on, which goes away again if that fails."""
    figure = plt.figure(figsize=(10, height), layout="constrained")
    try:
        yield figure
    except BaseException:
        plt.close(figure)
        raise


def figure_of(result: Result, what: str | None = None) -> Figure:
    """A new figure with a picture, the one that suits the result if none is named."""
    picture = PICTURES[what or chosen(result)]
    with new_figure(picture.height(result)) as figure:
        picture.draw(result, figure)
    return figure


def chosen(result: Result) -> str:
    """What to draw where the user does not say."""
    neurons = sum(spikes.size for spikes in result.spikes.values())
    if not result.samples or neurons > 10:
        return "raster"
    return "membrane" if all(len(each.neurons) == 1 for each in result.required_samples()) else "traces"
