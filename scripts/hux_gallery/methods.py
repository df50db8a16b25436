"""What a numerical method does to an action potential."""

import numpy as np
from hux_pictures.style import colour, letter
from matplotlib.ticker import ScalarFormatter

# Upward crossings of 0 mV by an adaptive method of order 8 at a tolerance of 1e-12 (scripts/reference.py), ms.
EXACT = np.array([1.897977427, 16.806214499, 31.441396945, 46.064463458, 60.686632082, 75.308734137, 89.930831256])
NAMES = {
    "euler": "Euler",
    "exponential_euler": "exponential Euler",
    "crank_nicolson": "Crank-Nicolson",
    "rk4": "Runge-Kutta 4",
}
EVALUATIONS = {"euler": 1, "exponential_euler": 1, "crank_nicolson": 1, "rk4": 4}  # of the equations in a step


def error_of(file):
    """How far the seventh spike is from where it belongs, ms; infinite if it never came."""
    times, _ = file.spikes["axon"].all()
    return abs(times[6] - EXACT[6]) if len(times) >= 7 else np.inf


def errors_of(files, name):
    """Steps (ms) and errors (ms) of an integrator's runs, the longest step first."""
    found = {
        float(key.rsplit("_", 1)[1]): file for key, file in files.items() if key.startswith(f"integrators_{name}_")
    }
    steps = sorted(found, reverse=True)
    return np.array(steps), np.array([error_of(found[step]) for step in steps])


def draw_integrators(files, figure):
    """A: the seventh action potential at one step; B: error over step; C: error over cost."""
    grid = figure.add_gridspec(2, 2)
    draw_last_spike(files, figure.add_subplot(grid[0, :]))
    by_step, by_cost = figure.add_subplot(grid[1, 0]), figure.add_subplot(grid[1, 1])
    for index, name in enumerate(NAMES):
        steps, errors = errors_of(files, name)
        style = {"color": colour(index), "marker": "o", "markersize": 4, "label": NAMES[name]}
        by_step.loglog(steps * 1000, errors, **style)
        by_cost.loglog(EVALUATIONS[name] / steps, errors, **style)
    for axes in (by_step, by_cost):
        axes.xaxis.set_major_formatter(ScalarFormatter())
    by_step.set_xticks([3, 6, 12, 25, 50], minor=False)
    by_step.minorticks_off()
    by_step.set_xlabel("time step (\u00b5s)")
    by_step.set_ylabel("error of the 7th spike (ms)")
    by_cost.set_xlabel("evaluations of the equations per ms")
    by_cost.set_ylabel("error of the 7th spike (ms)")
    by_step.legend(fontsize=8)
    for axes, name in zip(figure.axes, "ABC"):
        letter(axes, name)


def draw_last_spike(files, axes, dt=0.05):
    for index, name in enumerate(NAMES):
        samples = files[f"integrators_{name}_{dt:g}"].sampled("v")
        axes.plot(samples.time(), samples.data[:, 0], color=colour(index), label=NAMES[name])
    samples = files["integrators_exact"].sampled("v")
    axes.plot(samples.time(), samples.data[:, 0], color="black", linewidth=2.5, alpha=0.35, zorder=0, label="exact")
    axes.set_xlim(88.5, 93)
    axes.set_xlabel("time (ms)")
    axes.set_ylabel("V (mV)")
    axes.set_title(f"the seventh action potential, at steps of {dt:g} ms")
    axes.legend(fontsize=8, loc="upper right")
