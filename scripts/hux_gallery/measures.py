"""Numbers that a physiologist reads off a trace; times in ms, potentials in mV."""

import numpy as np


def crossings(time, values, level, upward=True):
    """The times at which a trace crosses a level, interpolated."""
    above = values >= level
    at = np.flatnonzero(~above[:-1] & above[1:] if upward else above[:-1] & ~above[1:])
    share = (level - values[at]) / (values[at + 1] - values[at])
    return time[at] + share * (time[at + 1] - time[at])


def amplitude(v, rest):
    """From the resting potential to the peak."""
    return float(np.max(v) - rest)


def half_width(time, v, rest):
    """How long a trace with one action potential is above half of its amplitude."""
    half = rest + amplitude(v, rest) / 2
    up = crossings(time, v, half)
    down = crossings(time, v, half, upward=False)
    return float(down[0] - up[0]) if len(up) and len(down) else float("nan")


def rheobase(current, rate):
    """The smallest of the currents at which a neuron goes on firing."""
    firing = np.flatnonzero(rate > 0)
    return float(current[firing[0]]) if len(firing) else float("nan")


def trains(spikes):
    """The spike times of each neuron of a population."""
    times, neurons = spikes.all()
    return [times[neurons == neuron] for neuron in range(spikes.size)]
