"""Which neurons of two populations a projection connects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from os import PathLike, fspath
from typing import Any, ClassVar, Literal, TypeVar

from . import _values
from ._part import Part, Tree
from .distributions import Quantity, Values

__all__ = ["AllToAll", "DistanceProbability", "ExplicitList", "FixedIndegree", "FixedOutdegree", "FixedProbability",
           "FixedTotalNumber", "ListFile", "OneToOne", "Rule"]

R = TypeVar("R", bound="Rule")


@dataclass(eq=False, repr=False)
class Rule(Part):
    """A connection rule; its parameters are keys of the projection."""

    name: ClassVar[str] = ""

    def tree(self) -> Any:
        return self.name

    def keys(self) -> Tree:
        """What stands beside the rule's name in a projection."""
        return super().tree()

    @classmethod
    def names(cls) -> set[str]:
        """Of the keys that it has in a projection."""
        return {f.name for f in fields(cls)}

    @classmethod
    def from_keys(cls: type[R], keys: Mapping[str, Any]) -> R:
        """The counterpart of keys()."""
        return cls(**{name: _values.from_tree(value) for name, value in keys.items()})


@dataclass(eq=False, repr=False)
class OneToOne(Rule):
    """Neuron i of the source to neuron i of the target."""

    name = "one_to_one"


@dataclass(eq=False, repr=False)
class AllToAll(Rule):
    """Every source neuron to every target neuron."""

    name = "all_to_all"


@dataclass(eq=False, repr=False)
class FixedProbability(Rule):
    """Each pair with the same probability, independently, at most once."""

    name = "fixed_probability"
    probability: float


@dataclass(eq=False, repr=False)
class DistanceProbability(Rule):
    """Each pair with a probability that falls with the distance d, to p exp(-d^2 / (2 scale^2)) and the like (um)."""

    name = "distance_probability"
    probability: float
    scale: Quantity
    kernel: Literal["gaussian", "exponential", "step"] = "gaussian"


@dataclass(eq=False, repr=False)
class FixedIndegree(Rule):
    """The same number of synapses onto each target, from random sources."""

    name = "fixed_indegree"
    indegree: int


@dataclass(eq=False, repr=False)
class FixedOutdegree(Rule):
    """The same number of synapses from each source, onto random targets."""

    name = "fixed_outdegree"
    outdegree: int


@dataclass(eq=False, repr=False)
class FixedTotalNumber(Rule):
    """This many synapses in all, each between a random source and target."""

    name = "fixed_total_number"
    number: int


@dataclass(eq=False, repr=False)
class ExplicitList(Rule):
    """The synapses of lists of one length: indices of neurons, and, where they differ, weights and delays (ms)."""

    name = "list"
    sources: Any
    targets: Any
    weights: Values | None = None
    delays: Values | None = None

    def keys(self) -> Tree:
        return {"synapses": super().keys()}

    @classmethod
    def names(cls) -> set[str]:
        """The table of the lists."""
        return {"synapses"}

    @classmethod
    def from_keys(cls, keys: Mapping[str, Any]) -> ExplicitList:
        """The counterpart of keys()."""
        return cls(**keys["synapses"])


@dataclass(eq=False, repr=False)
class ListFile(Rule):
    """The synapses of a text file: columns source, target, and, where they differ, weight and delay."""

    name = "list"
    file: str | PathLike[str]

    def keys(self) -> Tree:
        return {"file": fspath(self.file)}


RULES: dict[str, type[Rule]] = {
    kind.name: kind
    for kind in (OneToOne, AllToAll, FixedProbability, DistanceProbability, FixedIndegree, FixedOutdegree,
                 FixedTotalNumber, ExplicitList)
}
