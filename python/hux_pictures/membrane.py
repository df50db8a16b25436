"""One neuron: all that makes its potential."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase

from .errors import BadInput, plain
from .result import Result, Samples
from .style import colour, headline, legend_beside, proper, time_axis, to_the_letter, with_unit
from .traces import finish, in_order, thinned

PRINTED = {"na": "Na", "k": "K", "l": "L", "m": "M", "a": "A", "ca_l": "Ca,L", "ca_t": "Ca,T"}


def symbol(variable: str) -> str:
    """A variable as it is printed: g_na is g with the index Na."""
    kind, _, of = variable.partition("_")
    if not of or kind not in ("g", "i"):
        return f"${variable}$" if len(variable) == 1 and variable.isalpha() else to_the_letter(variable)
    return f"${'g' if kind == 'g' else 'I'}_{{\\mathrm{{{PRINTED.get(of, of)}}}}}$"


def kind_of(samples: Samples, injected: set[str]) -> tuple[int, str]:
    """The panel that a variable belongs to, and what that panel shows."""
    if samples.variable == "v":
        return 1, "$V$"
    if samples.variable in injected:
        return 0, "stimulus"
    if samples.unit == "1":
        return 2, "gates"
    return (3, "conductance") if samples.variable.startswith("g_") else (4, "current")


def injected_currents(result: Result, population: str) -> set[str]:
    """How the currents that inputs bring to a population are called where they are recorded: of those that have a
    course in time, the amplitude of a current or the level of a voltage clamp."""
    try:
        inputs = result.experiment.get("input", {})
    except BadInput:
        return set()
    return {
        f"i_{name}"
        for name, each in inputs.items()
        if each["population"] == population and ("amplitude" in each or "level" in each)
    }


def neuron_drawn(result: Result, population: str | None, neuron: int | None) -> tuple[str, int]:
    """The population and the number of the neuron to draw: the first that was sampled, where they are left open."""
    for samples in result.required_samples():
        if population in (None, samples.population) and (neuron is None or neuron in samples.neurons):
            return samples.population, int(samples.neurons[0]) if neuron is None else neuron
    which = "" if neuron is None else f" neuron {neuron}" + ("" if population is None else " of")
    of = "" if population is None else f" population {plain(population)}"
    result.refuse(f"it holds no sampled variables of{which}{of}")


def membrane_panels(
    result: Result, population: str | None = None, neuron: int | None = None
) -> list[tuple[str, list[Samples]]]:
    """The sampled variables of one neuron by panel, in the order in which they stand above each other."""
    population, neuron = neuron_drawn(result, population, neuron)
    injected = injected_currents(result, population)
    panels: dict[tuple[int, str], list[Samples]] = {}
    for samples in sorted(result.required_samples(), key=in_order):
        if samples.population == population and neuron in samples.neurons:
            panels.setdefault(kind_of(samples, injected), []).append(samples)
    return [(label, panels[rank, label]) for rank, label in sorted(panels)]


def draw_panel(axes: Axes, label: str, variables: list[Samples], neuron: int, unit_ms: float) -> None:
    """The variables of one panel, of one neuron."""
    fixed = {"$V$": "black", "stimulus": "0.4"}
    for index, samples in enumerate(variables):
        tint = fixed.get(label) or tint_of(samples.variable, index)
        column = np.flatnonzero(samples.neurons == neuron)[0]
        line = thinned(samples.time() / unit_ms, samples.data[:, column])
        axes.plot(*line, color=tint, label=symbol(samples.variable))
    axes.set_ylabel(label_of(label, variables[0].unit))
    if label not in fixed:
        legend_beside(axes)
    if label == "current":
        axes.axhline(0, color="0.7", linewidth=0.6, zorder=0)


def draw_membrane(result: Result, figure: FigureBase, population: str | None = None, neuron: int | None = None) -> None:
    """One neuron: its stimulus and potential, and the gates, conductances and currents that make it."""
    population, neuron = neuron_drawn(result, population, neuron)
    panels = membrane_panels(result, population, neuron)
    unit_ms = time_axis(result.duration)[1]
    heights = [{"$V$": 1.6, "stimulus": 0.6}.get(label, 1.1) for label, _ in panels]
    grid = figure.subplots(len(panels), 1, sharex=True, squeeze=False, gridspec_kw={"height_ratios": heights})
    all_axes = list(grid[:, 0])
    for axes, (label, variables) in zip(all_axes, panels):
        draw_panel(axes, label, variables, neuron, unit_ms)
    finish(figure, all_axes, result)
    if any(len(samples.neurons) > 1 for _, variables in panels for samples in variables):
        which = f"{to_the_letter(population)}, neuron {neuron}"
        all_axes[0].set_title(f"{headline(result.title)}: {which}" if result.title else which)


def label_of(panel: str, unit: str) -> str:
    """What an axis says; on two lines, where one would be longer than the axis."""
    if unit in ("", "1"):
        return "open fraction"
    return with_unit(panel, unit) if panel == "$V$" else f"{panel}\n({proper(unit)})"


def tint_of(variable: str, index: int) -> str:
    """Sodium is orange and potassium blue, in all panels; their gates likewise."""
    of = variable.split("_")[-1]
    fixed = {"na": 1, "m": 1, "h": 4, "k": 0, "n": 0, "l": 2}
    return colour(fixed.get(of, index))
