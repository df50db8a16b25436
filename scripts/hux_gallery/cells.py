"""Pictures of single cells."""

import numpy as np
from hux_pictures.curves import f_i_curves
from hux_pictures.membrane import draw_membrane
from hux_pictures.style import colour, letter, proper
from matplotlib import colormaps
from matplotlib.ticker import MaxNLocator

from .measures import amplitude, half_width

REST = -65.0
SECOND_SHOCKS = (5, 7.5, 10, 12.5, 15, 17.5)  # ms after the first
SODIUM, POTASSIUM = r"$I_\mathrm{Na}$", r"$I_\mathrm{K}$"


def shades(count, name="viridis"):
    """Colours of a family of traces, in their order."""
    return colormaps[name](np.linspace(0, 0.9, count))


def traces(file, population, variable="v"):
    """The time, and a column for each neuron."""
    samples = file.sampled(variable, population)
    return samples.time(), samples.data[:].astype(float)


def draw_action_potential(files, figure):
    """Everything beneath one action potential, with its amplitude and width."""
    file = files["action_potential"]
    draw_membrane(file, figure)
    time, v = traces(file, "axon")
    axes = figure.axes[1]
    half = REST + amplitude(v[:, 0], REST) / 2
    axes.annotate(
        f"amplitude {amplitude(v[:, 0], REST):.0f} mV\nhalf-width {half_width(time, v[:, 0], REST):.2f} ms",
        (time[np.argmax(v[:, 0])] + 0.6, half), xytext=(30, 0), textcoords="offset points", va="center", color="0.3",
    )  # fmt: skip


def draw_threshold(files, figure):
    """A: shocks of seven strengths; B: a second shock at growing intervals; C, D: anode break excitation."""
    file = files["threshold"]
    grid = figure.add_gridspec(2, 2)
    shocked = figure.add_subplot(grid[0, 0])
    equal, strong = grid[0, 1].subgridspec(2, 1).subplots(sharex=True)
    voltage = figure.add_subplot(grid[1, 0])
    gates = figure.add_subplot(grid[1, 1], sharex=voltage)
    draw_shocked(file, shocked)
    draw_refractory(file, equal, range(6), "a second shock, as strong as the first")
    draw_refractory(file, strong, range(6, 12), "4 times as strong")
    label_voltage(strong, "time after the first shock (ms)")
    draw_released(file, voltage)
    draw_released_gates(file, gates)
    for axes, name in zip((shocked, equal, voltage, gates), "ABCD"):
        letter(axes, name)


def draw_shocked(file, axes):
    time, v = traces(file, "shocked")
    for column, (shock, tint) in enumerate(zip((3, 5, 6, 7, 15, 50, 90), shades(7))):
        axes.plot(time, v[:, column], color=tint, label=f"{shock} mV")
    axes.set_xlim(0, 12)
    axes.legend(title="depolarised by", fontsize=8, title_fontsize=8, loc="upper right")
    axes.set_title("all or none")
    label_voltage(axes)


def draw_refractory(file, axes, columns, title):
    """Responses to two shocks; a triangle marks each second one."""
    time, v = traces(file, "twice")
    for column, after, tint in zip(columns, SECOND_SHOCKS, shades(len(SECOND_SHOCKS))):
        axes.plot(time - 2, v[:, column], color=tint, linewidth=0.9)
        axes.plot(after, -92, "^", color=tint, markersize=4, clip_on=False)
    axes.set_xlim(-1, 25)
    axes.set_ylim(-95, 50)
    axes.set_ylabel("V (mV)")
    axes.set_title(title, fontsize=9)


def draw_released(file, axes):
    time, v = traces(file, "released")
    for column, tint in enumerate(shades(v.shape[1], "plasma")):
        axes.plot(time - 45, v[:, column], color=tint, label=signed(-column) if column % 4 == 0 else None)
    axes.set_xlim(-45, 15)
    axes.legend(title="\u00b5A/cm\u00b2 until 0 ms", fontsize=8, title_fontsize=8, loc="upper left")
    axes.set_title("anode break")
    label_voltage(axes, "time after release (ms)")


def draw_released_gates(file, axes):
    for variable, tint in (("h", colour(4)), ("n", colour(0))):
        time, gate = traces(file, "released", variable)
        for column, (alpha, style) in {0: (0.5, ":"), 12: (1.0, "-")}.items():
            label = f"${variable}$, {signed(-column)} \u00b5A/cm\u00b2"
            axes.plot(time - 45, gate[:, column], color=tint, alpha=alpha, linestyle=style, label=label)
    axes.set_ylim(0, 1)
    axes.set_xlabel("time after release (ms)")
    axes.set_ylabel("open fraction")
    axes.legend(fontsize=8, loc="upper left", bbox_to_anchor=(0.36, 0.95))
    axes.set_title("gates behind it")


def signed(number):
    """A number with a proper minus sign."""
    return f"{number}".replace("-", "\u2212")


def label_voltage(axes, time="time (ms)"):
    axes.set_xlabel(time)
    axes.set_ylabel("V (mV)")


TITLES = {
    "hodgkin_huxley": "type II: squid axon",
    "connor_stevens": "type I: with an A current",
    "wang_buzsaki": "type I: interneuron",
    "traub_miles": "type I: hippocampal cell",
    "RS": "with adaptation: RS",
    "FS": "without: FS",
}


