"""What a simulation has recorded: kept in memory, or in a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from . import _core
from ._html import table
from ._mistakes import as_path, missing, mistake
from .errors import HuxError
from .experiment import Experiment
from .to_neo import block_of

__all__ = ["RecordedRates", "RecordedSamples", "RecordedSpikes", "Results", "read"]

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.uint32] | npt.NDArray[np.uint64]
T = TypeVar("T")


def needed(module: str, what: str) -> Any:
    """A module that Hux does not depend on."""
    try:
        return import_module(module)
    except ImportError:
        raise HuxError(f"{what} needs the package {module.split('.')[0]}, which is not installed") from None


@dataclass(frozen=True, eq=False, repr=False)
class RecordedSpikes:
    """The spikes of a population, in the order of time."""

    population: str
    size: int
    """Neurons of the population; 0 if a file does not say so."""
    times: Floats
    """ms, one for each spike; cannot be written to."""
    neurons: Numbers
    """Index within the population, one for each spike; cannot be written to."""
    start: float = 0
    """From when on spikes were recorded, ms."""
    stop: float = 0
    """Until when, ms."""

    def __len__(self) -> int:
        return len(self.times)

    @property
    def rate(self) -> float:
        """Mean rate of all neurons over the time that was recorded, Hz."""
        return len(self) / ((self.stop - self.start) / 1000 * self.size) if self.stop > self.start else 0.0

    def of(self, neuron: int) -> Floats:
        """Times of one neuron's spikes, ms. Raises InputError if there is no such neuron."""
        if not isinstance(neuron, (int, np.integer)) or neuron < 0 or 0 < self.size <= neuron:
            last = f"0 to {self.size - 1}" if self.size else "0 on"
            raise mistake(f"spikes.{self.population}", f"there is no neuron {neuron!r}; expected an index from {last}")
        found: Floats = self.times[self.neurons == neuron]
        return found

    def to_pandas(self) -> Any:
        """A DataFrame with columns time (ms) and neuron."""
        return needed("pandas", "to_pandas()").DataFrame({"time": self.times, "neuron": self.neurons})

    def __repr__(self) -> str:
        return f"<hux.RecordedSpikes of '{self.population}': {len(self):,} spikes of {self.size:,} neurons, {self.rate:.3g} Hz>"


@dataclass(frozen=True, eq=False, repr=False)
class RecordedSamples:
    """Variables of some neurons of a population, sampled at an interval."""

    name: str
    """Of the recording."""
    population: str
    times: Floats
    """ms, one for each sample."""
    neurons: Numbers
    """Index within the population, one for each column."""
    interval: float
    """ms"""
    values: Mapping[str, Singles]
    """By variable, float32, shape (samples, neurons); cannot be written to."""
    units: Mapping[str, str]
    """By variable."""

    @property
    def variables(self) -> list[str]:
        """Names of what was sampled."""
        return list(self.values)

    def __getitem__(self, variable: str) -> Singles:
        """The values of a variable, shape (samples, neurons). Raises InputError if it was not recorded."""
        return self.values[variable]

    def to_pandas(self) -> Any:
        """A DataFrame with the times (ms) as its index and columns (variable, neuron)."""
        pandas = needed("pandas", "to_pandas()")
        columns = pandas.MultiIndex.from_product([self.variables, self.neurons], names=["variable", "neuron"])
        index = pandas.Index(self.times, name="time")
        return pandas.DataFrame(np.hstack([self[v] for v in self.variables]), index=index, columns=columns)

    def __repr__(self) -> str:
        return (
            f"<hux.RecordedSamples '{self.name}' of '{self.population}': {', '.join(self.variables)} of "
            f"{len(self.neurons):,} neurons, {len(self.times):,} times>"
        )


