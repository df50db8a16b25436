"""An experiment: a network, how it is simulated, what is recorded, and stages of the run."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike, fspath
from typing import Any, Literal, Union

from . import _core, _values
from ._html import table
from ._mistakes import as_path, require, shortened
from ._part import Part, Tree
from .distributions import Quantity
from .inputs import Input
from .network import Model, Population, Projection, Synapse

__all__ = ["Experiment", "Network", "Record", "Recording", "Settings", "Stage", "load"]

Named = Union[Population, Projection, Input, Model, Synapse]


def _read_all(kind: Any) -> Any:
    """What reads a dict of parts."""
    return lambda tree: {name: kind.from_tree(part) for name, part in tree.items()}


def _named(kind: Any) -> Any:
    """A field that is a dict of parts by their names."""
    return field(default_factory=dict, metadata={"read": _read_all(kind)})


@dataclass(eq=False, repr=False)
class Network(Part):
    """Populations, projections, inputs, own models and own synapses, each by its name.

    Names are letters, digits, "_" and "-"; random draws depend on those of projections and inputs.
    """

    population: dict[str, Population] = _named(Population)
    projection: dict[str, Projection] = _named(Projection)
    input: dict[str, Input] = _named(Input)
    model: dict[str, Model] = _named(Model)
    synapse: dict[str, Synapse] = _named(Synapse)

    def add(self, name: str, part: Named) -> None:
        """Adds a part under a name. Raises ValueError if there is one of this kind and name."""
        kinds: dict[Any, dict[str, Any]] = {
            Population: self.population,
            Projection: self.projection,
            Input: self.input,
            Model: self.model,
            Synapse: self.synapse,
        }
        place = next((place for kind, place in kinds.items() if isinstance(part, kind)), None)
        if place is None:
            expected = "expected a population, projection, input, model or synapse"
            raise TypeError(f"{part!r} is not part of a network; {expected}")
        if name in place:
            raise ValueError(f"there is a {type(part).__name__} {name!r} already; expected another name")
        place[name] = part

    def __repr__(self) -> str:
        return f"<hux.Network {self.size()}>"

    def size(self) -> str:
        """ "4,000 neurons in 2 populations, 4 projections, 0 inputs" """
        neurons = sum(p.size for p in self.population.values())
        counts = (counted(len(getattr(self, kind)), kind) for kind in ("population", "projection", "input"))
        return f"{counted(neurons, 'neuron')} in {', '.join(counts)}"


def counted(number: int, what: str) -> str:
    """ "1 neuron", "4,000 neurons" """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@dataclass(eq=False, repr=False)
class Settings(Part):
    """How to simulate: [simulation] in an experiment file.

    duration, dt: ms; with stages the duration is their sum, and None. seed: of all that is drawn at random. integrator:
    "rk4", "euler", "exponential_euler" or "crank_nicolson". on_divergence: "stop", or "mark" to go on without the neuron.
    device, threads (0: one for each core), window, block_size and equations change speed, never results.
    """

    duration: Quantity | None = None
    dt: Quantity = "0.05 ms"
    seed: int = 1
    integrator: str = "rk4"
    precision: Literal["float", "double"] = "float"
    backend: Literal["auto", "cpu", "cuda"] = "auto"
    device: int = 0
    threads: int = 0
    window: int = 0
    block_size: int = 0
    equations: Literal["auto", "interpret", "compile"] = "auto"
    on_divergence: Literal["stop", "mark"] = "stop"


@dataclass(eq=False, repr=False)
class Record(Part):
    """What is kept besides samples: [record] in an experiment file.

    spikes: True, False or a list of populations. spike_times: "interpolated" between steps, or "grid". rates: populations,
    in bins of rate_bin (ms). connections: projections whose synapses are kept.
    """

    spikes: bool | list[str] = True
    spike_times: Literal["interpolated", "grid"] = "interpolated"
    rates: list[str] = field(default_factory=list)
    rate_bin: Quantity = "1 ms"
    connections: list[str] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class Recording(Part):
    """Samples of variables ("v", gates, "g_ampa", "i_na", ...) of some neurons (None: all), every interval (ms)."""

    population: str
    variables: list[str]
    interval: Quantity
    neurons: Any = field(default=None, metadata={"read": _values.indices_from_tree})
    on: bool = True


@dataclass(eq=False, repr=False)
class Stage(Part):
    """A stretch of the run that begins with changes, which stay until a later stage changes the same.

    duration: ms. inputs, recordings: those that are on, all others are off; None: as before. set: values by their keys in an
    experiment file ("population.E.parameters.g_na": "10 uS"). scale: factors of weights ("projection.EE.weight": 0.5).
    """

    duration: Quantity
    name: str = ""
    inputs: list[str] | None = None
    recordings: list[str] | None = None
    set: dict[str, Any] = field(default_factory=dict)
    scale: dict[str, float] = field(default_factory=dict)

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Stage:
        """The counterpart of tree(): what it sets as it is written."""
        return cls(**tree)


@dataclass(eq=False, repr=False)
class Experiment(Part):
    """All that a run depends on, as plain data: it pickles, copies, compares and prints.

    Nothing is checked until the experiment is simulated, planned, written or validated; then a mistake is an InputError that
    names the key, as in an experiment file. The parts of the network are within reach: ``e.population["E"].size = 400``.
    """

    network: Network = field(default_factory=Network)
    simulation: Settings = field(default_factory=Settings)
    record: Record = field(default_factory=Record)
    recording: dict[str, Recording] = field(default_factory=dict)
    stage: list[Stage] = field(default_factory=list)
    title: str = ""

    def __post_init__(self) -> None:
        require(self.network, Network, "network", "a hux.Network")
        require(self.simulation, Settings, "simulation", "hux.Settings")

    @property
    def population(self) -> dict[str, Population]:
        """The network's populations, by their names."""
        return self.network.population

    @property
    def projection(self) -> dict[str, Projection]:
        """The network's projections, by their names."""
        return self.network.projection

    @property
    def input(self) -> dict[str, Input]:
        """The network's inputs, by their names."""
        return self.network.input

    @property
    def model(self) -> dict[str, Model]:
        """The network's own models, by their names."""
        return self.network.model

    @property
    def synapse(self) -> dict[str, Synapse]:
        """The network's own synapses, by their names."""
        return self.network.synapse

    def tree(self) -> Tree:
        """The keys and values of an experiment file."""
        own = {name: _values.at(name, value) for name, value in vars(self).items() if name != "network"}
        return {name: value for name, value in (self.network.tree() | own).items() if value or name == "simulation"}

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Experiment:
        """An experiment of the keys and values of an experiment file."""
        network = Network.from_tree({name: tree[name] for name in vars(Network()) if name in tree})
        return cls(
            network,
            Settings.from_tree(tree.get("simulation", {})),
            Record.from_tree(tree.get("record", {})),
            _read_all(Recording)(tree.get("recording", {})),
            [Stage.from_tree(stage) for stage in tree.get("stage", [])],
            tree.get("title", ""),
        )

    @classmethod
    def from_core(cls, core: _core.Experiment) -> Experiment:
        """The experiment that the simulator has; lists of numbers are read-only views of it."""
        return cls.from_tree(core.tree())

    def to_core(self, like: _core.Experiment | None = None) -> _core.Experiment:
        """As the simulator has it, with the models of `like` where they are the same. Raises InputError."""
        return _core.Experiment(self.tree(), like)

    @classmethod
    def from_toml(cls, text: str, folder: str | PathLike[str] = ".") -> Experiment:
        """Reads the text of an experiment file; names of further files start from the folder.

        Raises InputError, FileError.
        """
        return cls.from_core(_core.read_text(text, fspath(folder)))

    def to_toml(self, defaults: bool = False) -> str:
        """The text of an experiment file, with lists in full; with every default of models, too, if asked for.

        Raises InputError.
        """
        core = self.to_core()
        return core.toml() if defaults else core.given()

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """Writes an experiment file, "net.toml".

        Lists of more than 1,000 numbers go into "net.arrays.h5" beside it. Raises InputError; FileError if a file exists and
        is not to be overwritten, or cannot be written.
        """
        self.to_core().write(as_path(path), overwrite)

    def validate(self) -> None:
        """Raises InputError: a mistake that can be found without building the network."""
        self.to_core()

    def copy(self) -> Experiment:
        """A copy that shares nothing with this one."""
        return copy.deepcopy(self)

    def __repr__(self) -> str:
        title = f" {self.title!r}:" if self.title else ""
        length = f"{len(self.stage)} stages" if self.stage else str(self.simulation.duration)
        return f"<hux.Experiment{title} {self.network.size()}, {length}>"

    def _repr_html_(self) -> str:
        rows = [
            (f"{kind}.{name}", shortened(part)[len("hux.") :])
            for kind in ("model", "synapse", "population", "projection", "input", "recording")
            for name, part in getattr(self, kind).items()
        ]
        rows = [("simulation", shortened(self.simulation)[len("hux.") :]), *rows]
        return table(("key", "value"), rows, self.title or "hux.Experiment")


Changes = Union[Mapping[str, Any], Sequence[str]]


def load(path: str | PathLike[str], changes: Changes = ()) -> Experiment:
    """Reads an experiment file.

    changes: applied over it, as the command's --set does: ``{"population.E.size": 400}`` or ``["population.E.size=400"]``.
    Lists of numbers come as read-only arrays in the units of the catalogue. Raises InputError, FileError.
    """
    texts = [f"{key}={_as_toml(key, value)}" for key, value in changes.items()] if isinstance(changes, Mapping) else changes
    return Experiment.from_core(_core.read_experiment(as_path(path), list(texts)))


def as_core(experiment: Experiment | _core.Experiment, like: _core.Experiment | None = None) -> _core.Experiment:
    """What the extension takes for an experiment, with the models of `like` where they are the same."""
    if isinstance(experiment, _core.Experiment):
        return experiment
    require(experiment, Experiment, "experiment", "a hux.Experiment, as hux.load() gives it")
    return experiment.to_core(like)


def _as_toml(key: str, value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(_values.at(key, value))
