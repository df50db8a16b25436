"""Stimuli. Each has a population, the neurons that get it (None: all), and whether it is on from the start.

Amplitudes are in the unit of the model's currents (pA, or uA/cm2), for all neurons, drawn, or one each; times in ms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike, fspath
from typing import Any, ClassVar

from . import _values
from ._part import EACH, Part, Tree
from .distributions import NeuronValues, Quantity, Values

__all__ = ["ConstantCurrent", "Input", "OrnsteinUhlenbeck", "PoissonTrain", "PulseTrain", "RampCurrent", "SineCurrent",
           "SpikeFile", "SpikeTimes", "Spikes", "StepCurrent", "VoltageClamp", "WhiteNoise"]


@dataclass(eq=False, repr=False)
class Input(Part):
    """What all stimuli have."""

    population: str
    neurons: Any = field(default=None, kw_only=True, metadata={"read": _values.indices_from_tree})
    on: bool = field(default=True, kw_only=True)

    name: ClassVar[str] = ""

    def tree(self) -> Tree:
        return {"type": self.name} | super().tree()

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Any:
        keys = {name: value for name, value in tree.items() if name != "type"}
        return super(Input, INPUTS[tree["type"]]).from_tree(keys)


@dataclass(eq=False, repr=False)
class ConstantCurrent(Input):
    """A current that never changes."""

    name = "constant"
    amplitude: NeuronValues = field(metadata=EACH)


@dataclass(eq=False, repr=False)
class StepCurrent(Input):
    """A current that is on from start until stop."""

    name = "step"
    amplitude: NeuronValues = field(metadata=EACH)
    start: Quantity
    stop: Quantity


@dataclass(eq=False, repr=False)
class PulseTrain(Input):
    """Rectangular pulses of a width, every period, from start until stop."""

    name = "pulses"
    amplitude: NeuronValues = field(metadata=EACH)
    start: Quantity
    stop: Quantity
    period: Quantity
    width: Quantity


@dataclass(eq=False, repr=False)
class RampCurrent(Input):
    """A current that grows linearly from 0 at start to the amplitude at stop."""

    name = "ramp"
    amplitude: NeuronValues = field(metadata=EACH)
    start: Quantity
    stop: Quantity


@dataclass(eq=False, repr=False)
class SineCurrent(Input):
    """A sine of a frequency (Hz) and a phase (radians) from start until stop, and an offset in parts of the amplitude."""

    name = "sine"
    amplitude: NeuronValues = field(metadata=EACH)
    frequency: Quantity
    start: Quantity
    stop: Quantity
    offset: float = 0.0
    phase: float = 0.0


@dataclass(eq=False, repr=False)
class VoltageClamp(Input):
    """The current conductance * (command - v); the command is holding, from start level, from stop after (mV).

    after: None: holding.
    """

    name = "voltage_clamp"
    conductance: Quantity
    holding: Quantity
    level: NeuronValues = field(metadata=EACH)
    start: Quantity
    stop: Quantity
    after: Quantity | None = None


@dataclass(eq=False, repr=False)
class WhiteNoise(Input):
    """Gaussian noise, independent for each neuron: values of a mean and std, each held for an interval (ms; 0: dt)."""

    name = "white_noise"
    std: Quantity
    mean: Quantity = 0
    interval: Quantity = 0


@dataclass(eq=False, repr=False)
class OrnsteinUhlenbeck(Input):
    """Noise of a mean, a std and a correlation time tau (ms), independent for each neuron."""

    name = "ornstein_uhlenbeck"
    std: Quantity
    tau: Quantity
    mean: Quantity = 0


@dataclass(eq=False, repr=False)
class PoissonTrain(Input):
    """Poisson spike trains of a rate (Hz) onto a receptor, independent for each neuron."""

    name = "poisson"
    receptor: str
    rate: Quantity
    weight: Quantity


@dataclass(eq=False, repr=False)
class Spikes(Part):
    """Spikes in any order: neurons[k] at times[k] (ms)."""

    neurons: Any
    times: Values


@dataclass(eq=False, repr=False)
class SpikeTimes(Input):
    """Given spikes onto a receptor: Spikes, or anything that has neurons and times, as recorded spikes do."""

    name = "spike_times"
    receptor: str
    weight: Quantity
    spikes: Any = field(metadata={"read": Spikes.from_tree})

    def tree(self) -> Tree:
        return super().tree() | {"spikes": Spikes(self.spikes.neurons, self.spikes.times).tree()}


@dataclass(eq=False, repr=False)
class SpikeFile(Input):
    """The spikes of a file, a text or HDF5 in the layout of SONATA, of which file_population names the population."""

    name = "spike_times"
    receptor: str
    weight: Quantity
    file: str | PathLike[str]
    file_population: str | None = None

    def tree(self) -> Tree:
        return super().tree() | {"file": fspath(self.file)}


INPUTS: dict[str, type[Input]] = {
    kind.name: kind
    for kind in (ConstantCurrent, StepCurrent, PulseTrain, RampCurrent, SineCurrent, VoltageClamp, WhiteNoise,
                 OrnsteinUhlenbeck, PoissonTrain, SpikeTimes)
}
