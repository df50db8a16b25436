"""What a result file holds, read in pieces where it may be long."""

import fcntl
import struct
import tomllib
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np

PIECE = 1 << 20  # spikes read at a time
F_OFD_GETLK = 36  # of Linux; Python 3.11 does not have it
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


class BadInput(Exception):
    """What is wrong, as one sentence for the user."""


def text(value):
    """A string attribute, of whichever kind."""
    return value.decode() if isinstance(value, bytes) else str(value)


def open_result(path):
    """Opens a result file; raises BadInput if that cannot be done."""
    part = Path(f"{path}.part")
    if not Path(path).exists() and part.exists():
        raise BadInput(f"{path}: it is not there yet; {part.name} is what a run has written of it so far")
    try:
        return h5py.File(path, "r", libver="latest", swmr=is_written_live(path))
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file") from None
    except PermissionError:
        raise BadInput(f"{path}: it may not be read") from None
    except OSError as why:
        if "unable to lock" in str(why) or "already open for write" in str(why):
            raise BadInput(f"{path}: a program is still writing it, or was killed as it did so") from None
        if "truncated" in str(why):
            raise BadInput(f"{path}: it is not complete: its end is missing") from None
        raise BadInput(f"{path}: this is not a readable HDF5 file") from None


def is_written_live(path):
    """Has its writer, which may have been killed, let others read the file? HDF5's superblock 3 says so in a flag."""
    with open(path, "rb") as file:
        start = file.read(12)
    return start[:9] == b"\x89HDF\r\n\x1a\n\x03" and start[11:] == b"\x05"


def is_locked(path):
    """Does a process that lives hold the lock of a file? None where the file system has no locks."""
    with open(path, "rb") as file:
        whole = struct.pack("hhqqixxxx", fcntl.F_RDLCK, 0, 0, 0, 0)
        try:
            return struct.unpack("hhqqixxxx", fcntl.fcntl(file, F_OFD_GETLK, whole))[0] != fcntl.F_UNLCK
        except OSError:
            return None


def provenance(file, name, otherwise=None):
    """A fact about the run; of a file that does not say, `otherwise`. Of a run that has not said how it ended, how far
    it has come is what its last flush said."""
    group = file.get("provenance")
    if group is None or name not in group.attrs:
        return otherwise
    if "progress" in group and text(group.attrs.get("status", "")) == "running":
        progress = dict(zip(("simulated", "spikes"), group["progress"][:]))
        if name in progress:
            return progress[name]
        if name == "status" and is_locked(file.filename) is False:
            return "killed"
    return group.attrs[name]


def duration_of(file):
    """The time simulated, ms; of a file that does not say so, the time of its last spike or sample."""
    simulated = provenance(file, "simulated", 0)
    if simulated > 0:
        return float(simulated)
    ends = [times.max() for group in spike_groups(file).values() for times, _ in pieces(group)]
    ends += [group["mapping/time"][1] for group in file.get("report", {}).values()]
    return float(max(ends, default=0)) or 1.0


def title_of(file):
    return text(provenance(file, "title", "")) or Path(file.filename).stem


def experiment_of(file):
    """The experiment that was run, as nested dictionaries; raises BadInput if the file does not hold it."""
    try:
        return tomllib.loads(text(file["provenance/experiment"][()]))
    except KeyError:
        raise BadInput(f"{file.filename}: it does not hold the experiment that it comes from") from None


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
    groups = file.get("spikes", {}).items()
    return {name: group for name, group in groups if isinstance(group, h5py.Group) and "timestamps" in group}


def required_spikes(file):
    """The same; raises BadInput if there are none."""
    groups = spike_groups(file)
    if not groups:
        raise BadInput(f"{file.filename}: it holds no spikes")
    return groups


def size_of(group):
    """The number of neurons of a population; where the file does not say, of those up to the last that fired."""
    if "size" in group.attrs:
        return int(group.attrs["size"])
    ids = group["node_ids"]
    return max((int(ids[i : i + PIECE].max()) + 1 for i in range(0, len(ids), PIECE)), default=0)


def milliseconds_in(times):
    """What times of a data set are to be multiplied by to be in ms; raises BadInput if it names no unit of time."""
    unit = text(times.attrs.get("units", "ms"))
    if unit not in MILLISECONDS:
        raise BadInput(f"{times.file.filename}: '{unit}' is no unit of {times.name}; expected ms, s or us")
    return MILLISECONDS[unit]


