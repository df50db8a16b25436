"""Pictures of a cell that is built up current by current, its phase plane, and what a slow current makes of it."""

import numpy as np
from hux_pictures.curves import f_i_curves
from hux_pictures.style import colour, letter

from .cells import POTASSIUM, SODIUM, shades, signed, traces
from .sodium_potassium import Cell, n_inf

RELEASED = (-90, -75, -65, -57, -56, -50, -40)  # mV, of examples/cell_from_text.toml
SHOWN = RELEASED.index(-50)  # whose currents are taken apart
STEPS = {"leak": Cell(g_na=0, g_k=0, g_m=0), "sodium": Cell(g_k=0, g_m=0), "potassium": Cell(g_m=0)}
TITLES = {
    "leak": "one current: a leak",
    "sodium": "two: sodium channels open at once",
    "potassium": "three: potassium channels follow",
}
PLACES = {"leak": ["rest"], "sodium": ["rest", "threshold", "stays up"], "potassium": ["rest", "threshold"]}
UNTIL = {"leak": 1, "sodium": 4, "potassium": 8}  # ms
CURRENTS = {"i_l": (r"$I_\mathrm{L}$", 2), "i_na": (SODIUM, 1), "i_k": (POTASSIUM, 0)}
CURRENT = "current (\u00b5A/cm\u00b2)"


def draw_built_up(files, figure):
    """A row for each current more: potentials from which membranes were let go, and the currents of one of them."""
    file = files["cell_from_text"]
    panels = figure.subplots(3, 2, gridspec_kw={"width_ratios": [1.3, 1]})
    for row, (name, letters) in enumerate(zip(STEPS, ("AB", "CD", "EF"))):
        draw_released(file, name, panels[row, 0])
        draw_currents(file, name, panels[row, 1])
        for axes, text in zip(panels[row], letters):
            axes.set_xlim(0, UNTIL[name])
            axes.set_xlabel("time (ms)")
            letter(axes, text)
    panels[0, 0].legend(title="let go at", fontsize=8, title_fontsize=8, ncol=2, loc="upper right")
    figure.align_ylabels()


def draw_released(file, name, axes):
    """Potentials, and grey lines at those where they could stay."""
    time, v = traces(file, name)
    for column, (start, tint) in enumerate(zip(RELEASED, shades(len(RELEASED)))):
        axes.plot(time, v[:, column], color=tint, label=f"{signed(start)} mV")
    for place, fixed in zip(PLACES[name], STEPS[name].fixed_points()):
        axes.axhline(fixed, color="0.6", linestyle=":" if place == "threshold" else "-", linewidth=0.8, zorder=0)
        axes.annotate(
            place, (UNTIL[name], fixed), xytext=(0, 3), textcoords="offset points", ha="right", fontsize=8, color="0.4"
        )
    axes.set_ylim(-95, 32)
    axes.set_ylabel("V (mV)")
    axes.set_title(TITLES[name], fontsize=10)


def draw_currents(file, name, axes):
    """The ionic currents of one of them, and their sum, which is what changes its charge."""
    total = 0.0
    recorded = {each.variable for each in file.samples if each.population == name}
    for variable, (label, tint) in CURRENTS.items():
        if variable in recorded:
            time, current = traces(file, name, variable)
            axes.plot(time, current[:, SHOWN], color=colour(tint), label=label)
            total = total + current[:, SHOWN]
    axes.plot(time, total, color="black", linestyle=":", label="sum")
    axes.axhline(0, color="0.7", linewidth=0.6, zorder=0)
    axes.set_ylabel(CURRENT)
    axes.set_ylim(top=axes.get_ylim()[1] * (1.0 if name == "leak" else 1.4))
    axes.set_title(f"currents after {signed(RELEASED[SHOWN])} mV", fontsize=10)
    axes.legend(fontsize=8, loc="upper right", ncol=4)


# ---- the phase plane ----

CELL = STEPS["potassium"]


