"""What is called while a simulation runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .simulation import Simulation


class Every:
    """A function that a simulation calls at an interval, until it is cancelled."""

    def __init__(self, time: float, period: int, next_step: int, function: Callable[[Simulation], object]) -> None:
        self.time, self.period, self.next_step, self.function = time, period, next_step, function
        self.is_cancelled = False

    def __repr__(self) -> str:
        called = getattr(self.function, "__qualname__", repr(self.function))
        return f"<hux.Every {self.time:g} ms: {called}{', cancelled' if self.is_cancelled else ''}>"

    def cancel(self) -> None:
        """Ends the calls; the one that is going on is the last."""
        self.is_cancelled = True

    def skip_to(self, step: int) -> None:
        """Where calls go on after the simulation has gone elsewhere."""
        if self.next_step < step or self.next_step - step > self.period:
            self.next_step = step + (self.next_step - step) % self.period
