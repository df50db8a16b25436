"""Recorded data that are arrays in memory, as pictures take them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .result import PIECE, Floats, Indices, Piece, Spikes, Synapses


class SpikesInMemory(Spikes):
    """Spikes in the order of time."""

    def __init__(self, times: Floats, neurons: Indices, size: int) -> None:
        self._times, self._neurons, self._size = times, neurons, size

    @property
    def size(self) -> int:
        return self._size

    @property
    def count(self) -> int:
        return len(self._times)

    def pieces(self) -> Iterator[Piece]:
        for first in range(0, self.count, PIECE):
            part = slice(first, first + PIECE)
            yield self._times[part], self._neurons[part].astype(np.int64)

    def ordered_pieces(self) -> Iterator[Piece]:
        return self.pieces()


def synapses_in_memory(weights: Floats, delays: Floats) -> Synapses:
    return Synapses(len(weights), lambda: [weights], lambda: [delays])
