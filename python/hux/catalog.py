"""What an experiment can be made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, TypeVar

from . import _core
from ._html import table
from ._mistakes import as_path
from .network import Model, Synapse
from .results import Named, by_name

__all__ = ["Catalog", "Kind", "ModelInfo", "Parameter", "State", "SynapseInfo", "Variable", "models"]

K = TypeVar("K", bound="Kind")


@dataclass(frozen=True)
class Parameter:
    """A parameter: its unit ("": a plain number), default (None: none), and what it may be."""

    name: str
    unit: str
    default: float | None
    required: bool
    range: str
    description: str


@dataclass(frozen=True)
class State:
    """A state beside v; a gate is an open fraction. initial: None: where it is steady."""

    name: str
    unit: str
    gate: bool
    initial: float | None


@dataclass(frozen=True)
class Variable:
    """Something that can be recorded beside v, states and receptors."""

    name: str
    unit: str


@dataclass(frozen=True, repr=False)
class Kind:
    """An input, a layout, a connection rule, an integrator; with more, a model or a synapse."""

    name: str
    description: str
    source: str
    parameters: tuple[Parameter, ...]

    @classmethod
    def of(cls: type[K], tree: dict[str, Any]) -> K:
        keys = dict(tree)
        keys["parameters"] = tuple(Parameter(**p) for p in tree["parameters"])
        return cls(**keys)

    def __repr__(self) -> str:
        return f"<hux.{type(self).__name__} {self.name}: {self.description}>"

    def _repr_html_(self) -> str:
        rows = [(p.name, "required" if p.required else p.default, p.unit, p.description) for p in self.parameters]
        return table(("parameter", "default", "unit", "meaning"), rows, f"{self.name}: {self.description}")


@dataclass(frozen=True, repr=False)
class SynapseInfo(Kind):
    """A synapse; is_current: are its weights currents, not conductances? equations: as text, to be copied and changed."""

    is_current: bool
    equations: Synapse

    @classmethod
    def of(cls, tree: dict[str, Any]) -> SynapseInfo:
        return super().of(tree | {"equations": Synapse.from_tree(tree["equations"])})


@dataclass(frozen=True, repr=False)
class ModelInfo(Kind):
    """A model of a neuron. potential, current, conductance: units of v, of inputs and of weights; "": plain numbers.

    presets: values of all parameters, by preset. equations: as text, to be copied and changed.
    """

    potential: str
    current: str
    conductance: str
    threshold: float
    initial_v: float
    presets: dict[str, dict[str, float]]
    states: tuple[State, ...]
    observables: tuple[Variable, ...]
    equations: Model

    @classmethod
    def of(cls, tree: dict[str, Any]) -> ModelInfo:
        states = tuple(State(**s) for s in tree["states"])
        observables = tuple(Variable(**o) for o in tree["observables"])
        equations = Model.from_tree(tree["equations"])
        return super().of(tree | {"states": states, "observables": observables, "equations": equations})


def _by_name(kind: type[K], trees: list[dict[str, Any]]) -> dict[str, K]:
    return {tree["name"]: kind.of(tree) for tree in trees}


@dataclass(frozen=True, repr=False)
class Catalog(Mapping[str, Kind]):
    """What an experiment can be made of, by kind; ``hux.models()["traub_miles"]`` finds the one of a name.

    Of two kinds that share a name it finds the first in this order; ``hux.models().synapses[...]`` finds the other.
    """

    models: dict[str, ModelInfo] = field(default_factory=dict)
    synapses: dict[str, SynapseInfo] = field(default_factory=dict)
    inputs: dict[str, Kind] = field(default_factory=dict)
    layouts: dict[str, Kind] = field(default_factory=dict)
    rules: dict[str, Kind] = field(default_factory=dict)
    integrators: dict[str, Kind] = field(default_factory=dict)

    def _all(self) -> Named[Kind]:
        parts: list[dict[str, Kind]] = list(vars(self).values())
        return by_name({name: kind for part in reversed(parts) for name, kind in part.items()}, "models", "kind")

    def __getitem__(self, name: str) -> Kind:
        """The one of a name. Raises InputError naming the nearest."""
        return self._all()[name]

    def __contains__(self, name: object) -> bool:
        return name in self._all()

    def get(self, name: str, default: Any = None) -> Any:
        """The one of a name, or what is given for none."""
        return self._all().get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return f"<hux.Catalog {', '.join(f'{len(part)} {kind}' for kind, part in vars(self).items() if part)}>"

    def _repr_html_(self) -> str:
        rows = [(kind, each.name, each.description) for kind, part in vars(self).items() for each in part.values()]
        return table(("kind", "name", "what it is"), rows, "hux.models()")


def models(of: str | PathLike[str] | None = None) -> Catalog:
    """All that an experiment can be made of; or the models and synapses that a file has as text.

    of: an experiment file, or a file of models. Raises InputError, FileError.
    """
    if of is not None:
        own = _core.models(as_path(of, "of"))
        return Catalog(_by_name(ModelInfo, own["models"]), _by_name(SynapseInfo, own["synapses"]))
    found = _core.catalog()
    kinds = {name: _by_name(Kind, trees) for name, trees in found.items() if name not in ("models", "synapses")}
    return Catalog(_by_name(ModelInfo, found["models"]), _by_name(SynapseInfo, found["synapses"]), **kinds)
