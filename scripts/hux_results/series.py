"""What else a file holds: rates, sampled variables, positions and synapses."""

import numpy as np
from hux_pictures.errors import BadInput, plain
from hux_pictures.result import PIECE, Rate, Samples, Synapses

from .checked import finite, label_of, member, members, number_within, numbers, refuse
from .facts import LONGEST, SHORTEST
from .spikes import MOST_POPULATIONS, times_within


def times_of(group, name="mapping/time"):
    """Start, stop and interval of a series, ms."""
    times = numbers(group, name)
    if len(times) != 3:
        refuse(times, "is not start, stop and interval")
    start, stop, interval = times_within(times, 0, 3, 1)
    if interval < SHORTEST:
        refuse(times, f"has an interval of {interval:g} ms; expected one above 0 ms")
    return start, stop, interval


def rates_in(file):
    """The rates that were recorded, by population."""
    return {plain(name): rate_of(group) for name, group in members(file, "rates").items()}


def rate_of(group):
    rate = numbers(group, "rate")
    width = float(number_within(rate, "bin", 0, SHORTEST, LONGEST))
    start, end, _ = map(float, times_of(group, "time") if "time" in group else (0, len(rate) * width, width))
    if not (len(rate) - 1) * width < end - start <= (len(rate) + 1) * width:
        refuse(group, f"has {len(rate):,} bins of {width:g} ms from {start:g} ms that end at {end:g} ms")
    return Rate(finite(rate, "rate"), width, start, end)


def samples_of(name, group):
    start, _, interval = times_of(group)
    data, neurons = numbers(group, "data", rank=2), numbers(group, "mapping/node_ids", kinds="iu")
    if len(neurons) != data.shape[1] or not len(neurons):
        refuse(data, f"has {data.shape[1]:,} columns and {len(neurons):,} neurons; expected as many, and one or more")
    recording, population, variable = (label_of(group, each, name) for each in ("recording", "population", "variable"))
    unit = label_of(data, "units")
    return Samples(
        recording, population, variable, unit, neurons[:], lambda: start + np.arange(len(data)) * interval, data
    )


def samples_in(file):
    """Of each report, the samples of its variable."""
    groups = members(file, "report")
    if len(groups) > MOST_POPULATIONS:
        raise BadInput(f"{file.filename}: it holds {len(groups):,} reports; expected at most {MOST_POPULATIONS}")
    return [samples_of(name, group) for name, group in groups.items()]


def positions_in(file, population):
    """x, y, z (um) of the neurons of a population; None if the file holds none."""
    group = member(file, f"nodes/{population}/0")
    if group is None or "x" not in group:
        return None
    x = finite(numbers(group, "x"), "position")
    others = [finite(numbers(group, axis), "position") if axis in group else np.zeros(len(x)) for axis in "yz"]
    if any(len(other) != len(x) for other in others):
        refuse(group, "has positions of which not all have x, y and z")
    return x, *others


def synapses_in(file):
    """The synapses of the projections that were kept."""
    return {name: synapses_of(group) for name, group in members(file, "edges").items()}


def synapses_of(group):
    delays = numbers(group, "0/delay")
    return Synapses(len(delays), lambda: pieces_of(numbers(group, "0/syn_weight")), lambda: pieces_of(delays))


def pieces_of(dataset):
    for first in range(0, len(dataset), PIECE):
        yield finite(dataset, "number", first, first + PIECE)