@dataclass(frozen=True, eq=False, repr=False)
class RecordedRates:
    """The rate of a population in bins."""

    population: str
    rates: Singles
    """Hz, one for each bin that is over; of a file, the last one may be narrower."""
    start: float
    """Of the first bin, ms."""
    bin: float
    """Width of a bin, ms."""

    @property
    def times(self) -> Floats:
        """Where the bins start, ms."""
        return self.start + self.bin * np.arange(len(self.rates), dtype=np.float64)

    def __len__(self) -> int:
        return len(self.rates)

    def to_pandas(self) -> Any:
        """A Series of rates (Hz) with the starts of the bins (ms) as its index."""
        pandas = needed("pandas", "to_pandas()")
        return pandas.Series(self.rates, index=pandas.Index(self.times, name="time"), name=self.population)

    def __repr__(self) -> str:
        return f"<hux.RecordedRates of '{self.population}': {len(self):,} bins of {self.bin:g} ms>"


class Named(Mapping[str, T], Generic[T]):
    """Things by their names, each made when it is first asked for."""

    def __init__(self, names: Iterable[str], make: Callable[[str], T], key: str, kind: str, once: bool = True) -> None:
        self._names = list(names)
        self._make, self._key, self._kind, self._once = make, key, kind, once
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._names:
            raise missing(name, self._names, self._key, self._kind)
        if name in self._made:
            return self._made[name]
        made = self._make(name)
        if self._once:
            self._made[name] = made
        return made

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def get(self, name: str, default: Any = None) -> Any:
        """The one of a name, or what is given for none."""
        return self[name] if name in self else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _ipython_key_completions_(self) -> list[str]:
        return self._names

    def __repr__(self) -> str:
        return f"<{self._kind}s: {', '.join(self._names) or 'none'}>"


def by_name(things: Mapping[str, T], key: str, kind: str) -> Named[T]:
    """Things that are there by their names."""
    return Named(things, things.__getitem__, key, kind)


@dataclass(frozen=True, eq=False, repr=False)
class Results:
    """What was recorded of a run. Names are those of populations and recordings; one that is unknown is an InputError."""

    spikes: Mapping[str, RecordedSpikes]
    """By population."""
    samples: Mapping[str, RecordedSamples]
    """By recording."""
    rates: Mapping[str, RecordedRates]
    """By population."""
    diverged: Mapping[str, RecordedSpikes]
    """By population: neurons that diverged and when; empty unless the experiment goes on without such."""
    start: float
    """From when on it was recorded, ms."""
    stop: float
    """Until when, ms."""
    provenance: Mapping[str, Any] = field(default_factory=dict)
    """Of a file: version, seed, machine, status and more."""
    source: str | None = None
    """The path of the file; None: it is in memory."""

    @property
    def experiment(self) -> Experiment:
        """The experiment that a file of results comes from, as it was when that was started: one that can be run again.

        Raises FileError if the file does not hold it, HuxError of results in memory, which their simulation knows.
        """
        if self.source is None:
            raise HuxError("results in memory do not hold their experiment; expected that of the simulation")
        return Experiment.from_core(_core.read_recorded_experiment(self.source))

    def to_pandas(self) -> Any:
        """All spikes as a DataFrame with columns time (ms), population and neuron, in the order of time."""
        pandas = needed("pandas", "to_pandas()")
        frames = [s.to_pandas().assign(population=pandas.Categorical([name] * len(s), categories=list(self.spikes)))
                  for name, s in self.spikes.items()]
        columns = ["time", "population", "neuron"]
        if not frames:
            return pandas.DataFrame(columns=columns)
        return pandas.concat(frames, ignore_index=True)[columns].sort_values("time", kind="stable", ignore_index=True)

    def to_neo(self) -> Any:
        """A neo.Block of one Segment: a SpikeTrain for each neuron of the populations, with annotations population and
        neuron, and an AnalogSignal for each recorded variable."""
        return block_of(self, needed("neo", "to_neo()"))

    def _rows(self) -> list[tuple[str, str]]:
        rows = [(f"spikes['{n}']", f"{len(s):,} spikes of {s.size:,} neurons, {s.rate:.3g} Hz") for n, s in self.spikes.items()]
        rows += [
            (f"samples['{n}']", f"{', '.join(s.variables)} of {len(s.neurons):,} neurons of '{s.population}', {len(s.times):,} times")
            for n, s in self.samples.items()
        ]
        rows += [(f"rates['{n}']", f"{len(r):,} bins of {r.bin:g} ms") for n, r in self.rates.items()]
        rows += [(f"diverged['{n}']", f"{len(d):,} neurons") for n, d in self.diverged.items() if len(d)]
        return rows

    def __repr__(self) -> str:
        spikes = sum(len(s) for s in self.spikes.values())
        return (
            f"<hux.Results in {self.source or 'memory'}, {self.start:g} to {self.stop:g} ms: {spikes:,} spikes of "
            f"{len(self.spikes)} populations, {len(self.samples)} recordings, {len(self.rates)} rates>"
        )

    def _repr_html_(self) -> str:
        return table(("what", "holds"), self._rows(), f"Results in {self.source or 'memory'}, {self.start:g} to {self.stop:g} ms")


