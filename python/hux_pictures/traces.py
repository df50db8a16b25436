"""Sampled variables, on axes of their own above each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase
from matplotlib.ticker import MaxNLocator

from .result import Floats, Result, Samples
from .style import COLOURS, COLUMNS, colour, headline, label_time, legend_beside, time_axis, to_the_letter, with_unit

MOST_TRACES = len(COLOURS)


def thinned(time: Floats, values: Floats, most: int = 4 * COLUMNS) -> tuple[Floats, Floats]:
    """A line with too many points for a page, by the least and the greatest of each stretch: no spike is lost.

    Those of a neuron that diverged are NaN from then on, and its line ends there.
    """
    stretch = len(values) // (most // 2)
    if stretch < 2:
        return time, values
    whole = len(values) // stretch * stretch
    stretches = values[:whole].reshape(-1, stretch)
    ends = np.stack([np.fmin.reduce(stretches, axis=1), np.fmax.reduce(stretches, axis=1)], axis=1).ravel()
    return np.repeat(time[:whole:stretch], 2), ends


def draw_samples(axes: Axes, samples: Samples, unit_ms: float) -> None:
    """One sampled variable, a line for each neuron; at most some of them."""
    for index, neuron in enumerate(samples.neurons[:MOST_TRACES]):
        line = thinned(samples.time() / unit_ms, samples.data[:, index])
        axes.plot(*line, color=colour(index), label=f"neuron {neuron}")
    axes.set_ylabel(with_unit(to_the_letter(samples.variable), samples.unit))


def name_neurons(axes: Axes, samples: Samples) -> None:
    """A legend of the neurons, which says how many are not drawn."""
    count = len(samples.neurons)
    more = f" ({MOST_TRACES} of {count:,} drawn)" if count > MOST_TRACES else ""
    legend_beside(axes, title=f"{to_the_letter(samples.population)}{more}", alignment="left")


def in_order(samples: Samples) -> tuple[str, bool, bool, str, str]:
    """Recordings by name; in each, the potential first, then what has no unit (gates), then the rest by unit."""
    return samples.recording, samples.variable != "v", samples.unit != "1", samples.unit, samples.variable


def finish(figure: FigureBase, panels: Sequence[Axes], result: Result) -> None:
    """Ticks, the axis of time and the title of panels above each other."""
    for each in panels:
        each.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10]))
    panels[-1].xaxis.set_major_locator(MaxNLocator(nbins=10, steps=[1, 2, 5, 10]))
    label_time(panels[-1], result.stretch)
    panels[0].set_title(headline(result.title))
    figure.align_ylabels()


def plot_variable(result: Result, axes: Axes, variable: str, population: str | None) -> None:
    """One sampled variable, of the first recording that has it."""
    samples = result.sampled(variable, population)
    draw_samples(axes, samples, time_axis(result.duration)[1])
    name_neurons(axes, samples)
    label_time(axes, result.stretch)


def draw_traces(result: Result, figure: FigureBase) -> None:
    """Every sampled variable on axes of its own, above each other."""
    variables = sorted(result.required_samples(), key=in_order)
    unit_ms = time_axis(result.duration)[1]
    above = None
    panels = list(figure.subplots(len(variables), 1, sharex=True, squeeze=False)[:, 0])
    for axes, samples in zip(panels, variables):
        draw_samples(axes, samples, unit_ms)
        if samples.recording != above:
            name_neurons(axes, samples)
        above = samples.recording
    finish(figure, panels, result)
