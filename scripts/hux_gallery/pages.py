"""The pages around the pictures: their texts with the numbers filled in, and the experiment files."""

import re
from dataclasses import dataclass
from pathlib import Path

from . import numbers
from .runs import PICTURES, RUNS

TEXTS = Path(__file__).resolve().parent / "texts"
# From the first table of a model to what comes before the next table that is none, and to the comments above that.
MODEL = re.compile(r"^\[model\..*?(?=\n\n(?:#[^\n]*\n)*\[(?!model\.))", re.MULTILINE | re.DOTALL)


@dataclass
class Page:
    title: str
    pictures: list  # names of PICTURES
    numbers: object  # who reads off the numbers that its text quotes
    drawn_by: dict  # by experiment: what scripts/plot.py draws of it

    def results(self):
        """The names of the results behind its pictures."""
        return list(dict.fromkeys(result for picture in self.pictures for result in PICTURES[picture][2]))

    def experiments(self):
        return list(dict.fromkeys(RUNS[result][0] for result in self.results()))


PAGES = {
    "action_potential": Page(
        "The action potential of the squid axon",
        ["action_potential"],
        numbers.of_action_potential,
        {"action_potential": "membrane"},
    ),
    "threshold": Page(
        "Threshold, refractory period and anode break", ["threshold"], numbers.of_threshold, {"threshold": "traces"}
    ),
    "f_i_curves": Page(
        "f-I curves and temperature",
        ["f_i_curves", "temperature"],
        numbers.of_f_i_curves,
        {"f_i_curves": "fi", "temperature": "traces"},
    ),
    "voltage_clamp": Page("Voltage clamp", ["voltage_clamp"], numbers.of_voltage_clamp, {"voltage_clamp": "traces"}),
    "cell_from_text": Page(
        "A cell from text",
        ["cell_from_text", "phase_plane", "m_current"],
        numbers.of_cell_from_text,
        {"cell_from_text": "fi"},
    ),
    "integrators": Page(
        "What an integrator does to it", ["integrators"], numbers.of_integrators, {"integrators": "membrane"}
    ),
    "travelling": Page(
        "Activity that travels", ["chain", "sheet"], numbers.of_travelling, {"chain": "sheet", "sheet": "sheet"}
    ),
    "networks": Page(
        "Networks and kinds of cells",
        ["cobahh", "gamma", "cortical_cells"],
        numbers.of_networks,
        {"cobahh": "raster", "wang_buzsaki_gamma": "spectrum", "cortical_cells": "traces"},
    ),
    "population_bursts": Page(
        "Bursts of a population with depressing synapses",
        ["population_bursts"],
        numbers.of_bursts,
        {"population_bursts": "raster"},
    ),
    "graded_gamma": Page(
        "A gamma rhythm by graded inhibition", ["graded_gamma"], numbers.of_graded_gamma, {"graded_gamma": "raster"}
    ),
    "gap_junctions": Page(
        "Gap junctions and inhibition", ["gap_junctions"], numbers.of_gap_junctions, {"gap_junctions": "raster"}
    ),
    "channel_block": Page(
        "Channel block and conduction failure",
        ["channel_block"],
        numbers.of_channel_block,
        {"channel_block": "traces", "squid_chain": "sheet"},
    ),
}


def commands(page):
    """How a reader runs the page's experiments and looks at the results."""
    lines = []
    for experiment in page.experiments():
        lines.append(f"hux run examples/{experiment}.toml -o {experiment}.h5")
        lines.append(f"scripts/plot.py {experiment}.h5 {page.drawn_by[experiment]}")
    return "\n".join(lines)


def models_of(page, examples):
    """The neurons that are text in the experiment files of a page, as they stand there."""
    return "\n\n".join(
        model
        for name in page.experiments()
        for model in MODEL.findall((examples / f"{name}.toml").read_text(encoding="utf-8"))
    )


def files_of(page, examples):
    """The experiment files of a page, each folded up."""
    return "\n".join(
        f"<details><summary>examples/{name}.toml</summary>\n\n"
        f"```toml\n{(examples / f'{name}.toml').read_text(encoding='utf-8').strip()}\n```\n\n</details>"
        for name in page.experiments()
    )


def write_page(name, files, examples, folder):
    """Writes a page from open result files; returns its path."""
    page = PAGES[name]
    text = (TEXTS / f"{name}.md").read_text(encoding="utf-8")
    text = text.format(**page.numbers(files), models=models_of(page, examples)).strip()
    path = folder / f"{name}.md"
    path.write_text(
        f"# {page.title}\n\n{text}\n\n## The experiment\n\n`scripts/gallery.sh {name}` makes this page anew. To look "
        f"at its results yourself:\n\n```sh\n{commands(page)}\n```\n\n{files_of(page, examples)}\n",
        encoding="utf-8",
    )
    return path


def write_index(folder):
    """Writes the gallery's first page; returns its path."""
    entries = "\n\n".join(
        f"## [{page.title}]({name}.md)\n\n[![{page.title}]({page.pictures[0]}.png)]({name}.md)"
        for name, page in PAGES.items()
    )
    path = folder / "README.md"
    path.write_text(
        "# The gallery\n\nEach picture is made by `scripts/gallery.sh` from runs of the experiments in `examples/`; "
        f"the numbers in the texts are read off the same runs.\n\n{entries}\n",
        encoding="utf-8",
    )
    return path
