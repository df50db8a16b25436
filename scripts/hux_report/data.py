"""What the page's own drawings need, small enough to be shipped inside it."""

import base64

import numpy as np
from hux_pictures.errors import plain
from hux_pictures.raster import neurons_drawn, rows_of
from hux_pictures.style import colour
from hux_pictures.traces import MOST_TRACES, thinned
from hux_pictures.trains import rate_of

MOST_SPIKES = 400_000  # in the page: 6 bytes each
MOST_NEURONS = 4000
MOST_POINTS = 20_000  # of a trace


def packed(values, kind):
    """Numbers as text for the page: little-endian, base64. What is too large for the kind is infinite: nothing is drawn."""
    with np.errstate(over="ignore"):
        return base64.b64encode(np.asarray(values).astype(kind).tobytes()).decode()


def spikes_for_page(result):
    """Spikes of so many neurons that the page stays small: (name, size, neurons, times, rows) by population."""
    populations = result.spikes
    sizes = [spikes.size for spikes in populations.values()]
    count = sum(spikes.count for spikes in populations.values())
    share = min(1.0, MOST_SPIKES / max(count, 1))
    most = max(int(min(sum(sizes) * share, MOST_NEURONS)), len(sizes))
    for (name, spikes), neurons in zip(populations.items(), neurons_drawn(sizes, most)):
        times, rows = [np.empty(0)], [np.empty(0, dtype=np.int32)]
        for time, neuron in spikes.pieces():
            row = rows_of(neurons, neuron)
            times.append(time[row >= 0])
            rows.append(row[row >= 0])
        yield name, spikes.size, neurons, np.concatenate(times), np.concatenate(rows)


def raster_data(result):
    """The raster, as the page's script wants it."""
    populations = []
    for index, (name, size, neurons, times, rows) in enumerate(spikes_for_page(result)):
        populations.append(
            {
                "name": plain(name),
                "size": size,
                "colour": colour(index),
                "drawn": len(neurons),
                "times": packed(times, "<f4"),
                "rows": packed(rows, "<u2"),
            }
        )
    return {"stretch": result.stretch, "populations": populations}


def rate_data(result, bins=1000):
    """The rate of each population in fine bins."""
    populations = result.spikes
    start, end = result.stretch
    duration = end - start
    width = max(duration / bins, 1.0) if duration > 20 else duration / 20
    edges = np.arange(0, duration + width / 2, width)
    # Lines go through the middles of bins, and on to both ends of the run.
    columns = [np.pad(rate_of(spikes, edges, start), 1, mode="edge") for spikes in populations.values()]
    times = start + np.concatenate([[0], edges[:-1] + width / 2, [duration]])
    return {
        "labels": ["ms", *map(plain, populations)],
        "unit": "rate (Hz)",
        "colours": [colour(index) for index in range(len(populations))],
        "columns": [packed(column, "<f4") for column in [times, *columns]],
    }


def trace_data(result):
    """Every sampled variable, a few neurons of each."""
    if not result.samples:
        return []
    drawings = []
    in_order = sorted(result.required_samples(), key=lambda s: (s.recording, s.variable != "v", s.unit, s.variable))
    for samples in in_order:
        columns = [
            thinned(samples.time(), samples.data[:, i], MOST_POINTS) for i in range(len(samples.neurons))[:MOST_TRACES]
        ]
        name = f"{samples.population}: {samples.variable}"
        drawings.append(
            {
                "labels": ["ms", *(f"neuron {neuron}" for neuron in samples.neurons[: len(columns)])],
                "unit": name if samples.unit in ("", "1") else f"{name} ({samples.unit})",
                "colours": [colour(index) for index in range(len(columns))],
                "columns": [packed(values, "<f4") for values in [columns[0][0], *(values for _, values in columns)]],
            }
        )
    return drawings
