"""Weights and delays of the projections whose synapses were kept with the result."""

import numpy as np
from hux_tool import BadInput

from .checked import finite, members, numbers
from .reading import PIECE, title_of
from .style import colour, headline, legend_beside, to_the_letter


def pieces_of(dataset):
    for first in range(0, len(dataset), PIECE):
        yield finite(dataset, "number", first, first + PIECE)


def histogram_of(dataset, bins=60):
    """A histogram of a long data set; all in one bin if its values are all the same."""
    low = min(piece.min() for piece in pieces_of(dataset))
    high = max(piece.max() for piece in pieces_of(dataset))
    if low == high:
        return np.array([len(dataset)]), np.array([low - 0.5, low + 0.5])
    edges = np.linspace(low, high, bins + 1)
    return sum(np.histogram(piece, edges)[0] for piece in pieces_of(dataset)), edges


def draw_synapses(file, figure):
    """Draws how the weights and the delays of each projection are distributed."""
    groups = {name: group for name, group in members(file, "edges").items() if len(numbers(group, "0/delay"))}
    if not groups:
        raise BadInput(
            f"{file.filename}: it holds no synapses; name projections in record.connections and run it again"
        )
    left, right = figure.subplots(1, 2)
    for axes, name, label in ((left, "syn_weight", "weight (unit of the receptor)"), (right, "delay", "delay (ms)")):
        for index, (projection, group) in enumerate(groups.items()):
            counts, edges = histogram_of(numbers(group, f"0/{name}"))
            axes.stairs(counts, edges, color=colour(index), fill=True, alpha=0.5,
                        label=f"{to_the_letter(projection)}\n{counts.sum():,} synapses")  # fmt: skip
        axes.set_xlabel(label)
    left.set_ylabel("synapses")
    left.set_title(headline(title_of(file)))
    legend_beside(right, labelspacing=0.8)
