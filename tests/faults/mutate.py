#!/usr/bin/env python3
"""The campaign of inputs: hands mutated files, hostile streams and small limits to every front end of Hux.

usage: mutate.py [--inputs N] [--seed S] [--only NUMBER ...] [--keep FOLDER]
Needs HUX_COMMAND. Prints a table of what was tried, what ended right, what was refused well, and what was bad: by a
signal, late, without a sentence or with several, with something half done. Exit code 1 if anything was bad.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "scripts")]

from hux_tool import need  # noqa: E402

need("h5py", "matplotlib")

import limits  # noqa: E402
import results  # noqa: E402
import states  # noqa: E402
import streams  # noqa: E402
import texts  # noqa: E402
from judging import BAD, REFUSED, RIGHT  # noqa: E402

MODULES = (texts, results, states, streams, limits)
KINDS = [kind for module in MODULES for kind, share in module.KINDS for _ in range(share)]


def attempt(number, seed, originals, keep):
    """One input in a folder of its own, which is kept if something was bad: [(kind, front end, verdict, why)]."""
    draw = random.Random(f"{seed} {number}")
    kind = draw.choice(KINDS)
    with tempfile.TemporaryDirectory(prefix="hux_mutated_", ignore_cleanup_errors=True) as above:
        folder = Path(above) / "input"
        folder.mkdir()
        try:
            outcomes = [(kind.__doc__, *each) for each in kind(folder, draw, originals)]
        except Exception as why:
            outcomes = [(kind.__doc__, "the campaign", BAD, f"{type(why).__name__}: {why}")]
        if any(verdict == BAD for _, _, verdict, _ in outcomes):
            shutil.copytree(folder, keep / str(number), symlinks=True, dirs_exist_ok=True, ignore=special_files)
    return outcomes


def special_files(folder, names):
    return [name for name in names if not (Path(folder, name).is_file() or Path(folder, name).is_dir())]


def print_bad(number, outcomes, options):
    for kind, front_end, verdict, why in outcomes:
        if verdict == BAD:
            print(f"{kind}, {front_end}: {why}", flush=True)
            again = f"mutate.py --seed {options.seed} --only {number}"
            print(f"    again: {again}; its files: {options.keep}/{number}", flush=True)


def print_row(kind, front_end, verdicts):
    counts = "".join(f"{verdicts[verdict]:>14}" for verdict in (RIGHT, REFUSED, BAD))
    print(f"{kind:46}{front_end:14}{verdicts.total():>7}{counts}")


def print_table(outcomes):
    print(f"{'input':46}{'front end':14}{'tried':>7}{RIGHT:>14}{REFUSED:>14}{BAD:>14}")
    rows = {}
    for kind, front_end, verdict, _ in outcomes:
        rows.setdefault((kind, front_end), Counter())[verdict] += 1
    for row in sorted(rows):
        print_row(*row, rows[row])
    print_row("all", "", sum(rows.values(), Counter()))


def arguments():
    parser = argparse.ArgumentParser(prog="mutate.py", description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=1500)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", type=int, nargs="+", help="the numbers of inputs, to repeat these")
    parser.add_argument("--keep", type=Path, default=Path("bad_inputs"), help="where bad inputs are left")
    return parser.parse_args()


def main(options):
    start = time.monotonic()
    numbers = range(options.inputs) if options.only is None else options.only
    options.keep, outcomes = options.keep.resolve(), []
    with tempfile.TemporaryDirectory(prefix="hux_originals_") as folder:
        originals = results.make_originals(Path(folder))
        states.make_originals(originals)
        with ProcessPoolExecutor() as workers:
            each = partial(attempt, seed=options.seed, originals=originals, keep=options.keep)
            for number, found in zip(numbers, workers.map(each, numbers)):
                print_bad(number, found, options)
                outcomes += found
    print_table(outcomes)
    print(f"seed {options.seed}, {len(numbers)} inputs, {time.monotonic() - start:.0f} s")
    if os.geteuid() == 0:
        print("left out as root, whom they do not bind: files without permission, RLIMIT_NPROC")
    return any(verdict == BAD for _, _, verdict, _ in outcomes)


if __name__ == "__main__":
    sys.exit(main(arguments()))
