"""Runs the hux command for a benchmark. The command is the environment's HUX_COMMAND, or that of build/release."""

import os
import re
import subprocess
from pathlib import Path

import h5py
import watched

ROOT = Path(__file__).parents[1]
COMMAND = os.environ.get("HUX_COMMAND", str(ROOT / "build" / "release" / "hux"))
UNITS = {"B": 0, "KiB": 10, "MiB": 20, "GiB": 30, "TiB": 40}


class HuxFailed(Exception):
    """What the command said."""


def set_options(changes):
    """Options that change values of an experiment; texts are given with their quotes."""
    return [f"--set={key}={value}" for key, value in changes.items()]


def run(experiment, folder, *options, changes=None):
    """Runs an experiment, with its result in a folder; the open result and the peak memory in bytes."""
    result = Path(folder) / "result.h5"
    command = [COMMAND, "run", str(experiment), "-o", str(result), "--force", "--quiet", *options]
    with open(Path(folder) / "errors.txt", "w+", encoding="utf-8") as errors:
        code, memory = watched.run(command + set_options(changes or {}), stderr=errors)
        if code != 0:
            errors.seek(0)
            raise HuxFailed(errors.read().strip())
    return h5py.File(result), memory


def ask(*arguments):
    """What the command answers."""
    done = subprocess.run([COMMAND, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise HuxFailed(done.stderr.strip())
    return done.stdout


def plan(experiment, changes, *options):
    """What an experiment will need: bytes and counts by the names that hux plan gives them."""
    found = {}
    for line in ask("plan", str(experiment), *set_options(changes), *options).splitlines():
        if row := re.match(r"(\S.*?)\s{2,}([\d.,]+)(?: (\w+))?$", line):
            found[row[1]] = float(row[2].replace(",", "")) * 2 ** UNITS[row[3] or "B"]
    return found


def planned_bytes(experiment, changes, backend):
    """The memory that an experiment will need: on a GPU, of the GPU's."""
    needs = plan(experiment, changes, f"--backend={backend}")
    return needs["total of the GPU's memory"] if "total of the GPU's memory" in needs else needs["total"]


def backend_of(experiment, backend):
    """The backend on which an experiment will run, for auto that of this machine."""
    if backend != "auto":
        return backend
    return "cuda" if "total of the GPU's memory" in plan(experiment, {}, "--backend=auto") else "cpu"
