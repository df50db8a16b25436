"""The pictures there are."""

from collections import namedtuple

from .activity import draw_intervals, draw_spectrum
from .checked import member
from .curves import draw_f_i
from .raster import draw_raster
from .reading import size_of, spike_groups
from .samples import reports_of
from .sheet import draw_sheet
from .synapses import draw_synapses
from .traces import draw_membrane, draw_traces, membrane_panels

Picture = namedtuple("Picture", "draw height description")


def height_of_traces(file):
    return 1.0 + 1.7 * len(reports_of(file))


def height_of_membrane(file):
    return 1.2 + 1.7 * len(membrane_panels(file))


# What each draws, from an open result file onto a figure, and how high the figure is, in inches (of a width of 10).
PICTURES = {
    "raster": Picture(draw_raster, lambda file: 6.0, "spikes by population, with rates"),
    "traces": Picture(draw_traces, height_of_traces, "sampled variables, one above the other"),
    "membrane": Picture(
        draw_membrane, height_of_membrane, "one neuron: stimulus, potential, gates, conductances, currents"
    ),
    "spectrum": Picture(draw_spectrum, lambda file: 4.0, "power spectrum of the populations' rates"),
    "isi": Picture(draw_intervals, lambda file: 4.0, "intervals between spikes, and their CV by neuron"),
    "fi": Picture(draw_f_i, lambda file: 4.5, "rate against injected current"),
    "sheet": Picture(draw_sheet, lambda file: 5.5, "activity in space: time against place, or snapshots"),
    "synapses": Picture(draw_synapses, lambda file: 4.0, "weights and delays of the recorded projections"),
}


def chosen(file):
    """What to draw where the user does not say."""
    neurons = sum(size_of(group) for group in spike_groups(file).values())
    if member(file, "report") is None or neurons > 10:
        return "raster"
    return "membrane" if all(len(report.neurons) == 1 for report in reports_of(file)) else "traces"