def read(path: str | os.PathLike[str]) -> Results:
    """The results in an HDF5 file that Hux, or another simulator in SONATA's layout, has written. Each array is read when
    it is first asked for. Raises FileError if the file cannot be read."""
    return FileReader(as_path(path)).results()


class FileReader:
    """Reads what is in a file, piece by piece."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._summary = _core.read_summary(path)

    def results(self) -> Results:
        said = self._summary["provenance"]
        return Results(
            spikes=Named(self._summary["spikes"], self._spikes, "spikes", "population"),
            samples=Named(self._recordings(), self._samples, "samples", "recording"),
            rates=Named(self._summary["rates"], self._rates, "rates", "population"),
            diverged=Named(self._summary["diverged"], self._diverged, "diverged", "population"),
            start=said.get("start", 0.0),
            stop=said.get("simulated", 0.0),
            provenance=said,
            source=self._path,
        )

    def _span(self) -> dict[str, float]:
        said = self._summary["provenance"]
        return {"start": said.get("start", 0.0), "stop": said.get("simulated", 0.0)}

    def _spikes(self, population: str) -> RecordedSpikes:
        times, neurons = _core.read_spikes(self._path, population)
        return RecordedSpikes(population, self._summary["spikes"][population], times, neurons, **self._span())

    def _diverged(self, population: str) -> RecordedSpikes:
        times, neurons = _core.read_diverged(self._path, population)
        return RecordedSpikes(population, self._summary["spikes"].get(population, 0), times, neurons, **self._span())

    def _rates(self, population: str) -> RecordedRates:
        start, width = self._summary["rates"][population]
        return RecordedRates(population, _core.read_rates(self._path, population).astype(np.float32), start, width)

    def _recordings(self) -> dict[str, list[str]]:
        """Reports by recording: one that is called voltages.v has variable v of recording voltages."""
        recordings: dict[str, list[str]] = {}
        for report, (_, variable, *_) in self._summary["reports"].items():
            name = report.removesuffix(f".{variable}") if variable else report
            recordings.setdefault(name, []).append(report)
        return recordings

    def _samples(self, name: str) -> RecordedSamples:
        reports = self._recordings()[name]
        described = {report: self._summary["reports"][report] for report in reports}
        population, _, _, count, start, interval = described[reports[0]]
        arrays = {report: _core.read_samples(self._path, report) for report in reports}
        called = {report: described[report][1] or report for report in reports}
        return RecordedSamples(
            name=name,
            population=population,
            times=start + interval * np.arange(count),
            neurons=arrays[reports[0]][1],
            interval=interval,
            values=by_name({called[report]: arrays[report][0] for report in reports}, f"recording.{name}", "variable"),
            units={called[report]: described[report][2] for report in reports},
        )
