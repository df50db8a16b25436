"""What is counted of spikes, in one pass over pieces of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .result import Floats, Indices, Piece, Spikes

MOST_COUNTED = 1 << 26  # neurons for which there is room in memory, whether they fire or not


def rate_of(spikes: Spikes, edges: Floats, start: float = 0.0) -> Floats:
    """The rate (Hz) of a population in bins, whose edges are counted from a time on, ms."""
    counts = np.zeros(len(edges) - 1)
    for times, _ in spikes.pieces():
        counts += np.histogram(times - start, edges)[0]
    return counts / np.diff(edges) / max(spikes.size, 1) * 1000


@dataclass
class Intervals:
    """Intervals between the spikes of each neuron, summed up."""

    cv: Floats  # by neuron; not a number for those with fewer than two intervals
    edges: Floats  # ms, of the histogram over all neurons
    histogram: Indices


def numbered(spikes: Spikes) -> tuple[int, Iterator[Piece]]:
    """The spikes of a population in the order of time, and the number of neurons among whom they are; where there is
    no room for all neurons, of those that fire, numbered anew."""
    if spikes.size <= MOST_COUNTED:
        return spikes.size, spikes.ordered_pieces()
    firing = np.unique(np.concatenate([np.empty(0, np.int64), *(np.unique(neurons) for _, neurons in spikes.pieces())]))
    return len(firing), ((times, np.searchsorted(firing, neurons)) for times, neurons in spikes.ordered_pieces())


def intervals_of(spikes: Spikes, edges: Floats) -> Intervals:
    """Intervals of all neurons in one pass."""
    size, pieces = numbered(spikes)
    last = np.full(size, np.nan)
    count, total, squares = np.zeros(size), np.zeros(size), np.zeros(size)
    histogram = np.zeros(len(edges) - 1, dtype=np.int64)
    for times, neurons in pieces:
        interval, neurons = intervals_in(times, neurons, last)
        count += np.bincount(neurons, minlength=size)
        total += np.bincount(neurons, interval, size)
        squares += np.bincount(neurons, interval * interval, size)
        histogram += np.histogram(interval, edges)[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / count
        variance = np.maximum(squares / count - mean * mean, 0)
        cv = np.where(count >= 2, np.sqrt(variance) / mean, np.nan)
    return Intervals(cv, edges, histogram)


def intervals_in(times: Floats, neurons: Indices, last: Floats) -> Piece:
    """The intervals that end in a piece, and whose they are. last: when each neuron last fired; brought up to date."""
    order = np.argsort(neurons, kind="stable")
    times, neurons = times[order], neurons[order]
    first = np.append(True, neurons[1:] != neurons[:-1])
    before = np.append(np.nan, times[:-1])
    before[first] = last[neurons[first]]
    final = np.append(first[1:], True)
    last[neurons[final]] = times[final]
    interval = times - before
    there = ~np.isnan(interval)
    return interval[there], neurons[there]
