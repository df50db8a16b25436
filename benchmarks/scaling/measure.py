#!/usr/bin/env python3
"""Measures how Hux's time and memory grow with the network and with threads; scripts/benchmark.sh runs it.

usage: measure.py [--quick] [--backend auto|cpu|cuda] [--memory GIB] [--output FOLDER]

Writes scaling.csv, scaling.json (with what made the figures) and scaling.png, and prints a table with fitted exponents.
Memory is the most that a run took; on a GPU, what hux plan says it takes of the GPU's.
"""

import argparse
import csv
import json
import os
import platform
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

import draw
import fit
from networks import BALANCED, COBAHH, DT, hux_command

SIZES = [4_000, 20_000, 100_000, 300_000, 1_000_000]
STRONG = [4_000, 100_000]  # neurons
WEAK = 50_000  # neurons a thread
QUICK_SIZES = [2_000, 4_000]
NEURON_STEPS, GPU_NEURON_STEPS = 1e9, 2e10  # of a measurement: some seconds on two cores, and on a GPU
LONGEST, SHORTEST = 1000, 10  # ms
REPEATED_BELOW = 6.0  # s: what is over sooner is repeated
REPEATS = 3
OUTPUT_PAIRS = 9


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="tiny networks: tries that everything works")
    parser.add_argument("--backend", choices=["auto", "cpu", "cuda"], default="auto")
    parser.add_argument("--memory", type=float, default=16, help="GiB that the largest network may take")
    parser.add_argument("--output", type=Path, default=hux_command.ROOT / "results" / "benchmark")
    return parser.parse_args()


class Measurements:
    """Runs experiments, and keeps a row of figures of each: seconds, bytes, ms."""

    def __init__(self, chosen, folder):
        self.chosen, self.folder, self.rows = chosen, folder, []
        self.backend = hux_command.backend_of(COBAHH.experiment, chosen.backend)
        self.plans = {}  # bytes
        self.provenance = {}

    def add(self, series, network, neurons, threads=0, experiment=None, duration=None):
        """Measures once. Threads: 0 for one a core."""
        experiment = experiment or network.experiment
        changes = network.of_size(neurons, duration or self.duration(neurons))
        result, memory = hux_command.run(experiment, self.folder, f"--backend={self.backend}", f"--threads={threads}",
                                         changes=changes)
        if self.backend == "cuda":
            memory = self.planned(experiment, neurons, changes)
        with result:
            p = dict(result["provenance"].attrs)
        self.provenance = {key: str(p[key]) for key in ("version", "git_commit", "machine", "integrator", "precision")}
        simulated = float(p["simulated"])
        self.rows.append(dict(
            series=series, network=network.name, backend=str(p["backend"]), threads=int(p["threads"]), neurons=neurons,
            synapses=int(p["synapses"]), simulated=simulated, steps=round(simulated / float(p["dt"])),
            rate=int(p["spikes"]) / neurons / simulated * 1000, build=float(p["build_seconds"]),
            simulation=float(p["simulation_seconds"]), update=float(p["update_seconds"]),
            delivery=float(p["delivery_seconds"]), output=float(p["output_seconds"]), memory=float(memory)))
        print(fit.table(self.rows[-1:]).splitlines()[-1], flush=True)

    def planned(self, experiment, neurons, changes):
        """The GPU's memory that a network needs; asked for once, however often it is run."""
        if (experiment, neurons) not in self.plans:
            self.plans[experiment, neurons] = hux_command.planned_bytes(experiment, changes, self.backend)
        return self.plans[experiment, neurons]

    def repeat(self, *what, **how):
        """Measures once, or several times where that takes little time."""
        self.add(*what, **how)
        if self.rows[-1]["simulation"] < REPEATED_BELOW and not self.chosen.quick:
            for _ in range(REPEATS - 1):
                self.add(*what, **how)

    def duration(self, neurons):
        """As many ms as keep a measurement to some seconds."""
        if self.chosen.quick:
            return SHORTEST
        neuron_steps = GPU_NEURON_STEPS if self.backend == "cuda" else NEURON_STEPS
        return min(max(round(neuron_steps * DT / neurons), SHORTEST), LONGEST)


def measure_sizes(measurements):
    chosen = measurements.chosen
    for network in (COBAHH, BALANCED):
        sizes = QUICK_SIZES if chosen.quick else SIZES
        if not chosen.quick:
            largest = network.largest(chosen.memory * 2**30, measurements.backend)
            sizes = [n for n in sizes if n < largest] + [largest]
        for neurons in sizes:
            measurements.repeat("size", network, neurons)


def measure_threads(measurements):
    """Whole speed-up and, with a network that grows with the threads, what a thread keeps of its speed."""
    cores = os.cpu_count()
    counts = sorted({1, cores, *(2**i for i in range(cores.bit_length()))})
    for network in (COBAHH, BALANCED):
        for threads in counts:
            for neurons in QUICK_SIZES if measurements.chosen.quick else STRONG:
                measurements.repeat("strong", network, neurons, threads)
            per_thread = QUICK_SIZES[0] if measurements.chosen.quick else WEAK
            measurements.repeat("weak", network, threads * per_thread, threads, duration=measurements.duration(WEAK))


def measure_output(measurements):
    """The example with all that it records and with nothing recorded, in turn."""
    silent = Path(measurements.folder) / "silent.toml"
    head, _, _ = COBAHH.experiment.read_text(encoding="utf-8").partition("[record]")
    silent.write_text(head + "[record]\nspikes = false\n", encoding="utf-8")
    for _ in range(1 if measurements.chosen.quick else OUTPUT_PAIRS):
        for series, experiment in (("recorded", COBAHH.experiment), ("silent", silent)):
            measurements.add(series, COBAHH, 4000, experiment=experiment)


def write(measurements, folder):
    """The figures as they were taken, what they come to, and what made them."""
    rows = measurements.rows
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "scaling.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    provenance = measurements.provenance | {
        "command": " ".join(sys.argv), "cores": os.cpu_count(), "system": platform.platform(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "ended": datetime.now(timezone.utc).isoformat(timespec="seconds")}
    text = fit.summary(rows)
    (folder / "scaling.json").write_text(
        json.dumps({"provenance": provenance, "summary": text.splitlines(), "rows": rows}, indent=1), encoding="utf-8")
    draw.draw(rows, provenance, folder / "scaling.png")
    print("\n" + text)


def main():
    chosen = arguments()
    with tempfile.TemporaryDirectory() as folder:
        measurements = Measurements(chosen, folder)
        try:
            measure_sizes(measurements)
            if measurements.backend == "cpu":
                measure_threads(measurements)
            measure_output(measurements)
        except hux_command.HuxFailed as failure:
            sys.exit(str(failure))
        write(measurements, chosen.output)


if __name__ == "__main__":
    main()
