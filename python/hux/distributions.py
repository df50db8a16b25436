"""Values that differ from neuron to neuron, or from synapse to synapse.

Means, bounds and the like are quantities: a text with a unit such as ``"-60 mV"``, a number in the unit of the catalogue,
or a quantity of pint, quantities, astropy or Brian2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, Union

from numpy.typing import NDArray

from . import _values
from ._mistakes import mistake
from ._part import Part, Tree

__all__ = [
    "Formula", "Linspace", "Lognormal", "NeuronValues", "Normal", "Quantity", "Repeat", "Uniform", "Values", "Where"
]


class _Units(Protocol):
    @property
    def magnitude(self) -> Any: ...
    @property
    def units(self) -> Any: ...


class _Unit(Protocol):
    @property
    def value(self) -> Any: ...
    @property
    def unit(self) -> Any: ...


Quantity = Union[str, float, "_Units", "_Unit"]
"""A text with a unit, a number in the unit of the catalogue, or a quantity of another package."""


@dataclass(eq=False, repr=False)
class Uniform(Part):
    """Drawn uniformly from [low, high)."""

    low: Quantity
    high: Quantity

    def tree(self) -> Tree:
        return {"uniform": [_values.to_tree(self.low), _values.to_tree(self.high)]}


@dataclass(eq=False, repr=False)
class _Moments(Part):
    """What laws of a mean and a standard deviation have."""

    mean: Quantity
    std: Quantity
    min: Quantity | None = None
    max: Quantity | None = None
    outside: Literal["redraw", "clip"] = "redraw"

    law: ClassVar[str] = ""

    def tree(self) -> Tree:
        return {self.law: super().tree()}


@dataclass(eq=False, repr=False)
class Normal(_Moments):
    """Drawn from a normal distribution; what is out of bounds is drawn again ("redraw") or moved onto them ("clip")."""

    law = "normal"


@dataclass(eq=False, repr=False)
class Lognormal(_Moments):
    """exp of a normal variate; mean and std are those of the values, not of their logarithms. Bounds as of Normal."""

    law = "lognormal"


@dataclass(eq=False, repr=False)
class Linspace(Part):
    """In equal steps from the first neuron to the last: for families such as an f-I curve."""

    first: Quantity
    last: Quantity

    def tree(self) -> Tree:
        return {"linspace": [_values.to_tree(self.first), _values.to_tree(self.last)]}


@dataclass(eq=False, repr=False)
class Repeat(Part):
    """Some values in turn, over and over; for neurons."""

    values: Sequence[Quantity] | NDArray[Any] | tuple[NDArray[Any] | Sequence[float], str]

    def tree(self) -> Tree:
        return {"repeat": _values.to_tree(self.values)}


@dataclass(eq=False, repr=False)
class Formula(Part):
    """What an expression gives for each neuron: ``Formula("-60 mV + 5 mV * i / (n - 1)")``.

    i is the neuron's index, n the size of its population, x, y and z are its position, if it has one.
    """

    text: str

    def tree(self) -> Tree:
        return {"formula": self.text}


@dataclass(eq=False, repr=False)
class Where(Part):
    """Values of some neurons, alone or in a list with others: ``[Normal("-60 mV", "2 mV"), Where("0-9", "-50 mV")]``.

    neurons: a text such as "0-9", a list, an array; None: those that no other part of the list names. Lists and steps run over
    these neurons. Of several parts that name a neuron the last counts.
    """

    neurons: Any
    values: Values | Repeat | Formula

    def tree(self) -> Tree:
        law = as_law(_values.at("values", self.values, each=True))
        listed = law.get("values")
        if "where" in law or isinstance(listed, list) and any(isinstance(each, dict) for each in listed):
            raise mistake("", f"{self!r} has parts of its own; expected all parts in one list")
        return law if self.neurons is None else {"where": _values.to_tree(self.neurons)} | law

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Where:
        """The counterpart of tree()."""
        law = {name: given for name, given in tree.items() if name != "where"}
        return cls(_values.indices_from_tree(tree["where"]), _values.from_tree(law))


def as_law(tree: Any) -> Tree:
    """A value in a table of its own, as parts have it."""
    if isinstance(tree, dict):
        return tree
    return {"value" if isinstance(tree, (str, bool, int, float)) else "values": tree}


KINDS: dict[str, type[Part]] = {"uniform": Uniform, "normal": Normal, "lognormal": Lognormal, "linspace": Linspace}


def read(name: str, given: Any) -> Any:
    """What a law of that name in a tree is to a user; None if there is none."""
    if name in ("value", "values"):
        return given
    if name in ("repeat", "formula"):
        return Repeat(given) if name == "repeat" else Formula(given)
    if name in KINDS:
        return KINDS[name](*given) if isinstance(given, list) else KINDS[name](**given)
    return None


Values = Union[
    Quantity, Uniform, Normal, Lognormal, Linspace, Sequence[Quantity], NDArray[Any], tuple[Union[NDArray[Any], Sequence[float]], str]
]
"""One quantity for all, a distribution, or one each: a list, an array, or a pair of one and its unit."""

NeuronValues = Union[Values, Repeat, Formula, Where, Sequence[Union[Where, Uniform, Normal, Lognormal, Linspace, Repeat, Formula]]]
"""The same for neurons, which can have values in turn, by a formula, or by parts, too."""
