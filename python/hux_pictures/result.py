"""What pictures are drawn from: a file, or the memory of a simulation. Times are in ms.

A reader fills in the abstract parts; names and units that it hands out may be anybody's text.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .errors import BadInput, plain

Floats: TypeAlias = NDArray[np.floating[Any]]
Indices: TypeAlias = NDArray[np.integer[Any]]
Piece: TypeAlias = tuple[Floats, Indices]  # times in ms, neurons

PIECE = 1 << 20  # spikes or synapses looked at at a time


class Spikes(ABC):
    """The spikes of one population."""

    @property
    @abstractmethod
    def size(self) -> int:
        """The number of neurons."""

    @property
    @abstractmethod
    def count(self) -> int:
        """The number of spikes."""

    @abstractmethod
    def pieces(self) -> Iterator[Piece]:
        """All spikes, at most PIECE at a time, in the order in which they are kept."""

    @abstractmethod
    def ordered_pieces(self) -> Iterator[Piece]:
        """The same in the order of time."""

    def all(self) -> Piece:
        """All spikes at once, in the order of time."""
        parts = list(self.ordered_pieces()) or [(np.empty(0), np.empty(0, np.int64))]
        times, neurons = zip(*parts)
        return np.concatenate(times), np.concatenate(neurons)


class Rate(NamedTuple):
    """The rate of a population as it was recorded."""

    values: Floats  # Hz, by bin
    bin: float  # ms
    start: float  # of the first bin
    end: float  # of the last, which may be shorter


@dataclass
class Samples:
    """One sampled variable of some neurons."""

    recording: str
    population: str
    variable: str
    unit: str
    neurons: Indices
    time: Callable[[], Floats]  # of each sample
    data: Any  # [sample x neuron]: an array, or a part of a file that is sliced like one


@dataclass
class Synapses:
    """The synapses of a projection; weights and delays in pieces."""

    count: int
    weights: Callable[[], Iterable[Floats]]  # in the unit of the receptor
    delays: Callable[[], Iterable[Floats]]
    unit: str | None = None  # of the receptor; None: not known


class Result(ABC):
    """What was recorded of a simulation."""

    name: str  # what a sentence calls it

    @property
    @abstractmethod
    def title(self) -> str:
        """Of the experiment; empty if it has none."""

    @property
    @abstractmethod
    def stretch(self) -> tuple[float, float]:
        """From when until when it was recorded."""

    @property
    @abstractmethod
    def spikes(self) -> Mapping[str, Spikes]:
        """By population."""

    @property
    @abstractmethod
    def rates(self) -> Mapping[str, Rate]:
        """By population."""

    @property
    @abstractmethod
    def samples(self) -> Sequence[Samples]:
        """Of each recording each variable, also those of which no sample was taken."""

    @property
    @abstractmethod
    def synapses(self) -> Mapping[str, Synapses]:
        """By projection."""

    @property
    @abstractmethod
    def experiment(self) -> Mapping[str, Any]:
        """What was simulated, as an experiment file has it. Raises BadInput where that is not known."""

    @abstractmethod
    def positions(self, population: str) -> tuple[Floats, Floats, Floats] | None:
        """x, y, z (um) of all neurons of a population; None if they have none."""

    def refuse(self, why: str) -> NoReturn:
        """Says why it cannot be drawn."""
        raise BadInput(f"{self.name}: {why}")

    @property
    def duration(self) -> float:
        start, end = self.stretch
        return end - start

    def required_spikes(self) -> Mapping[str, Spikes]:
        return self.spikes or self.refuse("it holds no spikes")

    def required_rates(self) -> Mapping[str, Rate]:
        return self.rates or self.refuse("it holds neither spikes nor rates")

    def required_samples(self) -> list[Samples]:
        """The variables of which there are samples."""
        samples = self.samples
        if not samples:
            self.refuse("it holds no sampled variables; record some (table recording) and run it again")
        taken = [each for each in samples if len(each.data)]
        return taken or self.refuse("its recordings are empty; the run ended before the first sample")

    def sampled(self, variable: str, population: str | None = None) -> Samples:
        """The samples of a variable."""
        samples = self.required_samples()
        if population is not None:
            samples = self._samples_of(population, samples)
        for each in samples:
            if each.variable == variable:
                return each
        known = ", ".join(sorted({each.variable for each in samples}))
        self.refuse(f"it holds no samples of {variable}; there are {known}")

    def _samples_of(self, population: str, samples: Sequence[Samples]) -> list[Samples]:
        """Those of a population."""
        known = ", ".join(plain(name) for name in sorted({each.population for each in samples}))
        found = [each for each in samples if each.population == population]
        return found or self.refuse(f"it holds no samples of a population '{plain(population)}'; there are those of {known}")

    def required_positions(self, population: str) -> tuple[Floats, Floats, Floats]:
        return self.positions(population) or self.refuse(f"population {plain(population)} has no positions")
