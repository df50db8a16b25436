"""Values as a user gives them, and what they are in the tree of an experiment."""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _units
from ._mistakes import mistake, shortened, within
from .errors import InputError


def to_tree(value: Any, each: bool = False) -> Any:
    """A value as the simulator takes it: texts, numbers, arrays, (array, unit), lists and dicts of these.

    each: does a list stand for one value for each neuron or synapse?
    """
    if isinstance(value, str):
        return str(value)  # NumPy's texts are arrays, too
    if value is None or isinstance(value, bool):
        return value
    if hasattr(value, "tree") and not isinstance(value, type):
        return value.tree()
    if isinstance(value, Mapping):
        return {name: at(name, inner, each) for name, inner in value.items()}
    if quantity := _units.split(value):
        return _with_unit(*quantity)
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], str) and not isinstance(value[0], str):
        return _with_unit(*value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    return _listed(value, each)


def at(key: str, value: Any, each: bool = False) -> Any:
    """The same of what stands at a key of an experiment. Raises InputError naming the key."""
    try:
        if isinstance(value, float) and not math.isfinite(value):
            raise mistake("", f"{value:g} is not a finite number")
        return to_tree(value, each)
    except InputError as error:
        within(key, error)
        raise


def _with_unit(magnitude: Any, unit: str) -> Any:
    """One text, or an array and its unit."""
    if np.ndim(magnitude) == 0:
        number = magnitude.item() if hasattr(magnitude, "item") else magnitude
        return f"{number!r} {unit}" if unit else number
    array = as_numbers(np.asarray(magnitude))
    return (array, unit) if unit else array


def _listed(value: Any, each: bool) -> Any:
    if isinstance(value, (bytes, bytearray)):
        return value
    if hasattr(value, "__array__"):
        array = np.asarray(value)
        return array.item() if array.ndim == 0 else as_numbers(array)
    try:
        elements = value if isinstance(value, range) else list(value)
    except TypeError:
        return value  # the simulator says what it is not
    if elements and all(isinstance(v, numbers.Real) and not isinstance(v, bool) for v in elements):
        return as_numbers(np.asarray(elements))
    converted = [at(f"[{index}]", v) for index, v in enumerate(elements)]
    if not each:
        return converted
    if any(isinstance(v, dict) for v in converted):  # parts of a population
        from .distributions import as_law

        return [as_law(v) for v in converted]
    return {"values": converted}


def as_numbers(array: NDArray[Any]) -> NDArray[Any]:
    """An array without gaps of the types that the simulator takes."""
    kind, bits = array.dtype.kind, 8 * array.dtype.itemsize
    if kind not in "fiu" or array.ndim != 1:
        raise mistake("", f"{shortened(array)} is not what is needed here; expected an array of numbers with one dimension")
    if kind == "f":
        return np.ascontiguousarray(array, dtype=np.float64)
    if kind == "u" and bits <= 32:
        return np.ascontiguousarray(array, dtype=np.uint32)
    if kind == "u" and array.size and array.max() > np.iinfo(np.int64).max:
        return np.ascontiguousarray(array, dtype=np.float64)
    return np.ascontiguousarray(array, dtype=np.int64)


def from_tree(value: Any) -> Any:
    """What a user finds for a value of a tree: distributions as their classes, one value each as an array."""
    from . import distributions

    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [from_tree(part) for part in value]
    if isinstance(value, dict) and "where" in value:
        return distributions.Where.from_tree(value)
    if not isinstance(value, dict) or len(value) != 1:
        return value
    ((name, given),) = value.items()
    found = distributions.read(name, given)
    return value if found is None else found


def each_from_tree(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The same for each value of a dict."""
    return {name: from_tree(value) for name, value in tree.items()}


def indices_from_tree(value: Any) -> Any:
    """Neurons: a list, unless it is long."""
    longest = 1000
    return value.tolist() if isinstance(value, np.ndarray) and value.size <= longest else value
