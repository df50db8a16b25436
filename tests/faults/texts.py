"""Experiments and files of columns that are mutated, for the command and what draws its results."""

import re

import h5py
import numpy as np
from front_ends import any_picture, hux, plot
from judging import BAD, RIGHT, judge
from mutations import changed_bytes, changed_columns, changed_toml
from starts import CONNECTIONS, RICH, SPIKES, any_start

BYTES = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40, "PiB": 1 << 50, "EiB": 1 << 60}
LISTED = "population.E.parameters.g_l={ file = 'lists.h5', dataset = 'g', unit = 'nS' }"
SMALL_STATE, SMALL_TOTAL, SMALL_SYNAPSES, SMALL_STEPS = 1 << 20, 1 << 28, 1e5, 4000


def put_files(folder, files):
    """The files that an experiment reads."""
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with h5py.File(folder / "spikes.h5", "w") as file:
        file["spikes/E/timestamps"], file["spikes/E/node_ids"] = [1.0, 2.5, 4.0], np.array([0, 3, 11], np.uint64)


def rows_of(plan):
    """The numbers of a plan: bytes, synapses, steps, by name."""
    rows = {}
    for name, number, unit in re.findall(r"(?m)^(\S.*?) +([\d.,e+]+)(?: (\w+))?$", plan):
        rows[name] = float(number.replace(",", "")) * BYTES.get(unit, 1)
    return rows


def is_small(rows):
    """Does a run of what has this plan take no more than a moment?"""
    state = sum(size for name, size in rows.items() if name.startswith("population "))
    steps = next(count for name, count in rows.items() if name.startswith("steps of "))
    return (state < SMALL_STATE and rows["total"] < SMALL_TOTAL and rows["expected synapses"] < SMALL_SYNAPSES
            and steps < SMALL_STEPS)  # fmt: skip


def status_of(result):
    with h5py.File(result) as file:
        return file["provenance"].attrs["status"]


def judged_run(folder, ending, before):
    """(verdict, why) of a run, by what it has left, too."""
    verdict, why = judge(ending)
    left = sorted(path.name for path in folder.iterdir() if path.name not in before)
    if verdict == BAD or (not left and ending.code):
        return verdict, why
    if left != ["r.h5"] or ending.code in (2, 4):
        return BAD, f"it has left {left} with exit code {ending.code}: {ending.shown}"
    status = status_of(folder / "r.h5")
    if (status == "complete") != (ending.code == 0):
        return BAD, f"the result is {status} with exit code {ending.code}: {ending.shown}"
    return verdict, ""


def tried(folder, draw, options=()):
    """Hands e.toml to the command, as far as it goes, and what it has made to the others: (front end, verdict, why)."""
    yield "hux validate", *judge(hux(folder, "validate", "e.toml", *options))
    plan = hux(folder, "plan", "e.toml", *options)
    verdict, why = judge(plan)
    rows = rows_of(plan.out)
    if verdict == RIGHT and not {"total", "expected synapses"} <= rows.keys():
        verdict, why = BAD, f"a plan without a total: {plan.shown}"
    yield "hux plan", verdict, why
    if verdict != RIGHT or not is_small(rows):
        return
    before = {path.name for path in folder.iterdir()}
    threads = ("--threads", draw.choice(["1", "2", "3"]))
    yield "hux run", *judged_run(folder, hux(folder, "run", "e.toml", "-o", "r.h5", *threads, *options), before)
    if (folder / "r.h5").exists():
        yield "hux info", *judge(hux(folder, "info", "r.h5"))
        yield "plot.py", *judge(plot(folder, "r.h5", any_picture(draw)))


def mutated_experiments(folder, draw, _):
    """TOML experiments"""
    start = any_start(draw)
    put_files(folder, start.files)
    (folder / "e.toml").write_bytes(changed_toml(start.text, draw))
    yield from tried(folder, draw, start.options)


def mutated_columns(folder, draw, _):
    """text files of spikes and synapses"""
    name = draw.choice(["connections.txt", "spikes.txt"])
    files = {"connections.txt": CONNECTIONS, "spikes.txt": SPIKES}
    put_files(folder, files | {name: changed_columns(files[name], draw)})
    (folder / "e.toml").write_text(RICH)
    yield from tried(folder, draw)


def mutated_spike_files(folder, draw, _):
    """HDF5 files of spikes"""
    put_files(folder, {"connections.txt": CONNECTIONS, "spikes.txt": SPIKES})
    path = folder / "spikes.h5"
    path.write_bytes(changed_bytes(path.read_bytes(), draw))
    (folder / "e.toml").write_text(RICH)
    yield from tried(folder, draw)


def mutated_lists(folder, draw, _):
    """HDF5 files of lists of numbers"""
    put_files(folder, {"connections.txt": CONNECTIONS, "spikes.txt": SPIKES})
    path = folder / "lists.h5"
    with h5py.File(path, "w") as file:
        file["g"] = np.linspace(8, 12, 12)
    path.write_bytes(changed_bytes(path.read_bytes(), draw))
    (folder / "e.toml").write_text(RICH)
    yield from tried(folder, draw, ["--set", LISTED])


KINDS = [(mutated_experiments, 12), (mutated_columns, 4), (mutated_spike_files, 2), (mutated_lists, 2)]
