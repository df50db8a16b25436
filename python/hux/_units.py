"""Quantities of other packages, told by what they can do: none of these packages is needed."""

from __future__ import annotations

from typing import Any

import numpy as np

# What V, A, s and m have of the SI's mass, by which Brian2 tells dimensions: kg = V A s^3 / m^2.
_DIMENSIONS = ("length", "mass", "time", "current", "temperature", "substance")


def split(value: Any) -> tuple[Any, str] | None:
    """The magnitude of a quantity, and its unit as Hux's texts have it; None for what is no quantity."""
    if hasattr(value, "magnitude") and hasattr(value, "units"):  # pint, quantities
        return value.magnitude, _text_of(_unit_of(value))
    if hasattr(value, "value") and hasattr(value, "unit"):  # astropy
        return value.value, _text_of(value.unit)
    if hasattr(value, "dim") and hasattr(value.dim, "get_dimension"):  # Brian2, which keeps everything in SI units
        return _rounded(np.asarray(value)), _si_text(value.dim)
    return None


def _unit_of(value: Any) -> Any:
    """pint says by units what quantities says by dimensionality."""
    dimensionality = getattr(value, "dimensionality", None)
    return dimensionality if hasattr(dimensionality, "string") else value.units


def _text_of(unit: Any) -> str:
    """Symbols as in "mS/cm^2"; pint writes names in full unless it is asked not to."""
    try:
        text = format(unit, "~C")
    except (TypeError, ValueError):
        text = str(unit)
    for theirs, ours in (("**", "^"), ("Ω", "ohm"), ("dimensionless", "")):
        text = text.replace(theirs, ours)
    return text


def _rounded(magnitude: Any) -> Any:
    """6 nS is 6.000000000000001e-09 in siemens; what was meant has fewer digits."""
    digits = 15
    return float(f"{float(magnitude):.{digits}g}") if magnitude.ndim == 0 else magnitude


def _si_text(dimension: Any) -> str:
    of = {name: dimension.get_dimension(name) for name in _DIMENSIONS}
    powers = {
        "V": of["mass"],
        "A": of["current"] + of["mass"],
        "s": of["time"] + 3 * of["mass"],
        "m": of["length"] - 2 * of["mass"],
        "K": of["temperature"],
        "mol": of["substance"],
    }
    return " ".join(f"{unit}^{power:g}" for unit, power in powers.items() if power)
