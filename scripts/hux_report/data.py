"""What the page's own drawings need, small enough to be shipped inside it."""

import base64

import numpy as np
from hux_pictures.checked import member
from hux_pictures.raster import neurons_drawn, rows_of
from hux_pictures.reading import count_of, pieces, rate_of, size_of, spike_groups, stretch_of
from hux_pictures.samples import reports_of
from hux_pictures.style import colour
from hux_pictures.traces import MOST_TRACES, thinned
from hux_tool import plain

MOST_SPIKES = 400_000  # in the page: 6 bytes each
MOST_NEURONS = 4000
MOST_POINTS = 20_000  # of a trace


def packed(values, kind):
    """Numbers as text for the page: little-endian, base64. What is too large for the kind is infinite: nothing is drawn."""
    with np.errstate(over="ignore"):
        return base64.b64encode(np.asarray(values).astype(kind).tobytes()).decode()


def spikes_for_page(file):
    """Spikes of so many neurons that the page stays small: (name, size, neurons, times, rows) by population."""
    groups = spike_groups(file)
    sizes = [size_of(group) for group in groups.values()]
    spikes = sum(count_of(group) for group in groups.values())
    share = min(1.0, MOST_SPIKES / max(spikes, 1))
    most = max(int(min(sum(sizes) * share, MOST_NEURONS)), len(sizes))
    for (name, group), size, neurons in zip(groups.items(), sizes, neurons_drawn(sizes, most)):
        times, rows = [np.empty(0)], [np.empty(0, dtype=np.int32)]
        for time, neuron in pieces(group):
            row = rows_of(neurons, neuron)
            times.append(time[row >= 0])
            rows.append(row[row >= 0])
        yield name, size, neurons, np.concatenate(times), np.concatenate(rows)


def raster_data(file):
    """The raster, as the page's script wants it."""
    populations = []
    for index, (name, size, neurons, times, rows) in enumerate(spikes_for_page(file)):
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
    return {"stretch": stretch_of(file), "populations": populations}


def rate_data(file, bins=1000):
    """The rate of each population in fine bins."""
    groups = spike_groups(file)
    start, end = stretch_of(file)
    duration = end - start
    width = max(duration / bins, 1.0) if duration > 20 else duration / 20
    edges = np.arange(0, duration + width / 2, width)
    # Lines go through the middles of bins, and on to both ends of the run.
    columns = [np.pad(rate_of(group, size_of(group), edges, start), 1, mode="edge") for group in groups.values()]
    times = start + np.concatenate([[0], edges[:-1] + width / 2, [duration]])
    return {
        "labels": ["ms", *map(plain, groups)],
        "unit": "rate (Hz)",
        "colours": [colour(index) for index in range(len(groups))],
        "columns": [packed(column, "<f4") for column in [times, *columns]],
    }


def trace_data(file):
    """Every sampled variable, a few neurons of each."""
    if member(file, "report") is None:
        return []
    drawings = []
    for report in sorted(reports_of(file), key=lambda r: (r.recording, r.variable != "v", r.unit, r.variable)):
        columns = [
            thinned(report.time(), report.data[:, i], MOST_POINTS) for i in range(len(report.neurons))[:MOST_TRACES]
        ]
        name = f"{report.population}: {report.variable}"
        drawings.append(
            {
                "labels": ["ms", *(f"neuron {neuron}" for neuron in report.neurons[: len(columns)])],
                "unit": name if report.unit in ("", "1") else f"{name} ({report.unit})",
                "colours": [colour(index) for index in range(len(columns))],
                "columns": [packed(values, "<f4") for values in [columns[0][0], *(values for _, values in columns)]],
            }
        )
    return drawings
