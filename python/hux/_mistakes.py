"""What is said of a user's mistakes: each an InputError of one sentence, with its key."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import numpy as np

from . import _core
from .errors import InputError


def mistake(key: str, what: str) -> InputError:
    """What is wrong at a key; where none is known yet, within() says it."""
    error = InputError(f"{key}: {what}" if key else what)
    error.key = key
    return error


def within(outer: str, error: InputError) -> None:
    """Says of a mistake what its key is a part of."""
    what = str(error).removeprefix(f"{error.key}: ")
    joint = "" if not error.key else error.key if error.key.startswith("[") else f".{error.key}"
    error.key = f"{outer}{joint}"
    error.args = (f"{error.key}: {what}",)


def missing(name: object, known: Iterable[str], key: str, kind: str) -> InputError:
    """The mistake of a name that nothing has."""
    if not isinstance(name, str):
        return mistake(key, f"{shortened(name)} names no {kind}; {_core.suggestion('', list(known))}")
    return mistake(key, f"there is no {kind} '{name}'; {_core.suggestion(name, list(known))}")


def require(value: object, kinds: type | tuple[type, ...], key: str, expected: str) -> None:
    """Refuses what is of another kind."""
    if not isinstance(value, kinds):
        raise mistake(key, f"{shortened(value)} is not what is needed here; expected {expected}")


def as_path(path: str | os.PathLike[str], key: str = "path") -> str:
    """The path of a file as a text."""
    require(path, (str, bytes, os.PathLike), key, "the path of a file")
    return os.fspath(path)


def shortened(value: Any) -> str:
    """A value on one line; what is long, as its size."""
    longest = 10
    if isinstance(value, np.ndarray) and value.size > longest:
        return f"<{' x '.join(f'{length:,}' for length in value.shape)} values>"
    if isinstance(value, np.ndarray):
        return repr(value.tolist())
    if isinstance(value, (list, range)) and len(value) > longest:
        return f"<{len(value):,} values>"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(map(shortened, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {shortened(inner)}" for key, inner in value.items()) + "}"
    return repr(value)
