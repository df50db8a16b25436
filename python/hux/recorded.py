"""Results in memory, as pictures take them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias, Union

from hux_pictures.memory import SpikesInMemory
from hux_pictures.result import Floats, Rate, Result, Samples, Spikes, Synapses

from ._mistakes import require
from .experiment import Experiment
from .results import RecordedSamples, Results, read
from .simulation import Simulation
from .views import ProjectionView

Source: TypeAlias = Union[Results, Simulation, "str | os.PathLike[str]"]
"""What has results: a simulation, its results, or the path of a result file."""


class Recorded(Result):
    """What was recorded, in memory or in a file."""

    name = "results"

    def __init__(self, found: Results) -> None:
        self._found = found

    @property
    def title(self) -> str:
        return str(self._found.provenance.get("title", ""))

    @property
    def stretch(self) -> tuple[float, float]:
        """Of a file that does not say so, until its last spike or sample."""
        start, stop = self._found.start, self._found.stop
        if stop > start:
            return start, stop
        times = [s.times for s in self._found.spikes.values()] + [s.times for s in self._found.samples.values()]
        last = max((float(t[-1]) for t in times if len(t)), default=start)
        return (start, last) if last > start else (start, start + 1.0)

    @property
    def spikes(self) -> Mapping[str, Spikes]:
        return {name: SpikesInMemory(s.times, s.neurons, s.size) for name, s in self._found.spikes.items()}

    @property
    def rates(self) -> Mapping[str, Rate]:
        end = self.stretch[1]  # also of the last bin of a file
        found = self._found.rates.items()
        return {name: Rate(r.rates, r.bin, r.start, min(r.start + r.bin * len(r), end)) for name, r in found}

    @property
    def samples(self) -> Sequence[Samples]:
        return [each for recording in self._found.samples.values() for each in variables_of(recording)]

    @property
    def synapses(self) -> Mapping[str, Synapses]:
        """Those of a simulation; a file that keeps some is drawn by scripts/plot.py."""
        return {}

    @property
    def experiment(self) -> Mapping[str, Any]:
        return self.simulated().tree()

    def simulated(self) -> Experiment:
        """The experiment behind the results, in the units of the catalogue."""
        return self._read

    @cached_property
    def _read(self) -> Experiment:
        """The one that a file holds."""
        if not self._found.provenance.get("experiment"):
            self.refuse("the experiment that they come from is not known")
        return self._found.experiment

    def positions(self, population: str) -> tuple[Floats, Floats, Floats] | None:
        experiment = self.simulated()
        if population not in experiment.population or experiment.population[population].positions is None:
            return None
        x, y, z = experiment.to_core().positions(population).reshape(-1, 3).T
        return x, y, z


class RecordedBySimulation(Recorded):
    """What a simulation keeps, and itself."""

    def __init__(self, simulation: Simulation) -> None:
        super().__init__(simulation.results)
        self._simulation = simulation

    @property
    def title(self) -> str:
        return self.simulated().title

    @property
    def synapses(self) -> Mapping[str, Synapses]:
        return {name: synapses_of(view, self._unit_of(name)) for name, view in self._simulation.projections.items()}

    def _unit_of(self, projection: str) -> str:
        """Of weights."""
        found = self.simulated().projection[projection]
        receptor = found.receptor if isinstance(found.receptor, str) else next(iter(found.receptor))
        return self._simulation[found.target].variables[receptor]

    def simulated(self) -> Experiment:
        return self._simulation.experiment


def recorded(source: Source) -> Recorded:
    """What there is to draw. Raises FileError if a file cannot be read."""
    require(source, (Simulation, Results, str, os.PathLike), "result", "a Simulation, its results, or the path of a file")
    if isinstance(source, Simulation):
        return RecordedBySimulation(source)
    return Recorded(source if isinstance(source, Results) else read(source))


def synapses_of(projection: ProjectionView, unit: str) -> Synapses:
    return Synapses(len(projection), lambda: [projection.weights], lambda: [projection.delays], unit)


def variables_of(recording: RecordedSamples) -> Iterator[Samples]:
    """The variables of a recording, one by one."""
    for variable in recording.variables:
        yield Samples(
            recording.name, recording.population, variable, recording.units[variable] or "1", recording.neurons,
            lambda: recording.times, recording[variable],
        )  # fmt: skip
