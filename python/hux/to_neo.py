"""Results as Neo has them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from .results import Results, RecordedSamples, RecordedSpikes

# Units of Hux that quantities, of which Neo is made, writes otherwise.
UNITS = {"": "dimensionless", "1": "dimensionless", "uA/cm2": "uA/cm**2", "mS/cm2": "mS/cm**2", "uF/cm2": "uF/cm**2"}


def block_of(results: Results, neo: Any) -> Any:
    """A Block of one Segment."""
    block = neo.Block(name="Hux")
    segment = neo.Segment(name=f"{results.start:g} to {results.stop:g} ms")
    block.segments.append(segment)
    for spikes in results.spikes.values():
        segment.spiketrains.extend(trains_of(spikes, neo))
    for samples in results.samples.values():
        if len(samples.times):
            segment.analogsignals.extend(signals_of(samples, neo))
    return block


def trains_of(spikes: RecordedSpikes, neo: Any) -> list[Any]:
    """A train for each neuron of the population."""
    order = np.argsort(spikes.neurons, kind="stable")
    times = spikes.times[order]
    ends = np.searchsorted(spikes.neurons[order], np.arange(spikes.size), side="right")
    starts = np.concatenate(([0], ends[:-1]))
    return [
        neo.SpikeTrain(
            times[starts[neuron] : ends[neuron]],
            units="ms",
            t_start=spikes.start,
            t_stop=spikes.stop,
            population=spikes.population,
            neuron=neuron,
        )
        for neuron in range(spikes.size)
    ]


def signals_of(samples: RecordedSamples, neo: Any) -> list[Any]:
    """A signal for each variable, with a channel for each neuron."""
    return [
        neo.AnalogSignal(
            samples[variable],
            units=UNITS.get(samples.units[variable], samples.units[variable]),
            sampling_period=samples.interval * ms(),
            t_start=samples.times[0] * ms(),
            name=f"{samples.name}.{variable}",
            population=samples.population,
            array_annotations={"neuron": np.asarray(samples.neurons)},
        )
        for variable in samples.variables
    ]


def ms() -> Any:
    """A millisecond as Neo's quantities have it."""
    return import_module("quantities").ms