def draw_f_i_curves(files, figure):
    """Each model's steady rate against the current."""
    curves = f_i_curves(files["f_i_curves"])
    panels = figure.subplots(2, 3)
    for index, (axes, (name, current, unit, rate)) in enumerate(zip(panels.flat, curves)):
        axes.plot(current, rate, ".", color=colour(index), markersize=3)
        axes.set_title(TITLES[name], fontsize=10)
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))
        axes.set_xlabel(f"current ({proper(unit)})")
    for axes in panels[:, 0]:
        axes.set_ylabel("rate (Hz)")


def draw_temperature(files, figure):
    """A: action potentials at six temperatures; B: their width."""
    time, v = traces(files["temperature"], "axons")
    left, right = figure.subplots(1, 2, gridspec_kw={"width_ratios": [1.6, 1]})
    degrees = (2, 6.3, 12, 18.5, 25, 35)
    tints = shades(len(degrees), "plasma")
    for column, (degree, tint) in enumerate(zip(degrees, tints)):
        left.plot(time - 2, v[:, column], color=tint, label=f"{degree:g} \u00b0C")
        if v[:, column].max() > 0:
            right.plot(degree, half_width(time, v[:, column], REST), "o", color=tint)
    left.set_xlim(-0.5, 9)
    left.legend()
    label_voltage(left, "time after the shock (ms)")
    right.set_xlabel("temperature (\u00b0C)")
    right.set_ylabel("half-width (ms)")
    right.set_ylim(bottom=0)
    letter(left, "A")
    letter(right, "B")


def draw_voltage_clamp(files, figure):
    """A: the command; B, C: sodium and potassium currents; D: the largest of each against the command."""
    file = files["voltage_clamp"]
    grid = figure.add_gridspec(3, 2, width_ratios=[1.5, 1], height_ratios=[0.7, 1, 1])
    commands = np.linspace(-55, 65, 13)
    above = None
    for row, (variable, label) in enumerate((("v", "V (mV)"), ("i_na", SODIUM), ("i_k", POTASSIUM))):
        axes = figure.add_subplot(grid[row, 0], sharex=above)
        above = above or axes
        time, values = traces(file, "axons", variable)
        for column, tint in enumerate(shades(len(commands))):
            axes.plot(time - 1, values[:, column], color=tint)
        axes.set_ylabel(label if row == 0 else f"{label} (\u00b5A/cm\u00b2)")
        axes.set_xlim(-1, 12)
        letter(axes, "ABC"[row])
    figure.axes[1].set_ylim(-1700, 1000)  # the short tail after the step would hide the rest
    axes.set_xlabel("time after the step (ms)")
    draw_currents_against_command(file, figure.add_subplot(grid[0:2, 1]), commands)
    draw_conductances_of_clamp(file, figure.add_subplot(grid[2, 1]), commands)


def draw_currents_against_command(file, axes, commands):
    time, sodium = traces(file, "axons", "i_na")
    _, potassium = traces(file, "axons", "i_k")
    during = (time >= 1.05) & (time < 11)
    peak = [values[np.argmax(np.abs(values))] for values in sodium[during].T]
    axes.plot(commands, peak, "o-", color=colour(1), markersize=4, label=f"{SODIUM}, largest")
    axes.plot(commands, potassium[during][-1], "o-", color=colour(0), markersize=4, label=f"{POTASSIUM}, after 10 ms")
    axes.axhline(0, color="0.7", linewidth=0.6, zorder=0)
    axes.set_xlabel("command (mV)")
    axes.set_ylabel("current (\u00b5A/cm\u00b2)")
    axes.legend(loc="upper left")
    letter(axes, "D")


def draw_conductances_of_clamp(file, axes, commands):
    time, sodium = traces(file, "axons", "g_na")
    _, potassium = traces(file, "axons", "g_k")
    column = int(np.argmin(np.abs(commands + 5)))
    axes.plot(time - 1, sodium[:, column], color=colour(1), label=r"$g_\mathrm{Na}$")
    axes.plot(time - 1, potassium[:, column], color=colour(0), label=r"$g_\mathrm{K}$")
    axes.set_xlim(-1, 12)
    axes.set_xlabel("time after the step (ms)")
    axes.set_ylabel("conductance (mS/cm\u00b2)")
    axes.set_ylim(top=32)
    axes.legend(loc="upper right", ncol=2)
    axes.set_title(f"command {signed(round(commands[column]))} mV", fontsize=10)
    letter(axes, "E")


def draw_cortical_cells(files, figure):
    """Four kinds of cells under a step of current."""
    file = files["cortical_cells"]
    steps = {"RS": "0.75 nA", "FS": "0.5 nA", "IB": "0.15 nA", "LTS": "0.15 nA"}
    meaning = {"RS": "regular spiking", "FS": "fast spiking", "IB": "intrinsically bursting", "LTS": "low-threshold"}
    shown = {"RS": (250, 850), "FS": (250, 850), "IB": (400, 2600), "LTS": (350, 950)}  # ms
    for axes, (index, name) in zip(figure.subplots(4, 1, sharey=True), enumerate(steps)):
        time, v = traces(file, name)
        axes.plot(time, v[:, 0], color=colour(index), linewidth=0.8)
        axes.set_title(f"{name}: {meaning[name]}, {steps[name]}", fontsize=10)
        axes.set_ylabel("V (mV)")
        axes.set_xlim(shown[name])
    axes.set_xlabel("time (ms)")