def draw_plane(files, figure):
    """A: the phase plane at rest; B: under a current; C: what holds the cell at each potential; D: its f-I curve."""
    file = files["cell_from_text"]
    panels = figure.subplots(2, 2)
    draw_rest(file, panels[0, 0])
    draw_cycle(file, panels[0, 1])
    draw_steady(panels[1, 0])
    draw_rates(file, panels[1, 1])
    for axes, text in zip(panels.flat, "ABCD"):
        letter(axes, text)


def draw_nullclines(axes, current):
    v = np.linspace(-89, 25, 1000)
    axes.plot(v, CELL.v_nullcline(v, current), color=colour(1), linewidth=1.6, label="V stands still")
    axes.plot(v, n_inf(v), color=colour(0), linewidth=1.6, label="n stands still")
    for fixed in CELL.fixed_points(current):
        stable = np.all(np.linalg.eigvals(CELL.jacobian(fixed, current)).real < 0)
        axes.plot(fixed, n_inf(fixed), "o", color="black", markerfacecolor="black" if stable else "white", zorder=5)
    axes.set_xlim(-85, 20)
    axes.set_ylim(-0.04, 0.75)
    axes.set_xlabel("V (mV)")
    axes.set_ylabel("n, open fraction")


def draw_rest(file, axes):
    """Nullclines, and what the released cells do on either side of the separatrix."""
    draw_nullclines(axes, 0.0)
    axes.plot(*CELL.separatrix(), color="black", linestyle=":", label="separatrix")
    time, v = traces(file, "potassium")
    _, n = traces(file, "potassium", "n")
    for column, tint in enumerate(shades(len(RELEASED))):
        axes.plot(v[:, column], n[:, column], color=tint, zorder=3)
        axes.plot(v[0, column], n[0, column], "o", color=tint, markersize=4, zorder=3)
    draw_arrows(axes, v[:, -1], n[:, -1], np.searchsorted(time, (0.12, 0.6, 1.1, 1.7)), shades(len(RELEASED))[-1])
    axes.set_title("without a current", fontsize=10)
    axes.legend(fontsize=8, loc="upper left", bbox_to_anchor=(0.06, 1.02))


