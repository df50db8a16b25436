"""f-I curves: how fast neurons fire against the current that each of them gets."""

import numpy as np
from hux_tool import BadInput

from .reading import (
    experiment_of,
    number_of,
    required_spikes,
    size_of,
    spikes_of,
    stretch_of,
    title_of,
    values_of,
)
from .style import colour, headline, legend_beside, to_the_letter, with_unit

CURRENTS = ("constant", "step")


def steady_rates(times, neurons, size, begin, end):
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


def clamped_populations(file):
    """(name, current of each neuron, its unit, begin and end in ms) of each population whose neurons get constant
    currents that are known one by one, while they are recorded."""
    experiment = experiment_of(file)
    groups = required_spikes(file)
    recorded_from, recorded_until = stretch_of(file)
    found = []
    for stimulus in experiment.get("input", {}).values():
        name = stimulus["population"]
        if stimulus["type"] not in CURRENTS or name not in groups or "neurons" in stimulus:
            continue
        values = values_of(stimulus["amplitude"], size_of(groups[name]))
        if values is None or np.ptp(values[0]) == 0:
            continue
        begin = max(number_of(stimulus.get("start", "0 ms"))[0], recorded_from)
        end = min(number_of(stimulus["stop"])[0], recorded_until) if "stop" in stimulus else recorded_until
        if begin < end:
            found.append((name, *values, begin, end))
    if not found:
        raise BadInput(
            f"{file.filename}: no population gets a constant current that differs from neuron to neuron in a known way "
            "(amplitude = {{ linspace = [...] }})".replace("{{", "{").replace("}}", "}")
        )
    return found


def f_i_curves(file):
    """(name, current, unit, rate in Hz) of each such population."""
    curves = []
    for name, current, unit, begin, end in clamped_populations(file):
        times, neurons = spikes_of(required_spikes(file)[name])
        curves.append((name, current, unit, steady_rates(times, neurons, len(current), begin, end)))
    return curves


def draw_f_i(file, figure):
    """Draws the steady rate of the neurons of each population against the current that they get."""
    curves = f_i_curves(file)
    units = list(dict.fromkeys(unit for _, _, unit, _ in curves))
    for axes, unit in zip(figure.subplots(1, len(units), squeeze=False)[0], units):
        for index, (name, current, its_unit, rate) in enumerate(curves):
            if its_unit == unit:
                axes.plot(current, rate, color=colour(index), marker=".", markersize=3, label=to_the_letter(name))
        axes.set_xlabel(with_unit("current", unit))
        axes.set_ylabel("steady rate (Hz)")
        axes.set_ylim(bottom=0)
        legend_beside(axes)
    figure.axes[0].set_title(headline(title_of(file)))
