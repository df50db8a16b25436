#!/usr/bin/env python3
"""How long the package takes to be imported, and to make an experiment of synapses that are given one by one.

Times are the best of several, of one thread. Targets: 0.15 s beyond numpy, and 1 s for ten million synapses.

usage: PYTHONPATH=build/release/python build/release/venv/bin/python benchmarks/python/experiments.py [--synapses N]
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import hux

REPEATS = 5


def seconds(work, repeats=REPEATS):
    """The shortest time of some."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def import_seconds():
    """What importing hux takes beyond numpy."""
    code = "import time, numpy; begin = time.perf_counter(); import hux; print(time.perf_counter() - begin)"
    run = (subprocess.run([sys.executable, "-c", code], check=True, capture_output=True) for _ in range(REPEATS))
    return min(float(done.stdout) for done in run)


def listed(synapses, neurons=100_000):
    """An experiment with weights and delays of its own for each synapse, as int64 and float64."""
    draw = np.random.default_rng(1)
    experiment = hux.Experiment(simulation=hux.Settings("1 s"))
    experiment.population["E"] = hux.Population(neurons, "traub_miles", receptor={"ampa": hux.Receptor(tau="5 ms")})
    ends = draw.integers(0, neurons, (2, synapses))
    rule = hux.ExplicitList(*ends, weights=(draw.random(synapses), "nS"), delays=1 + draw.random(synapses))
    experiment.projection["EE"] = hux.Projection("E", "E", "ampa", rule)
    return experiment


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--synapses", type=int, default=10_000_000)
    options = parser.parse_args()
    experiment = listed(options.synapses)
    core = experiment.to_core()
    print(f"import hux, beyond numpy: {import_seconds():.3f} s")
    print(f"{options.synapses:,} synapses from numpy arrays to an experiment: {seconds(experiment.to_core):.2f} s")
    print(f"and back to numpy arrays: {seconds(lambda: hux.Experiment.from_core(core)):.4f} s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.toml"
        print(f"saved: {seconds(lambda: experiment.save(path, overwrite=True), 2):.2f} s")
        print(f"loaded: {seconds(lambda: hux.load(path), 2):.2f} s")


if __name__ == "__main__":
    main()