def draw_arrows(axes, x, y, points, tint):
    """Which way a line is gone along, at some of its points."""
    for at in points:
        axes.annotate(
            "", (x[at + 1], y[at + 1]), xytext=(x[at], y[at]), zorder=4,
            arrowprops={"arrowstyle": "-|>", "color": tint, "mutation_scale": 12, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


def draw_cycle(file, axes):
    """Nullclines that meet in one point alone, and the cycle around it; dots are a quarter of a millisecond apart."""
    draw_nullclines(axes, 5.0)
    _, v = traces(file, "regular")
    _, n = traces(file, "regular", "n")
    last = slice(-775, None)  # 15.5 ms: a little more than a cycle
    axes.plot(v[last, 0], n[last, 0], color="0.5", zorder=3)
    axes.plot(v[last, 0][::13], n[last, 0][::13], ".", color="black", markersize=4, zorder=4)
    axes.set_title("under 5 \u00b5A/cm\u00b2", fontsize=10)


def draw_steady(axes):
    """The current that holds the cell at a potential; where that is greatest, rest and threshold merge."""
    v = np.linspace(-72, -50, 500)
    axes.plot(v, CELL.steady(v), color="black")
    rest, threshold, _ = CELL.fixed_points()
    merged, greatest = CELL.saddle_node()
    for at, current, face, text, place in (
        (rest, 0, "black", "rest", (-45, 5)),
        (threshold, 0, "white", "threshold", (10, 5)),
        (merged, greatest, colour(4), f"{greatest:.2f} \u00b5A/cm\u00b2", (-30, 10)),
    ):
        axes.plot(at, current, "o", color="black", markerfacecolor=face, zorder=5)
        axes.annotate(text, (at, current), xytext=place, textcoords="offset points")
    axes.axhline(0, color="0.7", linewidth=0.6, zorder=0)
    axes.set_xlim(-72, -50)
    axes.set_xticks(range(-70, -49, 5))
    axes.set_ylim(-20, 8)
    axes.set_xlabel("V (mV)")
    axes.set_ylabel(CURRENT)
    axes.set_title("current that holds the cell", fontsize=10)


def draw_rates(file, axes):
    """Rates over all currents and, magnified, where they begin, with what the normal form says of that."""
    axes.plot(*curve_of(file, "regular"), ".", color=colour(0), markersize=3)
    axes.set_xlabel(CURRENT)
    axes.set_ylabel("rate (Hz)")
    axes.set_ylim(0, 230)
    axes.set_title("f-I curve", fontsize=10)
    near = axes.inset_axes([0.54, 0.1, 0.44, 0.42])
    current = np.linspace(CELL.saddle_node()[1] + 1e-9, 4.7, 500)
    passage = 1000 / CELL.onset(current)
    near.plot(current, 1000 / (passage + spike_time(file)), color=colour(4), linewidth=2.5, label="normal form")
    near.plot(*curve_of(file, "onset"), ".", color=colour(0), markersize=3)
    near.set_ylim(0, 55)
    near.tick_params(labelsize=7)
    near.legend(fontsize=7, loc="upper left", borderaxespad=0)


def curve_of(file, population):
    """Currents, and the rates under them."""
    return next((current, rate) for name, current, _, rate in f_i_curves(file) if name == population)


def spike_time(file, which=0):
    """What the interval under the least of the currents that make the cell fire, or another, has beyond the passage
    that the normal form tells, ms: the spike."""
    current, rate = curve_of(file, "onset")
    firing = np.flatnonzero(rate > 0)[which]
    return 1000 / rate[firing] - 1000 / CELL.onset(current[firing])


# ---- the M current ----

KINDS = {
    "regular": "three currents, under 10 \u00b5A/cm\u00b2",
    "adapting": "and an M current, under 10 \u00b5A/cm\u00b2",
    "bursting": "and faster gates n, under 5 \u00b5A/cm\u00b2",
}


def draw_adapting(files, figure):
    """A to C: trains of spikes, and the slow gate behind them; D: rates; E: bursts in the plane of z and V."""
    file = files["cell_from_text"]
    grid = figure.add_gridspec(2, 2, width_ratios=[1.7, 1])
    rows = grid[:, 0].subgridspec(5, 1, height_ratios=[1, 1, 0.5, 1, 0.5]).subplots(sharex=True)
    for (name, title), axes, text in zip(KINDS.items(), rows[[0, 1, 3]], "ABC"):
        draw_train(file, name, axes)
        axes.set_title(title, fontsize=10)
        letter(axes, text)
    for name, axes in (("adapting", rows[2]), ("bursting", rows[4])):
        draw_slow_gate(file, name, axes)
    rows[-1].set_xlim(0, 200)
    rows[-1].set_xlabel("time (ms)")
    draw_adapted_rates(file, figure.add_subplot(grid[0, 1]))
    draw_burst(file, figure.add_subplot(grid[1, 1]))
    figure.align_ylabels(rows)


def draw_train(file, name, axes):
    time, v = traces(file, name)
    axes.plot(time, v[:, -1], color="black", linewidth=0.8)
    axes.set_ylabel("V (mV)")
    axes.set_ylim(-85, 20)


def draw_slow_gate(file, name, axes):
    time, z = traces(file, name, "z")
    axes.plot(time, z[:, -1], color=colour(3))
    axes.set_ylabel("z")
    axes.set_ylim(0, 0.075)


def draw_adapted_rates(file, axes):
    for name, tint, label in (("regular", 0, "three currents"), ("adapting", 3, "and an M current")):
        axes.plot(*curve_of(file, name), ".", color=colour(tint), markersize=3, label=label)
    axes.set_xlabel(CURRENT)
    axes.set_ylabel("rate (Hz)")
    axes.set_ylim(bottom=0)
    axes.set_title("f-I curves", fontsize=10)
    axes.legend(fontsize=8, loc="upper left", markerscale=3)
    letter(axes, "D")


def draw_burst(file, axes):
    time, v = traces(file, "bursting")
    _, z = traces(file, "bursting", "z")
    settled = time > 200
    axes.plot(z[settled, 0], v[settled, 0], color="black", linewidth=0.8)
    axes.set_xlabel("z, open fraction")
    axes.set_ylabel("V (mV)")
    axes.set_title("the bursts of C", fontsize=10)
    letter(axes, "E")
