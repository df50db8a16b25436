"""The spikes of a population in a file, read in pieces."""

from functools import cached_property

import h5py
import numpy as np
from hux_pictures.errors import BadInput, plain
from hux_pictures.result import PIECE, Spikes

from .checked import finite, label_of, members, number_within, numbers, refuse
from .facts import LONGEST, is_unfinished

MOST_NEURONS = 1 << 53  # whose numbers a double tells apart
MOST_POPULATIONS = 200  # and as many reports: more cannot be told apart
MOST_SORTED = 1 << 26  # spikes that are put in the order of time in memory, if they are not: 1 GiB
MILLISECONDS = {
    name: factor
    for factor, names in {
        1: ("ms", "millisecond", "milliseconds"),
        1000: ("s", "second", "seconds"),
        0.001: ("us", "\u00b5s", "\u03bcs", "microsecond", "microseconds"),
    }.items()
    for name in names
}


class SpikesInFile(Spikes):
    """Those of a group /spikes/<population>, which may claim anything."""

    def __init__(self, group):
        self.group = group

    @cached_property
    def size(self):
        """Where the file does not say, of those up to the last that fired."""
        if "size" in self.group.attrs:
            return int(number_within(self.group, "size", 0, 0, MOST_NEURONS))
        return max((int(neurons.max()) + 1 for _, neurons in self.pieces()), default=0)

    @property
    def count(self):
        return spike_sets(self.group)[2]

    def pieces(self):
        times, neurons, count = spike_sets(self.group)
        factor = milliseconds_in(times)
        size = self.size if "size" in self.group.attrs else MOST_NEURONS
        for first in range(0, count, PIECE):
            last = min(first + PIECE, count)
            yield times_within(times, first, last, factor), neurons_below(size, neurons, first, last)

    def ordered_pieces(self):
        """Raises BadInput if it would take too much memory to put them in order."""
        times, _, count = spike_sets(self.group)
        if is_in_order(times, count):
            yield from self.pieces()
            return
        if count > MOST_SORTED:
            raise BadInput(
                f"{self.group.file.filename}: the {count:,} spikes of {plain(self.group.name)} are not in the "
                f"order of time; expected that of more than {MOST_SORTED:,}"
            )
        times, neurons = (np.concatenate(parts) for parts in zip(*self.pieces()))
        order = np.argsort(times, kind="stable")
        yield times[order], neurons[order]


def spikes_in(file):
    """The populations whose spikes were recorded, by name."""
    groups = members(file, "spikes")
    if len(groups) > MOST_POPULATIONS:
        raise BadInput(f"{file.filename}: it holds {len(groups):,} populations; expected at most {MOST_POPULATIONS}")
    return {
        name: SpikesInFile(group)
        for name, group in groups.items()
        if isinstance(group, h5py.Group) and "timestamps" in group
    }


def milliseconds_in(times):
    """What times of a data set are to be multiplied by to be in ms; raises BadInput if it names no unit of time."""
    unit = label_of(times, "units", "ms")
    if unit not in MILLISECONDS:
        raise BadInput(f"{times.file.filename}: '{unit}' is no unit of {plain(times.name)}; expected ms, s or us")
    return MILLISECONDS[unit]


def spike_sets(group):
    """The data sets of a population's times and neurons, and how many spikes both of them have."""
    times, neurons = numbers(group, "timestamps"), numbers(group, "node_ids", kinds="iu")
    if len(times) != len(neurons) and not is_unfinished(group.file):
        refuse(group, f"has {len(times):,} timestamps and {len(neurons):,} node_ids; expected as many")
    return times, neurons, min(len(times), len(neurons))


def times_within(times, first, last, factor):
    """Some times of a data set, in ms."""
    values = finite(times, "time", first, last) * factor
    if max(-values.min(), values.max()) > LONGEST:
        refuse(times, f"holds a time beyond {LONGEST:g} ms")
    return values


def neurons_below(size, neurons, first, last):
    """Some neurons of a data set, of a population of that size."""
    values = neurons[first:last]
    if values.min() < 0 or values.max() >= size:
        found = values.min() if values.min() < 0 else values.max()
        refuse(neurons, f"holds the neuron {found}; expected one from 0 to {size - 1}")
    return values.astype(np.int64)


def is_in_order(times, count):
    """Are so many times of a data set ascending? Looked at, since files say so of times that are not."""
    last = -np.inf
    for first in range(0, count, PIECE):
        piece = times[first : min(first + PIECE, count)]
        if piece[0] < last or np.any(np.diff(piece) < 0):
            return False
        last = piece[-1]
    return True
