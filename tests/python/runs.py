"""Runs of the hux command that several tests look at.

Environment: HUX_COMMAND is the command's path, HUX_SOURCE_DIR the repository's; PYTHONPATH leads to its
scripts/ and python/.
"""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py

HUX = os.environ.get("HUX_COMMAND", "hux")
ROOT = Path(os.environ.get("HUX_SOURCE_DIR", Path(__file__).resolve().parents[2]))
SCRIPTS = ROOT / "scripts"
EXAMPLES = ROOT / "examples"

EXPERIMENT = """
title = "readers"
[simulation]
duration = "300 ms"
dt = "0.05 ms"
seed = 3
[population.E]
size = 40
model = "traub_miles"
[population.E.initial]
v = { uniform = ["-70 mV", "-55 mV"] }
[population.E.receptor.ampa]
synapse = "exponential"
tau = "5 ms"
e_rev = "0 mV"
[population.I]
size = 10
model = "traub_miles"
[projection.EE]
source = "E"
target = "E"
receptor = "ampa"
rule = "fixed_probability"
probability = 0.2
weight = "2 nS"
delay = "1 ms"
[record]
spikes = true
rates = ["E"]
rate_bin = "1 ms"
[recording.some]
population = "E"
variables = ["v", "m", "g_ampa"]
neurons = [2, 5, 9]
interval = "0.05 ms"
"""
SIZE = {"E": 40, "I": 10}


def run(folder, name, text):
    """Runs an experiment and returns the path of its result."""
    experiment, result = folder / f"{name}.toml", folder / f"{name}.h5"
    experiment.write_text(text)
    subprocess.run([HUX, "run", experiment, "-o", result, "--quiet"], check=True)
    return result


def moved(result, path, start):
    """Copies a result as one of a simulation that was recorded from a later time on, and returns its path."""
    shutil.copy(result, path)
    with h5py.File(path, "r+") as file:
        for group in file["spikes"].values():
            group["timestamps"][:] += start
        for group in file["report"].values():
            group["mapping/time"][:2] += start
        for group in file["rates"].values():
            group["time"][:2] += start
            group["rate"].attrs["start"] = start
        facts = file["provenance"].attrs
        facts["start"], facts["simulated"] = start, facts["simulated"] + start
    return path


class Result(unittest.TestCase):
    """A folder for the tests of a class, and in it the result of one run."""

    experiment = EXPERIMENT

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.scratch.name)
        cls.path = run(cls.folder, "result", cls.experiment)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()
