"""What the parts of an experiment have in common: plain data that compares, prints and goes to and from a tree."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from . import _core, _values
from ._mistakes import mistake, shortened

Tree = dict[str, Any]
EACH = {"each": True}
"""Metadata of a field whose list of values is one for each neuron or synapse."""
EACH_OF_ALL = {"each": True, "read": _values.each_from_tree}
"""Metadata of a field that is a dict of such values."""
P = TypeVar("P", bound="Part")


class Part:
    """A dataclass whose fields are called as the keys of an experiment file."""

    __hash__ = None  # type: ignore[assignment]

    if not TYPE_CHECKING:  # to type checkers it would say that every name can be set

        def __setattr__(self, name: str, value: Any) -> None:
            names = _names(type(self))
            if name not in names:
                nearest = _core.suggestion("" if hasattr(type(self), name) else name, names)
                raise mistake(f"{type(self).__name__}.{name}", f"cannot be set; {nearest}")
            object.__setattr__(self, name, value)

    def __eq__(self, other: object) -> bool:
        """Are all fields the same, arrays element by element? Texts compare as texts: "1 s" is not "1000 ms"."""
        return type(self) is type(other) and same(vars(self), vars(other))

    def __repr__(self) -> str:
        """On one line: what differs from the defaults, arrays as their sizes."""
        shown = (f"{f.name}={shortened(getattr(self, f.name))}" for f in _fields(self) if not _is_default(self, f))
        return f"hux.{type(self).__name__}({', '.join(shown)})"

    def tree(self) -> Tree:
        """The keys and values that this part is in an experiment file."""
        tree = {f.name: _values.at(f.name, getattr(self, f.name), f.metadata.get("each", False)) for f in _fields(self)}
        return {name: value for name, value in tree.items() if value is not None}

    @classmethod
    def from_tree(cls: type[P], tree: Mapping[str, Any]) -> P:
        """The counterpart of tree()."""
        read: dict[str, Callable[[Any], Any]] = {f.name: f.metadata.get("read", _values.from_tree) for f in _fields(cls)}
        return cls(**{name: read[name](value) for name, value in tree.items()})


def _fields(part: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(part)


@cache
def _names(kind: type[Part]) -> list[str]:
    return [f.name for f in dataclasses.fields(kind)]  # type: ignore[arg-type]


def _is_default(part: Part, field: dataclasses.Field[Any]) -> bool:
    value = getattr(part, field.name)
    if field.default_factory is not dataclasses.MISSING:
        return same(value, field.default_factory())
    return field.default is not dataclasses.MISSING and same(value, field.default)


def same(one: Any, other: Any) -> bool:
    """Equality that looks into dicts, lists and arrays."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and np.array_equal(one, other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, (list, tuple)) and type(one) is type(other):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other) or _equal_numbers(one, other)


def _equal_numbers(one: Any, other: Any) -> bool:
    numbers = (int, float, np.number)
    both = isinstance(one, numbers) and isinstance(other, numbers)
    return both and not isinstance(one, bool) and not isinstance(other, bool) and bool(one == other)
