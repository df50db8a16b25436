"""Sampled variables: one on axes of its own for many neurons, or, for one neuron, all that makes its potential."""

import numpy as np
from hux_tool import BadInput
from matplotlib.ticker import MaxNLocator

from .reading import stretch_of, title_of
from .samples import reports_of
from .style import COLOURS, COLUMNS, colour, headline, legend_beside, proper, time_axis, to_the_letter, with_unit

MOST_TRACES = len(COLOURS)


def thinned(time, values, most=4 * COLUMNS):
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


def draw_report(axes, report, unit_ms):
    """One sampled variable, a line for each neuron; at most some of them."""
    for index, neuron in enumerate(report.neurons[:MOST_TRACES]):
        axes.plot(
            *thinned(report.time() / unit_ms, report.data[:, index]), color=colour(index), label=f"neuron {neuron}"
        )


def in_order(report):
    """Recordings by name; in each, the potential first, then what has no unit (gates), then the rest by unit."""
    return report.recording, report.variable != "v", report.unit != "1", report.unit, report.variable


def finish(figure, axes, file, stretch, unit, unit_ms):
    for each in axes:
        each.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10]))
    axes[-1].xaxis.set_major_locator(MaxNLocator(nbins=10, steps=[1, 2, 5, 10]))
    axes[-1].set_xlim(*(time / unit_ms for time in stretch))
    axes[-1].set_xlabel(f"time ({unit})")
    axes[0].set_title(headline(title_of(file)))
    figure.align_ylabels()


def draw_traces(file, figure):
    """Draws every sampled variable of an open result file on axes of its own, above each other."""
    reports = sorted(reports_of(file), key=in_order)
    start, end = stretch_of(file)
    unit, unit_ms = time_axis(end - start)
    above = None
    panels = figure.subplots(len(reports), 1, sharex=True, squeeze=False)[:, 0]
    for axes, report in zip(panels, reports):
        draw_report(axes, report, unit_ms)
        axes.set_ylabel(with_unit(to_the_letter(report.variable), report.unit))
        if report.recording != above:
            count = len(report.neurons)
            more = f" ({MOST_TRACES} of {count:,} drawn)" if count > MOST_TRACES else ""
            legend_beside(axes, title=f"{to_the_letter(report.population)}{more}", alignment="left")
        above = report.recording
    finish(figure, panels, file, (start, end), unit, unit_ms)


# ---- one neuron ----

PRINTED = {"na": "Na", "k": "K", "l": "L", "m": "M", "a": "A", "ca_l": "Ca,L", "ca_t": "Ca,T"}


def symbol(variable):
    """A variable as it is printed: g_na is g with the index Na."""
    kind, _, of = variable.partition("_")
    if not of or kind not in ("g", "i"):
        return f"${variable}$" if len(variable) == 1 and variable.isalpha() else to_the_letter(variable)
    return f"${'g' if kind == 'g' else 'I'}_{{\\mathrm{{{PRINTED.get(of, of)}}}}}$"


def kind_of(report, injected):
    """The panel that a variable belongs to, and what that panel shows."""
    if report.variable == "v":
        return 1, "$V$"
    if report.variable in injected:
        return 0, "stimulus"
    if report.unit == "1":
        return 2, "gates"
    return (3, "conductance") if report.variable.startswith("g_") else (4, "current")


def injected_currents(file, population):
    """How the currents that inputs bring to a population are called where they are recorded: of those that have a
    course in time, the amplitude of a current or the level of a voltage clamp."""
    from .reading import experiment_of

    try:
        inputs = experiment_of(file).get("input", {})
    except BadInput:
        return set()
    return {
        f"i_{name}"
        for name, each in inputs.items()
        if each["population"] == population and ("amplitude" in each or "level" in each)
    }


def membrane_panels(file, population=None):
    """The sampled variables of one population by panel, in the order in which they stand above each other."""
    reports = [r for r in reports_of(file) if population in (None, r.population)]
    chosen = reports[0].population
    injected = injected_currents(file, chosen)
    panels = {}
    for report in sorted((r for r in reports if r.population == chosen), key=in_order):
        panels.setdefault(kind_of(report, injected), []).append(report)
    return [(label, panels[rank, label]) for rank, label in sorted(panels)]


def draw_membrane(file, figure, column=0):
    """Draws one neuron: its stimulus and potential, and the gates, conductances and currents that make it."""
    panels = membrane_panels(file)
    start, end = stretch_of(file)
    unit, unit_ms = time_axis(end - start)
    heights = [{"$V$": 1.6, "stimulus": 0.6}.get(label, 1.1) for label, _ in panels]
    all_axes = figure.subplots(len(panels), 1, sharex=True, squeeze=False, gridspec_kw={"height_ratios": heights})[:, 0]
    for axes, (label, reports) in zip(all_axes, panels):
        for index, report in enumerate(reports):
            tint = (
                "black" if report.variable == "v" else "0.4" if label == "stimulus" else tint_of(report.variable, index)
            )
            axes.plot(
                *thinned(report.time() / unit_ms, report.data[:, column]), color=tint, label=symbol(report.variable)
            )
        axes.set_ylabel(label_of(label, reports[0].unit))
        if label not in ("$V$", "stimulus"):
            legend_beside(axes)
        if label == "current":
            axes.axhline(0, color="0.7", linewidth=0.6, zorder=0)
    finish(figure, all_axes, file, (start, end), unit, unit_ms)
    if len(reports[0].neurons) > 1:
        neuron = f"{to_the_letter(reports[0].population)}, neuron {reports[0].neurons[column]}"
        all_axes[0].set_title(f"{headline(title_of(file))}: {neuron}")


def label_of(panel, unit):
    """What an axis says; on two lines, where one would be longer than the axis."""
    if unit in ("", "1"):
        return "open fraction"
    return with_unit(panel, unit) if panel == "$V$" else f"{panel}\n({proper(unit)})"


def tint_of(variable, index):
    """Sodium is orange and potassium blue, in all panels; their gates likewise."""
    of = variable.split("_")[-1]
    fixed = {"na": 1, "m": 1, "h": 4, "k": 0, "n": 0, "l": 2}
    return colour(fixed.get(of, index))
