"""Sampled variables of neurons, and where these are."""

from dataclasses import dataclass

import h5py
import numpy as np
from hux_tool import BadInput, plain

from .checked import finite, label_of, member, members, numbers, refuse
from .reading import MOST_POPULATIONS, times_of


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


def report_of(name, group):
    start, _, interval = times_of(group)
    data, neurons = numbers(group, "data", rank=2), numbers(group, "mapping/node_ids", kinds="iu")
    if len(neurons) != data.shape[1] or not len(neurons):
        refuse(data, f"has {data.shape[1]:,} columns and {len(neurons):,} neurons; expected as many, and one or more")
    recording, population, variable = (label_of(group, each, name) for each in ("recording", "population", "variable"))
    return Report(recording, population, variable, label_of(data, "units"), neurons[:], start, interval, data)


def reports_of(file):
    """All sampled variables; raises BadInput if there are none, or no sample was taken."""
    groups = members(file, "report")
    if not groups:
        raise BadInput(
            f"{file.filename}: it holds no sampled variables; record some (table recording) and run it again"
        )
    if len(groups) > MOST_POPULATIONS:
        raise BadInput(f"{file.filename}: it holds {len(groups):,} reports; expected at most {MOST_POPULATIONS}")
    reports = [report_of(name, group) for name, group in groups.items()]
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
    group = member(file, f"nodes/{population}/0")
    if group is None or "x" not in group:
        raise BadInput(f"{file.filename}: population {plain(population)} has no positions")
    x = finite(numbers(group, "x"), "position")
    others = [finite(numbers(group, axis), "position") if axis in group else np.zeros(len(x)) for axis in "yz"]
    if any(len(other) != len(x) for other in others):
        refuse(group, "has positions of which not all have x, y and z")
    return [x, *others]
