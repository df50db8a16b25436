"""How far a run has come: the command's bar in a terminal, one bar in a notebook, silence elsewhere."""

from __future__ import annotations

import html
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol

from ._core import Progress
from ._mistakes import require

__all__ = ["Progress"]

WIDEST = 120


class Bar(Protocol):
    """What shows a run's progress."""

    def show(self, reached: Progress, /) -> object: ...

    def finish(self, reached: Progress, /) -> None: ...


class TerminalBar:
    """One line of the terminal behind standard error, drawn again and again."""

    def show(self, reached: Progress) -> None:
        sys.stderr.write("\r" + reached.line(self._width()))
        sys.stderr.flush()

    def finish(self, reached: Progress) -> None:
        self.show(reached)
        sys.stderr.write("\n")

    @staticmethod
    def _width() -> int:
        try:
            columns = os.get_terminal_size(sys.stderr.fileno()).columns
        except (OSError, ValueError):
            columns = 80
        # One less than there are, because some terminals wrap at the last one.
        return min(columns or 80, WIDEST) - 1


class NotebookBar:
    """One element beneath the cell, which is updated."""

    def __init__(self) -> None:
        self._handle: Any = None

    def show(self, reached: Progress) -> None:
        ipython: Any = import_module("IPython.display")
        shown = ipython.HTML(as_html(reached))
        if self._handle is None:
            self._handle = ipython.display(shown, display_id=True)
        else:
            self._handle.update(shown)

    finish = show


class Callback:
    """A function of the user's."""

    def __init__(self, function: Callable[[Progress], object]) -> None:
        self.show = function

    def finish(self, reached: Progress) -> None:
        self.show(reached)


def as_html(reached: Progress) -> str:
    """A bar and the command's line beside it, without the bar that the line has."""
    line = reached.line(WIDEST)
    said = " ".join((line[: line.index("[")] + line[line.index("]") + 1 :]).split())
    return (
        f'<progress value="{reached.fraction:.4f}" max="1" style="width: 20em; vertical-align: middle"></progress> '
        f'<span style="font-family: monospace">{html.escape(said)}</span>'
    )


def in_notebook() -> bool:
    """Is there a kernel whose outputs can be updated?"""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")


def bar_for(progress: bool | Callable[[Progress], object]) -> Bar | None:
    """What is to be shown, and where; None: nothing."""
    if callable(progress):
        return Callback(progress)
    require(progress, bool, "progress", "True, False or a function")
    if not progress:
        return None
    if in_notebook():
        return NotebookBar()
    return TerminalBar() if sys.stderr is not None and sys.stderr.isatty() else None
