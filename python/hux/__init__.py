"""Hux simulates large networks of Hodgkin-Huxley neurons.

An experiment is plain data (``Experiment``), built here or read from a file (``load``). Values are texts with units
("6 nS"), numbers in the unit of the catalogue, arrays, distributions, or quantities of pint, quantities, astropy or Brian2.
Whatever is wrong is one sentence that names the key.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from . import _processor

_processor.require()  # before anything is loaded that an old one cannot run

from ._core import version as __version__
from .catalog import Catalog, models
from .distributions import Formula, Linspace, Lognormal, Normal, Repeat, Uniform, Where
from .errors import DivergenceError, FileError, HuxError, InputError, MemoryPlanError
from .experiment import Experiment, Network, Record, Recording, Settings, Stage, load
from .inputs import (
    ConstantCurrent,
    OrnsteinUhlenbeck,
    PoissonTrain,
    PulseTrain,
    RampCurrent,
    SineCurrent,
    SpikeFile,
    Spikes,
    SpikeTimes,
    StepCurrent,
    VoltageClamp,
    WhiteNoise,
)
from .network import GridLayout, ListedLayout, Model, Population, Projection, RandomLayout, Receptor, Synapse
from .planning import Plan, plan
from .progress import Progress
from .results import RecordedRates, RecordedSamples, RecordedSpikes, Results, read
from .rules import (
    AllToAll,
    DistanceProbability,
    ExplicitList,
    FixedIndegree,
    FixedOutdegree,
    FixedProbability,
    FixedTotalNumber,
    ListFile,
    OneToOne,
)
from .simulation import Every, Simulation, SimulationState
from .views import InputView, PopulationView, ProjectionView

if TYPE_CHECKING:
    from . import plot

__all__ = [
    "AllToAll",
    "Catalog",
    "ConstantCurrent",
    "DistanceProbability",
    "DivergenceError",
    "Every",
    "Experiment",
    "ExplicitList",
    "FileError",
    "FixedIndegree",
    "FixedOutdegree",
    "FixedProbability",
    "FixedTotalNumber",
    "Formula",
    "GridLayout",
    "HuxError",
    "InputError",
    "InputView",
    "Linspace",
    "ListFile",
    "ListedLayout",
    "Lognormal",
    "MemoryPlanError",
    "Model",
    "Network",
    "Normal",
    "OneToOne",
    "OrnsteinUhlenbeck",
    "Plan",
    "PoissonTrain",
    "Population",
    "PopulationView",
    "Progress",
    "Projection",
    "ProjectionView",
    "PulseTrain",
    "RampCurrent",
    "RandomLayout",
    "Receptor",
    "Record",
    "RecordedRates",
    "RecordedSamples",
    "RecordedSpikes",
    "Recording",
    "Repeat",
    "Results",
    "Settings",
    "Simulation",
    "SimulationState",
    "SineCurrent",
    "SpikeFile",
    "SpikeTimes",
    "Spikes",
    "Stage",
    "StepCurrent",
    "Synapse",
    "Uniform",
    "VoltageClamp",
    "Where",
    "WhiteNoise",
    "__version__",
    "load",
    "models",
    "plan",
    "plot",
    "read",
]


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> object:
    if name == "plot":  # imported when it is asked for: matplotlib may be missing, and takes its time
        return importlib.import_module("hux.plot")
    raise AttributeError(f"module 'hux' has no attribute {name!r}")
