"""Puts the page together."""

import base64
import html
import io
import json
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from hux_pictures.activity import interval_edges
from hux_pictures.errors import LONGEST_PATH, BadInput, plain
from hux_pictures.style import STYLE
from hux_pictures.trains import intervals_of
from hux_results import draw_on, reading
from hux_results.checked import member, text
from hux_results.facts import provenance, source_of

from .data import raster_data, rate_data, trace_data

HERE = Path(__file__).resolve().parent
LIBRARY = Path("/usr/share/javascript/dygraphs")  # Debian's libjs-dygraphs
PICTURES = ["membrane", "isi", "spectrum", "fi", "sheet", "synapses"]
FACTS = {
    "status": "status", "start": "recorded from, ms", "simulated": "simulated, ms", "integrator": "integrator",
    "dt": "dt, ms", "precision": "precision", "seed": "seed", "synapses": "synapses", "version": "Hux version",
    "git_commit": "commit", "backend": "backend", "threads": "threads", "machine": "machine",
    "build_seconds": "building, s", "simulation_seconds": "simulating, s", "started": "started",
}  # fmt: skip


def library(name):
    try:
        return (LIBRARY / name).read_text(encoding="utf-8")
    except OSError:
        raise BadInput(
            f"{LIBRARY / name}: not there; the page's drawings need Dygraphs, the Debian package libjs-dygraphs"
        ) from None


def shown(value):
    return (
        plain(text(value))
        if isinstance(value, (bytes, str))
        else f"{value:,.6g}"
        if isinstance(value, float)
        else f"{value:,}"
    )


def facts(file):
    """What was run, as rows of a table."""
    rows = [(label, provenance(file, name)) for name, label in FACTS.items()]
    cells = [
        f"<tr><td>{label}</td><td>{html.escape(told(label, value))}</td></tr>"
        for label, value in rows
        if value is not None
    ]
    return "<table>" + "".join(cells) + "</table>"


def told(label, value):
    """Counts with separators, names and seeds as they are."""
    return shown(value.item() if hasattr(value, "item") else value) if label != "seed" else str(value)


def numbers(result):
    """Spikes, rates and irregularity of each population, as rows of a table."""
    duration = result.duration
    head = "<tr><th>population</th>" + "".join(
        f'<th class="number">{title}</th>' for title in ("neurons", "spikes", "rate, Hz", "CV of intervals")
    )
    rows = []
    for name, spikes in result.spikes.items():
        cv = intervals_of(spikes, interval_edges(duration)).cv
        cv = cv[~np.isnan(cv)]
        irregular = f"{cv.mean():.2f} \u00b1 {cv.std():.2f}" if len(cv) else "\u2013"
        rate = spikes.count / max(spikes.size, 1) / duration * 1000
        cells = [f"{spikes.size:,}", f"{spikes.count:,}", f"{rate:.2f}", irregular]
        row = f"<tr><td>{html.escape(plain(name))}</td>"
        rows.append(row + "".join(f'<td class="number">{cell}</td>' for cell in cells))
    return "<table>" + head + "".join(rows) + "</table>" if rows else "<p>No spikes were recorded.</p>"


def picture(path, what):
    """A picture as part of the page; nothing if the result has nothing for it."""
    try:
        figure = draw_on(path, what)
    except BadInput:
        return ""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=130)
    plt.close(figure)
    return f'<img alt="{what}" src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'


def pictures(path):
    with plt.rc_context(STYLE):
        return "\n".join(picture(path, what) for what in PICTURES)


def charts(data):
    """Places for the page's drawings."""
    parts = []
    populations = data["raster"]["populations"]
    if populations:
        key = "".join(
            f'<span><i style="background:{p["colour"]}"></i>{html.escape(p["name"])}</span>' for p in populations
        )
        parts.append(
            f'<p class="key">{key}</p><div id="raster" class="chart"></div><div id="rates" class="chart"></div>'
        )
    parts += [f'<div id="trace{i}" class="chart"></div>' for i in range(len(data["traces"]))]
    return "".join(parts)


def experiment(file):
    source = source_of(file)
    if source is None:
        return ""
    shown_source = f"<details><summary>show</summary><pre>{html.escape(source)}</pre></details>"
    return f"<h2>The experiment, with every default</h2>{shown_source}"


def in_script(source):
    """Text that may stand within a script element, whose end must not be in it."""
    return re.sub("</(script)", r"<\\/\1", source, flags=re.IGNORECASE)


def expect_results(path, file):
    if not any(member(file, name) is not None for name in ("provenance", "spikes", "report", "rates")):
        raise BadInput(f"{path}: it holds no results of a simulation")


def page_of(path, result):
    file = result.file
    expect_results(path, file)
    data = {"raster": raster_data(result), "rates": rate_data(result), "traces": trace_data(result)}
    title = html.escape(result.title)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="icon" href="data:,">
<style>{library("dygraph.min.css").split("/*#")[0]}
{(HERE / "page.css").read_text(encoding="utf-8")}</style></head>
<body>
<h1>{title}</h1>
<h2>Numbers</h2>
{numbers(result)}
<h2>What was run</h2>
{facts(file)}
<h2>Activity</h2>
<p class="hint">Drag to zoom, across for time or up for rows; drag with Shift to move; double-click to go back.
<button id="whole">whole run</button></p>
{charts(data)}
<h2>Pictures</h2>
{pictures(path)}
{experiment(file)}
<script type="application/json" id="data">{in_script(json.dumps(data))}</script>
<script>{in_script(library("dygraph.min.js").split("//# sourceMappingURL")[0])}</script>
<script>{(HERE / "page.js").read_text(encoding="utf-8")}</script>
</body></html>
"""


def write_report(result, page=None):
    """Writes the page and returns its path. Raises BadInput."""
    page = Path(page) if page else Path(result).with_suffix(".html")
    with reading(result) as opened:
        content = page_of(result, opened)
    try:
        page.write_text(content, encoding="utf-8")
    except OSError as why:
        raise BadInput(f"{plain(page, LONGEST_PATH)}: the page cannot be written ({plain(why)})") from None
    return page
