"""How all pictures look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.legend import Legend

from .errors import LONGEST, plain

# Okabe & Ito 2008, told apart by colour-blind readers too; the yellow is too light for dots on white.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
COLUMNS = 1000  # moments that can be told apart on a page

STYLE: Any = {  # the type that matplotlib gives its settings differs from version to version
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "lines.linewidth": 1.0,
    "savefig.dpi": 160,
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "hux",  # the same picture gives the same file
}


@contextmanager
def in_style() -> Iterator[None]:
    """What is made in this context is in STYLE. rc_context would also undo what a notebook's backend sets as the first
    figure is made."""
    before = {name: rcParams[name] for name in STYLE}
    rcParams.update(STYLE)
    try:
        yield
    finally:
        rcParams.update(before)


def colour(index: int) -> str:
    return COLOURS[index % len(COLOURS)]


def time_axis(duration: float) -> tuple[str, float]:
    """The unit for an axis over so many ms, and how many ms the unit has."""
    return ("s", 1000.0) if duration >= 5000 else ("ms", 1.0)


def label_time(axes: Axes, stretch: tuple[float, float]) -> None:
    """An axis over all that was recorded, in the unit that `time_axis` has chosen."""
    start, end = stretch
    unit, unit_ms = time_axis(end - start)
    axes.set_xlim(start / unit_ms, end / unit_ms)
    axes.set_xlabel(f"time ({unit})")


def has_room_beside(axes: Axes) -> bool:
    """Does the figure make room for what stands beside its axes? One without a layout cuts it off."""
    return axes.get_figure().get_layout_engine() is not None  # type: ignore[union-attr]


def legend_beside(axes: Axes, **options: Any) -> Legend:
    """A legend to the right of the axes, off the data; where there is no room, upon them."""
    if not has_room_beside(axes):
        return axes.legend(loc="upper right", frameon=True, **options)
    return axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0, **options)


def to_the_letter(text: object, longest: int = 40) -> str:
    """A name in a file as it is drawn: short, and no mathematics."""
    printed = plain(text, longest).replace("$", r"\$")
    return printed if printed and printed[0] != "_" else f" {printed}"  # a legend leaves out what begins so


def headline(title: str) -> str:
    """The title of a file as it is drawn."""
    return to_the_letter(title, LONGEST)


def proper(unit: str) -> str:
    """A unit as one prints it."""
    for typed, printed in (("cm2", "cm\u00b2"), ("uA", "\u00b5A"), ("uS", "\u00b5S"), ("uF", "\u00b5F")):
        unit = unit.replace(typed, printed)
    return to_the_letter(unit)


def with_unit(name: str, unit: str) -> str:
    return name if unit in ("", "1") else f"{name} ({proper(unit)})"


def letter(axes: Axes, text: str) -> None:
    """Marks a panel, as journals do."""
    axes.annotate(
        text, (0, 1), xycoords="axes fraction", xytext=(-38, 8), textcoords="offset points", fontweight="bold",
        fontsize=12,
    )  # fmt: skip