def pieces(group):
    """The spikes of a population as (times in ms, neurons), some at a time, in the order of the file."""
    times, neurons = group["timestamps"], group["node_ids"]
    factor = milliseconds_in(times)
    for first in range(0, len(times), PIECE):
        yield times[first : first + PIECE] * factor, neurons[first : first + PIECE].astype(np.int64)


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
    count = len(group["timestamps"])
    if is_in_order(group["timestamps"]):
        yield from pieces(group)
        return
    if count > MOST_SORTED:
        raise BadInput(
            f"{group.file.filename}: the {count:,} spikes of {group.name} are not in the order of time; "
            f"expected that of more than {MOST_SORTED:,}"
        )
    times, neurons = (np.concatenate(parts) for parts in zip(*pieces(group)))
    order = np.argsort(times, kind="stable")
    yield times[order], neurons[order]


def spikes_of(group):
    """All spikes of a population as (times in ms, neurons), in the order of time."""
    parts = list(ordered_pieces(group)) or [(np.empty(0), np.empty(0, np.int64))]
    return tuple(np.concatenate(each) for each in zip(*parts))


def rate_of(group, size, edges):
    """The rate (Hz) of a population in bins."""
    counts = np.zeros(len(edges) - 1)
    for times, _ in pieces(group):
        counts += np.histogram(times, edges)[0]
    return counts / np.diff(edges) / max(size, 1) * 1000


@dataclass
class Intervals:
    """Intervals between the spikes of each neuron, summed up."""

    count: np.ndarray  # of intervals, by neuron
    mean: np.ndarray  # ms, by neuron
    cv: np.ndarray  # by neuron; not a number for those with fewer than two intervals
    edges: np.ndarray  # ms, of the histogram over all neurons
    histogram: np.ndarray


def intervals_of(group, size, edges):
    """Intervals of all neurons in one pass."""
    last = np.full(size, np.nan)
    count, total, squares = np.zeros(size), np.zeros(size), np.zeros(size)
    histogram = np.zeros(len(edges) - 1, dtype=np.int64)
    for times, neurons in ordered_pieces(group):
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
    return Intervals(count, mean, cv, edges, histogram)


def recorded_rates(file):
    """The rates that were recorded, by population: (Hz by bin, width of a bin in ms, end of the last bin in ms)."""
    rates = {}
    for name, group in file.get("rates", {}).items():
        rate, width = group["rate"][:], float(group["rate"].attrs["bin"])
        rates[name] = rate, width, float(group["time"][1]) if "time" in group else len(rate) * width
    return rates


# ---- samples ----


@dataclass
class Report:
    """One sampled variable of some neurons."""

    recording: str
    population: str
    variable: str
    unit: str
    neurons: np.ndarray
    start: float  # ms
    interval: float  # ms
    data: h5py.Dataset  # [sample x neuron]

    def time(self):
        return self.start + np.arange(len(self.data)) * self.interval


def reports_of(file):
    """All sampled variables; raises BadInput if there are none, or no sample was taken."""
    reports = []
    for name, group in file.get("report", {}).items():
        start, _, interval = group["mapping/time"][:]
        reports.append(
            Report(
                text(group.attrs.get("recording", name)),
                text(group.attrs.get("population", name)),
                text(group.attrs.get("variable", name)),
                text(group["data"].attrs.get("units", "")),
                group["mapping/node_ids"][:],
                float(start),
                float(interval),
                group["data"],
            )
        )
    if not reports:
        raise BadInput(
            f"{file.filename}: it holds no sampled variables; record some (table recording) and run it again"
        )
    if all(len(report.data) == 0 for report in reports):
        raise BadInput(f"{file.filename}: its recordings are empty; the run ended before the first sample")
    return [report for report in reports if len(report.data)]


def sampled(file, variable, population=None):
    """The report of a variable; raises BadInput if there is none."""
    reports = reports_of(file)
    for report in reports:
        if report.variable == variable and population in (None, report.population):
            return report
    known = ", ".join(sorted({report.variable for report in reports}))
    raise BadInput(f"{file.filename}: it holds no samples of {variable}; there are {known}")


def positions_of(file, population):
    """x, y, z (um) of the neurons of a population; raises BadInput if the file holds none."""
    group = file.get(f"nodes/{population}/0")
    if group is None or "x" not in group:
        raise BadInput(f"{file.filename}: population {population} has no positions")
    x = group["x"][:]
    return [x] + [group[axis][:] if axis in group else np.zeros(len(x)) for axis in "yz"]
