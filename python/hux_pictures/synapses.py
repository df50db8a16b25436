"""Weights and delays of the projections whose synapses were kept with the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase

from .result import Floats, Indices, Result, Synapses
from .style import colour, headline, legend_beside, to_the_letter, with_unit



def histogram_of(pieces: Callable[[], Iterable[Floats]], bins: int = 60) -> tuple[Indices, Floats]:
    """A histogram of values that come in pieces; all in one bin if they are all the same."""
    low = min(piece.min() for piece in pieces())
    high = max(piece.max() for piece in pieces())
    if low == high:
        return np.array([sum(len(piece) for piece in pieces())]), np.array([low - 0.5, low + 0.5])
    edges = np.linspace(low, high, bins + 1)
    return np.sum([np.histogram(piece, edges)[0] for piece in pieces()], axis=0), edges


def projections_of(result: Result) -> dict[str, Synapses]:
    """The projections that have synapses; refuses a result without any."""
    found = {name: synapses for name, synapses in result.synapses.items() if synapses.count}
    return found or result.refuse("it holds no synapses; name projections in record.connections and run it again")


def label_of_weights(projections: Mapping[str, Synapses]) -> str:
    """What the axis of weights says: their unit, where it is known and all have the same."""
    first, *others = {synapses.unit for synapses in projections.values()}
    return "weight (unit of the receptor)" if others or first is None else with_unit("weight", first)


def draw_histograms(axes: Axes, projections: Mapping[str, Synapses], what: str) -> None:
    for index, (name, synapses) in enumerate(projections.items()):
        counts, edges = histogram_of(getattr(synapses, what))
        axes.stairs(counts, edges, color=colour(index), fill=True, alpha=0.5,
                    label=f"{to_the_letter(name)}\n{counts.sum():,} synapses")  # fmt: skip
    axes.set_xlabel("delay (ms)" if what == "delays" else label_of_weights(projections))


def plot_synapses(result: Result, axes: Axes, what: str) -> None:
    """How the weights or the delays of each projection are distributed."""
    draw_histograms(axes, projections_of(result), what)
    axes.set_ylabel("synapses")
    legend_beside(axes, labelspacing=0.8)


def draw_synapses(result: Result, figure: FigureBase) -> None:
    """How the weights and the delays of each projection are distributed."""
    projections = projections_of(result)
    left, right = figure.subplots(1, 2)
    draw_histograms(left, projections, "weights")
    draw_histograms(right, projections, "delays")
    left.set_ylabel("synapses")
    left.set_title(headline(result.title))
    legend_beside(right, labelspacing=0.8)
