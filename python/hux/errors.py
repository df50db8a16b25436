"""What Hux raises. Each is one sentence that says where, what stands there, and what was expected."""

from __future__ import annotations

__all__ = ["DivergenceError", "FileError", "HuxError", "InputError", "MemoryPlanError"]


class InputError(ValueError):
    """What is asked for cannot be done as written: a wrong key, unit, value or name."""

    key: str = ""
    """Where in the experiment, as a dotted path of an experiment file: ``population.E.parameters.c_m``."""


class FileError(OSError):
    """A file could not be read or written."""


class MemoryPlanError(MemoryError):
    """More memory is needed than there is, or than was allowed."""


class DivergenceError(ArithmeticError):
    """The membrane potential of a neuron left +-500 mV, or is no number."""


class HuxError(RuntimeError):
    """Any other error of Hux."""


for _error in (DivergenceError, FileError, HuxError, InputError, MemoryPlanError):
    _error.__module__ = "hux"
del _error
