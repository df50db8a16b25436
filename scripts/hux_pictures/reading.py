"""What a result file holds, read in pieces where it may be long."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
from hux_tool import BadInput, plain

from .checked import attribute, finite, label_of, member, members, number_within, numbers, refuse, text
from .opening import is_locked

PIECE = 1 << 20  # spikes read at a time
SHORTEST, LONGEST = 1e-9, 1e15  # ms, of what is taken for a time
MOST_NEURONS = 1 << 53  # whose numbers a double tells apart
MOST_COUNTED = 1 << 26  # neurons for which there is room in memory, whether they fire or not
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


def provenance(file, name, otherwise=None):
    """A fact about the run; of a file that does not say, `otherwise`. Of a run that has not said how it ended, how far
    it has come is what its last flush said."""
    group = member(file, "provenance")
    if group is None or name not in group.attrs:
        return otherwise
    if is_unfinished(file) and "progress" in group:
        progress = dict(zip(("simulated", "spikes"), numbers(group, "progress")[:]))
        if name in progress:
            return progress[name]
        if name == "status" and is_locked(file.filename) is False:
            return "killed"
    return attribute(group, name)


def is_unfinished(file):
    """Is it of a run that has not said how it ended?"""
    group = member(file, "provenance")
    return group is not None and text(attribute(group, "status", "")) == "running"


def stretch_of(file):
    """When the recording starts and until when it goes, ms; of a file that does not say so, until its last spike or
    sample."""
    simulated = provenance(file, "simulated", 0)
    if isinstance(simulated, (str, bytes)) or not 0 <= simulated <= LONGEST:
        raise BadInput(f"{file.filename}: it says that {plain(text(simulated))} ms were simulated; expected a time")
    start = provenance(file, "start", 0)
    if isinstance(start, (str, bytes)) or not 0 <= start <= simulated:
        raise BadInput(
            f"{file.filename}: it says that its recording starts at {plain(text(start))} ms; "
            f"expected a time from 0 ms to {simulated:g} ms"
        )
    if simulated - start > SHORTEST:
        return float(start), float(simulated)
    ends = [times.max() for group in spike_groups(file).values() for times, _ in pieces(group)]
    ends += [times_of(group)[1] for group in members(file, "report").values()]
    last = max(ends, default=0)
    return float(start), float(last) if last - start > SHORTEST else start + 1.0


def duration_of(file):
    """How long was recorded, ms."""
    start, end = stretch_of(file)
    return end - start


def title_of(file):
    return plain(text(provenance(file, "title", ""))) or plain(Path(file.filename).stem)


def source_of(file):
    """The text of the experiment that was run; None if the file does not hold it."""
    source = member(file, "provenance/experiment")
    if source is None:
        return None
    if not isinstance(source, h5py.Dataset) or source.shape != () or h5py.check_string_dtype(source.dtype) is None:
        refuse(source, "is not a text")
    return text(source[()])


def experiment_of(file):
    """The experiment that was run, as nested dictionaries; raises BadInput if the file does not hold it."""
    source = source_of(file)
    if source is None:
        raise BadInput(f"{file.filename}: it does not hold the experiment that it comes from")
    try:
        return tomllib.loads(source)
    except (ValueError, RecursionError):
        raise BadInput(f"{file.filename}: the experiment that it holds is no TOML") from None


def number_of(quantity):
    """The number and the unit of a quantity of an experiment ("10 uA/cm2")."""
    number, _, unit = str(quantity).partition(" ")
    return float(number), unit


def values_of(distribution, count):
    """The values that an experiment gives to so many neurons, and their unit; None if they were drawn at random."""
    if not isinstance(distribution, dict):
        value, unit = number_of(distribution)
        return np.full(count, value), unit
    if "linspace" in distribution:
        (first, unit), (last, _) = (number_of(end) for end in distribution["linspace"])
        return np.linspace(first, last, count), unit
    if "values" in distribution:
        pairs = [number_of(value) for value in distribution["values"]]
        return np.array([value for value, _ in pairs]), pairs[0][1]
    return None


# ---- spikes ----


def spike_groups(file):
    """The populations whose spikes were recorded, by name."""
    groups = members(file, "spikes")
    if len(groups) > MOST_POPULATIONS:
        raise BadInput(f"{file.filename}: it holds {len(groups):,} populations; expected at most {MOST_POPULATIONS}")
    return {name: group for name, group in groups.items() if isinstance(group, h5py.Group) and "timestamps" in group}


def required_spikes(file):
    """The same; raises BadInput if there are none."""
    groups = spike_groups(file)
    if not groups:
        raise BadInput(f"{file.filename}: it holds no spikes")
    return groups


def size_of(group):
    """The number of neurons of a population; where the file does not say, of those up to the last that fired."""
    if "size" in group.attrs:
        return int(number_within(group, "size", 0, 0, MOST_NEURONS))
    return max((int(neurons.max()) + 1 for _, neurons in pieces(group)), default=0)


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


def count_of(group):
    """The number of spikes of a population."""
    return spike_sets(group)[2]


def pieces(group):
    """The spikes of a population as (times in ms, neurons), some at a time, in the order of the file."""
    times, neurons, count = spike_sets(group)
    factor = milliseconds_in(times)
    size = size_of(group) if "size" in group.attrs else MOST_NEURONS
    for first in range(0, count, PIECE):
        last = min(first + PIECE, count)
        yield times_within(times, first, last, factor), neurons_below(size, neurons, first, last)


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


def is_in_order(times):
    """Are the times of a data set ascending? Looked at, since files say so of times that are not."""
    last = -np.inf
    for first in range(0, len(times), PIECE):
        piece = times[first : first + PIECE]
        if piece[0] < last or np.any(np.diff(piece) < 0):
            return False
        last = piece[-1]
    return True


def ordered_pieces(group):
    """The same in the order of time, whatever that of the file; raises BadInput if it would take too much memory."""
    count = count_of(group)
    if is_in_order(group["timestamps"]):
        yield from pieces(group)
        return
    if count > MOST_SORTED:
        raise BadInput(
            f"{group.file.filename}: the {count:,} spikes of {plain(group.name)} are not in the order of time; "
            f"expected that of more than {MOST_SORTED:,}"
        )
    times, neurons = (np.concatenate(parts) for parts in zip(*pieces(group)))
    order = np.argsort(times, kind="stable")
    yield times[order], neurons[order]


def spikes_of(group):
    """All spikes of a population as (times in ms, neurons), in the order of time."""
    parts = list(ordered_pieces(group)) or [(np.empty(0), np.empty(0, np.int64))]
    return tuple(np.concatenate(each) for each in zip(*parts))


def rate_of(group, size, edges, start=0.0):
    """The rate (Hz) of a population in bins, whose edges are counted from a time on, ms."""
    counts = np.zeros(len(edges) - 1)
    for times, _ in pieces(group):
        counts += np.histogram(times - start, edges)[0]
    return counts / np.diff(edges) / max(size, 1) * 1000


@dataclass
class Intervals:
    """Intervals between the spikes of each neuron, summed up."""

    cv: np.ndarray  # by neuron; not a number for those with fewer than two intervals
    edges: np.ndarray  # ms, of the histogram over all neurons
    histogram: np.ndarray


def numbered(group, size):
    """The spikes of a population in the order of time, and the number of neurons among whom they are; where there is
    no room for all neurons, of those that fire, numbered anew."""
    if size <= MOST_COUNTED:
        return size, ordered_pieces(group)
    firing = np.unique(np.concatenate([np.unique(neurons) for _, neurons in pieces(group)] or [[]]))
    return len(firing), ((times, np.searchsorted(firing, neurons)) for times, neurons in ordered_pieces(group))


def intervals_of(group, size, edges):
    """Intervals of all neurons in one pass."""
    size, spikes = numbered(group, size)
    last = np.full(size, np.nan)
    count, total, squares = np.zeros(size), np.zeros(size), np.zeros(size)
    histogram = np.zeros(len(edges) - 1, dtype=np.int64)
    for times, neurons in spikes:
        order = np.argsort(neurons, kind="stable")
        times, neurons = times[order], neurons[order]
        first = np.append(True, neurons[1:] != neurons[:-1])
        before = np.append(np.nan, times[:-1])
        before[first] = last[neurons[first]]
        last[neurons[np.append(first[1:], True)]] = times[np.append(first[1:], True)]
        interval = times - before
        there = ~np.isnan(interval)
        interval, neurons = interval[there], neurons[there]
        count += np.bincount(neurons, minlength=size)
        total += np.bincount(neurons, interval, size)
        squares += np.bincount(neurons, interval * interval, size)
        histogram += np.histogram(interval, edges)[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / count
        variance = np.maximum(squares / count - mean * mean, 0)
        cv = np.where(count >= 2, np.sqrt(variance) / mean, np.nan)
    return Intervals(cv, edges, histogram)


def times_of(group, name="mapping/time"):
    """Start, stop and interval of a series, ms."""
    times = numbers(group, name)
    if len(times) != 3:
        refuse(times, "is not start, stop and interval")
    start, stop, interval = times_within(times, 0, 3, 1)
    if interval < SHORTEST:
        refuse(times, f"has an interval of {interval:g} ms; expected one above 0 ms")
    return start, stop, interval


def recorded_rates(file):
    """The rates that were recorded, by population: (Hz by bin, width of a bin, start of the first, end of the last in
    ms)."""
    rates = {}
    for name, group in members(file, "rates").items():
        rate = numbers(group, "rate")
        width = float(number_within(rate, "bin", 0, SHORTEST, LONGEST))
        start, end, _ = map(float, times_of(group, "time") if "time" in group else (0, len(rate) * width, width))
        if not (len(rate) - 1) * width < end - start <= (len(rate) + 1) * width:
            refuse(group, f"has {len(rate):,} bins of {width:g} ms from {start:g} ms that end at {end:g} ms")
        rates[plain(name)] = finite(rate, "rate"), width, start, end
    if not rates:
        raise BadInput(f"{file.filename}: it holds neither spikes nor rates")
    return rates
