"""f-I curves: how fast neurons fire against the current that each of them gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase

from .result import Floats, Indices, Result
from .style import colour, headline, legend_beside, to_the_letter, with_unit

CURRENTS = ("constant", "step")


class Clamped(NamedTuple):
    """A population whose neurons get constant currents that are known one by one."""

    name: str
    current: Floats  # of each neuron
    unit: str
    begin: float  # of the time in which they get them while they are recorded, ms
    end: float


class Curve(NamedTuple):
    name: str  # of the population
    current: Floats  # of each neuron
    unit: str
    rate: Floats  # of each neuron, Hz


def number_of(quantity: object) -> tuple[float, str]:
    """The number and the unit of a quantity of an experiment ("10 uA/cm2")."""
    number, _, unit = str(quantity).partition(" ")
    return float(number), unit


def values_of(distribution: object, count: int) -> tuple[Floats, str] | None:
    """The values that an experiment gives to so many neurons, and their unit; None if they were drawn at random."""
    if isinstance(distribution, Mapping) and not isinstance(distribution.get("values", []), list):
        return values_of(distribution["values"], count)
    if isinstance(distribution, tuple):  # a data set and its unit
        return np.asarray(distribution[0]), distribution[1]
    if isinstance(distribution, np.ndarray):
        return distribution, "unit of the model"
    if not isinstance(distribution, Mapping):
        value, unit = number_of(distribution)
        return np.full(count, value), unit
    if "linspace" in distribution:
        (first, unit), (last, _) = (number_of(end) for end in distribution["linspace"])
        return np.linspace(first, last, count), unit
    if "values" in distribution:
        pairs = [number_of(value) for value in distribution["values"]]
        return np.array([value for value, _ in pairs]), pairs[0][1]
    return None


def steady_rates(times: Floats, neurons: Indices, size: int, begin: float, end: float) -> Floats:
    """The rate (Hz) of each neuron in a stretch of time (ms), from the mean interval after its first third; 0 if it has
    stopped firing by then."""
    kept = (times >= begin + (end - begin) / 3) & (times < end)
    times, neurons = times[kept], neurons[kept]
    count = np.bincount(neurons, minlength=size)
    first, last = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(first, neurons, times)
    np.maximum.at(last, neurons, times)
    firing = count >= 2
    rate = np.zeros(size)
    rate[firing] = 1000 * (count[firing] - 1) / (last[firing] - first[firing])
    return rate


def clamped_by(stimulus: Mapping[str, Any], result: Result) -> Clamped | None:
    """The population that an input clamps so; None if it clamps none."""
    name = stimulus["population"]
    spikes = result.required_spikes()
    if stimulus["type"] not in CURRENTS or name not in spikes or "neurons" in stimulus:
        return None
    values = values_of(stimulus["amplitude"], spikes[name].size)
    if values is None or np.ptp(values[0]) == 0:
        return None
    recorded_from, recorded_until = result.stretch
    begin = max(number_of(stimulus.get("start", "0 ms"))[0], recorded_from)
    end = min(number_of(stimulus["stop"])[0], recorded_until) if "stop" in stimulus else recorded_until
    return Clamped(name, *values, begin, end) if begin < end else None


def clamped_populations(result: Result) -> list[Clamped]:
    """All populations that are clamped so; refuses a result without any."""
    inputs = result.experiment.get("input", {}).values()
    found = [clamped for stimulus in inputs if (clamped := clamped_by(stimulus, result))]
    return found or result.refuse(
        "no population gets a constant current that differs from neuron to neuron in a known way "
        "(amplitude = { linspace = [...] })"
    )


def f_i_curves(result: Result) -> list[Curve]:
    """The steady rates of each such population."""
    curves = []
    for name, current, unit, begin, end in clamped_populations(result):
        times, neurons = result.spikes[name].all()
        curves.append(Curve(name, current, unit, steady_rates(times, neurons, len(current), begin, end)))
    return curves


def draw_curves(axes: Axes, curves: Sequence[Curve], unit: str) -> None:
    """Those curves whose currents are in a unit."""
    for index, (name, current, its_unit, rate) in enumerate(curves):
        if its_unit == unit:
            axes.plot(current, rate, color=colour(index), marker=".", markersize=3, label=to_the_letter(name))
    axes.set_xlabel(with_unit("current", unit))
    axes.set_ylabel("steady rate (Hz)")
    axes.set_ylim(bottom=0)
    legend_beside(axes)


def plot_f_i(result: Result, axes: Axes) -> None:
    """The steady rate of neurons against the current that they get, which has one unit for all of them."""
    curves = f_i_curves(result)
    units = {curve.unit for curve in curves}
    if len(units) > 1:
        result.refuse(f"its currents are in {' and '.join(sorted(units))}; expected one unit for one pair of axes")
    draw_curves(axes, curves, curves[0].unit)


def draw_f_i(result: Result, figure: FigureBase) -> None:
    """The steady rate of the neurons of each population against the current that they get."""
    curves = f_i_curves(result)
    units = list(dict.fromkeys(curve.unit for curve in curves))
    panels = figure.subplots(1, len(units), squeeze=False)[0]
    for axes, unit in zip(panels, units):
        draw_curves(axes, curves, unit)
    panels[0].set_title(headline(result.title))
