"""What a run will need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ._html import table
from .experiment import Experiment, as_core

__all__ = ["Plan", "plan"]


@dataclass(frozen=True, repr=False)
class Plan:
    """What a run will need, in bytes by component; nothing of it has been allocated.

    host, device: memory of this machine, and of a GPU if the run will take one. available: what this machine has left.
    steps: of dt. window: steps between two deliveries of spikes. synapses: expected, the mean over seeds.
    """

    host: dict[str, int]
    device: dict[str, int]
    available: int
    steps: int
    window: int
    synapses: float

    @property
    def total(self) -> int:
        """Bytes of this machine."""
        return sum(self.host.values())

    @property
    def device_total(self) -> int:
        """Bytes of the GPU."""
        return sum(self.device.values())

    def __repr__(self) -> str:
        gpu = f", {in_bytes(self.device_total)} of a GPU" if self.device else ""
        return (
            f"<hux.Plan {in_bytes(self.total)} of {in_bytes(self.available)}{gpu}, {self.synapses:,.0f} synapses, "
            f"{self.steps:,} steps>"
        )

    def _repr_html_(self) -> str:
        rows: list[tuple[str, str]] = [(name, in_bytes(size)) for name, size in self.host.items()]
        rows += [("total", in_bytes(self.total)), ("available", in_bytes(self.available))]
        rows += [(f"GPU: {name}", in_bytes(size)) for name, size in self.device.items()]
        rows += [("synapses", f"{self.synapses:,.0f}"), ("steps", f"{self.steps:,}"), ("steps in a window", str(self.window))]
        return table(("what", "needed"), rows, "hux.Plan")


def plan(experiment: Experiment) -> Plan:
    """What a run of an experiment will need. Raises InputError."""
    found: dict[str, Any] = as_core(experiment).plan()
    found["host"], found["device"] = dict(found["host"]), dict(found["device"])
    return Plan(**found)


def in_bytes(size: float) -> str:
    """A size for people: "12.3 MiB"."""
    for unit in ("B", "KiB", "MiB", "GiB", "TiB", "PiB"):
        if size < 1024 or unit == "PiB":
            break
        size /= 1024
    return f"{size:,.0f} B" if unit == "B" else f"{size:,.1f} {unit}"
